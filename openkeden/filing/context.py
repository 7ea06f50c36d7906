"""Context: the law of one day as the filing rules look it up, prepared once for a batch."""

import collections
import functools
import itertools
from typing import Final, NamedTuple

from openkeden.base import codes, rates
from openkeden.base.bounded import remember
from openkeden.filing import declaration, subjects
from openkeden.tariff import asked, duty, measures
from openkeden.tariff.edition import ChargeRate, Edition

#: The charge whose rate stands in the tariff itself; the others have rows of their own.
_DUTY: Final = "duty"


class PartyNumber(NamedTuple):
    """How firms and persons of a country are numbered."""

    #: How many digits a number has.
    digits: int
    #: The rule of its check digit: `bin`, or empty where there is none.
    check: str


class Context:
    """The law of one day as the filing rules read it. It never changes, so it is safe to share."""

    def __init__(self, edition: Edition, exchange: rates.Rates) -> None:
        self.edition = edition
        self.exchange = exchange
        self.on = edition.on
        self.lists = edition.lists
        self.members = edition.members
        self.origins = edition.lists["countries"].keys() | edition.lists["origins_special"].keys()
        self.quantities = edition.lists["quantities"]
        self.vague = frozenset(edition.lists["vague_descriptions"])
        self.shortest_description = self.number("description.shortest")
        self.surely_plain = max(self.shortest_description - 1, *map(len, self.vague), 0)
        self.longest_description = self.number("description.longest")
        self.most_items = self.number("items.most")
        self.gross_per_mille = self.number("tolerance.gross_per_mille")
        self.rate_per_million = self.number("exchange.rate_tolerance_per_million")
        self.serial_digits = self.number("registration.serial_digits")
        self.office_prefixes = tuple(edition.parameter("offices.open_prefixes").value.split())
        self.office_digits = self.number("offices.digits")
        self.other_office_digits = tuple(
            map(int, edition.parameter("offices.other_digits").value.split())
        )
        self.party_numbers = {
            country: _party_number(text) for country, text in self.lists["party_numbers"].items()
        }
        self.sides = {kind: cost.side for kind, cost in edition.costs.items()}
        self.indices = frozenset(self.lists.get("indices", ()))
        self.multiples = {
            unit: _multiple(text) for unit, text in edition.lists["unit_multiples"].items()
        }
        self.measures = measures.index(edition.measures)
        self.attributes = self.quantities.keys() | _asked(edition)
        self._needs: dict[tuple[object, ...], duty.Needs] = {}
        self._rates: dict[tuple[str, str], list[ChargeRate]] = {}

    def number(self, key: str) -> int:
        """A parameter that is a whole number."""
        return int(self.edition.parameter(key).value)

    def is_office(self, code: str) -> bool:
        """Whether the code is an office of this country, listed or under a beginning left open."""
        return code in self.lists["offices"] or (
            codes.digits(code, self.office_digits) and code.startswith(self.office_prefixes)
        )

    def numbers_of(self, country: str) -> tuple[PartyNumber, ...]:
        """The forms that a party's number may have: its own country's, then that given here."""
        countries = (country, self.edition.jurisdiction)
        forms = [self.party_numbers.get(place) for place in countries]
        return tuple(dict.fromkeys([form for form in forms if form is not None]))

    @functools.cached_property
    def beginnings(self) -> collections.Counter[str]:
        """How many codes of the tariff begin with each 2, 4, 6 and 8 digits of a code."""
        return collections.Counter(
            code[:length] for code in self.edition.lines for length in (2, 4, 6, 8)
        )

    def nearest(self, code: str) -> tuple[str, int]:
        """The longest beginning that `code` shares with the tariff, and how many codes have it."""
        shared = [code[:length] for length in (8, 6, 4) if code[:length] in self.beginnings]
        begin = shared[0] if shared else code[:2]
        return begin, self.beginnings[begin]

    def is_vague(self, description: str) -> bool:
        """Whether a description, stripped of spaces, is short, a known filler, or has no letter.

        None that is longer than `surely_plain` and begins with a letter is vague.
        """
        return (
            len(description) < self.shortest_description
            or description.casefold() in self.vague
            or not any(map(str.isalpha, description))
        )

    def charges(self, procedure: str) -> tuple[str, ...]:
        """The keys of the charges that arise under a procedure; none for one that is not known."""
        held = self.edition.procedures.get(procedure)
        return held.charges if held is not None else ()

    def _of_code(self, key: str, code: str) -> list[ChargeRate]:
        """The rates of a charge for goods of a code, remembered: several rules ask for them of each item."""
        found = self._rates.get((key, code))
        if found is None:
            found = self.edition.rates_of(key, code)
            remember(self._rates, (key, code), found)
        return found

    def rates_of(self, key: str, line: subjects.ItemCodes) -> list[ChargeRate]:
        """The rates of a charge that origin and attributes of an item meet, to the first that has no other condition."""
        found: list[ChargeRate] = []
        stated = dict(line.attributes)
        for rate in self._of_code(key, line.code):
            if rate.concerns(line.origin) and rate.fits(stated):
                found.append(rate)
                if not rate.when:
                    break
        return found

    def unstated(self, key: str, line: subjects.ItemCodes) -> list[tuple[str, str]]:
        """Attributes that an item does not state and on which it depends whether any rate of a charge applies to it.

        Each comes with what a rate asks of it, of those rates that ask the least. None where a rate applies already,
        whatever else is stated.
        """
        rates = self.rates_of(key, line)
        if rates and not rates[-1].when:
            return []
        stated = dict(line.attributes)
        open_rates = [
            rate
            for rate in self._of_code(key, line.code)
            if rate.concerns(line.origin) and asked.fits(rate.needs, stated, unstated=True)
        ]
        fewest = min([len(rate.needs) for rate in open_rates], default=0)
        told = [
            (name, rate.needs[name])
            for rate in open_rates
            if len(rate.needs) == fewest
            for name in asked.missing(rate.needs, stated)
        ]
        return list(dict.fromkeys(told))

    def mistaken(self, key: str, line: subjects.ItemCodes) -> dict[str, set[str]]:
        """Attributes of an item that are none of those for which a charge has a rate, each with what the rates ask.

        None where a rate applies, or may apply by what is not stated.
        """
        if self.rates_of(key, line) or self.unstated(key, line):
            return {}
        stated, found = dict(line.attributes), dict[str, set[str]]()
        for rate in self._of_code(key, line.code):
            for name, text in rate.needs.items() if rate.concerns(line.origin) else ():
                others = {other: asks for other, asks in rate.needs.items() if other != name}
                if (
                    name in stated
                    and asked.span(text) is None
                    and asked.fits(others, stated, unstated=True)
                ):
                    found.setdefault(name, set()).add(text)
        return {name: known for name, known in found.items() if stated[name] not in known}

    def given(self, unit: str) -> tuple[str, ...]:
        """The units in which a quantity of box 41 is known: 1000 pc are known in pc as well."""
        return (unit, self.multiples[unit][1]) if unit in self.multiples else (unit,)

    def quantities_of(
        self, item: declaration.Item, net_mass: int, quantity: int | None
    ) -> dict[str, int] | None:
        """The quantities of an item by unit, in millionths: attributes, box 41, and the net mass.

        None where one of them cannot be read, or two of them give one unit differently.
        """
        by_unit: dict[str, int] = {}
        for name, text in item.attributes.items() if item.attributes else ():
            if name in self.quantities:
                stated, unit = subjects.quantity(text), self.quantities[name]
                if not stated or by_unit.setdefault(unit, stated) != stated:
                    return None
        unit = item.supplementary_unit
        if quantity is not None:
            if unit in self.multiples:
                factor, base = self.multiples[unit]
                by_unit.setdefault(base, factor * quantity)
            if by_unit.setdefault(unit, quantity) != quantity:
                return None
        by_unit["kg"] = net_mass
        return by_unit

    def needs(self, line: subjects.ItemCodes) -> duty.Needs:
        """The units and currencies in which the charges of an item are computed, indices such as the MCI left out."""
        key = (line.heading_procedure, line.code, line.origin, line.attributes)
        found = self._needs.get(key)
        if found is None:
            keys = self.charges(line.heading_procedure)
            own = self.edition.lines.get(line.code) if _DUTY in keys else None
            rates = [rate for name in keys for rate in self.rates_of(name, line)]
            limits = [limit for rate in rates for limit in rate.when]
            used = [own.rate] if own is not None else []
            used += [rate.rate for rate in rates]
            used += [limit.amount for limit in limits if limit.amount is not None]
            each = [duty.needs(expression) for expression in used]
            currencies = frozenset[str]().union(*(need.currencies for need in each))
            found = duty.Needs(
                units=frozenset[str]().union(
                    *(need.units for need in each), *(limit.units for limit in limits)
                ),
                currencies=currencies - self.indices,
            )
            remember(self._needs, key, found)
        return found

    def measures_on(self, line: subjects.ItemCodes) -> tuple[measures.Measure, ...]:
        """The prohibitions, permits and quotas that touch an item."""
        candidates = self.measures.candidates(line.code)
        if not candidates:
            return ()
        exported = line.direction == subjects.EXPORT
        registers = measures.membership(candidates, line.holder, self.lists) if line.holder else ()
        return measures.applicable(
            candidates,
            code=line.code,
            direction=line.direction,
            partner=line.destination_country if exported else line.origin,
            procedure=line.procedure,
            mode=line.border_mode,
            attributes=dict(line.attributes),
            member_of=registers,
        )

    def no_rate(self, currency: str) -> rates.NoRate | None:
        """Why `currency` has no rate that may value anything today; None where it has one."""
        try:
            self.exchange.quote(currency)
        except rates.NoRate as none:
            return none
        return None

    def unquoted(self, currency: str, reason: str) -> rates.NoRate | None:
        """Why `currency` has no rate today, when it is for this `reason`."""
        none = self.no_rate(currency)
        return none if none is not None and none.reason == reason else None


def _multiple(text: str) -> tuple[int, str]:
    """`1000 pc` as the factor 1000 and the unit `pc`."""
    factor, unit = text.split()
    return int(factor), unit


def _party_number(text: str) -> PartyNumber:
    """`12 bin` as twelve digits with the check digit of a BIN, `14` as fourteen without one."""
    length, _, check = text.partition(" ")
    return PartyNumber(int(length), check)


def _asked(edition: Edition) -> frozenset[str]:
    """The attributes that a rate or a measure of the day asks goods for."""
    rows = itertools.chain(*edition.charge_rates.values())
    regional = any(measure.regions for measure in edition.measures)
    return frozenset().union(
        [measures.REGION] if regional else [],
        *(measure.attributes for measure in edition.measures),
        *(row.needs for row in rows),
    )
