"""Sealed parts: what officers alone may know of a fact, kept beside it.

The fact holds the SHA-256 of its sealed part, so that a receipt proves both and tells
neither profiles nor reasons of officers. The part begins with a salt that nobody can guess:
trying out all that it might say leads nowhere. It is there whether or not there is anything
to hide.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from openkeden.base import cases
from openkeden.clearance import lifecycle
from openkeden.flow import facts
from openkeden.ledger import entry
from openkeden.risk import selection

#: Bytes of a salt.
SALT_BYTES = 16

#: Arguments of events by name.
Arguments = Mapping[str, cases.Value]


class SealedLodging(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="sealed", tag="lodging"
):
    """What officers alone may know of a lodging."""

    salt: bytes
    #: The lane with all its reasons.
    selection: selection.Selection


class SealedStep(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="sealed", tag="event"
):
    """What officers alone may know of a step."""

    salt: bytes
    #: The confidential arguments of its events, in their order.
    arguments: tuple[Arguments, ...]


Sealed = SealedLodging | SealedStep
_DECODER: msgspec.json.Decoder[Sealed] = msgspec.json.Decoder(Sealed)


class Damaged(ValueError):
    """A sealed part is not the one that its fact speaks of."""


class Stored(Protocol):
    """A fact with its sealed part, as it is stored or will be."""

    @property
    def body(self) -> bytes: ...

    @property
    def sealed(self) -> bytes: ...


def salt(secret: bytes, index: int) -> bytes:
    """The salt of the fact at an index: the secret has 32 bytes, and the index 8.

    The secret is not that of random checks, whose seeds are opened one day.
    """
    return hashlib.sha256(secret + index.to_bytes(8)).digest()[:SALT_BYTES]


def of_lodging(selected: selection.Selection, salt: bytes) -> bytes:
    """The sealed part of a lodging."""
    return entry.canonical(SealedLodging(salt=salt, selection=selected))


def of_step(step: facts.CaseStep, salt: bytes) -> tuple[facts.CaseStep, bytes]:
    """A step without what is confidential, and its sealed part."""
    parts = [_split(event) for event in step.events]
    part = SealedStep(salt=salt, arguments=tuple([hidden for _, hidden in parts]))
    sealed = entry.canonical(part)
    told = tuple([event for event, _ in parts])
    return msgspec.structs.replace(step, events=told, sealed=digest(sealed)), sealed


def _split(event: cases.Event) -> tuple[cases.Event, Arguments]:
    """An event without its confidential arguments, and these."""
    known = lifecycle.ACTIONS[event.action]
    secret = {argument.name for argument in known if argument.confidential}
    hidden = {name: event.args[name] for name in event.args if name in secret}
    told = {name: event.args[name] for name in event.args if name not in secret}
    return msgspec.structs.replace(event, args=told), hidden


def digest(content: bytes) -> bytes:
    """The digest of a message or sealed part, as its fact holds it."""
    return hashlib.sha256(content).digest()


def opened(fact: facts.AnyFact, sealed: bytes) -> Sealed:
    """The sealed part of a fact. Raises Damaged where it is not the one of this fact."""
    if not isinstance(fact, facts.Lodging | facts.CaseStep):
        raise Damaged("a fact of this kind has no sealed part")
    if digest(sealed) != fact.sealed:
        raise Damaged(f"its SHA-256 is {digest(sealed).hex()}, not {fact.sealed.hex()}")
    try:
        part = _DECODER.decode(sealed)
    except msgspec.DecodeError as error:
        raise Damaged(f"it cannot be read: {error}") from None
    if isinstance(fact, facts.Lodging) is not isinstance(part, SealedLodging):
        raise Damaged("it is of another kind of fact")
    return part


def opened_lodging(fact: facts.Lodging, sealed: bytes) -> SealedLodging:
    """The sealed part of a lodging. Raises Damaged."""
    part = opened(fact, sealed)
    assert isinstance(part, SealedLodging), "it was told apart from that of a step"
    return part


def selection_of(stored: Stored) -> selection.Selection:
    """The selection of a stored lodging. Raises Damaged."""
    fact = facts.read(stored.body)
    assert isinstance(fact, facts.Lodging), "asked of a lodging"
    return opened_lodging(fact, stored.sealed).selection


def whole(stored: Stored) -> facts.AnyFact:
    """A stored fact, a step with its confidential arguments. Raises Damaged."""
    fact = facts.read(stored.body)
    if not isinstance(fact, facts.CaseStep):
        return fact
    part = opened(fact, stored.sealed)
    assert isinstance(part, SealedStep), "it was told apart from that of a lodging"
    return msgspec.structs.replace(fact, events=joined(fact.events, part.arguments))


def joined(
    events: Sequence[cases.Event], arguments: Sequence[Arguments]
) -> tuple[cases.Event, ...]:
    """Events with the arguments that were taken out of them."""
    if len(events) != len(arguments):
        raise Damaged(f"it speaks of {len(arguments)} events, not of {len(events)}")
    return tuple(
        [
            msgspec.structs.replace(event, args={**event.args, **hidden})
            for event, hidden in zip(events, arguments, strict=True)
        ]
    )
