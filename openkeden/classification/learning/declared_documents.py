"""Declared texts added to a model: to the documents of their codes and to the neighbours.

Counts are added, so that learning one table after another is the same as learning both at
once; a set of words that a code has already counts no second time, but as far as it is
trusted more.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal

import msgspec

from openkeden.classification.index import postings
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.parts import Part, PartHead
from openkeden.classification.learning import neighbour_texts
from openkeden.classification.learning.read_texts import ReadText

#: How late a word that is said often stops to count more, and how much the length of a
#: document weakens it, by language, in thousandths; what was best for declarations.
_GROWTH: Final = {"en": 3000}
_EVENNESS: Final = {"en": 100}
_GROWTH_OF_OTHERS: Final = 1500
_EVENNESS_OF_OTHERS: Final = 500

_Digits = Literal[4, 6]
_EACH: Final[tuple[_Digits, ...]] = (4, 6)


def seen(model: ClassifierModel, language: str) -> dict[int, int]:
    """The keys of the texts that a model learned from, with how far each was trusted."""
    names = _seen_sections(language)
    if names[0] not in model.further:
        return {}
    keys = postings.numbers(model.further[names[0]], "Q")
    weights = postings.numbers(model.further[names[1]], "B")
    return dict(zip(keys, weights, strict=True))


def _seen_sections(language: str) -> tuple[str, str]:
    return f"seen-{language}.keys", f"seen-{language}.weights"


def added(
    model: ClassifierModel, language: str, digits: int, texts: Mapping[int, ReadText]
) -> ClassifierModel:
    """A model with texts of a language added, each by its key; those whose codes have as
    many digits are neighbours too.
    """
    known = seen(model, language)
    more = {
        key: msgspec.structs.replace(text, weight=text.weight - known.get(key, 0))
        for key, text in sorted(texts.items())
        if text.weight > known.get(key, 0)
    }
    made = _with_codes(model, [text.code for text in more.values()])
    parts = {part.head.name: part for part in made.parts}
    for of_digits in _EACH:
        part = _part(made, language, of_digits, more.values())
        if part is not None:
            before = parts.get(part.head.name)
            parts[part.head.name] = part if before is None else _sum(before, part)
    fresh = [
        text for key, text in more.items() if key not in known and len(text.code) == digits
    ]
    weights = known | {key: known.get(key, 0) + text.weight for key, text in more.items()}
    further = {
        **made.further,
        **_seen_written(language, weights),
        **neighbour_texts.added(made, language, digits, fresh),
    }
    return msgspec.structs.replace(made, parts=tuple(parts.values()), further=further)


def _with_codes(model: ClassifierModel, codes: Iterable[str]) -> ClassifierModel:
    """A model that has all these codes, further ones behind its own."""
    told = set(codes)
    headings = {code[:4] for code in told}.difference(model.headings)
    subheadings = {code for code in told if len(code) == 6}.difference(model.subheadings)
    return msgspec.structs.replace(
        model,
        headings=(*model.headings, *sorted(headings)),
        subheadings=(*model.subheadings, *sorted(subheadings)),
    )


def _part(
    model: ClassifierModel, language: str, digits: _Digits, texts: Iterable[ReadText]
) -> Part | None:
    """The documents of the codes of so many digits; None: no text has one."""
    codes = model.headings if digits == 4 else model.subheadings
    documents: dict[str, Counter[str]] = {code: Counter() for code in codes}
    any_text = False
    for text in texts:
        if len(text.code) >= digits:
            any_text = True
            document = documents[text.code[:digits]]
            for term in text.terms:
                document[term] += text.weight
    if not any_text:
        return None
    head = PartHead(
        name=f"declared-{language}-{digits}",
        source="declared",
        language=language,
        digits=digits,
        unit="whole",
        growth=_GROWTH.get(language, _GROWTH_OF_OTHERS),
        evenness=_EVENNESS.get(language, _EVENNESS_OF_OTHERS),
    )
    return Part(head, postings.collected(list(documents.values())))


def _sum(one: Part, other: Part) -> Part:
    return Part(one.head, postings.added(one.postings, other.postings))


def _seen_written(language: str, weights: Mapping[int, int]) -> dict[str, memoryview]:
    keys = sorted(weights)
    told = [weights[key] for key in keys]
    data = (postings.section("Q", keys), postings.section("B", told))
    names = _seen_sections(language)
    return {name: memoryview(one) for name, one in zip(names, data, strict=True)}
