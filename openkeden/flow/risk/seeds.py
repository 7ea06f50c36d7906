"""Seeds of random checks: open that of a past day, and repeat the draws of the day."""

import datetime

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.clearance import people, registration
from openkeden.flow import clock, facts, recording, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.people.authority import authorised
from openkeden.risk import random_check, seed_rules
from openkeden.store import read, rows


class OpenedSeed(msgspec.Struct, frozen=True):
    """The seed of a past day, for anybody to see."""

    #: The day.
    on: datetime.date

    #: The seed.
    seed: bytes

    #: SHA-256 of the seed, recorded before the first draw of the day.
    commitment: bytes

    #: Index of the fact that it was opened.
    entry: int


class RepeatedDraw(msgspec.Struct, frozen=True):
    """A draw as it was recorded, and whether the opened seed gives it."""

    #: The registration number.
    registration: str

    #: The version of the declaration.
    version: int

    #: The keys of the lots that drew.
    lots: tuple[bytes, ...]

    #: What was recorded.
    drawn: random_check.RandomCheck

    #: Whether the seed gives the same.
    fits: bool


class RepeatedDraws(msgspec.Struct, frozen=True):
    """All draws of a day, repeated with its opened seed."""

    #: The seed that was opened.
    opened: OpenedSeed

    #: Each draw, in the order of lodging.
    draws: tuple[RepeatedDraw, ...]


def reveal(
    on: datetime.date, actor: str, now: datetime.datetime, at: Installation, late: str = ""
) -> OpenedSeed | Refused:
    """Open the seed of a past day, once; a seed that is open already is given again.

    `late` says why the moment runs backwards.
    """
    refused = authorised(actor, people.ADMINISTRATOR, now, at)
    if refused is not None:
        return refused
    with recording.act(at, now, late) as act:
        committed, opened = _facts(on)
        if committed is None:
            return findings.refused(seed_rules.NO_SEED, "day", value=on)
        if opened is not None:
            return opened
        if isinstance(act, Refused):
            return act
        if not _is_past(on, now, at):
            return findings.refused(seed_rules.TOO_EARLY, "day", value=on)
        seed = at.seed(on)
        fact = facts.SeedOpened(**act.stamp(actor), on=on, seed=seed)
        index = act.append(fact)
    return OpenedSeed(on, seed, committed, index)


def _is_past(on: datetime.date, now: datetime.datetime, at: Installation) -> bool:
    """Whether a day is over by the moment given and by the clock.

    What is lodged on it afterwards draws nothing: it is refused.
    """
    return all(on < at.local(moment).date() for moment in (now, clock.now()))


def repeat(on: datetime.date) -> RepeatedDraws | Refused:
    """Repeat every draw of a day with its opened seed."""
    committed, opened = _facts(on)
    if committed is None:
        return findings.refused(seed_rules.NO_SEED, "day", value=on)
    if opened is None:
        return findings.refused(seed_rules.NOT_OPENED, "day", value=on)
    lodged = read.entries(read.lodged_on(on.isoformat()))
    draws: list[RepeatedDraw] = []
    for index in sorted(lodged):
        try:
            draws.append(_repeat(lodged[index], opened.seed))
        except sealing.Damaged as damaged:
            return registration.damaged(lodged[index].subject, damaged)
    return RepeatedDraws(opened, tuple(draws))


def _repeat(lodged: rows.EntryRow, seed: bytes) -> RepeatedDraw:
    fact = facts.read(lodged.body)
    assert isinstance(fact, facts.Lodging)
    drawn = sealing.opened_lodging(fact, lodged.sealed).selection.draw
    fits = random_check.replay(drawn, seed, fact.lots)
    return RepeatedDraw(fact.registration, fact.version, fact.lots, drawn, fits)


def _facts(on: datetime.date) -> tuple[bytes | None, OpenedSeed | None]:
    """The commitment of a day, and its seed where it was opened."""
    commitment, opened = None, None
    for row in read.entries_of(f"seed {on}"):
        if row.kind not in ("seed", "seed_opened"):
            continue
        fact = facts.read(row.body)
        if isinstance(fact, facts.Seed):
            commitment = fact.commitment
        elif isinstance(fact, facts.SeedOpened) and commitment is not None:
            opened = OpenedSeed(on, fact.seed, commitment, row.index)
    return commitment, opened
