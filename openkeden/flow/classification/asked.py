"""Ask of goods whose text leaves codes open, and follow the answers to a code of a day."""

import functools
import itertools
from collections.abc import Iterable, Mapping

import msgspec

from openkeden.base.findings import Refused
from openkeden.classification.candidate_codes import Classifier
from openkeden.classification.questions import known_figures
from openkeden.classification.questions.nomenclature import Nomenclature
from openkeden.classification.questions.question import Position
from openkeden.classification.questions.walk import Answer, Walk
from openkeden.flow.law import goods_names

__all__ = ["Answer", "Position", "Told", "ask", "nomenclature", "with_answer"]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of goods."""

    #: What they are said to be.
    text: str

    #: The language of the text; empty: it is recognised.
    language: str = ""

    #: The digits of the code that is looked for: 4, 6 or 10.
    digits: int = 6

    #: Figures known of the goods, `{"engine": "1500"}`.
    attributes: Mapping[str, str] = {}

    #: Answers to the questions so far, in their order: what each asks for, and the answer.
    answers: tuple[Answer, ...] = ()


def ask(told: Told, classifier: Classifier, codes: Iterable[str]) -> Position | Refused:
    """Where text, figures and answers lead among the codes of a day, and what to ask next."""
    known = known_figures.read(told.attributes, _units())
    if isinstance(known, Refused):
        return known
    ranking = classifier.rank(told.text, told.language)
    walk = Walk(ranking, nomenclature(codes), known, digits=told.digits)
    return walk.follow(told.answers)


def nomenclature(codes: Iterable[str]) -> Nomenclature:
    """The tree of the codes of a day, with the names that the program holds."""
    names = goods_names.held()
    return Nomenclature(codes, names.words, names.figures, names.own)


@functools.cache
def _units() -> Mapping[str, frozenset[str]]:
    """What goods can be known by in figures, with the units of each."""
    figures = itertools.chain.from_iterable(goods_names.held().figures.values())
    units = known_figures.units(figures)
    return {kind: frozenset(of_kind) for kind, of_kind in units.items()}


def with_answer(told: Told, about: str, answer: str) -> Told:
    """What is told with one answer more."""
    return msgspec.structs.replace(told, answers=(*told.answers, (about, answer)))
