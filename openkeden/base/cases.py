"""Cases: the engine for everything that lives through states, such as a declaration or a
transit.

A part gives a `Lifecycle`: a table of transitions, the arguments of its actions, its
conditions and effects. A case is the fold of its events: nothing is kept that replaying
them would not give. Nothing is raised for a user's error; what stands against an event are
findings.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Literal, TypeVar

import msgspec

from openkeden.base import findings, separations, transitions
from openkeden.base.time_limits import Office

NOT_ALLOWED = findings.Rule(
    number="L.1",
    message="{value} is not possible in the state {state}.",
    fix="Possible here: {possible}.",
)
WRONG_ROLE = findings.Rule(
    number="L.2",
    message="The role {value} may not do {action} in the state {state}.",
    fix="Leave it to: {roles}.",
)
BAD_ARGUMENT = findings.Rule(
    number="L.11",
    message="{action} needs {name}; found {value}.",
    fix="Give {name} as {form}.",
)
BACKWARDS = findings.Rule(
    number="L.16",
    message="The event is of {value}, before the last one of {last}.",
    fix="Send events in the order of their time, with an offset from UTC.",
)
RULES = (NOT_ALLOWED, WRONG_ROLE, BAD_ARGUMENT, BACKWARDS)

#: What an event says: text, an amount in minor units or a number, codes or numbers of goods
#: lines.
Value = str | int | tuple[str | int, ...]

#: Fields of a case that an event changes, with their new values.
Changes = dict[str, Any]


class Event(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act on a case."""

    #: What was done.
    action: str

    #: In which role.
    role: str

    #: By whom.
    actor: str

    #: When: an aware moment.
    at: datetime.datetime

    #: What the action says besides; amounts are in minor national units.
    args: Mapping[str, Value] = {}

    #: At which device, where that is known.
    device: str = ""

    def text(self, name: str) -> str:
        """A text argument; empty when it was left out."""
        value = self.args.get(name, "")
        return value if isinstance(value, str) else ""

    def amount(self, name: str) -> int:
        """An amount in minor units; 0 when it was left out."""
        value = self.args.get(name, 0)
        return value if isinstance(value, int) else 0

    def codes(self, name: str) -> tuple[str, ...]:
        """A list of codes; none when it was left out."""
        return tuple([value for value in self._list(name) if isinstance(value, str)])

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of numbers of goods lines; none when it was left out."""
        return tuple([value for value in self._list(name) if isinstance(value, int)])

    def _list(self, name: str) -> Iterable[str | int]:
        value = self.args.get(name, ())
        return value if isinstance(value, tuple | list) else ()


class Proposal(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one person proposed and another must confirm."""

    #: The action that proposed it.
    action: str

    #: Who proposed it.
    actor: str

    #: At which device, where that is known.
    device: str = ""


class Case(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What every case has; a part adds its own fields."""

    #: The name that its sender gave it.
    reference: str

    #: A state of the part's table.
    state: str

    #: By when this state must be left; None where no time limit runs.
    due: datetime.datetime | None = None

    #: What waits for a second person in this state.
    proposal: Proposal | None = None

    #: The moment of the last event.
    at: datetime.datetime | None = None

    #: Who did what, of the acts that are kept apart; each once.
    hands: tuple[separations.Hand, ...] = ()


Kind = Literal["text", "amount", "count", "codes", "numbers"]


class Argument(msgspec.Struct, frozen=True):
    """What an event of an action must say."""

    #: Its name in the event.
    name: str

    #: Text, an amount in minor units, a whole number, codes, or numbers of goods lines.
    kind: Kind

    #: Whether it may not be left out.
    required: bool = True

    #: The closed list that a text must be of; any text where this is empty.
    choices: tuple[str, ...] = ()

    #: Whether officers alone may know it.
    confidential: bool = False


C = TypeVar("C", bound=Case)

#: A condition gives the finding that says why an event may not happen, or None.
Condition = Callable[[C, Event, Office], findings.Finding | None]

#: An effect gives the fields of the case that an event changes, but for state and moment.
Effect = Callable[[C, Event, Office], Changes]

#: When the case must leave its state: asked with the case before and after an event.
Due = Callable[[C, C, Office], datetime.datetime | None]


class Lifecycle(msgspec.Struct, Generic[C], frozen=True, kw_only=True):
    """The life of one kind of case: all that a part must say for `objections` and `apply`."""

    #: In a state, who may do what, under which conditions, leading where.
    table: transitions.TransitionTable

    #: The arguments of every action of the table.
    actions: Mapping[str, tuple[Argument, ...]]

    #: The conditions that rows of the table need, by name.
    conditions: Mapping[str, Condition[C]]

    #: What actions change; an action without an effect only moves the case.
    effects: Mapping[str, Effect[C]]

    #: When a state must be left.
    due: Due[C]

    #: What holds of the case after every event: where it does not, the table is wrong.
    sound: Callable[[C], bool]

    #: Actions for whose absence from a state the part has a better answer than L.1, if it
    #: holds.
    absent: Mapping[str, Condition[C]] = {}

    #: Acts that are kept apart: no one person does both.
    duties: separations.Duties = separations.Duties(())

    #: Roles in which no person acts.
    impersonal: frozenset[str] = frozenset()


def objections(
    lifecycle: Lifecycle[C], case: C, event: Event, office: Office
) -> tuple[transitions.Transition | None, list[findings.Finding]]:
    """The transition that the event would make, and everything that stands against it.

    There is no transition where the table has none. Conditions are tested on sound events
    only.
    """
    row = transitions.find(lifecycle.table, case.state, event.action, event.role)
    if row is None:
        return None, [_not_in_table(lifecycle, case, event, office)]
    found = [*_clock(case, event), *_arguments(event, lifecycle.actions[event.action])]
    if found:
        return row, found
    tested = [lifecycle.conditions[need](case, event, office) for need in row.needs]
    if event.role not in lifecycle.impersonal:
        tested.append(lifecycle.duties.objection(case.hands, event.action, event.actor))
    return row, [finding for finding in tested if finding is not None]


def apply(
    lifecycle: Lifecycle[C], case: C, event: Event, office: Office
) -> C | findings.Finding:
    """The case after the event, or the first of its objections."""
    row, found = objections(lifecycle, case, event, office)
    if row is None or found:
        return found[0]
    effect = lifecycle.effects.get(event.action)
    changes = effect(case, event, office) if effect is not None else {}
    if row.to != case.state:
        changes["proposal"] = None
    if event.role not in lifecycle.impersonal:
        changes["hands"] = lifecycle.duties.after(case.hands, event.action, event.actor)
    after = msgspec.structs.replace(case, state=row.to, at=event.at, **changes)
    assert lifecycle.sound(after), f"{event.action} leads to a case that may not be"
    return msgspec.structs.replace(after, due=lifecycle.due(case, after, office))


def replay(
    lifecycle: Lifecycle[C], case: C, happened: Iterable[Event], office: Office
) -> C:
    """The case after events that were accepted before.

    Raises ValueError for an event that could not have been.
    """
    for event in happened:
        after = apply(lifecycle, case, event, office)
        if not isinstance(after, findings.Finding):
            case = after
            continue
        why = f"{after.rule} {dict(after.args)}"
        raise ValueError(f"{case.reference}: {event.action} at {event.at}: {why}")
    return case


def _not_in_table(
    lifecycle: Lifecycle[C], case: C, event: Event, office: Office
) -> findings.Finding:
    roles = transitions.roles(lifecycle.table, case.state, event.action)
    if roles:
        return findings.of(
            WRONG_ROLE,
            "role",
            value=event.role,
            action=event.action,
            state=case.state,
            roles=", ".join(roles),
        )
    better = lifecycle.absent.get(event.action)
    found = better(case, event, office) if better is not None else None
    return found or _not_allowed(lifecycle, case, event)


def _not_allowed(lifecycle: Lifecycle[C], case: C, event: Event) -> findings.Finding:
    possible = transitions.actions(lifecycle.table, case.state)
    return findings.of(
        NOT_ALLOWED,
        "action",
        value=event.action,
        state=case.state,
        possible=", ".join(possible) or "nothing",
    )


def _clock(case: Case, event: Event) -> list[findings.Finding]:
    aware = event.at.utcoffset() is not None
    if aware and (case.at is None or event.at >= case.at):
        return []
    return [findings.of(BACKWARDS, "at", value=event.at.isoformat(), last=shown(case.at))]


def shown(moment: datetime.datetime | None) -> str:
    """A moment as findings tell it; empty where there is none."""
    return moment.isoformat() if moment is not None else ""


#: How an argument of each kind is written.
FORMS: Mapping[Kind, str] = {
    "text": "text",
    "amount": "an amount of national currency, such as 2200864.56",
    "count": "a whole number, such as 10",
    "codes": "a list of codes",
    "numbers": "a list of numbers of goods lines",
}

#: Longest text, longest list and largest number that an event may say.
MAX_TEXT, MAX_LIST, MAX_AMOUNT = 2000, 1000, 10**20


def _arguments(event: Event, asked: tuple[Argument, ...]) -> list[findings.Finding]:
    known = [argument.name for argument in asked]
    found = [
        _unreadable(event, argument)
        for argument in asked
        if not _reads(event.args.get(argument.name), argument)
    ]
    found += [_unknown(event, name, known) for name in event.args if name not in known]
    return found


def _unreadable(event: Event, asked: Argument) -> findings.Finding:
    form = f"one of {', '.join(asked.choices)}" if asked.choices else FORMS[asked.kind]
    return findings.of(
        BAD_ARGUMENT,
        f"args.{asked.name}",
        action=event.action,
        name=asked.name,
        value=repr(event.args.get(asked.name, "")),
        form=form,
    )


def _unknown(event: Event, name: str, known: list[str]) -> findings.Finding:
    return findings.of(
        BAD_ARGUMENT,
        f"args.{name}",
        action=event.action,
        name=", ".join(known) or "no argument",
        value=name,
        form="listed",
    )


def _reads(value: Value | None, asked: Argument) -> bool:
    if value is None:
        return not asked.required
    if asked.choices and value not in asked.choices:
        return False
    return _READS[asked.kind](value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != "" and len(value) <= MAX_TEXT


def _is_amount(value: object) -> bool:
    return (
        isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_AMOUNT
    )


def _is_codes(value: object) -> bool:
    return _is_list(value, _is_text)


def _is_numbers(value: object) -> bool:
    """Numbers, each once."""
    if not isinstance(value, tuple | list):
        return False
    return _is_list(value, _is_amount) and len(set(value)) == len(value)


def _is_list(value: object, reads: Callable[[object], bool]) -> bool:
    return (
        isinstance(value, tuple | list)
        and 0 < len(value) <= MAX_LIST
        and all(map(reads, value))
    )


_READS: Mapping[Kind, Callable[[object], bool]] = {
    "text": _is_text,
    "amount": _is_amount,
    "count": _is_amount,
    "codes": _is_codes,
    "numbers": _is_numbers,
}
