"""Problems: what is answered where something is not done, as RFC 9457 has it, with every
finding.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from openkeden.base import (
    bounded,
    declaration_usage,
    public_usage,
    service_usage,
    serving_usage,
)
from openkeden.base.findings import Finding, Refused
from openkeden.views import finding_view
from openkeden.views.finding_view import FindingView

#: What a problem is called, and its status.
STATUSES: Final[Mapping[str, int]] = {
    "unreadable": 400,
    "unauthorised": 401,
    "forbidden": 403,
    "not-found": 404,
    "not-allowed": 405,
    "conflict": 409,
    "stale": 412,
    "too-large": 413,
    "media-type": 415,
    "refused": 422,
    "outside-law": 422,
    "precondition": 428,
    "rate": 429,
    "fault": 500,
    "busy": 503,
}
TITLES: Final[Mapping[str, str]] = {
    "unreadable": "The request cannot be read",
    "unauthorised": "A key is needed",
    "forbidden": "This key may not do that",
    "not-found": "There is no such thing",
    "not-allowed": "That cannot be asked here",
    "conflict": "It was used before, for something else",
    "stale": "It has changed since it was read",
    "too-large": "The body is too large",
    "media-type": "A body of this type is not read here",
    "refused": "Refused",
    "outside-law": "The law of that day is not held",
    "precondition": "An act says which state it was decided on",
    "rate": "Too many requests",
    "fault": "The service failed",
    "busy": "The service has too much to do",
}

#: What to do about it.
FIXES: Final[Mapping[str, str]] = {
    "unreadable": "Correct what the findings name, and send it again.",
    "unauthorised": "Send `Authorization: Bearer` with a key that may be used now.",
    "forbidden": "Use a key with the scope that the finding names.",
    "not-found": "Look for a slip in the address; GET /api/v1/ lists what there is.",
    "not-allowed": "Use one of the methods that `Allow` names.",
    "conflict": "Send what was sent then, or use another reference or key.",
    "stale": "Read it again, and decide on what it is now.",
    "too-large": "Split it, and send the parts one after the other.",
    "media-type": "Send one of the media types that the finding names.",
    "refused": "Do what the `fix` of each finding says, and send it again.",
    "outside-law": "Ask for a day that is held; GET /api/v1/law/packs says since when.",
    "precondition": "Send the header that the finding names.",
    "rate": "Send the same again after the seconds that `Retry-After` says.",
    "fault": "Send the same again; tell the operator the number of the request.",
    "busy": "Send the same again after the seconds that `Retry-After` says.",
}

#: What a finding makes of its answer, by its rule; another one refuses.
_KINDS: Final[Mapping[str, str]] = {
    service_usage.NO_PATH.number: "not-found",
    service_usage.NO_METHOD.number: "not-allowed",
    service_usage.NO_PARAMETER.number: "unreadable",
    service_usage.BAD_VALUE.number: "unreadable",
    service_usage.MISSING.number: "unreadable",
    service_usage.BAD_HEADER.number: "unreadable",
    service_usage.NOT_JSON.number: "unreadable",
    service_usage.NO_KEY.number: "unauthorised",
    service_usage.NO_SCOPE.number: "forbidden",
    service_usage.BAD_MEDIA_TYPE.number: "media-type",
    service_usage.TOO_LARGE.number: "too-large",
    service_usage.BUSY.number: "busy",
    service_usage.TOO_OFTEN.number: "rate",
    service_usage.FAULT.number: "fault",
    service_usage.NO_MATCH.number: "precondition",
    service_usage.STALE.number: "stale",
    service_usage.NO_IDEMPOTENCY_KEY.number: "precondition",
    service_usage.OTHER_CONTENT.number: "conflict",
    service_usage.NOT_YOURS.number: "not-found",
    serving_usage.TOO_MANY.number: "too-large",
    serving_usage.CUT_SHORT.number: "unreadable",
    serving_usage.TOO_SLOW.number: "unreadable",
    serving_usage.NO_LENGTH.number: "unreadable",
    serving_usage.BAD_CODING.number: "media-type",
    # An action of officers.
    declaration_usage.NOT_BY_KEY.number: "forbidden",
    # A record that is damaged.
    "I.22": "fault",
    # No such action, no such version.
    "L.25": "not-found",
    "I.24": "not-found",
    # No law or rate of that day.
    "U.5": "outside-law",
    "U.6": "outside-law",
    "U.18": "outside-law",
    public_usage.NO_RATE.number: "outside-law",
    # No such list, row, line, tile or entry.
    "U.11": "not-found",
    "U.15": "not-found",
    "U.60": "not-found",
    public_usage.NO_ROW.number: "not-found",
    public_usage.NO_TILE.number: "not-found",
    public_usage.NO_BODIES.number: "not-found",
    public_usage.NO_SIZE.number: "not-found",
    public_usage.NO_LINE.number: "not-found",
}

#: How much of an address is told, in letters.
_INSTANCE: Final = 200

#: How much is quoted of what was sent, and of what else a sentence names, in letters.
_SENT: Final = 200
_NAMED: Final = 1000

#: A path of a message, such as items[0].net_mass_kg.
_PATH: Final = re.compile(r"[A-Za-z_]\w*(\[\d+\])*(\.[A-Za-z_]\w*(\[\d+\])*)*")


class ProblemFinding(FindingView, frozen=True, kw_only=True):
    """A finding as programs see it, with the place in the JSON that was sent."""

    #: A JSON pointer (RFC 6901); empty where the place is none of a message.
    pointer: str


class ProblemDocument(msgspec.Struct, frozen=True, kw_only=True):
    """Why something is not done (RFC 9457)."""

    #: A stable address of the kind of problem.
    type: str

    #: The kind in words.
    title: str

    #: The status of the answer.
    status: int

    #: The first finding as a sentence.
    detail: str

    #: What was asked.
    instance: str

    #: The number of the request, for logs.
    request_id: str

    #: Every finding.
    findings: tuple[ProblemFinding, ...]

    #: The index of the fact that records the refusal; none where nothing was recorded.
    entry: int | None = None

    #: What was to be changed, as it is now; only where it has changed since it was read.
    now: Any = msgspec.UNSET


def kind_of(found: Iterable[Finding]) -> str:
    """The kind of problem that findings make: that of the first one that has its own."""
    kinds = [_KINDS[one.rule] for one in found if one.rule in _KINDS]
    return kinds[0] if kinds else "refused"


def rules_of(kind: str) -> tuple[str, ...]:
    """The rules whose breach makes a problem of a kind; none: it is that of all others."""
    return tuple([rule for rule, made in _KINDS.items() if made == kind])


def of(
    refusal: Refused,
    language: str,
    instance: str,
    request_id: str,
    kind: str = "",
    entry: int | None = None,
) -> ProblemDocument:
    """The problem that a refusal makes; of this `kind`, or of that of its findings."""
    kind = kind or kind_of(refusal.findings)
    views = [finding(one, language) for one in refusal.findings]
    return ProblemDocument(
        type=f"/api/v1/problems/{kind}",
        title=TITLES[kind],
        status=STATUSES[kind],
        detail=views[0].message,
        instance=bounded.beginning(instance, _INSTANCE),
        request_id=request_id,
        findings=tuple(views),
        entry=entry,
    )


def finding(one: Finding, language: str) -> ProblemFinding:
    """A finding with its pointer; of what is quoted the beginning is enough here."""
    quoted = {name: _quoted(name, value) for name, value in one.args.items()}
    view = finding_view.of(msgspec.structs.replace(one, args=quoted), language)
    fields = {name: getattr(view, name) for name in view.__struct_fields__}
    return ProblemFinding(**fields, pointer=pointer(one.path))


def _quoted(name: str, value: str) -> str:
    """A value that a sentence names."""
    return bounded.beginning(value, _SENT if name == "value" else _NAMED)


def pointer(path: str) -> str:
    """A path of a message as a JSON pointer; empty where it is none."""
    if not _PATH.fullmatch(path):
        return ""
    return "".join([f"/{part}" for part in re.findall(r"\w+", path)])
