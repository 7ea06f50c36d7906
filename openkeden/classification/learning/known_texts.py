"""What names and usual words say of codes, as texts that a linear model learns from."""

from collections.abc import Iterator

from openkeden.classification.declared import known_documents
from openkeden.classification.declared.learned_ranker import linear_keys
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.postings import Postings, key


def of_codes(model: ClassifierModel, language: str, digits: int) -> dict[int, set[int]]:
    """The keys of the terms of each code, by its number; of words that the model knows, those
    of their pieces too.
    """
    known = {key(stem): stem for stem in model.vocabulary.known.get(language, ())}
    found: dict[int, set[int]] = {}
    for part in known_documents.of_codes(model, language, digits):
        if part.head.source == "declared":
            continue
        for term, owners in _held(part.postings):
            keys = linear_keys([known[term]]) if term in known else {term}
            for owner in owners:
                found.setdefault(owner, set()).update(keys)
    return found


def _held(held: Postings) -> Iterator[tuple[int, list[int]]]:
    """The terms of postings with the documents that hold them."""
    for place, term in enumerate(held.keys):
        yield term, list(held.owners[held.starts[place] : held.starts[place + 1]])
