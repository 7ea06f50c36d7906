"""What a classifier said of texts whose codes are known, level by level."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

import numpy as np

from openkeden.classification.candidate_codes import CandidateCode, Classifier, Ranking
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning.arrays import Flags, Floats, Ints

#: Digits at which answers are judged, the deepest first.
LEVELS: Final = (6, 4, 2)

#: The place of a code that was not named at all.
NOT_NAMED: Final = 1_000_000

_UNIT: Final = 1_000_000

#: Tells how long something took so far, in seconds.
Timer = Callable[[], float]


@dataclasses.dataclass(frozen=True, slots=True)
class LevelAnswers:
    """What was said at so many digits of the texts whose code has as many."""

    #: Which of all texts they are.
    rows: Ints

    #: The place of the first right code in each ranking; the first has 0.
    places: Ints

    #: How sure the first code was: its chance; its share where no text was given one.
    sure: Floats

    #: Whether the first code came with a chance.
    chanced: Flags

    @property
    def right(self) -> Flags:
        """Whether the first code was right."""
        found: Flags = self.places == 0
        return found


@dataclasses.dataclass(frozen=True, slots=True)
class Answers:
    """What was said of all texts."""

    #: What was said at each level that some text can be judged at, by digits.
    levels: dict[int, LevelAnswers]

    #: The language of each text: that of its table, else the one recognised.
    languages: tuple[str, ...]

    #: The digits that each text was said to be enough for.
    enough: Ints

    #: How long each answer took, in seconds.
    seconds: Floats


def asked(classifier: Classifier, texts: Sequence[LabelledText], timer: Timer) -> Answers:
    """Ask a classifier about texts; it is not told their language."""
    said: list[Ranking] = []
    seconds: list[float] = []
    for text in texts:
        begun = timer()
        said.append(classifier.rank(text.text))
        seconds.append(timer() - begun)
    languages = [
        text.language or ranking.language for text, ranking in zip(texts, said, strict=True)
    ]
    levels = {digits: _level(texts, said, digits) for digits in LEVELS}
    return Answers(
        levels={digits: level for digits, level in levels.items() if len(level.rows)},
        languages=tuple(languages),
        enough=np.array([ranking.enough for ranking in said], dtype=np.int64),
        seconds=np.array(seconds),
    )


def _level(
    texts: Sequence[LabelledText], said: Sequence[Ranking], digits: int
) -> LevelAnswers:
    rows, places, sure, chanced = [], [], [], []
    for row, (text, ranking) in enumerate(zip(texts, said, strict=True)):
        labels = text.labels(digits)
        if not labels:
            continue
        found = candidates(ranking, digits)
        rows.append(row)
        places.append(_place(labels, found))
        chance = found[0].chance if found else None
        sure.append(_sure(found))
        chanced.append(chance is not None)
    given = np.array(chanced, dtype=np.bool_)
    told = np.array(sure, dtype=np.float64)
    return LevelAnswers(
        rows=np.array(rows, dtype=np.int64),
        places=np.array(places, dtype=np.int64),
        sure=np.where(given, told, 0.0) if given.any() else told,
        chanced=given,
    )


def candidates(ranking: Ranking, digits: int) -> tuple[CandidateCode, ...]:
    """The codes of a ranking at 6, 4 or 2 digits, the best first."""
    if digits == 6:
        return ranking.subheadings
    return ranking.headings if digits == 4 else _chapters(ranking.headings)


def _chapters(headings: Iterable[CandidateCode]) -> tuple[CandidateCode, ...]:
    """Chapters by the sum of their headings."""
    parts: dict[str, int] = {}
    for one in headings:
        chapter = one.code[:2]
        parts[chapter] = parts.get(chapter, 0) + one.share
    order = sorted(parts, key=lambda chapter: (-parts[chapter], chapter))
    return tuple([CandidateCode(chapter, parts[chapter]) for chapter in order])


def _place(labels: Collection[str], found: Iterable[CandidateCode]) -> int:
    right = (place for place, one in enumerate(found) if one.code in labels)
    return next(right, NOT_NAMED)


def _sure(found: Sequence[CandidateCode]) -> float:
    if not found:
        return 0.0
    best = found[0]
    return (best.share if best.chance is None else best.chance) / _UNIT
