"""Advance rulings by words of goods; no database layer is loaded."""

import datetime
import pathlib

import msgspec

from openkeden.base.findings import Refused
from openkeden.classification import advance_rulings
from openkeden.classification.advance_rulings import FittingRuling
from openkeden.flow.classification import known_rulings
from openkeden.flow.law import packs


class FoundRulings(msgspec.Struct, frozen=True):
    """What a search in the register came to on a day."""

    #: The words that were searched; empty: all rulings were asked for.
    words: str

    #: The day on which they count.
    on: datetime.date

    #: The rulings, the most fitting first, or the latest where all were asked for.
    found: tuple[FittingRuling, ...]


def search(
    words: str, on: datetime.date | None, home: pathlib.Path, *, officer: bool
) -> FoundRulings | Refused:
    """The rulings that count on a day and speak of what the words name; those that are not
    public for an officer alone.
    """
    pack = packs.open_pack(home)
    if isinstance(pack, Refused):
        return pack
    day = packs.day_of(pack, on)
    counting = known_rulings.of_home(home).counting(day, officer=officer)
    if not words.strip() or not counting:
        everyone = [FittingRuling(ruling, advance_rulings.WHOLE, ()) for ruling in counting]
        return FoundRulings(words, day, tuple(everyone))
    from openkeden.flow.classification import loaded_classifier  # noqa: PLC0415

    classifier = loaded_classifier.of_law(pack)
    if isinstance(classifier, Refused):
        return classifier
    asked = classifier.read(words)
    return FoundRulings(
        words, day, advance_rulings.fitting(asked, counting, classifier.read)
    )
