"""A generated world that goes on week by week: the same seed gives the same lines, as long
as the same offences are found.
"""

import datetime
from collections.abc import Iterable

import msgspec

from openkeden.world import powers
from openkeden.world.chance import Chance, Weights
from openkeden.world.declaring import Declaring, Offending, RoutedLine, WorldPlace
from openkeden.world.goods import TradedGoods
from openkeden.world.lines import WorldLine
from openkeden.world.mechanism import Mechanism, Offence
from openkeden.world.population import Population
from openkeden.world.powers import MILLION

#: Most items of one declaration.
MOST_ITEMS = 20

#: The first origins are met with everywhere; a new scheme begins elsewhere.
_FIRST_NEW_ORIGIN = 3


class WorldPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What a world is made from."""

    #: The seed of everything that is drawn.
    seed: int

    #: What is drawn, and how.
    mechanism: Mechanism

    #: What is traded.
    goods: tuple[TradedGoods, ...]

    #: The Monday of the first week.
    first_monday: datetime.date

    #: How many lines a week brings.
    per_week: int

    #: The week in which the new scheme begins, from 0.
    scheme_week: int

    #: Where it is.
    place: WorldPlace = WorldPlace()


class GeneratedWorld:
    """Goods lines week by week, and what inspections change in them."""

    def __init__(self, plan: WorldPlan) -> None:
        self.plan, self._mechanism = plan, plan.mechanism
        self._chance = Chance(plan.seed, "world")
        self.people = Population(self._chance, plan.mechanism, plan.goods)
        self._declaring = Declaring(self._chance, plan.mechanism, self.people, plan.place)
        self._scheme_routes = self._drawn_scheme()
        clean = enumerate(self.people.importer_risk)
        self._clean = [place for place, risk in clean if risk < 0]
        activity = self.people.activity
        self._clean_by_activity = Weights([activity[place] for place in self._clean])
        self._week = 0

    def week(self) -> list[WorldLine]:
        """The lines of the next week, by day."""
        if self._week:
            self.people.begin_week()
        monday = self.plan.first_monday + datetime.timedelta(weeks=self._week)
        drawn = self._lines(self.plan.per_week, monday)
        self._week += 1
        return _numbered(drawn, f"W{self._week:03d}")

    def day(self, on: datetime.date, count: int) -> list[WorldLine]:
        """So many more lines, all of one day after the weeks."""
        drawn = self._lines(count, on)
        moved = [_on(line, on) for line in drawn]
        return _numbered(moved, "D")

    def found(self, lines: Iterable[WorldLine]) -> None:
        """Offences were found, and those who commit them learn of it."""
        for line in lines:
            self.people.found(line.truth.importer, line.truth.route)

    def _drawn_scheme(self) -> list[tuple[int, int]]:
        """Pairs of heavy goods and a rarer origin."""
        scheme, weight = self._mechanism.scheme, self.people.weight
        heavy = sorted(range(len(weight)), key=lambda place: -weight[place])
        among = min(scheme.among, len(heavy))
        chosen = self._chance.sample(among, min(scheme.routes, among))
        rare = len(self.people.origins) - _FIRST_NEW_ORIGIN
        below = self._chance.below
        return [(heavy[place], _FIRST_NEW_ORIGIN + below(rare)) for place in chosen]

    def _lines(self, count: int, monday: datetime.date) -> list[WorldLine]:
        """So many lines; some come with others."""
        lines: list[WorldLine] = []
        before: RoutedLine | None = None
        while len(lines) < count:
            together = before and self._chance.hit(self._mechanism.more_ppm)
            routed = self._routed(before if together else None)
            lines.append(self._line(routed, monday))
            before = routed
        return lines

    def _line(self, routed: RoutedLine, monday: datetime.date) -> WorldLine:
        log_odds = self.people.risk(
            routed.importer, routed.goods, routed.origin, routed.broker
        )
        prior = powers.logistic(log_odds)
        if routed.scheme:
            prior = max(prior, self._mechanism.scheme.floor_ppm)
        return self._declaring.line(routed, self._offending(routed, prior), monday)

    def _routed(self, before: RoutedLine | None) -> RoutedLine:
        """Who brings what: the same as the line before, or anybody."""
        drawn = self._another(before) if before else self._anybody()
        return self._moved(drawn) if self._week >= self.plan.scheme_week else drawn

    def _another(self, before: RoutedLine) -> RoutedLine:
        goods = self._goods(before.importer)
        return RoutedLine(before.importer, goods, before.origin, before.broker)

    def _anybody(self) -> RoutedLine:
        chance, people, mechanism = self._chance, self.people, self._mechanism
        importer = people.by_activity.pick(chance)
        goods, origin = self._goods(importer), people.by_origin.pick(chance)
        broker = people.broker[importer]
        if not chance.hit(mechanism.own_broker_ppm):
            broker = chance.below(mechanism.brokers)
        return RoutedLine(importer, goods, origin, broker)

    def _goods(self, importer: int) -> int:
        chance, mechanism = self._chance, self._mechanism
        if chance.hit(mechanism.home_ppm):
            return self.people.home[importer][chance.below(mechanism.home_goods)]
        return self.people.by_weight.pick(chance)

    def _moved(self, drawn: RoutedLine) -> RoutedLine:
        """The new scheme: some lines move onto its routes."""
        chance, scheme, people = self._chance, self._mechanism.scheme, self.people
        for goods, origin in self._scheme_routes:
            if not chance.hit(scheme.moved_ppm):
                continue
            importer, broker = drawn.importer, drawn.broker
            if scheme.clean:
                importer = self._clean[self._clean_by_activity.pick(chance)]
                broker = people.broker[importer]
            drawn = RoutedLine(importer, goods, origin, broker)
        is_there = (drawn.goods, drawn.origin) in self._scheme_routes
        return msgspec.structs.replace(drawn, scheme=is_there)

    def _offending(self, routed: RoutedLine, prior: int) -> Offending:
        if not self._chance.hit(prior):
            return Offending(prior)
        offence = self._offence(self.people.goods[routed.goods])
        return Offending(prior, offence, self._chance.between(*self._mechanism.gap_ppm))

    def _offence(self, goods: TradedGoods) -> Offence:
        drawn, shares = self._chance.below(MILLION), self._mechanism.offences
        kinds: tuple[tuple[Offence, int], ...] = (
            ("undervaluation", shares.undervaluation),
            ("origin", shares.origin),
            ("quantity", shares.quantity),
        )
        for offence, share in kinds:
            if drawn < share:
                return offence
            drawn -= share
        return "misclassification" if goods.dearer else "other"


def _numbered(lines: list[WorldLine], week: str) -> list[WorldLine]:
    """The lines by declaration: those of one importer, broker, office, way and day."""
    groups: dict[str, list[WorldLine]] = {}
    for line in lines:
        one = line.declared
        key = "|".join(
            (
                *(str(one.day), one.trader, one.agent, one.office),
                *(one.dispatch, one.mode, one.origin),
            )
        )
        groups.setdefault(key, []).append(line)
    numbered: list[WorldLine] = []
    count = 0
    for key in sorted(groups):
        for place, line in enumerate(groups[key]):
            count += place % MOST_ITEMS == 0
            reference = f"{week}-{count:06d}"
            numbered.append(_named(line, reference, 1 + place % MOST_ITEMS))
    return numbered


def _on(line: WorldLine, day: datetime.date) -> WorldLine:
    return WorldLine(msgspec.structs.replace(line.declared, day=day), line.truth)


def _named(line: WorldLine, reference: str, item: int) -> WorldLine:
    declared = msgspec.structs.replace(line.declared, declaration=reference, item=item)
    return WorldLine(declared, line.truth)
