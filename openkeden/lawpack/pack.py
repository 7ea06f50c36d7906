"""A law pack: the tariff and the law of one jurisdiction with all their dates.

It gives the edition and the exchange rates of any day it covers. Everything it hands out is
immutable, made once per day and remembered. Nothing here reads a clock or the network.
"""

import datetime
import functools
from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.abc import Traversable

import msgspec

from openkeden.base import money, rates, time_limits, working_time
from openkeden.base.validity import Provision
from openkeden.lawpack import charge_rows, tariff_lines
from openkeden.lawpack.manifest import Manifest
from openkeden.lawpack.procedure_rows import DE_MINIMIS
from openkeden.lawpack.sources import CodeList, GapRow, Sources, keyed_rows, read_sources
from openkeden.risk import profiles
from openkeden.tariff import conditions, duty, measures
from openkeden.tariff.edition import (
    ChargeRate,
    Edition,
    Gap,
    NationalRate,
    Preference,
    Regime,
)


class NoPack(ValueError):
    """There is no folder of law for this jurisdiction."""


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
        found = self._editions.get(day)
        if found is None:
            found = self._editions[day] = self._edition(day)
        return found

    def exchange_on(self, day: datetime.date) -> rates.Rates:
        """The last quotes effective by `day`, with the limits of their use on that day."""
        found = self._exchanges.get(day)
        if found is None:
            found = self._exchanges[day] = self._exchange(day)
        return found

    def with_quotes(self, quotes: Iterable[rates.Quote]) -> "Pack":
        """The same pack with further quotes.

        One for the same authority, currency and day replaces the pack's.
        """
        known = {
            (quote.authority, quote.currency, quote.effective_on): quote
            for quote in self.sources.quotes
        }
        known |= {
            (quote.authority, quote.currency, quote.effective_on): quote for quote in quotes
        }
        pack = Pack(msgspec.structs.replace(self.sources, quotes=tuple(known.values())))
        pack._tariff, pack._editions = self._tariff, self._editions
        return pack

    def row(self, id_: str) -> Provision | None:
        """The row of law that an assessment or a measure quotes by id.

        None when this pack has no such row.
        """
        return self._rows.get(id_) or self._tariff.row(id_)

    @property
    def complete_since(self) -> datetime.date:
        """The first day on which every chapter of the tariff has lines."""
        return self._tariff.complete_since

    @property
    def gaps(self) -> tuple[GapRow, ...]:
        """What the law says and this pack is known not to hold."""
        return self.sources.gaps

    @functools.cached_property
    def profiles(self) -> profiles.Policy:
        """The risk profiles, thresholds and random shares with all their dates.

        Raises ValueError on a wrong row.
        """
        made, found = profiles.policy(self.sources.tables["profiles"])
        if made is None:
            raise ValueError(
                f"profiles of {self.jurisdiction}:"
                f" {[(one.rule, one.path) for one in found]}"
            )
        return made

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

    @functools.cached_property
    def _rows(self) -> dict[str, Provision]:
        return {one.row.id: one.row for one in keyed_rows(self.sources)}

    def _edition(self, day: datetime.date) -> Edition:
        sources = self.sources
        parameters = {one.key: one.row for one in sources.parameters if one.row.holds(day)}
        freed = next((one for one in sources.de_minimis if one.row.holds(day)), None)
        missing = tuple([key for key in sources.manifest.required if key not in parameters])
        if missing or freed is None:
            missing = missing if freed else (*missing, DE_MINIMIS)
            raise NotCovered(self.jurisdiction, day, missing)
        tariff = self._tariff.on(day)
        lists = {name: _codes(one, day) for name, one in sources.lists.items()}
        members = frozenset(lists[sources.manifest.members])
        return Edition(
            jurisdiction=self.jurisdiction,
            on=day,
            version=f"{self.jurisdiction}/{day}/{self.version[:12]}",
            currency=parameters["currency"].value,
            lines=tariff.lines,
            ended=tariff.ended,
            parameters=parameters,
            de_minimis=freed,
            procedures={one.code: one for one in sources.procedures if one.row.holds(day)},
            costs={one.kind: one for one in sources.costs if one.row.holds(day)},
            charge_rates=_charge_rates(sources.charges, day),
            preferences=_preferences(sources, day),
            lists=lists,
            measures=tuple(
                [
                    _placed(one, sources.manifest, members)
                    for one in sources.measures
                    if one.row.holds(day)
                ]
            ),
            members=members,
            exemptions={
                one.code: NationalRate(tariff_lines.expression(one.row.value), one.row)
                for one in sources.exemptions
                if one.row.holds(day)
            },
            quotas={one.id: one for one in sources.quotas if one.row.holds(day)},
            regimes={
                one.code: _regime(one) for one in sources.regimes if one.row.holds(day)
            },
            gaps=tuple(
                [
                    Gap(one.key, one.charge, one.masks, one.text)
                    for one in sources.gaps
                    if one.masks and one.holds(day)
                ]
            ),
            unsettled=tariff.gaps,
        )

    def _exchange(self, day: datetime.date) -> rates.Rates:
        latest: dict[str, rates.Quote] = {}
        for quote in self.sources.quotes:
            known = latest.get(quote.currency)
            if quote.effective_on <= day and (
                known is None or known.effective_on <= quote.effective_on
            ):
                latest[quote.currency] = quote
        law = self.on(day)
        return rates.Rates(
            on=day,
            national=law.currency,
            quotes=latest,
            carry_over_days=int(law.parameter("exchange.carry_over_days").value),
            coarse_per_million=int(law.parameter("exchange.coarse_per_million").value),
        )


def load_pack(jurisdiction: str, root: Traversable | None = None) -> Pack:
    """Load the pack of `jurisdiction` (`KZ`) from the bundled law, or from another folder
    of law.

    Raises NoPack when there is no such folder, ValueError when a file has not the shape of
    its kind.
    """
    law = resources.files("openkeden.law") if root is None else root
    folder = jurisdiction.lower()
    if not (
        folder.isascii()
        and folder.isalpha()
        and law.joinpath(folder, "pack.toml").is_file()
    ):
        raise NoPack(
            f"no law for {jurisdiction!r}: expected a folder with a pack.toml, such as 'KZ'"
        )
    return Pack(read_sources(law, folder))


def _codes(one: CodeList, day: datetime.date) -> dict[str, str]:
    return {row.code: row.name for row in one.rows if row.holds(day)}


def _charge_rates(
    charges: Iterable[charge_rows.ChargeRow], day: datetime.date
) -> Mapping[str, tuple[ChargeRate, ...]]:
    """Rates in force by charge, in the order in which they are tried."""
    found: dict[str, list[ChargeRate]] = {}
    for one in charges:
        if one.row.holds(day):
            found.setdefault(one.charge, []).append(_charge_rate(one))
    return {
        charge: tuple(sorted(rates, key=lambda rate: rate.rank))
        for charge, rates in found.items()
    }


def _charge_rate(one: charge_rows.ChargeRow) -> ChargeRate:
    return ChargeRate(
        charge=one.charge,
        mask=one.mask,
        rate=tariff_lines.expression(one.row.value),
        row=one.row,
        origins=one.origins,
        excluded=one.excluded,
        when=tuple(map(conditions.parse, one.when)),
    )


def _preferences(sources: Sources, day: datetime.date) -> dict[str, Preference]:
    """Preferences in force by code, with the listed goods of those that have a list."""
    goods: dict[str, list[str]] = {}
    for one in sources.covered:
        if one.row.holds(day):
            goods.setdefault(one.preference, []).append(one.row.value)
    return {
        one.code: msgspec.structs.replace(one, goods=tuple(sorted(goods[one.code])))
        if one.code in goods
        else one
        for one in sources.preferences
        if one.row.holds(day)
    }


def _regime(one: charge_rows.RegimeRow) -> Regime:
    free = tariff_lines.expression(one.free_value) if one.free_value else None
    assert free is None or isinstance(free, duty.Fixed), one.row.id
    return Regime(
        code=one.code,
        base="whole" if one.base == "whole" else "excess",
        row=one.row,
        rate=tariff_lines.expression(one.row.value) if one.row.value else None,
        free_value=free,
        free_mass=money.parse(one.free_mass, money.QUANTITY_DIGITS)
        if one.free_mass
        else None,
        vat=one.vat,
        masks=one.masks,
        excluded=one.excluded,
    )


def _placed(
    measure: measures.Measure, pack: Manifest, members: frozenset[str]
) -> measures.Measure:
    """The measure with the union's name among its partners replaced by the members of the
    day.
    """
    circles = measure.partners & pack.circles
    if not circles:
        return measure
    partners = measure.partners - circles
    if pack.union in circles:
        return msgspec.structs.replace(measure, partners=partners | members)
    excluded = measure.excluded_partners | members
    return msgspec.structs.replace(measure, partners=partners, excluded_partners=excluded)
