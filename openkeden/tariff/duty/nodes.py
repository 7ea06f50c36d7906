"""The nodes of a duty rate: an expression is a tree of these, the same for every tariff.

Percentages are integers of 10**-6 percent over a small denominator, amounts integers of
10**-9 of the currency unit, so that every official figure (33 1/3 %, 0.020668 US cents) is
exact. Nodes check their own form when made.
"""

import math

import msgspec

PERCENT_DIGITS = 6
AMOUNT_DIGITS = 9

#: Units of account: amounts in them are worth what an act says, and no bank quotes them.
UNITS_OF_ACCOUNT = frozenset({"XEM"})

_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_PHRASE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 -")
_CODE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.()-")
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _check(holds: bool, what: str, value: object) -> None:
    if not holds:
        raise ValueError(f"{what}: {value!r}")


def is_unit(text: str) -> bool:
    """Whether `text` can name a unit: ASCII letters, digits and underscores, not digits
    alone.
    """
    return bool(text) and _WORD.issuperset(text) and not text.isdigit()


def is_currency(text: str) -> bool:
    """Whether `text` can name a currency or an index: three or more capital letters."""
    return len(text) >= 3 and text.isascii() and text.isalpha() and text.isupper()


def is_phrase(text: str) -> bool:
    """Whether `text` can be in brackets: lower-case words, digits and hyphens, single
    spaces.
    """
    spaced = text == " ".join(text.split())
    return bool(text) and spaced and _PHRASE.issuperset(text)


def is_code(text: str) -> bool:
    """Whether `text` can name a line or a note: letters, digits and `.()-`."""
    return bool(text) and _CODE.issuperset(text)


def is_programme(text: str) -> bool:
    """Whether `text` can name a programme: letters and digits, then any `*` or `+` (`AU`,
    `A*`).
    """
    return is_unit(text.rstrip("*+"))


def is_day(day: int) -> bool:
    """Whether month * 100 + day is a day of some year."""
    return 1 <= day // 100 <= 12 and 1 <= day % 100 <= _MONTH_DAYS[day // 100 - 1]


def _check_codes(codes: tuple[str, ...]) -> None:
    _check(all(is_code(code) for code in codes), "not a code", codes)


class Percent(msgspec.Struct, frozen=True, tag="percent"):
    """`rate / over` millionths of a percent of the customs value."""

    #: The numerator.
    rate: int

    #: The denominator: 1 unless no exact decimal exists (33 1/3).
    over: int = 1

    def __post_init__(self) -> None:
        if self.over != 1:
            _check(self._is_lowest(), "not a fraction in lowest terms", self)
        _check(self.rate >= 0, "negative", self.rate)

    def _is_lowest(self) -> bool:
        """Whether it is a fraction in lowest terms that no exact decimal can be."""
        if self.over < 1:
            return False
        whole, rest = divmod(self.rate, 10**PERCENT_DIGITS)
        lowest = rest == 0 and math.gcd(whole, self.over) == 1
        return lowest and 10**PERCENT_DIGITS % self.over != 0


class Specific(msgspec.Struct, frozen=True, tag="specific"):
    """An amount for each unit, or number of units, of a quantity: 0.2 EUR/kg, 171 USD/1000
    kg.
    """

    #: The amount in 10**-9 of the currency.
    amount: int

    #: The currency or index.
    currency: str

    #: The number of units that the amount is for.
    per: int

    #: The unit of the quantity.
    unit: str

    #: What narrows the quantity (`drained`, `lead content`).
    qualifier: str = ""

    def __post_init__(self) -> None:
        _check(self.amount >= 0, "negative", self.amount)
        _check(self.per >= 1, "no quantity", self.per)
        _check(is_currency(self.currency), "not a currency", self.currency)
        _check(is_unit(self.unit), "not a unit", self.unit)
        _check(
            not self.qualifier or is_phrase(self.qualifier), "not a phrase", self.qualifier
        )

    @property
    def measure(self) -> str:
        """The key of the quantity: the unit and the qualifier, as `kg` or `kg[drained]`."""
        return f"{self.unit}[{self.qualifier}]" if self.qualifier else self.unit


class Fixed(msgspec.Struct, frozen=True, tag="fixed"):
    """An amount whatever the goods."""

    #: The amount in 10**-9 of the currency.
    amount: int

    #: The currency, or an index such as MCI.
    currency: str

    def __post_init__(self) -> None:
        _check(self.amount >= 0, "negative", self.amount)
        _check(is_currency(self.currency), "not a currency", self.currency)


class Free(msgspec.Struct, frozen=True, tag="free"):
    """No duty."""


class Exempt(msgspec.Struct, frozen=True, tag="exempt"):
    """Outside the charge: nothing is owed and no rate applies."""


class Sum(msgspec.Struct, frozen=True, tag="sum"):
    """All of two or more terms together."""

    #: The terms, in the order they are written.
    terms: tuple["Expression", ...]

    def __post_init__(self) -> None:
        _check(len(self.terms) >= 2, "a sum has two terms or more", self.terms)


class Difference(msgspec.Struct, frozen=True, tag="difference"):
    """`rate` less `less`, never below nothing."""

    #: What is reduced.
    rate: "Expression"

    #: What it is reduced by.
    less: "Expression"


class Floor(msgspec.Struct, frozen=True, tag="floor"):
    """`rate`, but not less than `minimum`: the greater of the two."""

    #: The rate.
    rate: "Expression"

    #: The least that is charged.
    minimum: "Expression"


class Cap(msgspec.Struct, frozen=True, tag="cap"):
    """`rate`, but not more than `maximum`. A corridor is `Cap(Floor(rate, low), high)`."""

    #: The rate.
    rate: "Expression"

    #: The most that is charged.
    maximum: "Expression"


class Lower(msgspec.Struct, frozen=True, tag="lower"):
    """The lowest of two or more alternatives."""

    #: The alternatives, in the order they are written.
    alternatives: tuple["Expression", ...]

    def __post_init__(self) -> None:
        several = len(self.alternatives) >= 2
        _check(several, "a choice has two alternatives or more", self.alternatives)


class Period(msgspec.Struct, frozen=True):
    """A rate and the days of the year on which it holds; each day is month * 100 + day."""

    #: The rate.
    rate: "Expression"

    #: The first and the last day of each part; it runs over New Year if the last is before
    #: the first.
    windows: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        _check(bool(self.windows), "a period has days", self.windows)
        for first, last in self.windows:
            _check(is_day(first) and is_day(last), "not days of a year", (first, last))

    def holds(self, day: int) -> bool:
        """Whether `day` (month * 100 + day) is within the period."""
        return any(_within(day, first, last) for first, last in self.windows)


def _within(day: int, first: int, last: int) -> bool:
    if first <= last:
        return first <= day <= last
    return day >= first or day <= last


class Seasonal(msgspec.Struct, frozen=True, tag="seasonal"):
    """A rate for each part of the year."""

    #: The periods; the first that holds the day applies.
    periods: tuple[Period, ...]

    def __post_init__(self) -> None:
        _check(bool(self.periods), "a season has periods", self.periods)


class On(msgspec.Struct, frozen=True, tag="on"):
    """A rate on the value of a part, or on another value than the customs value."""

    #: The rate.
    rate: "Expression"

    #: What the value is of (`case`, `fair retail value`).
    part: str

    def __post_init__(self) -> None:
        _check(is_phrase(self.part), "not a phrase", self.part)


class Conditional(msgspec.Struct, frozen=True, tag="conditional"):
    """A rate where a condition outside the declaration is met."""

    #: The rate.
    rate: "Expression"

    #: The condition, as `under bond`.
    condition: str

    #: The notes that set the condition.
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(is_phrase(self.condition), "not a phrase", self.condition)
        _check_codes(self.codes)


class Reference(msgspec.Struct, frozen=True, tag="reference"):
    """The rate of something else."""

    #: What it is the rate of.
    to: str

    #: The headings, provisions or notes named, ranges as `first-last`.
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(is_phrase(self.to), "not a phrase", self.to)
        _check_codes(self.codes)


class Table(msgspec.Struct, frozen=True, tag="table"):
    """An amount from a table kept elsewhere, by composition or price."""

    #: The name of the table: `EA`, `ADSZ`, `ADFM`, `ENTRY_PRICE`.
    name: str

    def __post_init__(self) -> None:
        _check(is_unit(self.name), "not a name", self.name)


class ProgrammeClaim(msgspec.Struct, frozen=True):
    """A rate and the preference programmes that may claim it."""

    #: The rate.
    rate: "Expression"

    #: The programmes (`AU`, `A*`).
    programmes: tuple[str, ...]

    def __post_init__(self) -> None:
        _check(bool(self.programmes), "no programmes", self.programmes)
        named = all(is_programme(programme) for programme in self.programmes)
        _check(named, "not programmes", self.programmes)


class Programmes(msgspec.Struct, frozen=True, tag="programmes"):
    """Preferential rates, each for the programmes that may claim it."""

    #: The rates and their programmes.
    claims: tuple[ProgrammeClaim, ...]

    def __post_init__(self) -> None:
        _check(bool(self.claims), "no claims", self.claims)


Expression = (
    Percent
    | Specific
    | Fixed
    | Free
    | Exempt
    | Sum
    | Difference
    | Floor
    | Cap
    | Lower
    | Seasonal
    | On
    | Conditional
    | Reference
    | Table
    | Programmes
)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one, in the order they are written."""
    match expression:
        case Sum(terms) | Lower(terms):
            return terms
        case Floor(rate, other) | Cap(rate, other) | Difference(rate, other):
            return rate, other
        case On(rate) | Conditional(rate):
            return (rate,)
        case Seasonal(periods):
            return tuple([period.rate for period in periods])
        case Programmes(claims):
            return tuple([claim.rate for claim in claims])
    return ()
