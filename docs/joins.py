"""The weights of the signs that the shipped model joins (`law/hs/joins.toml`), fitted on texts
whose codes are known: `python -m docs.joins TABLE...` prints them. With `--official TABLE` those
where texts of the nomenclature were loaded; with `--folds 8` how often weights that were fitted
on seven eighths of the texts put the right code first, and among the first 5 and 10, in the rest.

A conditional logit over the candidates of each text, headings first, then the subheadings
below the best of them. It prints, and changes nothing: rounded and looked at, they are written
into the file by hand, with what they were fitted on.
"""

import argparse
import importlib.resources
import math
import pathlib
import sys
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from openkeden.base.findings import Refused
from openkeden.classification.declared import official_texts
from openkeden.classification.index import classifier_file
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.signs import CodeTree, FieldFits, PartFields
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import flat_join
from openkeden.classification.learning.arrays import Floats
from openkeden.classification.learning.flat_join import Choices
from openkeden.classification.reading.reader import Reader
from openkeden.flow.classification import building, labelled_files
from openkeden.flow.classification.labelled_files import TextFiles

LAW = pathlib.Path(str(importlib.resources.files("openkeden") / "law"))

HEADING, SUBHEADING = 4, 6

#: Headings whose subheadings are weighed.
OPENED = 40

#: Among so many first codes the right one is looked for.
FIRST: Final = (1, 5, 10)

#: The signs of each candidate of a text, and which of them are right.
Told = tuple[list[list[float]], list[bool]]


class Signs:
    """The signs of candidates by the shipped model."""

    def __init__(self, model: ClassifierModel) -> None:
        self.model = model
        self.tree = CodeTree(model)
        self._fields = PartFields(model)
        self._read = Reader(model.vocabulary).read
        self.below = tuple(self._fields.subheadings)
        self.headings = (*self._fields.headings, *self.below, "called")
        within = [f"{name}.within" for name in self.below]
        self.subheadings = ("heading", *self.below, *within, "other", "siblings")

    def of_headings(self, text: LabelledText) -> tuple[FieldFits, list[int], Told]:
        """The headings that a text may mean, with their signs."""
        read = self._read(text.text, "")
        fits = self._fields.fits(read)
        columns = [_part(fit.scores) for fit in fits.headings.values()]
        columns += [
            _part(self.tree.lifted(fit.scores)) for fit in fits.subheadings.values()
        ]
        columns.append(_part(self.tree.called(read)))
        found = sorted(set().union(*columns))
        signs = [[column.get(one, 0.0) for column in columns] for one in found]
        right = text.labels(HEADING)
        return fits, found, (signs, [self.model.headings[one] in right for one in found])

    def of_subheadings(
        self, text: LabelledText, fits: FieldFits, shares: Mapping[int, float]
    ) -> Told:
        """The subheadings of the best headings, with their signs."""
        signs: list[list[float]] = []
        right: list[bool] = []
        codes = text.labels(SUBHEADING)
        best = sorted(shares, key=lambda one: -shares[one])[:OPENED]
        told = [_part(fits.subheadings[name].scores) for name in self.below]
        for heading in best:
            numbers = self.tree.below[heading]
            within = [
                _part({one: column.get(one, 0.0) for one in numbers}) for column in told
            ]
            for one in numbers:
                code = self.model.subheadings[one]
                row = [math.log(shares[heading])]
                row += [column.get(one, 0.0) for column in told]
                row += [column.get(one, 0.0) if column else 1.0 for column in within]
                row += [float(code in self.model.others), math.log(len(numbers))]
                signs.append(row)
                right.append(code in codes)
        return signs, right


class Weights(NamedTuple):
    """The weights of signs, in their order."""

    headings: Floats
    subheadings: Floats


class Lesson:
    """Texts with the signs of what they may mean."""

    def __init__(self, signs: Signs, texts: Sequence[LabelledText]) -> None:
        self._signs, self._texts = signs, texts
        self._heard = [signs.of_headings(text) for text in texts]

    def fitted(self, places: Sequence[int]) -> Weights:
        """The weights that the texts at these places tell."""
        above = self._headings(places)
        weights = flat_join.fit(above)
        told = self._subheadings(places, flat_join.shares(above, weights))
        return Weights(weights, flat_join.fit(_stacked(told)))

    def ranks(self, places: Sequence[int], weights: Weights) -> dict[int, list[int]]:
        """Before how many wrong codes the right one stands, by digits."""
        above = self._headings(places)
        shares = flat_join.shares(above, weights.headings)
        below = _stacked(self._subheadings(places, shares))
        within = flat_join.shares(below, weights.subheadings)
        return {HEADING: _ranks(above, shares), SUBHEADING: _ranks(below, within)}

    def _headings(self, places: Sequence[int]) -> Choices:
        return _stacked([self._heard[place][-1] for place in places])

    def _subheadings(self, places: Sequence[int], shares: Floats) -> list[Told]:
        told: list[Told] = []
        for place, row in zip(places, shares, strict=True):
            fits, found, _ = self._heard[place]
            if self._texts[place].digits >= SUBHEADING:
                parts = dict(zip(found, row.tolist(), strict=False))
                told.append(self._signs.of_subheadings(self._texts[place], fits, parts))
        return told


def held_out(
    lesson: Lesson, texts: Sequence[LabelledText], folds: int
) -> dict[int, list[int]]:
    """The ranks of right codes by weights that were fitted on the other parts of the texts;
    texts of one group are in one part.
    """
    groups = list(dict.fromkeys([text.group or text.text for text in texts]))
    order = np.random.default_rng(folds).permutation(len(groups))
    part = {groups[group]: place % folds for place, group in enumerate(order)}
    parts = [part[text.group or text.text] for text in texts]
    found: dict[int, list[int]] = {HEADING: [], SUBHEADING: []}
    for fold in range(folds):
        kept = [place for place, one in enumerate(parts) if one != fold]
        asked = [place for place, one in enumerate(parts) if one == fold]
        for digits, ranks in lesson.ranks(asked, lesson.fitted(kept)).items():
            found[digits] += ranks
    return found


def _stacked(told: Sequence[Told]) -> Choices:
    return flat_join.stacked([signs for signs, _ in told], [right for _, right in told])


def _ranks(choices: Choices, shares: Floats) -> list[int]:
    """How many codes have a greater share than the best right one; all, where none is."""
    right = np.where(choices.right, shares, 0).max(axis=1, keepdims=True)
    ahead = np.where(right > 0, shares > right, choices.there)
    return [int(one) for one in ahead.sum(axis=1)]


def _part(scores: Mapping[int, float]) -> dict[int, float]:
    """Scores as parts of the best one; nothing where none is more than nought."""
    best = max(scores.values(), default=0.0)
    return {one: score / best for one, score in scores.items()} if best else {}


def main(given: list[str]) -> int:
    """Print the weights; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.joins", description=__doc__)
    parser.add_argument("table", nargs="*", type=pathlib.Path)
    parser.add_argument("--official", action="append", default=[], type=pathlib.Path)
    parser.add_argument("--folds", default=0, type=int)
    named = parser.parse_args(given)
    texts, official = _texts(named.table), _texts(named.official)
    if not texts:
        print("name tables of texts and codes", file=sys.stderr)
        return 1
    data = LAW.joinpath(*building.MODEL.split("/")).read_bytes()
    model = classifier_file.read(data, building.MODEL)
    assert isinstance(model, ClassifierModel), "the shipped model is read"
    model = official_texts.loaded(model, official, ()).model
    signs = Signs(model)
    lesson = Lesson(signs, texts)
    weights = lesson.fitted(range(len(texts)))
    _print("headings", signs.headings, weights.headings, len(texts))
    _print("subheadings", signs.subheadings, weights.subheadings, len(texts))
    if named.folds:
        for digits, ranks in held_out(lesson, texts, named.folds).items():
            right = [100 * sum(one < most for one in ranks) / len(ranks) for most in FIRST]
            said = " / ".join([f"{one:.1f}" for one in right])
            print(f"held out, {digits} digits, {len(ranks)} texts: {said}")
    return 0


def _texts(files: Sequence[pathlib.Path]) -> Sequence[LabelledText]:
    read = labelled_files.read(TextFiles(tuple(files)))
    return () if isinstance(read, Refused) else read.texts


def _print(kind: str, names: Sequence[str], weights: Floats, texts: int) -> None:
    print(f"{kind}, {texts} texts")
    for name, weight in flat_join.named(names, weights).items():
        print(f"  {name} = {weight:.2f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
