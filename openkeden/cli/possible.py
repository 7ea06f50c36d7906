"""Show what is possible on a declaration now: each action, who may do it, what it takes."""

import datetime

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import refused, show
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions
from openkeden.views import action_view


def show_possible(
    reference: str, at: Installation, now: datetime.datetime, language: str, *, json: bool
) -> None:
    """Show it for the declaration that a reference means; the command ends where there is
    none.
    """
    looked_up = actions.look_up(reference, at)
    if isinstance(looked_up, Refused):
        if refused.show_any(reference, at, language, json=json):
            return
        show.refuse(looked_up, language, json=json)
    view = action_view.of(looked_up, at, now, language)
    if json:
        show.print_json(view)
        return
    words = locale.names(language)
    state = words["states"][view.state]
    able = words["labels"]["possible"]
    show.out.print(f"[bold]{view.registration}[/bold]: {state}. {able}:", soft_wrap=True)
    for action in view.actions:
        roles = ", ".join([words["roles"][role] for role in action.roles])
        name = words["actions"][action.action]
        show.out.print(f"  [bold]{action.action}[/bold]: {name} ({roles})", soft_wrap=True)
        if action.command:
            show.out.print(f"      {action.command}", soft_wrap=True)
        for argument in action.arguments:
            show.out.print(f"      {_argument(argument, words)}", soft_wrap=True)


def _argument(argument: action_view.ArgumentView, words: locale.Names) -> str:
    """An argument in one line: how it is written, what it means."""
    form = "|".join(argument.choices) or argument.kind
    needed = "" if argument.required else f", {words['labels']['optional']}"
    return show.plain(f"{argument.name}={form}  {argument.meaning}{needed}")
