"""The register of advance rulings: which count on a day, what may be entered, and which
speak of goods that a text names.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.classification.reading.goods_text import GoodsText, Term

NO_TEXT = findings.Rule(
    number="C.1",
    message="{value} is not text of 1 to {most} letters.",
    fix="Say in it what an advance ruling must say: it is read by those who decide by it.",
)
ENTERED = findings.Rule(
    number="C.2",
    message="The advance ruling {value} is entered already, by entry {entry}.",
    fix="`keden rulings search` shows it; withdraw it first if it was entered wrongly.",
)
BAD_CODE = findings.Rule(
    number="C.3",
    message="{value} is no code that an advance ruling can give.",
    fix="Give the four, six or ten digits of a code.",
)
BAD_DAYS = findings.Rule(
    number="C.4",
    message="An advance ruling cannot count from {value} to {until}.",
    fix="Let its last day be its first day or later.",
)
UNKNOWN = findings.Rule(
    number="C.5",
    message="No advance ruling {value} stands in the register.",
    fix="`keden rulings search` shows those that do.",
)
NO_REASON = findings.Rule(
    number="C.6",
    message="{value} is no reason to withdraw an advance ruling.",
    fix="Say in a few words why; the ledger keeps it.",
)
NOT_IN_TARIFF = findings.Rule(
    number="C.7",
    message="The tariff of {on} has no code that is or begins with {value}.",
    fix="Give a code of that day: `keden tariff search` finds codes by words.",
)
RULES = (NO_TEXT, ENTERED, BAD_CODE, BAD_DAYS, UNKNOWN, NO_REASON, NOT_IN_TARIFF)

#: The subject of what the ledger says of rulings.
SUBJECT = "advance ruling"

#: The most letters of a number and an authority, and of what is said of goods.
SHORT, LONG = 200, 4_000

#: The digits that the code of a ruling can have.
_DIGITS = frozenset({4, 6, 10})

#: The part of what a text says that a ruling must speak of, and the whole, in thousandths.
ENOUGH, WHOLE = 500, 1_000

#: Reads a text as it is searched.
Read = Callable[[str], GoodsText]


class AdvanceRuling(msgspec.Struct, frozen=True, kw_only=True):
    """An advance ruling on the code of goods."""

    #: Index of the fact that entered it.
    entry: int

    #: The number that its authority gave it.
    number: str

    #: The code that the goods have by it, of four, six or ten digits.
    code: str

    #: What the goods are.
    text: str

    #: Why they have the code.
    reasons: str

    #: The authority that decided.
    decided: str

    #: The first day on which it counts.
    since: datetime.date

    #: The last one.
    until: datetime.date

    #: Whether everybody may see it; else officers alone.
    public: bool

    #: The day from which it is withdrawn; None: it is not.
    withdrawn: datetime.date | None = None

    def counts(self, on: datetime.date) -> bool:
        """Whether it counts on a day."""
        within = self.since <= on <= self.until
        return within and (self.withdrawn is None or on < self.withdrawn)


class FittingRuling(msgspec.Struct, frozen=True):
    """An advance ruling that speaks of what a text names."""

    #: The ruling.
    ruling: AdvanceRuling

    #: The part of what the text says that the ruling says too, in thousandths.
    fit: int

    #: The words of the text that it says too.
    words: tuple[str, ...]


class RulingRegister:
    """The advance rulings after some facts."""

    def __init__(self) -> None:
        self._rulings: dict[int, AdvanceRuling] = {}

    def __len__(self) -> int:
        return len(self._rulings)

    def enter(self, ruling: AdvanceRuling) -> None:
        """A ruling is entered."""
        self._rulings[ruling.entry] = ruling

    def withdraw(self, entry: int, on: datetime.date) -> AdvanceRuling:
        """The ruling that a fact entered counts no more, from a day on. Raises KeyError."""
        gone = msgspec.structs.replace(self._rulings[entry], withdrawn=on)
        self._rulings[entry] = gone
        return gone

    def counting(self, on: datetime.date, *, officer: bool) -> tuple[AdvanceRuling, ...]:
        """Those that count on a day, the latest first; those that are not public for an
        officer alone.
        """
        found = [
            one
            for one in self._rulings.values()
            if one.counts(on) and (one.public or officer)
        ]
        return tuple(sorted(found, key=lambda one: one.entry, reverse=True))

    def standing(self, number: str) -> AdvanceRuling | Finding:
        """The ruling of this number that was entered and not withdrawn."""
        wanted = plain(number)
        for one in self._rulings.values():
            if one.number == wanted and one.withdrawn is None:
                return one
        return findings.of(UNKNOWN, "number", value=number)

    def against(self, ruling: AdvanceRuling) -> tuple[Finding, ...]:
        """Why a ruling may not be entered."""
        return (*self._twice(ruling), *_unsound(ruling))

    def against_withdrawal(self, number: str, reason: str) -> tuple[Finding, ...]:
        """Why a ruling may not be withdrawn."""
        found = self.standing(number)
        wrong = [found] if isinstance(found, Finding) else []
        if not reason.strip():
            wrong.append(findings.of(NO_REASON, "why", value=reason))
        return tuple(wrong)

    def _twice(self, ruling: AdvanceRuling) -> Iterator[Finding]:
        before = self.standing(ruling.number)
        if isinstance(before, AdvanceRuling):
            known = {"value": before.number, "entry": before.entry}
            yield findings.of(ENTERED, "number", **known)


def plain(text: str) -> str:
    """A text with single spaces.

    >>> plain(" KZ-1 /  26")
    'KZ-1 / 26'
    """
    return " ".join(text.split())


def fitting(
    text: GoodsText, rulings: Iterable[AdvanceRuling], read: Read
) -> tuple[FittingRuling, ...]:
    """The rulings that say at least half of what a text says, the most fitting first; they
    are read as the text was.
    """
    asked = _asked(text.terms)
    whole = sum(asked.values())
    found: list[FittingRuling] = []
    for ruling in rulings if whole else ():
        other = read(ruling.text)
        said = {(term.language, term.stem) for term in other.terms}
        heard = _heard(text.terms, asked, said)
        if other.language != text.language:
            heard |= _called(text, other, asked)
        fit = WHOLE * sum(heard.values()) // whole
        if fit >= ENOUGH:
            found.append(FittingRuling(ruling, fit, tuple(heard)))
    return tuple(sorted(found, key=lambda one: (-one.fit, one.ruling.number)))


def _asked(terms: Sequence[Term]) -> dict[str, int]:
    """What each word of a text counts."""
    counted: dict[str, int] = {}
    for term in terms:
        if " " not in term.typed:
            counted[term.typed] = max(term.weight, counted.get(term.typed, 0))
    return counted


def _heard(
    terms: Sequence[Term], asked: Mapping[str, int], said: AbstractSet[tuple[str, str]]
) -> dict[str, int]:
    """What each word of a text that is said elsewhere counts there. Of a group of words that
    the glossary translates together, each has its part in what is said of it.
    """
    by_group: dict[tuple[str, str], int] = {}
    for term in terms:
        if " " not in term.stem and (term.language, term.stem) in said:
            group = term.typed, term.language
            by_group[group] = by_group.get(group, 0) + term.weight
    heard: dict[str, int] = {}
    for (typed, _), weight in by_group.items():
        words = typed.split()
        for word in words:
            part = min(weight // len(words), asked.get(word, 0))
            heard[word] = max(part, heard.get(word, 0))
    return heard


def _called(text: GoodsText, other: GoodsText, asked: Mapping[str, int]) -> dict[str, int]:
    """The words of names of goods that a text of another language has names of the same
    headings for.
    """
    headings: set[str] = set()
    for named in other.called:
        headings.update(named.headings)
    heard: dict[str, int] = {}
    for called in text.called:
        if headings.intersection(called.headings):
            heard |= {word: asked.get(word, 0) for word in called.typed.split()}
    return heard


def _unsound(ruling: AdvanceRuling) -> Iterator[Finding]:
    """What a ruling says that none can say."""
    said = (
        ("number", ruling.number, SHORT),
        ("text", ruling.text, LONG),
        ("reasons", ruling.reasons, LONG),
        ("decided", ruling.decided, SHORT),
    )
    for name, text, most in said:
        if not 0 < len(text) <= most:
            yield findings.of(NO_TEXT, name, value=text[:SHORT], most=most)
    code = ruling.code
    if not (code.isascii() and code.isdigit() and len(code) in _DIGITS):
        yield findings.of(BAD_CODE, "code", value=code[:SHORT])
    if ruling.until < ruling.since:
        days = {"value": ruling.since, "until": ruling.until}
        yield findings.of(BAD_DAYS, "until", **days)
