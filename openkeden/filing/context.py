"""Context: the law of one day as the filing rules look it up, prepared once for a batch."""

import collections
import functools
import itertools
import re
from collections.abc import Mapping
from typing import NamedTuple

from openkeden.base import codes, rates, written
from openkeden.base.bounded import Remembered
from openkeden.filing import declaration, procedure_codes, subjects
from openkeden.tariff import conditions, measures, preference_goods, rate_book
from openkeden.tariff.edition import Edition
from openkeden.tariff.lot import IMPORTER

#: What begins the key of a parameter that is the term of a kind of paper, in months.
_TERM = "certificate.months."


class PartyNumber(NamedTuple):
    """How firms and persons of a country are numbered."""

    #: How many digits a number has.
    digits: int
    #: The rule of its check digit: `bin`, or empty where there is none.
    check: str


class Names(NamedTuple):
    """Codes by the names that they may be given by, each in the form of `written.name`."""

    units: Mapping[str, str]
    directions: Mapping[str, str]
    modes: Mapping[str, str]
    countries: Mapping[str, str]


class Context:
    """The law of one day as the filing rules read it. It is safe to share: it changes only
    what it remembers.
    """

    def __init__(self, edition: Edition, exchange: rates.Rates) -> None:
        self.edition = edition
        self.exchange = exchange
        self.on = edition.on
        self.lists = edition.lists
        self.members = edition.members
        self.origins = (
            edition.lists["countries"].keys() | edition.lists["origins_special"].keys()
        )
        self.quantities = edition.lists["quantities"]
        self.vague = frozenset(edition.lists["vague_descriptions"])
        self.shortest_description = self.number("description.shortest")
        self.surely_plain = max(self.shortest_description - 1, *map(len, self.vague), 0)
        self.longest_description = self.number("description.longest")
        self.most_items = self.number("items.most")
        self.gross_per_mille = self.number("tolerance.gross_per_mille")
        self.rate_per_million = self.number("exchange.rate_tolerance_per_million")
        self.serial_digits = self.number("registration.serial_digits")
        self.office_prefixes = tuple(
            edition.parameter("offices.open_prefixes").value.split()
        )
        self.office_digits = self.number("offices.digits")
        self.other_office_digits = tuple(
            map(int, edition.parameter("offices.other_digits").value.split())
        )
        self.party_numbers = {
            country: _party_number(text)
            for country, text in self.lists["party_numbers"].items()
        }
        self._numbers = Remembered(self._numbers_of)
        self.terms_of_papers = {
            key.removeprefix(_TERM): int(row.value)
            for key, row in edition.parameters.items()
            if key.startswith(_TERM)
        }
        self.sides = {kind: cost.side for kind, cost in edition.costs.items()}
        self.indices = frozenset(self.lists.get("indices", ()))
        self.multiples = edition.unit_multiples
        self.measures = measures.index(
            [measure for measure in edition.measures if measure.effect != "advise"]
        )
        self.attributes = self.quantities.keys() | _asked(edition)
        #: The item that was asked about last, with its measures: rules ask one by one.
        self._asked: tuple[subjects.ItemCodes, tuple[measures.Measure, ...]] | None = None
        self.book = rate_book.of(edition)
        self.codes_by_use = procedure_codes.by_use(
            self.lists.get(procedure_codes.CODES, {})
        )

    @functools.cached_property
    def names(self) -> "Names":
        """The names by which codes may be given."""
        lists = self.lists
        own = {unit: unit for unit in lists["units"]}
        return Names(
            units=_by_name({**lists["unit_names"], **own}),
            directions=_by_name(lists["direction_names"]),
            modes=_by_name({name: code for code, name in lists["transport_modes"].items()}),
            countries=_by_name(
                {name: code for code, name in lists["countries"].items()}
                | dict(lists["country_names"])
            ),
        )

    def number(self, key: str) -> int:
        """A parameter that is a whole number."""
        return int(self.edition.parameter(key).value)

    def refuses(self, name: str, code: str) -> bool:
        """Whether a code is none of the list `name`: it stands outside a whole list, or has
        not the form of those of an extract.
        """
        return code not in self.lists[name] and not self.doubts(name, code)

    def doubts(self, name: str, code: str) -> bool:
        """Whether a code has the form of those of an extract that does not hold it, so that
        nobody here can say whether there is such a code.
        """
        form = self.edition.extracts.get(name)
        if form is None or code in self.lists[name]:
            return False
        return not form or re.fullmatch(form, code) is not None

    def unused(self, direction: str, procedure: str, part: str, code: str) -> str:
        """The codes that are known to go with a direction and a procedure in a part of a
        box, where they are not known to go with this one; empty: nothing is known against
        it.
        """
        known = self.codes_by_use.get((direction, procedure, part), frozenset())
        return "" if code in known else ", ".join(sorted(known))

    def is_office(self, code: str) -> bool:
        """Whether the code is an office of this country, listed or under a beginning left
        open.
        """
        return code in self.lists["offices"] or (
            codes.digits(code, self.office_digits) and code.startswith(self.office_prefixes)
        )

    def numbers_of(self, country: str) -> tuple[PartyNumber, ...]:
        """The forms that a party's number may have: its own country's, then that given
        here.
        """
        return self._numbers[country]

    def _numbers_of(self, country: str) -> tuple[PartyNumber, ...]:
        countries = (country, self.edition.jurisdiction)
        forms = [self.party_numbers.get(place) for place in countries]
        return tuple(dict.fromkeys([form for form in forms if form is not None]))

    @functools.cached_property
    def beginnings(self) -> collections.Counter[str]:
        """How many codes of the tariff begin with each 2, 4, 6 and 8 digits of a code."""
        counted = collections.Counter[str]()
        for length in (2, 4, 6, 8):
            counted.update([code[:length] for code in self.edition.lines])
        return counted

    def nearest(self, code: str) -> tuple[str, int]:
        """The longest beginning that `code` shares with the tariff, and how many codes have
        it.
        """
        shared = [code[:length] for length in (8, 6, 4) if code[:length] in self.beginnings]
        begin = shared[0] if shared else code[:2]
        return begin, self.beginnings[begin]

    def is_vague(self, description: str) -> bool:
        """Whether a description, stripped of spaces, is short, a known filler, or has no
        letter.

        None that is longer than `surely_plain` and begins with a letter is vague.
        """
        return (
            len(description) < self.shortest_description
            or description.casefold() in self.vague
            or not any(map(str.isalpha, description))
        )

    def given(self, unit: str) -> tuple[str, ...]:
        """The units in which a quantity of box 41 is known: 1000 pc are known in pc as
        well.
        """
        return (unit, self.multiples[unit][1]) if unit in self.multiples else (unit,)

    def quantities_of(
        self, item: declaration.Item, net_mass: int, quantity: int | None
    ) -> dict[str, int] | None:
        """The quantities of an item by unit, in millionths: attributes, box 41, and the net
        mass.

        None where one of them cannot be read, or two of them give one unit differently.
        """
        by_unit = self._attribute_quantities(item.attributes) if item.attributes else {}
        if by_unit is None:
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

    def _attribute_quantities(self, attributes: Mapping[str, str]) -> dict[str, int] | None:
        """The quantities among attributes; None where one is unreadable or contradicts
        another.
        """
        by_unit: dict[str, int] = {}
        for name, text in attributes.items():
            if name in self.quantities:
                stated, unit = subjects.quantity(text), self.quantities[name]
                if not stated or by_unit.setdefault(unit, stated) != stated:
                    return None
        return by_unit

    @functools.cached_property
    def _all_measures(self) -> measures.Index:
        return measures.index(self.edition.measures)

    def measures_on(self, line: subjects.ItemCodes) -> tuple[measures.Measure, ...]:
        """The prohibitions, permits and quotas that touch an item, without those that only
        advise.
        """
        asked = self._asked
        if asked is None or asked[0] is not line:
            asked = self._asked = line, self._touching(self.measures, line)
        return asked[1]

    def is_untouched(self, procedure: str, code: str) -> bool:
        """Whether nothing but code, unit and attributes says what the law asks of goods: no
        measure covers the code, and every rate of the charges of a procedure is for all of
        its goods.
        """
        if self.measures.candidates(code):
            return False
        rated = [self.book.rates(key, code) for key in self.book.charges(procedure)]
        return all(rate.open for rate in itertools.chain(*rated))

    def told_of(self, line: subjects.ItemCodes) -> tuple[measures.Measure, ...]:
        """The measures that touch an item, with those that only advise."""
        return self._touching(self._all_measures, line)

    def _touching(
        self, index: measures.Index, line: subjects.ItemCodes
    ) -> tuple[measures.Measure, ...]:
        candidates = index.candidates(line.code)
        if not candidates:
            return ()
        members = (
            measures.membership(candidates, line.holder, self.lists) if line.holder else ()
        )
        return measures.applicable(candidates, line.lot, members)

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


def _by_name(codes_of: Mapping[str, str]) -> dict[str, str]:
    return {written.name(name): code for name, code in codes_of.items()}


def _party_number(text: str) -> PartyNumber:
    """`12 bin` as twelve digits with the check digit of a BIN, `14` as fourteen without
    one.
    """
    length, _, check = text.partition(" ")
    return PartyNumber(int(length), check)


def _asked(edition: Edition) -> frozenset[str]:
    """The attributes that a rate or a measure of the day asks goods for."""
    when = [measure.when for measure in edition.measures]
    for rates_of_charge in edition.charge_rates.values():
        when += [conditions.on_attributes(rate.when) for rate in rates_of_charge]
    regional = any(measure.regions for measure in edition.measures)
    names = {condition.name for condition in itertools.chain(*when)}
    names.add(preference_goods.ATTRIBUTE)
    names |= {measures.REGION} if regional else set()
    return frozenset(names | ({IMPORTER} if _asks_importer(edition) else set()))


def _asks_importer(edition: Edition) -> bool:
    """Whether a rate of the day is for importers of one kind."""
    every = itertools.chain(*edition.charge_rates.values())
    return any(rate.importer for rate in every)
