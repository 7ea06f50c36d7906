"""What resources of declarations share: whose a declaration is, which state an act was decided
on, and that nothing is done twice.
"""

import hashlib
import re
from collections.abc import Callable
from typing import Any, Final

import msgspec

from openkeden.api.route import Asked, Declined, Reply
from openkeden.base import findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow import clock
from openkeden.flow.access import own_cases, repeats
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.views import status_view

#: Where the resources of a declaration begin: its number has three parts.
ONE: Final = "/declarations/{office}/{day}/{serial}"

#: A declaration as an example.
EXAMPLE: Final = "/declarations/57505/020426/0000001"

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")


def number(asked: Asked) -> str:
    """The registration number in the address."""
    path = asked.path
    return f"{path['office']}/{path['day']}/{path['serial']}"


def owned(asked: Asked) -> KnownCase | Refused:
    """The declaration in the address, where it is one of the caller's."""
    return own_cases.of(number(asked), asked.caller, asked.at)


def tag(known: KnownCase) -> str:
    """The ETag of a declaration: its latest fact."""
    return f'"entry-{known.row.latest}"'


def as_it_is(known: KnownCase, asked: Asked) -> Reply:
    """A declaration as it stands now, with its tag."""
    view = status_view.of_declarant(known, asked.at, clock.now(), asked.language)
    return Reply(body=view, headers=(("ETag", tag(known)),))


def unchanged(asked: Asked) -> KnownCase | Refused | Declined:
    """The caller's declaration in the address, where it still is as it was read; asked in
    the transaction of what is done then.
    """
    sent = asked.headers.get("if-match", "").strip()
    known = owned(asked)
    if isinstance(known, Refused):
        return known
    if not sent:
        return findings.refused(service_usage.NO_MATCH, "If-Match", value="If-Match")
    now = tag(known)
    if sent == now:
        return known
    stale = findings.of(service_usage.STALE, "If-Match", value=sent, now=now)
    view = status_view.of_declarant(known, asked.at, clock.now(), asked.language)
    headers = (("ETag", now),)
    return Declined(refusal=Refused((stale,)), now=view, headers=headers)


def once(
    asked: Asked, what: str, act: Callable[[], Reply | Refused | Declined]
) -> Reply | Refused | Declined:
    """Do what is asked under its Idempotency-Key, once: in one transaction with the answer,
    which is given again to the same request.
    """
    key = asked.headers.get("idempotency-key", "")
    if not _KEY.fullmatch(key):
        return findings.refused(
            service_usage.NO_IDEMPOTENCY_KEY, "Idempotency-Key", value=key[:64]
        )
    person, digest = asked.caller.person, _digest(asked, what)

    def done() -> repeats.Done | Refused | Declined:
        return repeats.once(person, key, digest, clock.now(), lambda: _encoded(act()))

    given = asked.write(done)
    if not isinstance(given, repeats.Done):
        return given
    again = (("Idempotent-Replay", "true"),) if given.again else ()
    return Reply(body=given.body, status=given.status, headers=(*given.headers, *again))


def _encoded(
    reply: Reply | Refused | Declined,
) -> repeats.Done | Refused | Declined:
    if not isinstance(reply, Reply):
        return reply
    return repeats.Done(reply.status, reply.headers, msgspec.json.encode(reply.body))


def _digest(asked: Asked, what: str) -> bytes:
    """What tells one request from another: its address, its parameters, its body."""
    said: list[Any] = [what, sorted(asked.path.items()), asked.query]
    body = asked.body if isinstance(asked.body, bytes) else msgspec.json.encode(asked.body)
    return hashlib.sha256(msgspec.json.encode(said) + b"\n" + body).digest()
