"""Advance rulings of an installation as its facts tell them; no database layer is loaded."""

import pathlib

from openkeden.classification.advance_rulings import AdvanceRuling, RulingRegister
from openkeden.flow import facts, installation_files
from openkeden.flow.facts import rulings
from openkeden.store import offline

#: Facts about rulings.
RulingFact = facts.RulingEntered | facts.RulingWithdrawn


def of_home(home: pathlib.Path) -> RulingRegister:
    """The rulings of the installation in a folder; none where there is none."""
    database = home / installation_files.DATABASE_FILE
    found = RulingRegister()
    for index, body in offline.facts_about(database, rulings.SUBJECT):
        fact = facts.read(body)
        assert isinstance(fact, RulingFact), index
        follow(found, fact, index)
    return found


def follow(found: RulingRegister, fact: RulingFact, index: int) -> None:
    """Take in what a fact changes. Raises LookupError where it does not follow."""
    match fact:
        case facts.RulingEntered():
            found.enter(entered(fact, index))
        case facts.RulingWithdrawn():
            found.withdraw(fact.entry, fact.on)


def entered(fact: facts.RulingEntered, index: int) -> AdvanceRuling:
    """A ruling, whose fact is at an index."""
    return AdvanceRuling(
        entry=index,
        number=fact.number,
        code=fact.code,
        text=fact.text,
        reasons=fact.reasons,
        decided=fact.decided,
        since=fact.since,
        until=fact.until,
        public=fact.public,
    )
