"""Who trades in a generated world, and with what: drawn once, changed by drift, by new
numbers of old firms and by what inspections find.
"""

import functools

from openkeden.base import codes
from openkeden.world.chance import Chance, Weights
from openkeden.world.goods import ORIGINS, TradedGoods
from openkeden.world.mechanism import Mechanism, Spread
from openkeden.world.powers import MILLION

#: Firms are registered in one of so many years from the first, and in a month.
_FIRST_YEAR, _YEARS, _MONTHS = 5, 20, 12


@functools.cache
def firm_number(serial: int) -> str:
    """The number of a firm (BIN); a month for which no check digit exists is passed over."""
    year = _FIRST_YEAR + serial % _YEARS
    for spare in range(_MONTHS):
        month = 1 + (serial // _YEARS + spare) % _MONTHS
        digits = f"{year:02d}{month:02d}40{serial:05d}"
        check = codes.bin_check_digit(digits)
        if check is not None:
            return f"{digits}{check}"
    raise ValueError(serial)


class Population:
    """Importers, brokers, goods and routes with their risks, in log-odds of millionths."""

    def __init__(
        self, chance: Chance, mechanism: Mechanism, goods: tuple[TradedGoods, ...]
    ) -> None:
        self._mechanism, self._chance, self.goods = mechanism, chance, goods
        self.origins = ORIGINS[: mechanism.origins]
        self._draw_importers()
        self._draw_goods()
        risks = range(len(goods) * len(self.origins))
        self.route_risk = [self._of(mechanism.route_risk) for _ in risks]
        self.broker_risk = [
            self._of(mechanism.broker_risk) for _ in range(mechanism.brokers)
        ]

    def _draw_importers(self) -> None:
        mechanism, chance = self._mechanism, self._chance
        everybody = range(mechanism.importers)
        self.serial = [2 * number for number in everybody]
        self._next_serial = 2 * mechanism.importers
        self.importer_risk = [self._of(mechanism.importer_risk) for _ in everybody]
        self.activity = [
            mechanism.least_activity + chance.pareto(mechanism.activity_shape)
            for _ in everybody
        ]
        self.by_activity = Weights(self.activity)
        self.broker = [chance.below(mechanism.brokers) for _ in everybody]
        self.home = [self._home_goods() for _ in everybody]

    def _home_goods(self) -> tuple[int, ...]:
        places = range(self._mechanism.home_goods)
        return tuple([self._chance.below(len(self.goods)) for _ in places])

    def _draw_goods(self) -> None:
        mechanism, chance = self._mechanism, self._chance
        all_goods = range(len(self.goods))
        self.goods_risk = [self._of(mechanism.goods_risk) for _ in all_goods]
        self.weight = [
            mechanism.least_weight + chance.pareto(mechanism.goods_shape) for _ in all_goods
        ]
        self.by_weight = Weights(self.weight)
        self.unit_value = [self._of(mechanism.unit_value) for _ in all_goods]
        shape, least = mechanism.origin_shape, mechanism.least_weight
        self.by_origin = Weights([least + chance.pareto(shape) for _ in self.origins])

    def _of(self, spread: Spread) -> int:
        return self._chance.normal(spread.mean, spread.spread)

    def route(self, goods: int, origin: int) -> int:
        """The place of a route among all."""
        return goods * len(self.origins) + origin

    def risk(self, importer: int, goods: int, origin: int, broker: int) -> int:
        """The log-odds of an offence."""
        mechanism = self._mechanism
        duty = mechanism.duty_risk * self.goods[goods].duty_ppm // MILLION
        return (
            mechanism.base
            + duty
            + self.importer_risk[importer]
            + self.goods_risk[goods]
            + self.route_risk[self.route(goods, origin)]
            + self.broker_risk[broker]
        )

    def begin_week(self) -> None:
        """Some importers go on under another number, and the risk of every route drifts."""
        chance, mechanism = self._chance, self._mechanism
        for importer in range(mechanism.importers):
            if chance.hit(mechanism.renamed_ppm):
                self.rename(importer)
        drift = mechanism.drift.spread
        self.route_risk = [chance.normal(risk, drift) for risk in self.route_risk]

    def rename(self, importer: int) -> None:
        """An importer goes on under another number, with the same goods and broker."""
        self.serial[importer] = self._next_serial
        self._next_serial += 2
        self.importer_risk[importer] = self._of(self._mechanism.renamed_risk)

    def found(self, importer: int, route: int) -> None:
        """An offence was found: those on its route take care, and its importer may flee."""
        self.route_risk[route] -= self._mechanism.learnt
        if self._chance.hit(self._mechanism.flees_ppm):
            self.rename(importer)
