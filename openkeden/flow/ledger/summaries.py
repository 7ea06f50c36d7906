"""What a fact, and what is sealed beside it, says in plain words: names with their values."""

from collections.abc import Mapping

import msgspec

from openkeden.base import cases, money, names
from openkeden.flow import facts, sealing

#: Fields that are told beside the fact, or are there for machines alone.
_ASIDE = frozenset({"v", "at", "recorded", "late", "postings", "sealed", "law"})
#: Fields with an amount in minor units.
_AMOUNTS = frozenset({"amount", "limit"})
#: Fields with the key of a person.
_PERSONS = frozenset({"payer", "holder", "declarant"})


def kind_of(fact: facts.AnyFact) -> str:
    """The kind of a fact, as the ledger names it."""
    return str(type(fact).__struct_config__.tag)


def of(fact: facts.AnyFact) -> dict[str, str]:
    """What a fact says to whoever holds a receipt of it."""
    match fact:
        case facts.Lodging():
            return _filing(fact) | _lodging(fact)
        case facts.Refusal():
            return _filing(fact) | _refusal(fact)
        case facts.CaseStep():
            return _step(fact)
    return _plain(fact)


def _filing(fact: facts.Lodging | facts.Refusal) -> dict[str, str]:
    return {
        "reference": fact.reference,
        "declarant": names.shown(fact.declarant),
        "sha256": fact.digest.hex(),
    }


def _lodging(fact: facts.Lodging) -> dict[str, str]:
    return {
        "registration": fact.registration,
        "version": str(fact.version),
        "state": fact.decision.state,
        "customs_value": money.text(fact.assessment.customs_value),
        "payable": money.text(fact.assessment.payable),
    }


def _refusal(fact: facts.Refusal) -> dict[str, str]:
    return {"refused": ", ".join(sorted({ground.rule for ground in fact.grounds}))}


def _step(fact: facts.CaseStep) -> dict[str, str]:
    said = {
        "registration": fact.registration,
        "version": str(fact.version),
        "state": fact.state,
    }
    for number, event in enumerate(fact.events, 1):
        said[f"event {number}"] = _event(event)
    return said


def _event(event: cases.Event) -> str:
    args = [f"{name} {_text(name, value)}" for name, value in event.args.items()]
    return ", ".join([f"{event.action} by {event.actor} as {event.role}", *args])


def _plain(fact: facts.AnyFact) -> dict[str, str]:
    """Every field of a fact of another kind."""
    shown = [name for name in fact.__struct_fields__ if name not in _ASIDE]
    return {name: _text(name, getattr(fact, name)) for name in shown}


def _text(name: str, value: object) -> str:
    """A value in plain words, by the name of its field."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, int) and name in _AMOUNTS:
        return money.text(value)
    if isinstance(value, str) and name in _PERSONS:
        return names.shown(value)
    if isinstance(value, str):
        return value
    if isinstance(value, tuple | list) and all(isinstance(one, str | int) for one in value):
        return ", ".join(map(str, value))
    return _compact(value)


def _compact(value: object) -> str:
    """A nested value on one line: text of JSON, but for a plain text or moment."""
    plain = msgspec.to_builtins(value)
    return plain if isinstance(plain, str) else msgspec.json.encode(plain).decode()


def of_sealed(part: sealing.Sealed, fact: facts.AnyFact) -> dict[str, str]:
    """What a sealed part says to an officer."""
    if isinstance(part, sealing.SealedLodging):
        plain = msgspec.to_builtins(part.selection)
        return {name: _text(name, value) for name, value in plain.items()}
    assert isinstance(fact, facts.CaseStep), "the part was opened with its fact"
    said: dict[str, str] = {}
    for number, hidden in enumerate(part.arguments, 1):
        said |= _hidden(number, hidden)
    return said


def _hidden(number: int, hidden: Mapping[str, cases.Value]) -> dict[str, str]:
    return {f"event {number} {name}": _text(name, hidden[name]) for name in hidden}
