"""The nodes of a duty rate: an expression is a tree of these, the same for every tariff, built by readers and printed back.

Percentages are integers of 10**-6 percent over a small denominator, amounts integers of 10**-9 of the currency unit,
so that every official figure (33 1/3 %, 0.020668 US cents) is exact. Nodes check their own form when made.
"""

import math

import msgspec

PERCENT_DIGITS = 6
AMOUNT_DIGITS = 9

_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_PHRASE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789 -")
_CODE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.()-")
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _check(holds: bool, what: str, value: object) -> None:
    if not holds:
        raise ValueError(f"{what}: {value!r}")


def is_unit(text: str) -> bool:
    """Whether `text` can name a unit of quantity: ASCII letters, digits and underscores, not digits alone."""
    return bool(text) and _WORD.issuperset(text) and not text.isdigit()


def is_currency(text: str) -> bool:
    """Whether `text` can name a currency or an index: three or more capital letters."""
    return len(text) >= 3 and text.isascii() and text.isalpha() and text.isupper()


def is_phrase(text: str) -> bool:
    """Whether `text` can stand in brackets: lower-case words, digits and hyphens, one space between words."""
    return (
        bool(text)
        and _PHRASE.issuperset(text)
        and " ".join(text.split(" ")) == " ".join(text.split())
    )


def is_code(text: str) -> bool:
    """Whether `text` can name a line or a note: letters, digits and `.()-`."""
    return bool(text) and _CODE.issuperset(text)


def is_programme(text: str) -> bool:
    """Whether `text` can name a preference programme: letters and digits, then any `*` or `+` (`AU`, `A*`)."""
    return is_unit(text.rstrip("*+"))


def is_day(day: int) -> bool:
    """Whether month * 100 + day is a day of some year."""
    return 1 <= day // 100 <= 12 and 1 <= day % 100 <= _MONTH_DAYS[day // 100 - 1]


def _check_codes(codes: tuple[str, ...]) -> None:
    _check(all(is_code(code) for code in codes), "not a code", codes)


class Percent(msgspec.Struct, frozen=True, tag="percent"):
    """`rate / over` millionths of a percent of the customs value; `over` is 1 unless no exact decimal exists (33 1/3)."""

    rate: int
    over: int = 1

    def __post_init__(self) -> None:
        if self.over != 1:
            whole, rest = divmod(self.rate, 10**PERCENT_DIGITS)
            normal = (
                self.over > 1
                and not rest
                and math.gcd(whole, self.over) == 1
                and 10**PERCENT_DIGITS % self.over
            )
            _check(bool(normal), "not a fraction in lowest terms", self)
        _check(self.rate >= 0, "negative", self.rate)


class Specific(msgspec.Struct, frozen=True, tag="specific"):
    """`amount` of 10**-9 `currency` for each `per` units of a quantity: 0.2 EUR/kg, 171 USD/1000 kg.

    `qualifier` narrows the quantity (`drained`, `lead content`); `measure` names it for the caller.
    """

    amount: int
    currency: str
    per: int
    unit: str
    qualifier: str = ""

    def __post_init__(self) -> None:
        _check(self.amount >= 0, "negative", self.amount)
        _check(self.per >= 1, "no quantity", self.per)
        _check(is_currency(self.currency), "not a currency", self.currency)
        _check(is_unit(self.unit), "not a unit", self.unit)
        _check(not self.qualifier or is_phrase(self.qualifier), "not a phrase", self.qualifier)

    @property
    def measure(self) -> str:
        """The key of the quantity asked for: the unit, with the qualifier in brackets, as `kg` or `kg[drained]`."""
        return f"{self.unit}[{self.qualifier}]" if self.qualifier else self.unit


class Fixed(msgspec.Struct, frozen=True, tag="fixed"):
    """`amount` of 10**-9 `currency` whatever the goods; the currency may be an index such as MCI."""

    amount: int
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

    terms: tuple["Expression", ...]

    def __post_init__(self) -> None:
        _check(len(self.terms) >= 2, "a sum has two terms or more", self.terms)


class Difference(msgspec.Struct, frozen=True, tag="difference"):
    """`rate` less `less`, never below nothing."""

    rate: "Expression"
    less: "Expression"


class Floor(msgspec.Struct, frozen=True, tag="floor"):
    """`rate`, but not less than `minimum`: the greater of the two."""

    rate: "Expression"
    minimum: "Expression"


class Cap(msgspec.Struct, frozen=True, tag="cap"):
    """`rate`, but not more than `maximum`. A corridor is `Cap(Floor(rate, low), high)`."""

    rate: "Expression"
    maximum: "Expression"


class Lower(msgspec.Struct, frozen=True, tag="lower"):
    """The lowest of two or more alternatives."""

    alternatives: tuple["Expression", ...]

    def __post_init__(self) -> None:
        _check(
            len(self.alternatives) >= 2, "a choice has two alternatives or more", self.alternatives
        )


class Period(msgspec.Struct, frozen=True):
    """A rate and the days of the year it holds: pairs (first, last) of month * 100 + day, running over New Year if last < first."""

    rate: "Expression"
    windows: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        _check(bool(self.windows), "a period has days", self.windows)
        days = [day for window in self.windows for day in window]
        _check(all(is_day(day) for day in days), "not days of a year", days)

    def holds(self, day: int) -> bool:
        """Whether `day` (month * 100 + day) is within the period."""
        for first, last in self.windows:
            if first <= day <= last or (last < first and (day >= first or day <= last)):
                return True
        return False


class Seasonal(msgspec.Struct, frozen=True, tag="seasonal"):
    """A rate for each part of the year; the first period that holds the day applies."""

    periods: tuple[Period, ...]

    def __post_init__(self) -> None:
        _check(bool(self.periods), "a season has periods", self.periods)


class On(msgspec.Struct, frozen=True, tag="on"):
    """`rate` on the value of a part or on another value than the customs value (`case`, `fair retail value`)."""

    rate: "Expression"
    part: str

    def __post_init__(self) -> None:
        _check(is_phrase(self.part), "not a phrase", self.part)


class Conditional(msgspec.Struct, frozen=True, tag="conditional"):
    """`rate` where a condition outside the declaration is met, as `under bond`; `codes` are the notes that set it."""

    rate: "Expression"
    condition: str
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(is_phrase(self.condition), "not a phrase", self.condition)
        _check_codes(self.codes)


class Reference(msgspec.Struct, frozen=True, tag="reference"):
    """The rate of something else: what it is, and the headings, provisions or notes named, ranges as `first-last`."""

    to: str
    codes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(is_phrase(self.to), "not a phrase", self.to)
        _check_codes(self.codes)


class Table(msgspec.Struct, frozen=True, tag="table"):
    """An amount from a table kept elsewhere, by composition or price: `EA`, `ADSZ`, `ADFM`, `ENTRY_PRICE`."""

    name: str

    def __post_init__(self) -> None:
        _check(is_unit(self.name), "not a name", self.name)


class ProgrammeClaim(msgspec.Struct, frozen=True):
    """A rate and the preference programmes (`AU`, `A*`) that may claim it."""

    rate: "Expression"
    programmes: tuple[str, ...]

    def __post_init__(self) -> None:
        named = bool(self.programmes) and all(
            is_programme(programme) for programme in self.programmes
        )
        _check(named, "not programmes", self.programmes)


class Programmes(msgspec.Struct, frozen=True, tag="programmes"):
    """Preferential rates, each for the programmes that may claim it."""

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
