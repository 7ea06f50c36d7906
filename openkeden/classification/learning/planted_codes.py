"""Planted wrong codes: how well the distance of a code from its text finds codes that were
made wrong.

A share of the rows gets a wrong code, drawn by frequency among the codes of the other rows:
of another chapter, of another heading of the chapter, or of another subheading of the
heading. Each kind is drawn anew several times.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec
import numpy as np

from openkeden.classification import agreement
from openkeden.classification.candidate_codes import Classifier
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning.arrays import Floats, Ints
from openkeden.classification.learning.metrics import Share

#: How near a wrong code is to the right one.
Nearness = Literal["other_chapter", "same_chapter", "same_heading"]

#: The digits that a wrong code of a kind shares with the right one, and those that differ.
_SHARED: Final[Mapping[Nearness, tuple[int, int]]] = {
    "other_chapter": (0, 2),
    "same_chapter": (2, 4),
    "same_heading": (4, 6),
}

#: Shares of the rows that are looked at, by the names of their figures.
_LOOKED_AT: Final = {"precision_at_1": 0.01, "precision_at_5": 0.05, "precision_at_10": 0.1}

#: A text that is not enough to tell is looked at last.
_UNTOLD: Final = -1

#: Codes that are drawn before those that may be drawn are looked up.
_TRIES: Final = 20

#: The ends of an interval that holds 95 of a hundred draws.
_LOW, _HIGH = 2.5, 97.5


class PlantedFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of wrong code was found."""

    #: How near the wrong codes are.
    nearness: Nearness

    #: The precision among the one, five and ten percent of the rows that are farthest from
    #: their text.
    precision_at_1: Share
    precision_at_5: Share
    precision_at_10: Share

    #: The area under the receiver operating characteristic.
    auc: Share

    #: The share of the wrong codes of which a trader would be warned.
    warned: Share


class AgreementFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How well text and code were told apart."""

    #: Rows.
    rows: int

    #: Rows whose text is not enough to tell.
    untold: int

    #: The share of the codes as they are of which a trader would be warned.
    warned: float

    #: The figures by kind of wrong code.
    planted: tuple[PlantedFigures, ...]


class _Wrong(NamedTuple):
    """A wrong code for a row."""

    row: int
    code: str


class _Planting:
    """Draws wrong codes of one kind."""

    def __init__(
        self, rows: Sequence[LabelledText], kind: Nearness, chance: np.random.Generator
    ) -> None:
        self._rows, self._chance = rows, chance
        self._shared, self._apart = _SHARED[kind]
        self._pools: dict[str, list[str]] = {}
        for row in rows:
            for code in row.codes[:1]:
                if len(code) >= self._apart:
                    self._pools.setdefault(code[: self._shared], []).append(code)

    def plan(self, wanted: int) -> list[_Wrong]:
        """So many rows that get a wrong code, and which; fewer where there are no more."""
        found: list[_Wrong] = []
        for number in self._chance.permutation(len(self._rows)).tolist():
            if len(found) == wanted:
                break
            other = self._other(self._rows[number].codes)
            if other:
                found.append(_Wrong(number, other))
        return found

    def _other(self, right: Sequence[str]) -> str:
        """A code that is none of the right ones; empty: there is none."""
        if len(right[0]) < self._apart:
            return ""
        pool = self._pools[right[0][: self._shared]]
        begun = tuple([code[: self._apart] for code in right])
        for place in self._chance.integers(len(pool), size=_TRIES).tolist():
            if not pool[place].startswith(begun):
                return str(pool[place])
        wrong = [code for code in pool if not code.startswith(begun)]
        return wrong[int(self._chance.integers(len(wrong)))] if wrong else ""


def measure(
    classifier: Classifier,
    rows: Sequence[LabelledText],
    *,
    digits: int = agreement.HEADING,
    share: float = 0.05,
    draws: int = 20,
    seed: int = 1,
) -> AgreementFigures:
    """Plant wrong codes in a share of the rows, several times for each kind, and look for
    them by the distance of code from text at so many digits.
    """
    chance = np.random.default_rng(seed)
    wanted = round(share * len(rows))
    plans: dict[Nearness, list[list[_Wrong]]] = {}
    for kind in _SHARED:
        planting = _Planting(rows, kind, chance)
        drawn = [planting.plan(wanted) for _ in range(draws)]
        if all(drawn):
            plans[kind] = drawn
    seen = _read(classifier, rows, plans, digits)
    return AgreementFigures(
        rows=len(rows),
        untold=int((seen.away == _UNTOLD).sum()),
        warned=float(seen.far.mean()),
        planted=tuple([_figures(kind, seen, drawn) for kind, drawn in plans.items()]),
    )


def _read(
    classifier: Classifier,
    rows: Sequence[LabelledText],
    plans: Mapping[Nearness, Sequence[Sequence[_Wrong]]],
    digits: int,
) -> "_SeenRows":
    """How each row is seen with its nearest code, and with each wrong one."""
    asked: dict[int, set[_Wrong]] = {}
    for plan in itertools.chain.from_iterable(plans.values()):
        for one in plan:
            asked.setdefault(one.row, set()).add(one)
    seen = _SeenRows(len(rows))
    for number, row in enumerate(rows):
        said = agreement.meaning(classifier, row.text, digits)
        if said is None:
            continue
        right = min(row.codes, key=said.distance)
        seen.away[number], seen.far[number] = said.distance(right), said.is_far(right)
        for one in asked.get(number, ()):
            seen.wrong[one] = said.distance(one.code), said.is_far(one.code)
    return seen


class _SeenRows:
    """How rows are seen: how far codes are from their texts, and whether that is warned of."""

    def __init__(self, count: int) -> None:
        self.away = np.full(count, _UNTOLD, dtype=np.int64)
        self.far = np.zeros(count, dtype=np.bool_)
        self.wrong: dict[_Wrong, tuple[int, bool]] = {}

    def found(self, plan: Sequence[_Wrong]) -> dict[str, float]:
        """The figures of one draw, by name."""
        away = self.away.copy()
        is_wrong = np.zeros(len(away), dtype=np.float64)
        warned = 0
        for one in plan:
            told, far = self.wrong.get(one, (_UNTOLD, False))
            away[one.row], is_wrong[one.row] = told, 1
            warned += far
        ordered = _ordered(away, is_wrong)
        found = {
            name: float(ordered[: max(1, round(looked_at * len(ordered)))].mean())
            for name, looked_at in _LOOKED_AT.items()
        }
        return found | {"auc": _auc(away, is_wrong), "warned": warned / len(plan)}


def _ordered(away: Ints, is_wrong: Floats) -> Floats:
    """Whether rows are wrong, the farthest from their text first; of rows as far as each
    other, each counts as their mean does.
    """
    places, counts = np.unique(-away, return_inverse=True, return_counts=True)[1:]
    return np.repeat(np.bincount(places, weights=is_wrong) / counts, counts)


def _auc(away: Ints, is_wrong: Floats) -> float:
    """The chance that a wrong code is farther than a right one, ties half."""
    places, counts = np.unique(away, return_inverse=True, return_counts=True)[1:]
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places]
    many = is_wrong.sum()
    above = (ranks * is_wrong).sum() - many * (many + 1) / 2
    return float(above / (many * (len(is_wrong) - many)))


def _figures(
    kind: Nearness, seen: _SeenRows, plans: Sequence[Sequence[_Wrong]]
) -> PlantedFigures:
    draws = [seen.found(plan) for plan in plans]
    named: dict[str, Share] = {}
    for name in draws[0]:
        named[name] = _over([draw[name] for draw in draws])
    return PlantedFigures(nearness=kind, **named)


def _over(values: Sequence[float]) -> Share:
    """The mean of several draws, and between what 95 of a hundred of them lie."""
    low, high = np.percentile(values, (_LOW, _HIGH))
    return Share(float(np.mean(values)), float(low), float(high))
