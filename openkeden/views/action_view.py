"""The actions that are possible on a declaration now, with what they take, as programs see
them.
"""

import datetime
from collections.abc import Iterable

import msgspec

from openkeden import locale
from openkeden.base.cases import Argument
from openkeden.clearance import lifecycle, possible, registration
from openkeden.flow.installation import Installation
from openkeden.flow.lodging.known_case import KnownCase


class ArgumentView(msgspec.Struct, frozen=True, kw_only=True):
    """What an action takes."""

    #: Its name.
    name: str

    #: Its kind: text, an amount, a count, codes, or numbers of goods lines.
    kind: str

    #: Whether it may not be left out.
    required: bool

    #: What may be given; anything of the kind where this is empty.
    choices: tuple[str, ...]

    #: What it means, in the reader's language.
    meaning: str


class ActionView(msgspec.Struct, frozen=True, kw_only=True):
    """An action that is possible now."""

    #: The action of the lifecycle.
    action: str

    #: Who may do it now.
    roles: tuple[str, ...]

    #: What it takes.
    arguments: tuple[ArgumentView, ...]

    #: The command that does it, where it comes with a message; empty: `keden act`.
    command: str


class PossibleView(msgspec.Struct, frozen=True, kw_only=True):
    """What is possible on a declaration at a moment."""

    #: The registration number.
    registration: str

    #: The state.
    state: str

    #: The actions, in the order of the lifecycle.
    actions: tuple[ActionView, ...]


def of(
    looked_up: KnownCase, at: Installation, now: datetime.datetime, language: str
) -> PossibleView:
    """What people could do on a declaration at a moment."""
    row = looked_up.row
    by_role = possible.of(looked_up.case, now, at.office(row.office))
    roles: dict[str, list[str]] = {}
    for role, names in by_role.items():
        for name in names:
            roles.setdefault(name, []).append(role)
    meanings = locale.names(language)["arguments"]
    number = row.registration
    able = [_action(name, who, number, meanings) for name, who in roles.items()]
    return PossibleView(
        registration=row.registration, state=looked_up.case.state, actions=tuple(able)
    )


def _action(name: str, roles: list[str], number: str, meanings: locale.Words) -> ActionView:
    asked, command = lifecycle.ACTIONS[name], ""
    if registration.by_filing(name) is not None:
        asked, command = (), f"keden {name} {number} FILE --actor ID"
    return ActionView(
        action=name,
        roles=tuple(roles),
        arguments=arguments(asked, meanings),
        command=command,
    )


def arguments(
    asked: Iterable[Argument], meanings: locale.Words
) -> tuple[ArgumentView, ...]:
    """The views of arguments, in their order."""
    return tuple([_argument(argument, meanings) for argument in asked])


def _argument(argument: Argument, meanings: locale.Words) -> ArgumentView:
    return ArgumentView(
        name=argument.name,
        kind=argument.kind,
        required=argument.required,
        choices=argument.choices,
        meaning=meanings[argument.name],
    )
