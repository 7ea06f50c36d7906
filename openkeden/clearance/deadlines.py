"""Deadlines: when each state of a declaration must be left.

They follow from the legal time limits and the office's working time. What a state waits for
is the table `DEADLINES`.
"""

import datetime
from collections.abc import Callable, Mapping

import msgspec

from openkeden.base.time_limits import Office

#: Time limits that this part counts with: a pack must have a row in force for each.
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


class Moments(msgspec.Struct, frozen=True, omit_defaults=True):
    """The moments of a declaration that time limits run from and to."""

    #: When it was filed.
    filed: datetime.datetime | None = None

    #: When it was registered.
    registered: datetime.datetime | None = None

    #: From when the time for release runs: from registration, or from presenting the goods.
    release_from: datetime.datetime | None = None

    #: When the time for release ends.
    release_by: datetime.datetime | None = None

    #: Whether that time was extended.
    extended: bool = False

    #: When a suspension of release ends.
    suspended_until: datetime.datetime | None = None

    #: Whether the suspension was extended.
    suspension_extended: bool = False

    #: When documents were given last.
    supplied: datetime.datetime | None = None

    #: The last release.
    released: datetime.datetime | None = None


def release_by(office: Office, start: datetime.datetime) -> datetime.datetime:
    """The end of the plain time for release (art. 119(1), 119(2))."""
    return office.end("release", start)


def control_by(office: Office, start: datetime.datetime) -> datetime.datetime:
    """The end of the time for release after documents, control or an amendment (art.
    119(3)).
    """
    return max(release_by(office, start), office.end("control", start))


def documents_by(
    office: Office, end: datetime.datetime, *, extended: bool = False
) -> datetime.datetime:
    """Until when documents must be given, for release by `end` (art. 325(3), 325(7))."""
    margin = "documents_margin_extended" if extended else "documents_margin"
    return office.before(margin, end)


def due(
    state: str, moments: Moments, at: datetime.datetime, office: Office
) -> datetime.datetime | None:
    """By when a case that came to `state` at `at` must move on; None where no time limit
    runs.
    """
    row = DEADLINES.get(state)
    return None if row is None else row.by(moments, at, office)


_Moment = datetime.datetime | None


def _registration(moments: Moments, at: datetime.datetime, office: Office) -> _Moment:
    return office.end("registration", moments.filed or at)


def _preliminary(moments: Moments, at: datetime.datetime, office: Office) -> _Moment:
    return office.end("preliminary", moments.registered or at)


def _release(moments: Moments, _at: datetime.datetime, _office: Office) -> _Moment:
    return moments.release_by


def _documents(moments: Moments, at: datetime.datetime, office: Office) -> _Moment:
    """Asked so late that the margin has passed, the declarant has all the time for release."""
    if moments.release_by is None:
        return None
    margin = documents_by(office, moments.release_by, extended=moments.extended)
    return margin if margin > at else moments.release_by


def _suspension(moments: Moments, _at: datetime.datetime, _office: Office) -> _Moment:
    return moments.suspended_until


def _security(moments: Moments, at: datetime.datetime, office: Office) -> _Moment:
    if moments.supplied is None:
        return office.end("security_documents", moments.registered or at)
    return office.end("security_check", moments.supplied)


class Deadline(msgspec.Struct, frozen=True):
    """The deadline of one state."""

    #: Whom the state waits for.
    waits_for: str

    #: Keys of the time limits that it is counted with.
    limits: tuple[str, ...]

    #: How the moment is found.
    by: Callable[[Moments, datetime.datetime, Office], datetime.datetime | None]


_RELEASE_LIMITS = ("release", "control", "extension")
_DOCUMENT_LIMITS = ("documents_margin", "documents_margin_extended")
_SUSPENSION_LIMITS = ("ip_suspension", "ip_suspension_extension")
_SECURITY_LIMITS = ("security_documents", "security_check")

_RELEASE = Deadline("customs", _RELEASE_LIMITS, _release)
_DOCUMENTS = Deadline("declarant", _DOCUMENT_LIMITS, _documents)

#: States not named here have no deadline.
DEADLINES: Mapping[str, Deadline] = {
    "filed": Deadline("customs", ("registration",), _registration),
    "awaiting_goods": Deadline("declarant", ("preliminary",), _preliminary),
    "registered": _RELEASE,
    "selected": _RELEASE,
    "documents_asked": _DOCUMENTS,
    "inspection_ordered": _RELEASE,
    "under_check": _RELEASE,
    "inspected": _RELEASE,
    "amendment_demanded": _DOCUMENTS,
    "awaiting_payment": Deadline("declarant", _RELEASE_LIMITS, _release),
    "suspended": Deadline("customs", _SUSPENSION_LIMITS, _suspension),
    "partly_released": _RELEASE,
    "released_on_security": Deadline(
        "declarant, then customs", _SECURITY_LIMITS, _security
    ),
}


def markdown() -> str:
    """Whom each state waits for and by which time limits, as a Markdown table."""
    lines = ["| state | waits for | time limits |", "|---|---|---|"]
    for state, row in DEADLINES.items():
        lines.append(f"| `{state}` | {row.waits_for} | {', '.join(row.limits)} |")
    return "\n".join(lines)
