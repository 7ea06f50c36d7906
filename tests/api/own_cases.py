"""Declarations of the example traders as the interface shows them, lodged today."""

import dataclasses
from typing import Any

from openkeden.api import interface, routes
from openkeden.base.findings import Refused
from openkeden.flow import clock
from openkeden.flow.access.callers import SCOPES, Caller
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import answers
from tests.api.http import Client, Got
from tests.founded import OTHER, PAYER, load_rates, lodge_one, published, shoes

_ALL = frozenset(SCOPES)

#: More firms than one statement asks about.
_MANY = [f"{number:012}" for number in range(450)]

#: Who has which key here.
CALLERS = {
    "mine": Caller("trader-1", frozenset({PAYER}), _ALL, "k1"),
    "other": Caller("trader-2", frozenset({OTHER}), _ALL, "k2"),
    "both": Caller("trader-1", frozenset({PAYER, OTHER}), _ALL, "k3"),
    "nobody": Caller("trader-1", frozenset(), _ALL, "k4"),
    "many": Caller("trader-1", frozenset({PAYER, OTHER, *_MANY}), _ALL, "k6"),
    "reads": Caller("trader-1", frozenset({PAYER}), frozenset({"read"}), "k5"),
}


def application(at: Installation) -> interface.Application:
    return interface.Application(at, routes.ROUTES, CALLERS.get)


@dataclasses.dataclass
class Keys:
    """Clients of one installation, by their keys."""

    at: Installation

    def __post_init__(self) -> None:
        quoted(self.at)

    def __getitem__(self, key: str) -> Client:
        return Client(application(self.at), key)


def quoted(at: Installation) -> None:
    """Load exchange rates of today."""
    day = at.local(clock.now()).strftime("%d.%m.%Y")
    body = published(day, USD="450.00", EUR="520.00", CNY="65.00")
    loaded = load_rates(at, body, clock.now())
    assert not isinstance(loaded, Refused), loaded


def lodged_today(at: Installation, filing: Any) -> answers.Answer:
    """Lodge a filing now: its deadlines have not passed."""
    answer = lodge_one(at, filing, moment=clock.now())
    assert answer.status == "registered", answer
    return answer


def asked_for(at: Installation, reference: str) -> str:
    """The address of a declaration for which documents are asked."""
    answer = lodged_today(at, shoes(reference))
    assert answer.state == "documents_asked", answer
    return f"/declarations/{answer.registration}"


def act(
    client: Client,
    address: str,
    action: str,
    tag: str,
    key: str = "key-00001",
    **arguments: Any,
) -> Got:
    """Do an action on the state that a tag names."""
    return client.post(
        f"{address}/actions/{action}",
        {"arguments": arguments},
        if_match=tag,
        idempotency_key=key,
    )


def tag_of(client: Client, address: str) -> str:
    return client.get(address).headers["ETag"]
