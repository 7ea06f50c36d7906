"""Checks: what would become of declarations, with nothing recorded and no lane told."""

import io
import itertools
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.api.route import Asked, Declined, Reply, Route
from openkeden.base.findings import Refused
from openkeden.flow import schema
from openkeden.flow.classification import shipped_texts
from openkeden.flow.lodging import checking, intake
from openkeden.flow.lodging.checked import Checked, Status
from openkeden.flow.service import handing_in
from openkeden.views import check_view
from openkeden.views.check_view import TriedView, Would


class CheckedBatch(msgspec.Struct, frozen=True, kw_only=True):
    """What would become of each declaration of a batch."""

    #: The answers, in the order of the messages.
    answers: tuple[TriedView, ...]

    #: How many would be registered, or are lodged already.
    register: int

    #: How many would be refused, or cannot be read.
    refuse: int


_WOULD: Final[Mapping[Status, Would]] = {
    "passed": "register",
    "lodged": "register",
    "refused": "refuse",
    "unreadable": "refuse",
}


def check(asked: Asked) -> Reply | Refused | Declined:
    """Every finding and sum that filing would come to; each declaration of a batch is checked
    after those before it.
    """
    texts = shipped_texts.of(checking.law_pack(asked.at))
    checked = checking.check_stream(
        io.BytesIO(asked.body),
        asked.caller.person,
        asked.now,
        asked.at,
        intake.MESSAGE_BYTES,
        checking.Foregoing(texts),
    )
    found = list(itertools.islice(checked, handing_in.MOST_FILINGS + 1))
    if len(found) > handing_in.MOST_FILINGS:
        return handing_in.too_many(len(found), 0)
    media_type = asked.headers.get("content-type", "")
    if handing_in.sent_as_several(asked.body, media_type, len(found)):
        return Reply(body=_batch(found, asked), cost=max(len(found), 1))
    return _one(found[0], asked)


def _one(checked: Checked, asked: Asked) -> Reply | Declined:
    if checked.status == "unreadable":
        return Declined(refusal=Refused(checked.findings), kind="unreadable")
    return Reply(body=_view(checked, asked))


def _batch(found: Sequence[Checked], asked: Asked) -> CheckedBatch:
    views = tuple([_view(one, asked) for one in found])
    register = sum([one.would == "register" for one in views])
    return CheckedBatch(answers=views, register=register, refuse=len(views) - register)


def _view(checked: Checked, asked: Asked) -> TriedView:
    return check_view.tried(checked, asked.at, asked.language, _WOULD[checked.status])


_GIVES: Any = TriedView | CheckedBatch

ROUTES = (
    Route(
        method="POST",
        path="/checks",
        does=check,
        example="/checks",
        scope="cost",
        media_types=handing_in.MEDIA_TYPES,
        read_as=schema.Filing | tuple[schema.Filing, ...],
        most=intake.MESSAGE_BYTES,
        gives=_GIVES,
    ),
)
