"""The words of a text that spoke for a code, the loudest first."""

from collections.abc import Iterator, Mapping
from typing import Final

from openkeden.classification.candidate_codes import Source, Spoken
from openkeden.classification.index import signs
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.signs import FieldFit, FieldFits
from openkeden.classification.reading.goods_text import GoodsText

MILLION: Final = 1_000_000

#: SpokenWords that are told.
_MOST: Final = 6


class SpokenWords:
    """The words of one text."""

    def __init__(self, model: ClassifierModel, fits: FieldFits, text: GoodsText) -> None:
        self._codes = model.headings
        self._fits = fits
        self._text = text
        self._terms: dict[str, list[str]] = {}
        for term in signs.said(text):
            self._terms.setdefault(term.language, []).append(term.typed)

    def of(
        self, code: int, heading: int, digits: int, weights: Mapping[str, float]
    ) -> tuple[Spoken, ...]:
        """The words that spoke for a code, by its number and that of its heading, where the
        signs of its level have such weights.
        """
        said: dict[str, dict[Source, float]] = {}
        for typed, source, much in self._said(code, heading, digits, weights):
            of_word = said.setdefault(typed, {})
            of_word[source] = of_word.get(source, 0.0) + much
        whole = sum([sum(of_word.values()) for of_word in said.values()])
        loud = sorted(said, key=lambda typed: (-sum(said[typed].values()), typed))
        return tuple([_spoken(typed, said[typed], whole) for typed in loud[:_MOST]])

    def _said(
        self, code: int, heading: int, digits: int, weights: Mapping[str, float]
    ) -> Iterator[tuple[str, Source, float]]:
        for name, fit in self._fits.headings.items():
            yield from self._of_field(fit, heading, weights.get(name, 1.0))
        if digits > 4:
            for name, fit in self._fits.subheadings.items():
                yield from self._of_field(fit, code, weights.get(name, 1.0))
        for name_of_goods in self._text.called:
            if self._codes[heading] in name_of_goods.headings:
                yield name_of_goods.typed, "glossary", weights.get("called", 1.0)

    def _of_field(
        self, fit: FieldFit, code: int, weight: float
    ) -> Iterator[tuple[str, Source, float]]:
        for part, heard in fit.heard:
            if part.head.unit == "whole" and weight > 0:
                typed = self._terms[part.head.language]
                for term in heard:
                    much = weight * part.adds(term, code) / fit.best
                    if much:
                        yield typed[term.place], part.head.source, much


def _spoken(typed: str, sources: Mapping[Source, float], whole: float) -> Spoken:
    loudest = max(sources, key=lambda source: (sources[source], source))
    return Spoken(typed, loudest, round(MILLION * sum(sources.values()) / whole))
