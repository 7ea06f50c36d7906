"""An edition: the tariff and the law of one jurisdiction as they stand on one day, handed
around as an argument.

Everything in it is a row of law with its validity and source; `Row.id` is what an
assessment quotes. Editions are made by `openkeden.lawpack.pack`, never changed, and
compared by `version`.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from openkeden.base import money
from openkeden.base.validity import Provision
from openkeden.tariff import conditions, duty, measures
from openkeden.tariff.lot import Lot
from openkeden.tariff.personal_limits import PersonalLimit
from openkeden.tariff.preference_goods import WHOLE, CoveredGoods, PreferenceList, Terms
from openkeden.tariff.quotas import Quota
from openkeden.tariff.seasons import Season


class TariffLine(msgspec.Struct, frozen=True):
    """A ten-digit line in force: its supplementary unit (empty: none) and the rate of
    import duty that applies.

    `row` names the row of law: the tariff's own rate, or the numbered note that replaces it
    for this day and state.
    """

    code: str
    unit: str
    rate: duty.Expression
    row: str


#: The kinds of importers that a rate may be limited to.
IMPORTERS = frozenset({"person", "firm"})


class ChargeRate(msgspec.Struct, frozen=True, kw_only=True):
    """A rate of one charge for goods under a mask, one row of law."""

    #: The key of the charge.
    charge: str

    #: The digits that the codes of the goods begin with (empty: all goods).
    mask: str

    #: The rate.
    rate: duty.Expression

    #: The row of law.
    row: Provision

    #: Countries of origin that it is limited to (empty: any).
    origins: frozenset[str] = frozenset()

    #: Countries of origin that it leaves out.
    excluded: frozenset[str] = frozenset()

    #: What the goods must be and be worth, and how many there must be.
    when: tuple[conditions.Condition, ...] = ()

    #: Who must import the goods: `person` or `firm` (empty: anybody).
    importer: str = ""

    @property
    def rank(self) -> tuple[int, int, int, int]:
        """What comes first of rows that fit: longer mask, more conditions, fewer countries."""
        return (
            -len(self.mask),
            -len(self.when) - bool(self.importer),
            len(self.origins) or 1_000,
            -len(self.excluded),
        )

    @property
    def open(self) -> bool:
        """Whether it applies to all goods of its codes, whatever is stated of them."""
        return not (self.origins or self.excluded or self.when or self.importer)

    def concerns(self, origin: str) -> bool:
        """Whether goods of this origin are within its scope."""
        return (not self.origins or origin in self.origins) and origin not in self.excluded

    def taxes(self, importer: str) -> bool:
        """Whether who imports is within its scope: one of a kind not known is."""
        if not self.importer or importer == self.importer:
            return True
        return importer not in IMPORTERS


class Preference(msgspec.Struct, frozen=True, kw_only=True):
    """A preference of box 36: it multiplies one charge by `factor_percent` when its
    conditions are met.

    origins: countries of origin it is limited to (empty: any); listed: whether it is
    for listed goods alone; goods: the list of its goods on the day (None: any code);
    document: the kind of document it needs; mistaken: kinds that are
    taken for it; offset: the charge is not remitted but set off against the same tax in the
    payer's return, so that nothing is paid at the border; goods_held: whether the rows say
    which goods it covers; names: what it is called, by language.
    """

    code: str
    charge: str
    factor_percent: int
    row: Provision
    origins: frozenset[str] = frozenset()
    listed: bool = False
    goods: PreferenceList | None = None
    document: str = ""
    mistaken: frozenset[str] = frozenset()
    offset: bool = False
    goods_held: bool = True
    names: Mapping[str, str] = {}

    def goods_of(self, code: str) -> CoveredGoods | None:
        """The row of its list that decides on goods of a code; None: none reaches them."""
        return None if self.goods is None else self.goods.find(code)

    def covers(self, code: str) -> bool:
        """Whether goods of this code, or some of them, are among those it is granted to."""
        if self.goods is None:
            return True
        goods = self.goods.find(code)
        if goods is None:
            return not self.goods.closed
        return bool(goods.condition) or goods.share != WHOLE

    def terms(self, lot: Lot) -> Terms:
        """What it leaves of the charge on a lot."""
        if self.goods is None:
            return Terms(self.factor_percent)
        return self.goods.terms(lot, self.factor_percent)

    def recorded(self, rows: Iterable[str]) -> Terms:
        """What it left of a charge, by the ids of the rows that the charge names."""
        if self.goods is None:
            return Terms(self.factor_percent)
        return self.goods.recorded(rows, self.factor_percent)


class ProcedureCharges(msgspec.Struct, frozen=True, kw_only=True):
    """What arises under a customs procedure."""

    #: Its code, of two digits.
    code: str

    #: The keys of the charges, with the key of the fee of a declaration; none: nothing is
    #: owed.
    charges: tuple[str, ...]

    row: Provision


#: Whether a cost is added to the price or deducted from it, and by what it is shared among
#: the goods.
CostSide = Literal["addition", "deduction"]
CostShare = Literal["mass", "price"]


class CostRule(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind of cost counts in the customs value (EAEU Customs Code art. 40)."""

    #: Its code in the list `costs`.
    kind: str

    side: CostSide

    #: Gross mass or price, in proportion to which a cost of the whole consignment is
    #: shared.
    share: CostShare

    row: Provision


class DeMinimis(msgspec.Struct, frozen=True):
    """The value of a consignment up to which no duty or tax is owed (EAEU Customs Code art.
    136(2)).
    """

    #: The amount and its currency.
    row: Provision

    #: The kinds of costs that do not count in the value.
    left_out: frozenset[str]


class NationalRate(msgspec.Struct, frozen=True):
    """A rate of duty below the common one that this jurisdiction alone may apply, and its
    row.

    Goods released at it are tied to the country: conditionally released (EAEU Customs Code
    art. 126(1)(3)).
    """

    rate: duty.Expression
    row: Provision


class Regime(msgspec.Struct, frozen=True, kw_only=True):
    """How goods of persons, or bought from abroad by them, are charged beside the tariff.

    Nothing is owed up to `free_value` (None: no limit frees) and `free_mass`, in millionths
    of a kilogram (None: mass does not count). Above, `rate` is taken of the `excess` or of
    the `whole`; where it is None, the rates of the charge `single_rate` apply. `vat`: value
    added tax comes on top. `masks` limit it to codes (empty: any), less `excluded`.
    """

    code: str
    base: Literal["excess", "whole"]
    row: Provision
    rate: duty.Expression | None = None
    free_value: duty.Fixed | None = None
    free_mass: int | None = None
    vat: bool = False
    masks: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    def takes(self, code: str) -> bool:
        """Whether goods of a code may be charged so."""
        return (not self.masks or code.startswith(self.masks)) and not code.startswith(
            self.excluded
        )


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """What the rows are known not to hold of goods whose codes begin with one of `masks`.

    It is of a charge, or of measures: bans, permits and papers.
    """

    #: Its key.
    key: str

    #: The key of the charge; empty: it is of measures.
    charge: str

    #: The beginnings of the codes.
    masks: tuple[str, ...]

    #: What is not held.
    text: str

    #: The directions of movement that it is limited to (empty: any).
    directions: tuple[str, ...] = ()

    #: The goods, by language.
    goods: Mapping[str, str] = {}

    #: What to ask for before they move, and of whom, by language.
    ask: Mapping[str, str] = {}

    #: Whether it is of goods in trade alone, not of those of persons.
    trade: bool = False

    #: Whether what is not held of the charge can only lower it.
    lowers: bool = False

    #: Where the codes and the text come from.
    source: str = ""

    #: How sure that is.
    mark: str = ""

    def concerns(self, direction: str) -> bool:
        """Whether it is of goods that move so; those of a way not stated are concerned."""
        return not self.directions or not direction or direction in self.directions


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The law of `jurisdiction` on the day `on`.

    `parameters` holds single values by key (`mci`, `fee.goods_declaration` ...);
    `charge_rates` the rates of each charge by its key, in the order of `ChargeRate.rank`;
    `lists` the code lists by name, each code mapped to its English name; `ended` the lines
    no longer in force, with the codes that succeed them; `national_rates` the lower rates of
    this jurisdiction by ten-digit code; `quotas` those that measures draw on, by id;
    `regimes` how goods of persons are charged; `gaps` what is not held of charges and
    measures, `unsettled` the lines whose own rate may be incomplete, with the reason.
    """

    jurisdiction: str
    on: datetime.date
    version: str
    currency: str
    lines: Mapping[str, TariffLine]
    ended: Mapping[str, tuple[str, ...]]

    #: The first day of each code that begins after this day.
    later: Mapping[str, datetime.date] = {}

    #: The first day of each chapter of the tariff that is held.
    chapters: Mapping[str, datetime.date] = {}

    #: The day of the newest lines of the tariff in use; None: there are none.
    newest: datetime.date | None = None

    parameters: Mapping[str, Provision]

    #: Up to which value a consignment owes no duty or tax.
    de_minimis: DeMinimis

    #: What arises under each procedure, by its code.
    procedures: Mapping[str, ProcedureCharges] = {}

    #: How each kind of cost counts in the customs value.
    costs: Mapping[str, CostRule] = {}

    charge_rates: Mapping[str, tuple[ChargeRate, ...]]
    preferences: Mapping[str, Preference]
    lists: Mapping[str, Mapping[str, str]]

    #: The lists that hold only a part of their codes, each with what a code of it looks like,
    #: as a regular expression (empty: anything).
    extracts: Mapping[str, str] = {}

    measures: tuple[measures.Measure, ...]

    #: The lines that hold in a season of the year alone, by code.
    seasons: Mapping[str, Season] = {}

    #: The member states of the customs union.
    members: frozenset[str] = frozenset()

    national_rates: Mapping[str, NationalRate] = {}
    quotas: Mapping[str, Quota] = {}
    regimes: Mapping[str, Regime] = {}

    #: How much of some goods persons may bring.
    limits: tuple[PersonalLimit, ...] = ()

    gaps: tuple[Gap, ...] = ()
    unsettled: Mapping[str, str] = {}

    @property
    def unit_multiples(self) -> dict[str, tuple[int, str]]:
        """The units that are a number of another unit: `1000 pc` is (1000, `pc`)."""
        found = {}
        for unit, text in self.lists.get("unit_multiples", {}).items():
            factor, single = text.split()
            found[unit] = (int(factor), single)
        return found

    def parameter(self, key: str) -> Provision:
        """The row in force for `key`. Raises KeyError: a pack without it does not pass the
        loader's checks.
        """
        return self.parameters[key]

    def held_from(self, code: str) -> datetime.date | None:
        """The day from which the chapter of a code is held, where that is later than this
        one.
        """
        first = self.chapters.get(code[:2])
        return first if first is not None and first > self.on else None

    def gaps_of(self, code: str) -> list[Gap]:
        """What is not held of the charges on goods of a code."""
        gaps = [gap for gap in self.gaps if gap.charge and code.startswith(gap.masks)]
        reason = self.unsettled.get(code)
        if reason:
            unsettled = Gap(key=f"line {code}", charge="duty", masks=(code,), text=reason)
            gaps.append(unsettled)
        return gaps

    def unheld_measures(self, code: str, direction: str) -> tuple[Gap, ...]:
        """What is not held of the measures on goods of a code that move so: nobody may take
        their silence for permission.
        """
        return tuple(
            [
                gap
                for gap in self.gaps
                if not gap.charge and code.startswith(gap.masks) and gap.concerns(direction)
            ]
        )

    @property
    def indices(self) -> Mapping[str, int]:
        """Indices that rates of this law are told in, in minor units: the list `indices`
        names them, and the parameter of the same name in lower case is the value (`MCI`:
        `mci`).
        """
        return {
            code: money.parse(self.parameters[code.lower()].value)
            for code in self.lists.get("indices", ())
        }
