"""A law pack: the tariff and the law of one jurisdiction with all their dates.

It gives the edition and the exchange rates of any day it covers. Everything it hands out is
immutable, made once per day and remembered. Nothing here reads a clock or the network.
"""

import datetime
import functools
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from openkeden.base import rates, time_limits, working_time
from openkeden.base.validity import Provision, in_force
from openkeden.files import bundled
from openkeden.lawpack import (
    charge_rows,
    claimable,
    compiled,
    countries,
    gap_rows,
    goods_lists,
    listed_codes,
    personal_law,
    placed_measures,
    tariff_lines,
)
from openkeden.lawpack.procedure_rows import DE_MINIMIS
from openkeden.lawpack.row_keys import rows_of
from openkeden.lawpack.sources import GapRow, Sources
from openkeden.tariff import conditions, duty
from openkeden.tariff.edition import (
    ChargeRate,
    CostRule,
    DeMinimis,
    Edition,
    NationalRate,
    ProcedureCharges,
)
from openkeden.tariff.quotas import Quota

if TYPE_CHECKING:
    from importlib.abc import Traversable

    from openkeden.risk import profiles


T = TypeVar("T")

#: Days whose law is kept at once: a service is asked for any day there is.
DAYS: Final = 128


class NamedClassifier(msgspec.Struct, frozen=True):
    """A model of classification that comes with the program."""

    #: Its file, from the folder of law.
    file: str

    #: The digest that the file begins with.
    digest: str


class NotCovered(ValueError):
    """The pack lacks rows that every day must have on this day; `keys` names them."""

    def __init__(self, jurisdiction: str, on: datetime.date, keys: tuple[str, ...]) -> None:
        super().__init__(
            f"law of {jurisdiction} on {on}: no row in force for {', '.join(keys)}"
        )
        self.on, self.keys = on, keys


class Pack:
    """The law of one jurisdiction: `on(day)` is its edition, `exchange_on(day)` the
    official rates.

    `version` is the digest of all its rows' bytes; `sources` are the rows themselves.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.jurisdiction = sources.manifest.jurisdiction
        self.version = sources.digest
        self._tariff = tariff_lines.Tariff(sources)
        self._editions: dict[datetime.date, Edition] = {}
        self._exchanges: dict[datetime.date, rates.Rates] = {}

    def on(self, day: datetime.date) -> Edition:
        """The edition of `day`.

        Raises NotCovered on a day before or after the rows that every day must have.
        """
        edition = self._editions.get(day)
        if edition is None:
            edition = _kept(self._editions, day, self._edition(day))
        return edition

    def exchange_on(self, day: datetime.date) -> rates.Rates:
        """The last quotes effective by `day`, with the limits of their use on that day."""
        exchange = self._exchanges.get(day)
        if exchange is None:
            exchange = _kept(self._exchanges, day, self._exchange(day))
        return exchange

    def with_quotes(self, quotes: Iterable[rates.Quote]) -> "Pack":
        """The same pack with further quotes.

        One for the same authority, currency and day replaces the pack's.
        """
        latest = {
            (quote.authority, quote.currency, quote.effective_on): quote
            for quote in (*self.sources.quotes, *quotes)
        }
        pack = Pack(msgspec.structs.replace(self.sources, quotes=tuple(latest.values())))
        pack._tariff, pack._editions = self._tariff, self._editions
        return pack

    def row(self, id_: str) -> Provision | None:
        """The row of law that an assessment or a measure quotes by id.

        None when this pack has no such row.
        """
        return self._rows.get(id_) or self._tariff.row(id_) or self._goods.get(id_)

    def codes_in(self, heading: str, day: datetime.date) -> tuple[str, ...]:
        """The ten-digit codes of a heading that are in force on a day."""
        return self._tariff.codes_in(heading, day)

    @property
    def complete_since(self) -> datetime.date:
        """The first day on which every chapter of the tariff has lines."""
        return self._tariff.complete_since

    @property
    def gaps(self) -> tuple[GapRow, ...]:
        """What the law says and this pack is known not to hold."""
        return self.sources.gaps

    @functools.cached_property
    def profiles(self) -> "profiles.Policy":
        """The risk profiles, thresholds and random shares with all their dates.

        Raises ValueError on a wrong row.
        """
        # Prices do without.
        from openkeden.lawpack import unheld_profiles  # noqa: PLC0415
        from openkeden.risk import policy_file  # noqa: PLC0415

        policy, breaches = policy_file.policy(self.sources.tables["profiles"])
        if policy is None:
            places = [(breach.rule, breach.path) for breach in breaches]
            raise ValueError(f"profiles of {self.jurisdiction}: {places}")
        return unheld_profiles.guarded(policy, self.gaps)

    @property
    def classifier(self) -> NamedClassifier | None:
        """The model that codes of goods are suggested by; None: the law names none."""
        named = self.sources.tables["classifier"].get("classifier")
        return NamedClassifier(**named) if named else None

    @functools.cached_property
    def time_limits(self) -> time_limits.TimeLimits:
        """Time limits of the procedure and grounds of refusal, with all their dates."""
        table = self.sources.tables["terms"]
        return time_limits.from_rows(table["terms"], table.get("grounds", ()))

    @functools.cached_property
    def calendars(self) -> Mapping[str, working_time.Calendar]:
        """Working time of the offices by name of calendar.

        `default` is that of an office without its own.
        """
        return working_time.calendars(self.sources.tables["calendars"])

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        """The moment, which must name its zone, on the clock of the country."""
        return self.calendars["default"].local(moment)

    def on_clock(self, named: datetime.datetime) -> datetime.datetime:
        """The moment when the clock of the country shows a day and time without a zone."""
        return self.calendars["default"].on_clock(named)

    @functools.cached_property
    def measure_goods(self) -> goods_lists.GoodsLists:
        """The lists of goods that measures name."""
        return goods_lists.GoodsLists(self.sources.measure_goods)

    @functools.cached_property
    def _rows(self) -> dict[str, Provision]:
        return {row.id: row for row in rows_of(self.sources)}

    @functools.cached_property
    def _goods(self) -> dict[str, Provision]:
        """The rows of goods of preferences."""
        return {goods.row.id: goods.row for goods in self.sources.covered}

    def _edition(self, day: datetime.date) -> Edition:
        sources = self.sources
        parameters = _parameters(sources, day)
        freed = self._freed(parameters, day)
        tariff = self._tariff.on(day)
        lists = listed_codes.on(sources.lists, day)
        members = frozenset(lists[sources.manifest.members])
        return Edition(
            jurisdiction=self.jurisdiction,
            on=day,
            version=f"{self.jurisdiction}/{day}/{self.version[:12]}",
            currency=parameters["currency"].value,
            lines=tariff.lines,
            ended=tariff.ended,
            later=tariff.later,
            chapters=self._tariff.chapters,
            newest=self._tariff.newest(day),
            parameters=parameters,
            de_minimis=freed,
            procedures=_procedures(sources, day),
            costs=_costs(sources, day),
            charge_rates=_charge_rates(sources.charges, day),
            preferences=claimable.preferences(sources, day),
            lists=lists,
            extracts=listed_codes.extracts(sources.lists),
            measures=placed_measures.on(sources, self.measure_goods, lists, members, day),
            seasons=placed_measures.seasons(sources, day),
            members=members,
            national_rates=_national_rates(sources, day),
            quotas=_quotas(sources, day),
            regimes=personal_law.regimes(sources, day),
            limits=personal_law.limits(sources, day),
            gaps=gap_rows.on(sources.gaps, day),
            unsettled=tariff.gaps,
        )

    def _freed(self, parameters: Mapping[str, Provision], day: datetime.date) -> DeMinimis:
        """The value that owes nothing on a day that has all it must have.

        Raises NotCovered on another day.
        """
        required = self.sources.manifest.required
        missing = [key for key in required if key not in parameters]
        freed = next(iter(in_force(self.sources.de_minimis, day)), None)
        if freed is None:
            missing.append(DE_MINIMIS)
        if missing or freed is None:
            raise NotCovered(self.jurisdiction, day, tuple(missing))
        return freed

    def _exchange(self, day: datetime.date) -> rates.Rates:
        latest: dict[str, rates.Quote] = {}
        for quote in self.sources.quotes:
            earlier = latest.get(quote.currency, quote)
            if earlier.effective_on <= quote.effective_on <= day:
                latest[quote.currency] = quote
        law = self.on(day)
        return rates.Rates(
            on=day,
            national=law.currency,
            quotes=latest,
            carry_over_days=int(law.parameter("exchange.carry_over_days").value),
            coarse_per_million=int(law.parameter("exchange.coarse_per_million").value),
        )


def _kept(days: dict[datetime.date, T], day: datetime.date, of_day: T) -> T:
    """What a day has, kept with that of others; a full memory starts anew."""
    if len(days) >= DAYS:
        days.clear()
    days[day] = of_day
    return of_day


def load_pack(jurisdiction: str, root: "Traversable | None" = None) -> Pack:
    """Load the pack of `jurisdiction` (`KZ`) from the bundled law, or from another folder
    of law.

    Raises NoPack when there is no such folder, ValueError when a file has not the shape of
    its kind.
    """
    law = bundled.folder("law") if root is None else root
    folder = countries.folder_of(jurisdiction, law)
    return Pack(compiled.sources_in(law, folder))


def _parameters(sources: Sources, day: datetime.date) -> dict[str, Provision]:
    """Single values of law in force, by key."""
    parameters = in_force(sources.parameters, day)
    return {parameter.key: parameter.row for parameter in parameters}


def _procedures(sources: Sources, day: datetime.date) -> dict[str, ProcedureCharges]:
    """What is owed under each procedure, by its code."""
    procedures = in_force(sources.procedures, day)
    return {procedure.code: procedure for procedure in procedures}


def _costs(sources: Sources, day: datetime.date) -> dict[str, CostRule]:
    """How each kind of cost counts in the customs value."""
    return {cost.kind: cost for cost in in_force(sources.costs, day)}


def _national_rates(sources: Sources, day: datetime.date) -> dict[str, NationalRate]:
    """Lower national rates in force, by code."""
    return {
        lower.code: NationalRate(duty.read(lower.row.value), lower.row)
        for lower in in_force(sources.national_rates, day)
    }


def _quotas(sources: Sources, day: datetime.date) -> dict[str, Quota]:
    """Quotas in force, by id."""
    return {quota.id: quota for quota in in_force(sources.quotas, day)}


def _charge_rates(
    charges: Iterable[charge_rows.ChargeRow], day: datetime.date
) -> Mapping[str, tuple[ChargeRate, ...]]:
    """Rates in force by charge, in the order in which they are tried."""
    by_charge: dict[str, list[ChargeRate]] = {}
    for row in in_force(charges, day):
        by_charge.setdefault(row.charge, []).append(_charge_rate(row))
    return {
        charge: tuple(sorted(rates, key=lambda rate: rate.rank))
        for charge, rates in by_charge.items()
    }


def _charge_rate(charge: charge_rows.ChargeRow) -> ChargeRate:
    return ChargeRate(
        charge=charge.charge,
        mask=charge.mask,
        rate=duty.read(charge.row.value),
        row=charge.row,
        origins=charge.origins,
        excluded=charge.excluded,
        when=tuple(map(conditions.read, charge.when)),
        importer=charge.importer,
    )
