"""The register of advance rulings: a chief of all offices enters and withdraws them."""

import datetime

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.classification import advance_rulings
from openkeden.classification.advance_rulings import AdvanceRuling, RulingRegister
from openkeden.clearance import lifecycle
from openkeden.flow import facts, recording
from openkeden.flow.classification import known_rulings
from openkeden.flow.installation import Installation
from openkeden.flow.law import packs
from openkeden.flow.people.authority import authorised
from openkeden.store import read

#: A ruling counts at all offices: a chief of one of them does not enter it.
EVERYWHERE = "all offices"


class NewRuling(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of an advance ruling that is to be entered."""

    #: The number that its authority gave it.
    number: str

    #: The code that the goods have by it.
    code: str

    #: What the goods are.
    text: str

    #: Why they have the code.
    reasons: str

    #: The authority that decided.
    decided: str

    #: The first day on which it counts.
    since: datetime.date

    #: The last one.
    until: datetime.date

    #: Whether everybody may see it.
    public: bool


def enter(new: NewRuling, by: recording.By, at: Installation) -> AdvanceRuling | Refused:
    """Enter a ruling, whose code must stand in the tariff of its first day."""
    refused = authorised(by.actor, lifecycle.CHIEF, by.now, at, EVERYWHERE)
    if refused is not None:
        return refused
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        fact = facts.RulingEntered(
            **act.stamp(by.actor),
            number=advance_rulings.plain(new.number),
            code=new.code.strip(),
            text=advance_rulings.plain(new.text),
            reasons=advance_rulings.plain(new.reasons),
            decided=advance_rulings.plain(new.decided),
            since=new.since,
            until=new.until,
            public=new.public,
        )
        ruling = known_rulings.entered(fact, act.next)
        wrong = standing_now().against(ruling) or _not_in_tariff(ruling, at)
        if wrong:
            return Refused(wrong)
        return known_rulings.entered(fact, act.append(fact))


def withdraw(
    number: str, reason: str, by: recording.By, at: Installation
) -> AdvanceRuling | Refused:
    """Withdraw a ruling from the day of the act on."""
    refused = authorised(by.actor, lifecycle.CHIEF, by.now, at, EVERYWHERE)
    if refused is not None:
        return refused
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        known = standing_now()
        wrong = known.against_withdrawal(number, reason)
        found = known.standing(number)
        if wrong or isinstance(found, Finding):
            return Refused(wrong)
        fact = facts.RulingWithdrawn(
            **act.stamp(by.actor),
            entry=found.entry,
            number=found.number,
            on=at.local(by.now).date(),
            reason=advance_rulings.plain(reason),
        )
        act.append(fact)
        return known.withdraw(found.entry, fact.on)


def standing_now() -> RulingRegister:
    """The rulings of the opened installation."""
    rows = read.entries_of(advance_rulings.SUBJECT)
    return known_rulings.register([(row.index, row.body) for row in rows])


def _not_in_tariff(ruling: AdvanceRuling, at: Installation) -> tuple[Finding, ...]:
    """That no code of the tariff begins so on the first day, or that the law does not hold
    that day.
    """
    edition = packs.covered(at.pack, lambda: at.pack.on(ruling.since))
    if isinstance(edition, Refused):
        return edition.findings
    if any(code.startswith(ruling.code) for code in edition.lines):
        return ()
    said = {"value": ruling.code, "on": ruling.since}
    return (findings.of(advance_rulings.NOT_IN_TARIFF, "code", **said),)
