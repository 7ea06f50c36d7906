"""The weights of the signs that the shipped model joins (`law/hs/joins.toml`), fitted on texts
whose codes are known: `python -m docs.joins TABLE...` prints them.

A conditional logit over the candidates of each text, headings first, then the subheadings
below the best of them. It prints, and changes nothing: rounded and looked at, they are written
into the file by hand, with what they were fitted on.
"""

import importlib.resources
import math
import pathlib
import sys
from collections.abc import Mapping, Sequence

from openkeden.base.findings import Refused
from openkeden.classification.index import classifier_file
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.signs import CodeTree, FieldFits, PartFields
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import flat_join
from openkeden.classification.reading.reader import Reader
from openkeden.flow.classification import building, labelled_files
from openkeden.flow.classification.labelled_files import TextFiles

LAW = pathlib.Path(str(importlib.resources.files("openkeden") / "law"))

HEADING, SUBHEADING = 4, 6

#: Headings whose subheadings are weighed.
OPENED = 40

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


def fitted(
    signs: Signs, texts: Sequence[LabelledText]
) -> Mapping[str, Mapping[str, float]]:
    """The weights of headings and of subheadings."""
    heard = [signs.of_headings(text) for text in texts]
    above = flat_join.stacked([told[0] for *_, told in heard], [t[1] for *_, t in heard])
    weights = flat_join.fit(above)
    shares = flat_join.shares(above, weights)
    whole: list[Told] = []
    for row, (fits, found, _) in enumerate(heard):
        if texts[row].digits >= SUBHEADING:
            parts = dict(zip(found, shares[row].tolist(), strict=False))
            whole.append(signs.of_subheadings(texts[row], fits, parts))
    below = flat_join.stacked([told[0] for told in whole], [told[1] for told in whole])
    return {
        "headings": flat_join.named(signs.headings, weights),
        "subheadings": flat_join.named(signs.subheadings, flat_join.fit(below)),
    }


def _part(scores: Mapping[int, float]) -> dict[int, float]:
    """Scores as parts of the best one; nothing where none is more than nought."""
    best = max(scores.values(), default=0.0)
    return {one: score / best for one, score in scores.items()} if best else {}


def main(names: list[str]) -> int:
    """Print the weights; the exit code."""
    read = labelled_files.read(TextFiles(tuple([pathlib.Path(name) for name in names])))
    if isinstance(read, Refused) or not read.texts:
        print("name tables of texts and codes", file=sys.stderr)
        return 1
    data = LAW.joinpath(*building.MODEL.split("/")).read_bytes()
    model = classifier_file.read(data, building.MODEL)
    assert isinstance(model, ClassifierModel), "the shipped model is read"
    for digits, weights in fitted(Signs(model), read.texts).items():
        print(f"{digits}, {len(read.texts)} texts")
        for name, weight in weights.items():
            print(f"  {name} = {weight:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
