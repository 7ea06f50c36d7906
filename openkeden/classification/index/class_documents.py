"""Documents of codes: all that is known of a code in one language, as the terms that it is
searched by.

Within a code each distinct set of words counts once: a hundred copies of one line would
rule else.
"""

import collections
from collections.abc import Callable, Iterator, Mapping, Sequence

from openkeden.classification.index import postings
from openkeden.classification.index.parts import Part, PartHead

#: The terms of a text in a language.
Terms = Callable[[str, str], Sequence[str]]


def part(
    head: PartHead, texts: Mapping[str, Sequence[str]], codes: Sequence[str], terms: Terms
) -> Part:
    """The part of the texts of codes, numbered as in `codes`."""
    if head.unit == "line":
        return _of_lines(head, texts, codes, terms)
    documents: list[Mapping[str, int]] = []
    for code in codes:
        document: collections.Counter[str] = collections.Counter()
        for text in _distinct(texts.get(code, ()), head.language, terms):
            document.update(text)
        documents.append(document)
    return Part(head, postings.collected(documents))


def _of_lines(
    head: PartHead, texts: Mapping[str, Sequence[str]], codes: Sequence[str], terms: Terms
) -> Part:
    lines: list[Mapping[str, int]] = []
    classes: list[int] = []
    for number, code in enumerate(codes):
        for line in _distinct(texts.get(code, ()), head.language, terms):
            lines.append(line)
            classes.append(number)
    return Part(head, postings.collected(lines), classes)


def _distinct(
    texts: Sequence[str], language: str, terms: Terms
) -> Iterator[collections.Counter[str]]:
    """The terms of texts, without those that say what another one says already."""
    seen: set[frozenset[str]] = set()
    for text in texts:
        counted = collections.Counter(terms(text, language))
        words = frozenset(counted)
        if words and words not in seen:
            seen.add(words)
            yield counted
