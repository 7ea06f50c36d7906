"""Rows of terms and an office's calendar in, the moment by which each state must be left out.

Terms are law: their lengths are rows with their article. What a state waits for is the table `DEADLINES`.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import msgspec

from openkeden.base import working_time

#: `office_hours` run in one stretch and start anew at the next opening when the office closes first (art. 119(1));
#: `working_hours` stop with the office; `hours` and `minutes` run on.
Unit = Literal[
    "minutes", "hours", "office_hours", "working_hours", "working_days", "days", "months"
]

#: Terms that this part counts with: a pack must have a row in force for each.
REQUIRED = (
    "registration",
    "preliminary",
    "release",
    "control",
    "documents_margin",
    "documents_margin_extended",
    "extension",
    "ip_suspension",
    "ip_suspension_extension",
    "security_documents",
    "security_check",
)


class Term(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One dated row: `quantity` of `unit`, counted as `counted` says. The marks are those of any row of law.

    `remark` says what of the row has another mark than the row, and why.
    """

    key: str
    quantity: int
    unit: Unit
    counted: str
    since: datetime.date
    until: datetime.date | None = None
    act: str = ""
    article: str = ""
    source: str = ""
    mark: str = "open"
    remark: str = ""

    def in_force(self, day: datetime.date) -> bool:
        """Whether the row is valid on this day, both ends counted."""
        return self.since <= day and (self.until is None or day <= self.until)


class Ground(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ground of a closed list on which an `action` may refuse."""

    code: str
    action: str
    text: str
    since: datetime.date
    until: datetime.date | None = None
    act: str = ""
    article: str = ""
    source: str = ""
    mark: str = "open"


class Terms(msgspec.Struct, frozen=True):
    """All rows by key, whatever their dates, and the grounds of refusal by action."""

    rows: Mapping[str, tuple[Term, ...]]
    grounds: Mapping[str, Mapping[str, Ground]] = {}

    def on(self, key: str, day: datetime.date) -> Term:
        """The term in force. Raises KeyError when there is none: then the pack is incomplete."""
        for row in self.rows.get(key, ()):
            if row.in_force(day):
                return row
        raise KeyError(f"{key} on {day}")


def terms(rows: Iterable[Mapping[str, Any]], grounds: Iterable[Mapping[str, Any]] = ()) -> Terms:
    """Make the terms from plain rows. Raises msgspec.ValidationError for a row of another shape."""
    known: dict[str, tuple[Term, ...]] = {}
    for row in msgspec.convert(list(rows), list[Term]):
        known[row.key] = (*known.get(row.key, ()), row)
    listed: dict[str, dict[str, Ground]] = {}
    for ground in msgspec.convert(list(grounds), list[Ground]):
        listed.setdefault(ground.action, {})[ground.code] = ground
    return Terms(known, listed)


class Office(msgspec.Struct, frozen=True):
    """A customs office as the terms see it: its working time and the law."""

    calendar: working_time.Calendar
    terms: Terms

    def term(self, key: str, moment: datetime.datetime) -> Term:
        """The term in force on the office's day at this moment. Raises KeyError as `Terms.on`."""
        return self.terms.on(key, self.calendar.local(moment).date())

    def end(self, key: str, start: datetime.datetime) -> datetime.datetime:
        """When the term `key` ends that starts now."""
        row = self.term(key, start)
        return _AFTER[row.unit](self.calendar, start, row.quantity)

    def before(self, key: str, end: datetime.datetime) -> datetime.datetime:
        """The moment that lies the term `key` before `end`: working days are days, other units run on."""
        row = self.term(key, end)
        if row.unit != "working_days":
            return self.calendar.local(end) - row.quantity * _LENGTHS[row.unit]
        for _ in range(row.quantity):
            end = self.calendar.working_day_before(end)
        return end


class Moments(msgspec.Struct, frozen=True, omit_defaults=True):
    """The moments of a case that terms run from and to.

    filed, registered: those acts; term: from when the term of release runs (registration, or presenting the goods);
    release_by: when it ends; extended: whether it was; suspended_until: end of a suspension, suspension_extended: whether it
    was; supplied: when documents were given last; released: the last release.
    """

    filed: datetime.datetime | None = None
    registered: datetime.datetime | None = None
    term: datetime.datetime | None = None
    release_by: datetime.datetime | None = None
    extended: bool = False
    suspended_until: datetime.datetime | None = None
    suspension_extended: bool = False
    supplied: datetime.datetime | None = None
    released: datetime.datetime | None = None


def release_by(office: Office, term: datetime.datetime) -> datetime.datetime:
    """The end of the plain term of release (art. 119(1), 119(2))."""
    return office.end("release", term)


def control_by(office: Office, term: datetime.datetime) -> datetime.datetime:
    """The end of the term of release where documents, a control or an amendment come in (art. 119(3))."""
    return max(release_by(office, term), office.end("control", term))


def documents_by(
    office: Office, end: datetime.datetime, *, extended: bool = False
) -> datetime.datetime:
    """Until when documents must be given, for release by `end` (art. 325(3), 325(7))."""
    return office.before("documents_margin_extended" if extended else "documents_margin", end)


def due(
    state: str, moments: Moments, at: datetime.datetime, office: Office
) -> datetime.datetime | None:
    """By when a case that came to `state` at `at` must move on; None where no term runs."""
    row = DEADLINES.get(state)
    return None if row is None else row.by(moments, at, office)


def _registration(
    moments: Moments, at: datetime.datetime, office: Office
) -> datetime.datetime | None:
    return office.end("registration", moments.filed or at)


def _preliminary(
    moments: Moments, at: datetime.datetime, office: Office
) -> datetime.datetime | None:
    return office.end("preliminary", moments.registered or at)


def _release(moments: Moments, _at: datetime.datetime, _office: Office) -> datetime.datetime | None:
    return moments.release_by


def _documents(moments: Moments, at: datetime.datetime, office: Office) -> datetime.datetime | None:
    """Asked so late that the margin has passed, the whole of the term is left to the declarant."""
    if moments.release_by is None:
        return None
    margin = documents_by(office, moments.release_by, extended=moments.extended)
    return margin if margin > at else moments.release_by


def _suspension(
    moments: Moments, _at: datetime.datetime, _office: Office
) -> datetime.datetime | None:
    return moments.suspended_until


def _security(moments: Moments, at: datetime.datetime, office: Office) -> datetime.datetime | None:
    if moments.supplied is None:
        return office.end("security_documents", moments.registered or at)
    return office.end("security_check", moments.supplied)


class Deadline(msgspec.Struct, frozen=True):
    """Whom a state waits for, by which terms, and how the moment is found."""

    waits_for: str
    terms: tuple[str, ...]
    by: Callable[[Moments, datetime.datetime, Office], datetime.datetime | None]


_RELEASE = Deadline("customs", ("release", "control", "extension"), _release)

#: States not named here have no term.
DEADLINES: Mapping[str, Deadline] = {
    "filed": Deadline("customs", ("registration",), _registration),
    "awaiting_goods": Deadline("declarant", ("preliminary",), _preliminary),
    "registered": _RELEASE,
    "selected": _RELEASE,
    "documents_asked": Deadline(
        "declarant", ("documents_margin", "documents_margin_extended"), _documents
    ),
    "inspection_ordered": _RELEASE,
    "under_check": _RELEASE,
    "inspected": _RELEASE,
    "amendment_demanded": Deadline(
        "declarant", ("documents_margin", "documents_margin_extended"), _documents
    ),
    "awaiting_payment": Deadline("declarant", ("release", "control", "extension"), _release),
    "suspended": Deadline("customs", ("ip_suspension", "ip_suspension_extension"), _suspension),
    "partly_released": _RELEASE,
    "released_on_security": Deadline(
        "declarant, then customs", ("security_documents", "security_check"), _security
    ),
}

_LENGTHS = {
    "minutes": datetime.timedelta(minutes=1),
    "hours": working_time.HOUR,
    "office_hours": working_time.HOUR,
    "working_hours": working_time.HOUR,
    "days": working_time.DAY,
    "months": 30 * working_time.DAY,
}

_AFTER: Mapping[
    str, Callable[[working_time.Calendar, datetime.datetime, int], datetime.datetime]
] = {
    "minutes": lambda calendar, start, n: calendar.local(start) + n * _LENGTHS["minutes"],
    "hours": lambda calendar, start, n: calendar.local(start) + n * working_time.HOUR,
    "office_hours": working_time.Calendar.hours_after,
    "working_hours": working_time.Calendar.working_hours_after,
    "working_days": working_time.Calendar.working_days_after,
    "days": working_time.Calendar.days_after,
    "months": working_time.Calendar.months_after,
}


def deadlines_text() -> str:
    """Who each state waits for and by which terms, as Markdown."""
    rows = [
        f"| `{state}` | {one.waits_for} | {', '.join(one.terms)} |"
        for state, one in DEADLINES.items()
    ]
    return "\n".join(["| state | waits for | terms |", "|---|---|---|", *rows])


def terms_text(given: Terms) -> str:
    """All rows of terms as Markdown, with article and mark."""
    rows = [
        f"| `{row.key}` | {row.quantity} {row.unit.replace('_', ' ')} | {row.counted} | {row.article} | {row.mark} |"
        for known in given.rows.values()
        for row in known
    ]
    return "\n".join(
        ["| term | length | counted | article | mark |", "|---|---|---|---|---|", *rows]
    )
