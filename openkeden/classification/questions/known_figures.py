"""Figures that are known of goods, such as the size of an engine, and which codes they leave."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from openkeden.base import findings, money
from openkeden.base.findings import Finding, Refused
from openkeden.classification.questions import question_rules, spans
from openkeden.classification.questions.nomenclature import HEADING, Nomenclature
from openkeden.tariff.distinctions import SEASON, Figure

#: Units that can be turned into each other, each with how many of the smallest it is.
_SCALES: Final = (
    {"g": 1, "kg": 10**3, "t": 10**6},
    {"um": 1, "mm": 10**3, "cm": 10**4, "m": 10**6},
    {"W": 1, "kW": 10**3, "MW": 10**6},
    {"ml": 1, "cm3": 1, "l": 10**3, "m3": 10**6},
    {"%": 1, "%vol": 1},
)

#: A name and a unit are written with this between.
_JOINT: Final = "_"


class KnownFigure(msgspec.Struct, frozen=True):
    """A quantity that is known of goods."""

    #: What is measured, as a `Figure` has it.
    kind: str

    #: The unit.
    unit: str

    #: The number, in millionths.
    number: int

    #: As it was written.
    written: str

    def fits(self, figure: Figure) -> bool | None:
        """Whether goods with it are within a span; None: the span is of something else."""
        mine, theirs = _scales(self.unit, figure.unit)
        if figure.kind != self.kind or not mine:
            return None
        number = self.number * mine * spans.STEPS
        return spans.lowest(figure, theirs) <= number <= spans.highest(figure, theirs)


class KnownFigures(msgspec.Struct, frozen=True):
    """All that is known of goods in figures."""

    #: The quantities, each kind once.
    figures: tuple[KnownFigure, ...] = ()

    def leave(
        self, lines: Iterable[str], nomenclature: Nomenclature, above: int = HEADING
    ) -> list[str]:
        """The codes among these that goods with them can have, by what is said below so many
        digits.
        """
        if not self.figures:
            return list(lines)
        judged: dict[str, bool] = {}
        left = []
        for line in lines:
            path = [line[:length] for length in range(above + 1, len(line) + 1)]
            for digits in path:
                if digits not in judged:
                    judged[digits] = self._can_be(digits, nomenclature)
            if all(judged[digits] for digits in path):
                left.append(line)
        return left

    def _can_be(self, digits: str, nomenclature: Nomenclature) -> bool:
        """Whether goods with them can be of what is said at exactly these digits.

        Goods of which nothing is said are all others: those that are of one named beside
        them, by what is known alone, are not.
        """
        found = self._judged(nomenclature.figures(digits))
        if found or not nomenclature.is_rest(digits):
            return all(found)
        return not any(
            self._settled(other, digits, nomenclature)
            for other in nomenclature.beside(digits)[:-1]
        )

    def _settled(self, other: str, rest: str, nomenclature: Nomenclature) -> bool:
        """Whether what is known says that goods are of these digits, not of the rest."""
        words, figures = nomenclature.marks(other, len(other) - 1)
        found = self._judged(figures)
        whole = bool(figures) and len(found) == len(figures)
        kinds = {figure.kind for figure in figures}
        said: set[str] = set()
        for line in nomenclature.under(rest):
            said |= nomenclature.marks(line, len(rest)).kinds
        return whole and not words and all(found) and not kinds & said

    def _judged(self, figures: Sequence[Figure]) -> list[bool]:
        """Whether they are within each of the spans that they speak of."""
        pairs = itertools.product(self.figures, figures)
        judged = [known.fits(figure) for known, figure in pairs]
        return [fits for fits in judged if fits is not None]


def read(
    attributes: Mapping[str, str], units: Mapping[str, Collection[str]]
) -> KnownFigures | Refused:
    """Figures written as attributes, `engine=1500` or `engine_cm3=1500`, where each kind is
    measured in these units; whatever is wrong with any of them.
    """
    found = [_read(name, text, units) for name, text in attributes.items()]
    wrong = [one for one in found if isinstance(one, Finding)]
    known = [one for one in found if isinstance(one, KnownFigure)]
    return Refused(tuple(wrong)) if wrong else KnownFigures(tuple(known))


def _read(
    name: str, text: str, units: Mapping[str, Collection[str]]
) -> KnownFigure | Finding:
    kind, unit = _split(name, units)
    if not kind:
        known = ", ".join(sorted(units))
        return findings.of(question_rules.NO_FIGURE, "--attribute", value=name, known=known)
    held = sorted(units[kind])
    if not unit and any(_scales(held[0], other) != (1, 1) for other in held):
        known = ", ".join([f"{kind}{_JOINT}{one}" for one in held])
        return findings.of(question_rules.NO_UNIT, "--attribute", value=name, known=known)
    try:
        number = money.parse(text.replace(",", "."), money.QUANTITY_DIGITS)
    except ValueError:
        return findings.of(question_rules.NO_NUMBER, "--attribute", name=name, value=text)
    return KnownFigure(kind, unit or held[0], number, f"{name}={text}")


def _split(name: str, units: Mapping[str, Collection[str]]) -> tuple[str, str]:
    """The kind and the unit of a name; an empty unit: none is written, an empty kind: it is
    none.

    >>> _split("net_weight_kg", {"net_weight": ["kg", "g"]})
    ('net_weight', 'kg')
    """
    if name in units:
        return name, ""
    kind, _, unit = name.rpartition(_JOINT)
    measured = any(_scales(unit, held)[0] for held in units.get(kind, ()))
    return (kind, unit) if measured else ("", "")


def units(figures: Iterable[Figure]) -> dict[str, set[str]]:
    """The kinds of figures that goods can be known by, with the units of each. Days and
    prices are none: they are not of the goods.
    """
    found: dict[str, set[str]] = {}
    for figure in figures:
        if figure.kind not in (SEASON, "price"):
            found.setdefault(figure.kind, set()).add(figure.unit)
    return found


def _scales(one: str, other: str) -> tuple[int, int]:
    """How many of the smallest unit each of two is; zeros: they measure different things.

    >>> _scales("kg", "g"), _scales("cm3", "kg")
    ((1000, 1), (0, 0))
    """
    if one == other:
        return 1, 1
    for scale in _SCALES:
        if one in scale and other in scale:
            return scale[one], scale[other]
    return 0, 0
