"""`keden act`: one action of the lifecycle on a declaration, or what is possible now."""

from typing import Annotated

import typer

from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import options, possible, show, status
from openkeden.flow.lodging import action_arguments, actions
from openkeden.flow.people import readers


def act(
    reference: options.Reference,
    action: Annotated[
        str,
        typer.Argument(
            help="What is done, such as supply_documents; without it, what is possible now."
        ),
    ] = "",
    role: Annotated[str, typer.Option(help=f"Who acts: {', '.join(actions.ROLES)}.")] = "",
    actor: options.Actor = "",
    arg: Annotated[
        list[str] | None,
        typer.Option(
            help=(
                "What the action says, as name=value; amounts in national currency, lists"
                " with commas. Repeatable."
            )
        ),
    ] = None,
    device: Annotated[
        str,
        typer.Option(help="At which device; two persons who must agree need two of them."),
    ] = "",
    json: options.Json = False,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Do one action of the lifecycle on a declaration; exit code 1 and every reason when it
    is not possible. Without an action: what is possible now, by whom, with which arguments.

    The actor must be appointed in the role, at the office or for the declarant, in the
    register of people (`keden person`). The command line records whom it is told: it cannot
    prove who types, nor at which device.
    """
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    if not action:
        possible.show_possible(reference, opened, now, lang.value, json=json)
        return
    args = action_arguments.read(action, arg or [])
    if isinstance(args, Refused):
        raise show.UserError(*args.findings)
    named = {"--role": role, "--actor": actor}
    lacking = [option for option, value in named.items() if not value]
    if lacking:
        told = ", ".join(lacking)
        raise show.wrong(calls.MISSING, lacking[0], command="keden act", value=told)
    options.covered(opened, now, lang.value)
    done = actions.act(reference, action, role, actor, now, opened, args, device, reason)
    if isinstance(done, Refused):
        show.refuse(done, lang.value, json=json)
    officer = role in readers.OFFICERS
    status.show_case(done, opened, now, lang.value, officer=officer, json=json)


def _listed() -> str:
    """Every action with who may do it and what it takes, as the help shows it."""
    lines = [f"    {line}" for line in action_arguments.all_described()]
    return "\n".join(["    \b", "    Actions, by whom, with [optional] arguments:", *lines])


act.__doc__ = f"{act.__doc__}\n{_listed()}\n"
