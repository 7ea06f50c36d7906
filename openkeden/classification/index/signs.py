"""Signs of codes for a text: what the parts of a model say of each, to be weighed and joined.

A field is what the parts of one source, unit and number of digits say in all languages
together. Its fit of a code is its score, as a part of the best one.

| sign of a heading | what it is |
|---|---|
| `name4`, `words4`, ... | the fit of the field of four digits |
| `words4.line` | the same of single lines |
| `name6`, ... | the best fit among its subheadings of a field of six digits |
| `called` | a name of goods in the glossary is in the text and stands for it |

| sign of a subheading | what it is |
|---|---|
| `heading` | the logarithm of the share of its heading |
| `name6`, ... | the fit of the field |
| `name6.within`, ... | the same, as a part of the best one of its heading |
| `other` | it is for what no other subheading of its heading takes |
| `siblings` | the logarithm of the number of subheadings of its heading |
"""

from collections.abc import Mapping, Sequence

from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.parts import Heard, Part, WeighedTerm
from openkeden.classification.index.postings import key
from openkeden.classification.reading.goods_text import GoodsText, Term

#: What a weight of a term is a part of.
_THOUSAND = 1000

#: Digits of a heading and of a subheading.
HEADING, SUBHEADING = 4, 6


class FieldFit:
    """How well the codes of a field fit a text."""

    def __init__(self, parts: Sequence[Part]) -> None:
        #: The parts of the field, each with the terms that it has heard.
        self.heard: list[tuple[Part, Sequence[Heard]]] = []
        self._parts = parts

        #: The scores by number of code; those that are nought are not there.
        self.scores: Mapping[int, float] = {}

        #: The best of them.
        self.best = 0.0

    def hear(self, terms: Mapping[str, Sequence[WeighedTerm]]) -> None:
        """Take in the terms of a text by language."""
        for part in self._parts:
            heard = part.hear(terms.get(part.head.language, ()))
            if heard:
                self.heard.append((part, heard))
                found = part.scores(heard)
                self.scores = _sum(self.scores, found) if self.scores else found
        self.best = max(self.scores.values(), default=0.0)


class PartFields:
    """The fields of a model by name."""

    def __init__(self, model: ClassifierModel) -> None:
        self.headings: dict[str, list[Part]] = {}
        self.subheadings: dict[str, list[Part]] = {}
        for part in model.parts:
            kinds = {HEADING: self.headings, SUBHEADING: self.subheadings}
            kinds[part.head.digits].setdefault(name_of(part), []).append(part)

    def stands_alone(self, term: Term) -> bool:
        """Whether a term is all that people say for goods somewhere."""
        for parts in (*self.headings.values(), *self.subheadings.values()):
            for part in parts:
                if part.head.unit == "line" and part.head.language == term.language:
                    first, after = part.postings.span(key(term.stem))
                    lengths = part.postings.lengths
                    owners = part.postings.owners[first:after]
                    if any(lengths[owner] == 1 for owner in owners):
                        return True
        return False

    def fits(self, text: GoodsText) -> "FieldFits":
        """What the fields say of a text."""
        terms: dict[str, list[WeighedTerm]] = {}
        for term in said(text):
            weighed = WeighedTerm(key(term.stem), term.weight / _THOUSAND)
            terms.setdefault(term.language, []).append(weighed)
        return FieldFits(_heard(self.headings, terms), _heard(self.subheadings, terms))


class FieldFits:
    """What the fields say of one text."""

    def __init__(
        self, headings: Mapping[str, FieldFit], subheadings: Mapping[str, FieldFit]
    ) -> None:
        self.headings = headings
        self.subheadings = subheadings

    @property
    def silent(self) -> bool:
        """Whether no document holds a word of the text."""
        every = [*self.headings.values(), *self.subheadings.values()]
        return not any(fit.heard for fit in every)


def said(text: GoodsText) -> list[Term]:
    """The terms of a text that count."""
    return [term for term in text.terms if term.weight > 0]


def name_of(part: Part) -> str:
    """The name of the field that a part belongs to."""
    head = part.head
    ending = ".line" if head.unit == "line" else ""
    return f"{head.source}{head.digits}{ending}"


def _heard(
    fields: Mapping[str, Sequence[Part]], terms: Mapping[str, Sequence[WeighedTerm]]
) -> dict[str, FieldFit]:
    fits = {name: FieldFit(parts) for name, parts in fields.items()}
    for fit in fits.values():
        fit.hear(terms)
    return fits


def _sum(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    both = dict(one)
    for code, score in other.items():
        both[code] = both.get(code, 0.0) + score
    return both


class CodeTree:
    """The codes of a model under each other, by number."""

    def __init__(self, model: ClassifierModel) -> None:
        self._numbers = {code: number for number, code in enumerate(model.headings)}

        #: The subheadings of each heading.
        self.below: list[list[int]] = [[] for _ in model.headings]

        #: The heading of each subheading.
        self.above: list[int] = []
        for number, code in enumerate(model.subheadings):
            heading = self._numbers[code[:HEADING]]
            self.above.append(heading)
            self.below[heading].append(number)

    def lifted(self, scores: Mapping[int, float]) -> dict[int, float]:
        """The best score among the subheadings of each heading."""
        found: dict[int, float] = {}
        for number, score in scores.items():
            heading = self.above[number]
            if score > found.get(heading, 0.0):
                found[heading] = score
        return found

    def called(self, text: GoodsText) -> dict[int, float]:
        """How much names of goods in the glossary stand for headings."""
        found: dict[int, float] = {}
        for name in text.called:
            for code in name.headings:
                number = self._numbers.get(code)
                if number is not None:
                    found[number] = found.get(number, 0.0) + 1.0 / len(name.headings)
        return found
