"""Looking up a code of the tariff: all that a pack knows of it on a day, with its rows of
law.
"""

import datetime
from collections.abc import Iterable, Iterator

import msgspec

from openkeden.assessment import charges
from openkeden.base import codes
from openkeden.base.validity import ALWAYS, Provision
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.sources import NoteRow, Sources
from openkeden.tariff import code_standing, duty, rate_book, seasons
from openkeden.tariff.edition import ChargeRate, Edition, Preference, TariffLine
from openkeden.tariff.lot import IMPORTER
from openkeden.tariff.measures import Measure
from openkeden.tariff.rate_book import Rate
from openkeden.tariff.seasons import Season

#: Digits of a whole code, of its subheading and of its heading; how many codes are named
#: near an unknown one.
CODE, SUBHEADING, HEADING, NEAREST = 10, 6, 4, 10


class Short(msgspec.Struct, frozen=True):
    """A line in short: the rate that applies on the day, in canonical form."""

    code: str
    unit: str
    rate: str


class NotePeriod(msgspec.Struct, frozen=True):
    """A period of the note of a line.

    Whether its rate replaces the line's on the day in this state, and why.

    `state` is the member state into which the goods are imported (empty: any).
    """

    note: str
    state: str
    rate: str
    #: None: in force when it was first read, on a day not known.
    since: datetime.date | None
    until: datetime.date | None
    act: str
    mark: str
    applies: bool
    why: str


class Tax(msgspec.Struct, frozen=True):
    """A rate of a charge for a code, with its conditions: see `edition.ChargeRate`."""

    charge: str
    mask: str
    rate: str
    needs: dict[str, str]
    origins: tuple[str, ...]
    excluded: tuple[str, ...]
    when: tuple[str, ...]
    basis: Provision


class CodeOnDay(msgspec.Struct, frozen=True, kw_only=True):
    """A code in force on the day.

    `own_rate` is the tariff's, `rate` the one that applies, resting on `basis`.
    `preferences` are those that goods of the code may claim, `measures` those that touch it
    on the day, whatever else they ask for; `seasons` are its own and those of the lines
    nearest to it.
    """

    code: str
    on: datetime.date
    jurisdiction: str
    version: str
    unit: str
    rate: str
    own_rate: str
    basis: Provision
    own_basis: Provision
    notes: tuple[NotePeriod, ...]
    taxes: tuple[Tax, ...]
    preferences: tuple[Preference, ...]
    measures: tuple[Measure, ...]
    gaps: tuple[str, ...]
    neighbours: tuple[Short, ...]
    seasons: tuple[Season, ...]


class Below(msgspec.Struct, frozen=True):
    """The lines in force whose codes begin with a prefix."""

    prefix: str
    on: datetime.date
    lines: tuple[Short, ...]


class Absent(msgspec.Struct, frozen=True):
    """A code not in force on the day.

    `ended` with its successors, `later` with its first day, `not_held` with the first day
    of its chapter that is held, or `unknown` to every edition.

    `day` is the last day in force or the first; `near` are codes in force that begin like
    it.
    """

    code: str
    on: datetime.date
    status: str
    day: datetime.date | None
    successors: tuple[Short, ...]
    near: tuple[Short, ...]


def look_up(code: str, pack: Pack, day: datetime.date) -> CodeOnDay | Below | Absent:
    """What is known of a code or, with four to nine digits, of the lines below it.

    Raises NotCovered.
    """
    law = pack.on(day)
    if code in law.lines:
        return _line(law.lines[code], pack, law)
    if codes.digits(code, CODE):
        return _absent(code, pack, law)
    lines = _shorts(_beginning(code, law), law)
    if lines:
        return Below(code, day, lines)
    return _absent(code, pack, law)


def _beginning(prefix: str, law: Edition) -> list[str]:
    """The codes in force that begin with a prefix, in number order."""
    return sorted(code for code in law.lines if code.startswith(prefix))


def _shorts(codes: Iterable[str], law: Edition) -> tuple[Short, ...]:
    """The lines of those codes that are in force, in short."""
    lines = [law.lines[code] for code in codes if code in law.lines]
    return tuple([_short(line) for line in lines])


def _absent(code: str, pack: Pack, law: Edition) -> Absent:
    """A code that ended, begins later or was never there."""
    found = code_standing.standing(code, law)
    near = () if found.status == "not_held" else _near(code, law)
    last = None
    if found.status == "ended":
        rows = [row for row in pack.sources.tariff if row.code == code]
        last = max([row.until for row in rows if row.until and row.until < law.on])
    following = _shorts(found.successors, law)
    return Absent(code, law.on, found.status, last or found.day, following, near)


def _near(code: str, law: Edition) -> tuple[Short, ...]:
    """The lines that share the most leading digits with the code, in number order."""
    for length in range(len(code), 0, -1):
        sharing = _beginning(code[:length], law)
        if sharing:
            number = int(code.ljust(CODE, "0"))
            by_distance = sorted(sharing, key=lambda other: abs(int(other) - number))
            return _shorts(sorted(by_distance[:NEAREST]), law)
    return ()


def _line(line: TariffLine, pack: Pack, law: Edition) -> CodeOnDay:
    code = line.code
    own = next(row for row in pack.sources.tariff if row.code == code and row.holds(law.on))
    claimable = [granted for granted in law.preferences.values() if granted.covers(code)]
    touching = [measure for measure in law.measures if measure.longest(code) >= 0]
    return CodeOnDay(
        code=code,
        on=law.on,
        jurisdiction=law.jurisdiction,
        version=law.version,
        unit=own.unit,
        rate=duty.text(line.rate),
        own_rate=duty.text(duty.read(own.rate)),
        basis=_basis_of(line.row, pack),
        own_basis=_basis_of(pack.sources.manifest.tariff.line_id(own), pack),
        notes=tuple(_notes(own.note, line.row, pack.sources, law)),
        taxes=tuple(_taxes(code, law)),
        preferences=tuple(claimable),
        measures=tuple(touching),
        gaps=tuple(_gaps(code, law)),
        neighbours=_shorts(_neighbours(code, law), law),
        seasons=seasons.around(code, law.seasons),
    )


def _gaps(code: str, law: Edition) -> Iterator[str]:
    """What is not held of the charges and the measures on goods of a code."""
    for gap in law.gaps_of(code):
        yield f"{gap.charge}: {gap.text}"
    for gap in law.unheld_measures(code, ""):
        yield f"measures: {gap.text}"


def _neighbours(code: str, law: Edition) -> list[str]:
    """The other codes of the subheading, or of the heading where the code is alone."""
    for length in (SUBHEADING, HEADING):
        others = [other for other in _beginning(code[:length], law) if other != code]
        if others:
            return others
    return []


def _notes(
    number: str, applied: str, sources: Sources, law: Edition
) -> Iterator[NotePeriod]:
    """Each period of a note in turn; of a note not held at all, one that says so."""
    held = [row for row in sources.notes if row.note == number]
    if number and not held:
        yield NotePeriod(
            number, "", "", None, None, "", "open", False, "the note is not held"
        )
    for position, row in enumerate(held, 1):
        applies = applied == sources.manifest.tariff.note_id(number, position)
        why = _why(row, law, applies=applies)
        since = None if row.since == ALWAYS else row.since
        yield NotePeriod(
            number, row.state, row.rate, since, row.until, row.act, row.mark, applies, why
        )


def _why(row: NoteRow, law: Edition, *, applies: bool) -> str:
    """Why a period of a note applies on a day, or does not."""
    obstacle = _not_held(row) or _elsewhere(row, law)
    if obstacle:
        return obstacle
    if not applies:
        return "another period of the note comes first"
    if row.status == "entry" and row.since == ALWAYS:
        return "in force: it began with its act, on a day not known"
    return "in force on the day"


def _not_held(row: NoteRow) -> str:
    """Why the pack does not know what a note says; empty where it does."""
    if row.status == "repealed":
        return f"repealed by {row.act}; what it said is not held"
    if row.status == "unknown":
        return "what it said is not known; the line's own rate is charged"
    return ""


def _elsewhere(row: NoteRow, law: Edition) -> str:
    """Why a period does not hold in this country on this day; empty where it does."""
    if row.state not in ("", law.jurisdiction):
        return f"only for goods imported into {row.state}, not {law.jurisdiction}"
    if row.since > law.on:
        return f"begins on {row.since}"
    if row.until and row.until < law.on:
        return f"ended on {row.until}"
    return ""


def _taxes(code: str, law: Edition) -> Iterator[Tax]:
    """Rates of each charge that the code can meet: to the first that applies to all goods
    of it.
    """
    book = rate_book.of(law)
    for charge in [key for key in law.charge_rates if key != charges.SINGLE.key]:
        for rate in book.rates(charge, code):
            if rate.terms is not None:
                yield _tax(rate, rate.terms)
            if rate.open:
                break


def _tax(rate: Rate, terms: ChargeRate) -> Tax:
    return Tax(
        charge=terms.charge,
        mask=terms.mask,
        rate=rate.text,
        needs={need.name: need.asked for need in rate.asks} | _importer(terms),
        origins=tuple(sorted(terms.origins)),
        excluded=tuple(sorted(terms.excluded)),
        when=tuple([limit.text for limit in rate.limits]),
        basis=terms.row,
    )


def _importer(terms: ChargeRate) -> dict[str, str]:
    """Who must import the goods, as something that the rate asks for."""
    return {IMPORTER: terms.importer} if terms.importer else {}


def _basis_of(id_: str, pack: Pack) -> Provision:
    row = pack.row(id_)
    assert row is not None, id_
    return row


def _short(line: TariffLine) -> Short:
    return Short(line.code, line.unit, duty.text(line.rate))
