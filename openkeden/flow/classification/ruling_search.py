"""Advance rulings by words of goods; no database layer is loaded."""

import datetime
import pathlib

import msgspec

from openkeden.base.findings import Refused
from openkeden.classification import advance_rulings
from openkeden.classification.advance_rulings import (
    SUBJECT,
    FittingRuling,
    RulingRegister,
)
from openkeden.flow import installation_files
from openkeden.flow.classification.suggestions import Suggestion
from openkeden.flow.law import packs


class FoundRulings(msgspec.Struct, frozen=True):
    """What a search in the register came to on a day."""

    #: The words that were searched; empty: all rulings were asked for.
    words: str

    #: The day on which they count.
    on: datetime.date

    #: The rulings, the most fitting first, or the latest where all were asked for.
    found: tuple[FittingRuling, ...]


def of_home(home: pathlib.Path) -> RulingRegister | Refused:
    """The rulings of the installation in a folder; none where there is none."""
    rows = installation_files.facts_about(home, SUBJECT)
    if isinstance(rows, Refused):
        return rows
    if not rows:
        return RulingRegister()
    # Most houses keep no rulings: facts are loaded where there are some.
    from openkeden.flow.classification import known_rulings  # noqa: PLC0415

    return known_rulings.register(rows)


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
    register = of_home(home)
    if isinstance(register, Refused):
        return register
    counting = register.counting(day, officer=officer)
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


def beside(found: Suggestion, home: pathlib.Path, *, officer: bool) -> Suggestion | Refused:
    """A suggestion with the rulings that count on its day and speak of the goods."""
    known = of_home(home)
    if isinstance(known, Refused):
        return known
    if not known or not found.text.strip():
        return found
    ruled = search(found.text, found.on, home, officer=officer)
    if isinstance(ruled, Refused):
        return ruled
    return msgspec.structs.replace(found, rulings=ruled.found)
