"""`keden act`: one action of the lifecycle on a declaration."""

from typing import Annotated

import typer

from openkeden.base.findings import Refused
from openkeden.cli import options, show, status
from openkeden.flow.lodging import action_arguments, actions
from openkeden.flow.people import readers


def act(
    reference: options.Reference,
    action: Annotated[
        str,
        typer.Argument(
            help="What is done, such as supply_documents; `keden status` lists them."
        ),
    ],
    role: Annotated[str, typer.Option(help=f"Who acts: {', '.join(actions.ROLES)}.")],
    actor: options.Actor,
    arg: Annotated[
        list[str] | None,
        typer.Option(
            help=(
                "What the action says, as name=value; amounts in tenge, lists with"
                " commas. Repeatable."
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
    is not possible.

    The actor must be appointed in the role, at the office or for the declarant, in the
    register of people (`keden person`). The command line records whom it is told: it cannot
    prove who types, nor at which device.
    """
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    options.covered(opened, now, lang.value)
    args = action_arguments.read(action, arg or [])
    if isinstance(args, Refused):
        show.refuse(args, lang.value, json=json)
    done = actions.act(reference, action, role, actor, now, opened, args, device, reason)
    if isinstance(done, Refused):
        show.refuse(done, lang.value, json=json)
    officer = role in readers.OFFICERS
    status.show_case(done, opened, lang.value, officer=officer, json=json)
