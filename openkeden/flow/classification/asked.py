"""Ask of goods whose text leaves codes open, and follow the answers to a code of a day."""

import datetime
import functools
import itertools
import pathlib
from collections.abc import Callable, Iterable, Mapping

import msgspec

from openkeden.base.findings import Refused
from openkeden.classification.candidate_codes import Classifier, Ranking
from openkeden.classification.questions import known_figures
from openkeden.classification.questions.nomenclature import HEADING, Nomenclature
from openkeden.classification.questions.question import Position
from openkeden.classification.questions.walk import Answer, Walk
from openkeden.flow.classification import loaded_classifier
from openkeden.flow.law import goods_names, packs

__all__ = ["Answer", "Asker", "Position", "Told", "asker", "nomenclature", "with_answer"]


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


class Asker:
    """Asks of goods by a model, in the tariff of a day."""

    def __init__(
        self,
        classifier: Classifier,
        codes_in: Callable[[str], Iterable[str]],
        on: datetime.date,
    ) -> None:
        self.on = on
        self._classifier, self._codes_in = classifier, codes_in

    def ask(self, told: Told) -> Position | Refused:
        """Where text, figures and answers lead among the codes of the day, and what to ask
        next.
        """
        known = known_figures.read(told.attributes, _units())
        if isinstance(known, Refused):
            return known
        ranking = self._classifier.rank(told.text, told.language)
        tree = nomenclature(self._codes(ranking))
        return Walk(ranking, tree, known, digits=told.digits).follow(told.answers)

    def _codes(self, ranking: Ranking) -> list[str]:
        """The codes of all headings that a text may mean."""
        headings = dict.fromkeys([one.code for one in ranking.headings])
        headings |= dict.fromkeys([one.code[:HEADING] for one in ranking.subheadings])
        held = [self._codes_in(heading) for heading in headings]
        return list(itertools.chain.from_iterable(held))


def asker(
    pack: packs.Pack, on: datetime.date | None, model: pathlib.Path | None = None
) -> Asker | Refused:
    """Who asks by the law of a country on a day, with the model in a file or that of the
    law. Raises OSError for a file that cannot be opened.
    """
    ranker = loaded_classifier.of_file(model) if model else loaded_classifier.of_law(pack)
    if isinstance(ranker, Refused):
        return ranker
    day = packs.day_of(pack, on)
    held = packs.covered(pack, lambda: pack.on(day))
    if isinstance(held, Refused):
        return held
    return Asker(ranker, lambda heading: pack.codes_in(heading, day), day)


def nomenclature(codes: Iterable[str]) -> Nomenclature:
    """The tree of codes, with the names that the program holds."""
    names = goods_names.held()
    return Nomenclature(codes, names.words, names.figures, names.own)


def with_answer(told: Told, about: str, answer: str) -> Told:
    """What is told with one answer more."""
    return msgspec.structs.replace(told, answers=(*told.answers, (about, answer)))


@functools.cache
def _units() -> Mapping[str, frozenset[str]]:
    """What goods can be known by in figures, with the units of each."""
    figures = itertools.chain.from_iterable(goods_names.held().figures.values())
    units = known_figures.units(figures)
    return {kind: frozenset(of_kind) for kind, of_kind in units.items()}
