"""`keden status`: state, deadline, payments and history of a declaration."""

from openkeden import locale
from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions, known_case
from openkeden.flow.people import readers
from openkeden.views import missing_view, status_view


def status(
    reference: options.Reference,
    json: options.Json = False,
    officer: options.Officer = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Show state, deadline, payments and history of a declaration, and what may be done
    next; to an officer the reasons of the lane too.
    """
    opened = options.opened(home, lang.value)
    looked_up = actions.look_up(reference, opened)
    if isinstance(looked_up, Refused):
        show.refuse(looked_up, lang.value, json=json)
    if officer:
        may_not = readers.may_read(officer, opened, looked_up.row.office)
        if may_not is not None:
            show.refuse(may_not, lang.value, json=json)
    show_case(looked_up, opened, lang.value, officer=bool(officer), json=json)


def show_case(
    looked_up: known_case.KnownCase,
    at: Installation,
    language: str,
    *,
    officer: bool,
    json: bool,
) -> None:
    """Show a declaration as it stands, to a person or to a program."""
    view = (
        status_view.of_officer(looked_up, at, language)
        if officer
        else status_view.of(looked_up, language)
    )
    if isinstance(view, Refused):
        show.refuse(view, language, json=json)
    if json:
        show.print_json(view)
    else:
        _print(view, looked_up, at, language)


def _print(
    view: status_view.StatusView,
    looked_up: known_case.KnownCase,
    at: Installation,
    language: str,
) -> None:
    words = locale.names(language)
    labels = words["labels"]
    case = looked_up.case
    head = f"[bold]{view.registration}[/bold] ({view.version}) {show.plain(view.reference)}"
    show.out.print(head, soft_wrap=True)
    show.out.print(f"{labels['state']}: {words['states'][view.state]}")
    lane = words["lanes"][view.lane]
    show.out.print(f"{labels['lane']}: [{show.LANE_STYLES[view.lane]}]{lane}[/]")
    if case.due:
        show.out.print(f"{labels['due']}: {at.local(case.due):%Y-%m-%d %H:%M}")
    if view.documents:
        show.out.print(f"{labels['document']}: {show.plain(', '.join(view.documents))}")
    told = looked_up.lodging.warnings
    payable = missing_view.total(money.grouped(case.payable), told, language)
    paid = money.grouped(case.paid)
    over = money.grouped(case.overpaid)
    surplus = f", {labels['overpaid'].lower()}: {over}" if case.overpaid else ""
    show.out.print(f"{labels['payable']}: {payable}, {labels['paid']}: {paid}{surplus}")
    for reason in view.reasons or ():
        text = f"{show.plain(reason.title)} ({show.plain(reason.profile)})"
        show.out.print(f"{labels['reason']}: {text}", soft_wrap=True)
    for event in view.events:
        name = words["actions"].get(event.action, event.action)
        when = f"{at.local(event.at):%Y-%m-%d %H:%M}"
        show.out.print(f"  {when} {name} ({show.plain(event.actor)})", style="dim")
    for role, possible in view.possible.items():
        show.out.print(f"  {role}: {', '.join(possible)}", style="dim", soft_wrap=True)
