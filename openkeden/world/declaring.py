"""What is declared of a line, and what of an offence shows in it."""

import datetime

import msgspec

from openkeden.risk.indicators.observation import Observation
from openkeden.world import best, powers
from openkeden.world.best import Shown, Signals
from openkeden.world.chance import Chance
from openkeden.world.goods import TradedGoods
from openkeden.world.lines import Truth, WorldLine
from openkeden.world.mechanism import Mechanism, Offence
from openkeden.world.population import Population, firm_number
from openkeden.world.powers import MILLION

#: How goods of a route come, by mode of transport: road, road, rail, air.
_MODES = ("30", "30", "20", "40")

_WORKING_DAYS = 5

#: Most sellers that an importer has in a country, and most articles of goods.
_SELLERS, _ARTICLES = 3, 1_000_000

#: A gram and a kilogram in millionths of a kilogram; a round mass is below so many of its
#: last digit but zeros.
_GRAM, _KILOGRAM, _ROUND = 1_000, MILLION, 100

#: Supplementary units are counted so: so many in the kilogram, from few to many.
_UNITS_IN_KILOGRAM = (1, 2, 3, 5, 8)


class WorldPlace(msgspec.Struct, frozen=True):
    """Where a world is."""

    #: The codes of the offices.
    offices: tuple[str, ...] = tuple(f"{number:05d}" for number in range(1, 21))

    #: What a dollar is worth, in minor units of the national currency.
    dollar: int = 50_000


class RoutedLine(msgspec.Struct, frozen=True, gc=False):
    """Who brings what from where: places in the population."""

    #: The importer.
    importer: int

    #: The goods.
    goods: int

    #: The origin.
    origin: int

    #: The broker.
    broker: int

    #: Whether it is on a route of the new scheme.
    scheme: bool = False


class Offending(msgspec.Struct, frozen=True, gc=False):
    """Whether a line offends, and how."""

    #: The probability of an offence, in millionths.
    prior: int

    #: The offence (empty: none).
    offence: Offence | str = ""

    #: The share of the whole that is hidden, in millionths.
    gap: int = 0


class Declaring:
    """Makes declared lines."""

    def __init__(
        self, chance: Chance, mechanism: Mechanism, people: Population, place: WorldPlace
    ) -> None:
        self._chance, self._mechanism, self._people = chance, mechanism, people
        self._place, self._dollar = place, place.dollar
        self._signals = Signals(mechanism)

    def line(
        self, routed: RoutedLine, offending: Offending, monday: datetime.date
    ) -> WorldLine:
        """A line of the week that begins on a Monday; its declaration has no number yet."""
        goods = self._people.goods[routed.goods]
        shown = self._shown(goods, offending)
        mass = self._mass(is_round=shown.round)
        value = self._value(routed.goods, shown, mass)
        duty = goods.duty_ppm + self._mechanism.other_charges_ppm
        charges = value * duty // MILLION
        dispatch = self._dispatch(routed.origin, shown)
        serial = self._people.serial[routed.importer]
        origins = self._people.origins
        declared = Observation(
            declaration="",
            item=0,
            day=monday + datetime.timedelta((serial // 2 + routed.origin) % _WORKING_DAYS),
            trader=firm_number(serial),
            agent=firm_number(2 * routed.broker + 1),
            partner=self._seller(serial, origins[routed.origin]),
            office=self._office(routed),
            code=goods.code,
            origin=origins[routed.origin],
            dispatch=dispatch,
            mode=_MODES[(serial // 2 + routed.origin) % len(_MODES)],
            procedure="40",
            value=value,
            net_mass=mass,
            quantity=self._quantity(goods, mass),
            charges=charges,
            duty_ppm=goods.duty_ppm,
            description=self._called(goods, serial, shown),
        )
        known = self._signals.best(offending.prior, shown)
        truth = Truth(
            probability=offending.prior,
            best=known.probability,
            best_revenue=charges * known.gap // MILLION,
            offence=offending.offence,
            revenue=charges * best.evaded(offending.gap) // MILLION,
            scheme=routed.scheme,
            true_code=goods.dearer if offending.offence == "misclassification" else "",
            true_origin=self._true_origin(routed.origin, dispatch, offending),
            importer=routed.importer,
            route=self._people.route(routed.goods, routed.origin),
        )
        return WorldLine(declared, truth)

    def _shown(self, goods: TradedGoods, offending: Offending) -> Shown:
        chance, signs = self._chance, self._mechanism.signs
        deviation = chance.normal(0, self._mechanism.value_noise)
        if offending.offence == "undervaluation":
            deviation += powers.ln(MILLION - offending.gap)
        elsewhere = chance.hit(signs.elsewhere_ppm[offending.offence == "origin"])
        is_round = chance.hit(signs.round_ppm[offending.offence == "quantity"])
        return Shown(deviation, elsewhere, is_round, self._other_words(goods, offending))

    def _other_words(self, goods: TradedGoods, offending: Offending) -> bool | None:
        """Whether goods are called by the name of their neighbour; None: that tells nothing."""
        shares = self._mechanism.signs.words_ppm
        if not goods.dearer or not any(shares):
            return None
        return self._chance.hit(shares[offending.offence == "misclassification"])

    def _mass(self, *, is_round: bool) -> int:
        """The mass in millionths of a kilogram: a round number of kilograms, or grams."""
        spread = self._mechanism.mass
        drawn = powers.exp(self._chance.normal(spread.mean, spread.spread))
        if not is_round:
            return drawn // _GRAM * _GRAM + _GRAM
        kilograms = max(1, drawn // _KILOGRAM)
        step = 1
        while kilograms // step >= _ROUND:
            step *= 10
        return kilograms // step * step * _KILOGRAM

    def _value(self, goods: int, shown: Shown, mass: int) -> int:
        """In minor units; nothing is worth less than a dollar."""
        unit = powers.exp(self._people.unit_value[goods] + shown.deviation)
        dollars = unit * mass // MILLION
        return max(self._dollar, dollars * self._dollar // MILLION)

    def _quantity(self, goods: TradedGoods, mass: int) -> int | None:
        """Whole units, in millionths."""
        if not goods.unit:
            return None
        many = _UNITS_IN_KILOGRAM[int(goods.code[3:6]) % len(_UNITS_IN_KILOGRAM)]
        return max(1, mass * many // _KILOGRAM) * MILLION

    def _dispatch(self, origin: int, shown: Shown) -> str:
        origins = self._people.origins
        if not shown.elsewhere:
            return origins[origin]
        further = 1 + self._chance.below(len(origins) - 1)
        return origins[(origin + further) % len(origins)]

    def _true_origin(self, origin: int, dispatch: str, offending: Offending) -> str:
        """Where goods of a false origin come from: where they were sent, or the origin that
        most goods have.
        """
        if offending.offence != "origin":
            return ""
        origins = self._people.origins
        other = origins[0] if origin else origins[1]
        return dispatch if dispatch != origins[origin] else other

    def _seller(self, serial: int, country: str) -> str:
        kept = min(self._chance.below(_SELLERS), self._chance.below(_SELLERS))
        return f"{country}-{serial}-{kept}"

    def _office(self, routed: RoutedLine) -> str:
        """The office of the importer."""
        offices = self._place.offices
        return offices[routed.importer % len(offices)]

    def _called(self, goods: TradedGoods, serial: int, shown: Shown) -> str:
        """What an importer calls goods: each has its way of writing."""
        names = goods.dearer_names if shown.other_words else goods.names
        name = names[serial // 2 % len(names)]
        return f"{name}, article {self._chance.below(_ARTICLES):06d}"
