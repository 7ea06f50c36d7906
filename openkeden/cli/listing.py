"""`keden list`: declarations by what they wait for, the overdue ones first."""

from typing import Annotated

import msgspec
import typer

from openkeden import locale
from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import worklist
from openkeden.views import document_view, moments, worklist_view

#: Declarations on a page, and the most that may be asked for.
_PAGE, _MOST = 50, 10_000


def listing(
    state: Annotated[
        list[str] | None,
        typer.Option(
            help="Only this state, such as documents_asked; without it the open ones. Repeatable."
        ),
    ] = None,
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Only those whose deadline has passed.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Those that have ended too, the newest first.")
    ] = False,
    office: Annotated[str, typer.Option(help="Only this office.")] = "",
    trader: Annotated[
        str, typer.Option(help="Only this declarant: BIN or IIN, or name without one.")
    ] = "",
    on: Annotated[
        str, typer.Option(help="Only those registered on this day, as 2026-04-02.")
    ] = "",
    lane: Annotated[
        str, typer.Option(help="Only this lane, such as red; for officers.")
    ] = "",
    officer: Annotated[
        str,
        typer.Option(help="The officer who asks, an inspector or a chief: shows lanes."),
    ] = "",
    limit: Annotated[int, typer.Option(help="So many at most.", min=1, max=_MOST)] = _PAGE,
    json: options.Json = False,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """List declarations by what they wait for: overdue ones first, then the nearest
    deadline.

    Without options: everything that is open. An officer sees the declarations of the own
    office with their lanes.
    """
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    wanted = worklist.Listing(
        states=tuple(state or ()),
        lane=lane,
        office=office,
        trader=trader,
        on=options.day(on),
        overdue=overdue,
        all=everything,
        officer=officer,
    )
    found = worklist.of(wanted, limit, now, opened)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    view = worklist_view.of(found, opened, lang.value, officer=bool(officer))
    if json:
        show.print_json(view)
    else:
        _print(view, opened, lang.value)


def _print(view: worklist_view.WorklistView, at: Installation, language: str) -> None:
    words = locale.names(language)
    labels = words["labels"]
    heads = [labels[name] for name in ("registration", "reference", "trader", "state")]
    missing = f"{labels['missing']}, {view.currency}"
    heads += [labels["due"], missing]
    if any(line.lane is not msgspec.UNSET for line in view.declarations):
        heads.append(labels["lane"])
    heads.append(labels["documents_missing"])
    rows = [_row(line, at, words) for line in view.declarations]
    if rows:
        show.print_table(heads, rows, right={missing})
    for number in view.damaged:
        show.err.print(words["run"]["damaged"].format(number=number))
    if view.more:
        show.out.print(f"+ {view.more} {labels['more']}", style="dim")


def _row(
    line: worklist_view.ListedView, at: Installation, words: locale.Names
) -> list[str]:
    late = f" [red]{words['labels']['overdue']}[/]" if line.overdue else ""
    due = f"{moments.shown(line.due, at)}{late}" if line.due else ""
    unpaid = money.parse(line.unpaid)
    row = [
        line.registration,
        show.plain(line.reference),
        show.plain(line.declarant),
        words["states"][line.state],
        due,
        money.grouped(unpaid) if unpaid else "",
    ]
    if line.lane is not msgspec.UNSET:
        row.append(words["lanes"][line.lane])
    return [*row, show.plain(document_view.text(line.documents))]
