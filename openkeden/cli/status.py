"""`keden status`: state, deadline, payments and history of a declaration."""

import datetime

from openkeden import locale
from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import options, refused, show
from openkeden.flow import clock
from openkeden.flow.access import readings
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions, known_case, refused_filings
from openkeden.flow.people import readers
from openkeden.views import document_view, missing_view, status_view

#: Arguments that only programs need, or that the figures above say already.
_UNSPOKEN = ("digest", "items", "number", "payable")


def status(
    reference: options.Reference,
    json: options.Json = False,
    officer: options.Officer = "",
    auditor: options.Auditor = "",
    purpose: options.Purpose = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Show state, deadline, payments and history of a declaration, and what may be done
    next; to an officer the reasons of the lane too.

    An auditor sees them too: he says for which purpose, and the ledger keeps it.

    Of a reference that was only ever refused: when and why, each time.
    """
    opened = options.opened(home, lang.value)
    looked_up = actions.look_up(reference, opened)
    if isinstance(looked_up, Refused):
        if refused.show_any(reference, opened, lang.value, json=json):
            return
        show.refuse(looked_up, lang.value, json=json)
    if officer:
        may_not = readers.may_read(officer, opened, looked_up.row.office)
        if may_not is not None:
            show.refuse(may_not, lang.value, json=json)
    if auditor:
        read = readings.case(reference, auditor, purpose, opened)
        if isinstance(read, Refused):
            show.refuse(read, lang.value, json=json)
    now, sealed = clock.now(), bool(officer or auditor)
    show_case(looked_up, opened, now, lang.value, officer=sealed, json=json)


def show_case(
    looked_up: known_case.KnownCase,
    at: Installation,
    now: datetime.datetime,
    language: str,
    *,
    officer: bool,
    json: bool,
) -> None:
    """Show a declaration as it stands at a moment, to a person or to a program."""
    view = (
        status_view.of_officer(looked_up, at, now, language)
        if officer
        else status_view.of(looked_up, at, now, language)
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
    head = f"[bold]{view.registration}[/bold] ({view.version}) {show.plain(view.reference)}"
    show.out.print(head, soft_wrap=True)
    show.out.print(f"{labels['state']}: {words['states'][view.state]}")
    lane = words["lanes"][view.lane]
    show.out.print(f"{labels['lane']}: [{show.LANE_STYLES[view.lane]}]{lane}[/]")
    if view.due:
        late = f" [red]({labels['overdue']})[/]" if view.overdue else ""
        show.out.print(f"{labels['due']}: {at.local(view.due):%Y-%m-%d %H:%M}{late}")
    _print_documents(view, labels)
    _print_money(looked_up, view.currency, language)
    for step in view.next:
        show.out.print(show.plain(f"{step.message} {step.fix}"), soft_wrap=True)
    for reason in view.reasons or ():
        text = f"{show.plain(reason.title)} ({show.plain(reason.profile)})"
        show.out.print(f"{labels['reason']}: {text}", soft_wrap=True)
    _print_refused(view, at, language)
    for event in view.events:
        when = f"{at.local(event.at):%Y-%m-%d %H:%M}"
        show.out.print(f"  {when} {_event(event, words)}", style="dim", soft_wrap=True)
    for role, names in view.possible.items():
        able = f"{words['roles'][role]}: {', '.join(names)}"
        show.out.print(f"  {able}", style="dim", soft_wrap=True)


def _print_documents(view: status_view.StatusView, labels: locale.Words) -> None:
    """What is missing, and what was given."""
    missing = [kind for kind in view.document_kinds if kind.missing]
    if missing:
        told = show.plain(document_view.text(missing))
        show.out.print(f"{labels['documents_missing']}: {told}", soft_wrap=True)
    given = [
        f"{kind.code} {kind.name}{'' if kind.asked else ' (' + labels['not_asked'] + ')'}"
        for kind in view.document_kinds
        if not kind.missing
    ]
    if given:
        told = show.plain(", ".join(given))
        show.out.print(f"{labels['documents_given']}: {told}", soft_wrap=True)
    for paper in view.papers:
        named = f"{paper.kind} {paper.kind_name} {paper.name}".rstrip()
        told = show.plain(f"{named}, {paper.file}")
        show.out.print(f"{labels['paper']}: {told}", soft_wrap=True)


def _print_money(looked_up: known_case.KnownCase, currency: str, language: str) -> None:
    """What is payable, and what was paid of it."""
    case, labels = looked_up.case, locale.names(language)["labels"]
    amount = f"{money.grouped(case.payable)} {currency}"
    told = looked_up.lodging.warnings
    payable = f"{labels['payable']}: {missing_view.total(amount, told, language)}"
    parts = [(labels["paid"], case.paid)]
    parts += [(labels["secured"], case.secured)] if case.secured else []
    parts += [(labels["overpaid"], case.overpaid)] if case.overpaid else []
    covered = [f"{name}: {money.grouped(part)} {currency}" for name, part in parts]
    show.out.print(", ".join([payable, *covered]), soft_wrap=True)


def _print_refused(view: status_view.StatusView, at: Installation, language: str) -> None:
    """Filings of the same reference that were refused before, each with its grounds."""
    if not view.refused:
        return
    label = locale.names(language)["labels"]["refused_before"]
    show.out.print(f"{label}: {len(view.refused)}")
    tries = refused_filings.of(view.reference, view.declarant)
    refused.print_tries(tries, at, language)


def _event(event: status_view.EventView, words: locale.Names) -> str:
    """An event in one line: what, who in which role, and what was said."""
    who = f"{words['roles'][event.role]} {event.actor}"
    said = [
        f"{words['arguments'][name]}: {words['lanes'].get(value, value)}"
        for name, value in event.said.items()
        if name not in _UNSPOKEN
    ]
    told = f" {'; '.join(said)}" if said else ""
    return show.plain(f"{words['events'][event.action]} ({who}){told}")
