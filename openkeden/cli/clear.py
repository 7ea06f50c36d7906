"""`keden clear`, `status`, `act` and `deposit`: declarations in, answers and states out."""

import contextlib
import pathlib
import sys
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from openkeden import formats, locale
from openkeden.base import cases, findings, money, transitions
from openkeden.clearance import lifecycle
from openkeden.cli import options, show
from openkeden.flow import installation
from openkeden.flow.lodging import actions, answers, lodge
from openkeden.flow.lodging.batch import ADVANCE, GUARANTEE

LIMITS = formats.Limits()


def clear(
    files: options.Files,
    out: Annotated[
        pathlib.Path | None, typer.Option(help="Write one JSON line a declaration to this file.")
    ] = None,
    json: options.Json = False,
    actor: Annotated[str, typer.Option(help="In whose name the filings are lodged.")] = "keden",
    max_bytes: options.MaxBytes = LIMITS.message_bytes,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Lodge declarations: check, value, tax, target and decide on each, and record it in the ledger.

    Reads JSON, JSON lines, CSV and ASYCUDA World XML, told apart by content. Sending a file again gives the same
    answers. Exit code 1: something was refused; 2: something could not be read.
    """
    now, opened = options.moment(at), options.opened(home, found=True)
    options.covered(opened, now)
    limits = msgspec.structs.replace(LIMITS, message_bytes=max_bytes)
    tally = Tally()
    with contextlib.ExitStack() as stack:
        sink = stack.enter_context(out.open("wb")) if out else sys.stdout.buffer if json else None
        for path, reading in _readings(files, limits, stack):
            given = lodge.lodge_all(reading, lodge.Actor(actor), now, opened)
            for answer in given:
                tally.add(answer)
                if sink is not None:
                    sink.write(msgspec.json.encode(show.answer(answer, lang.value)) + b"\n")
                if not json:
                    _report(answer, path, lang.value, quiet=out is not None)
    if not json:
        tally.print(lang.value)
    raise typer.Exit(tally.exit_code)


class Tally:
    """How many answers there were of each kind."""

    def __init__(self) -> None:
        self.lanes: dict[str, int] = {}
        self.states: dict[str, int] = {}
        self.refused = self.unreadable = 0

    def add(self, answer: answers.Answer) -> None:
        if answer.status == "registered":
            self.lanes[answer.lane] = self.lanes.get(answer.lane, 0) + 1
            self.states[answer.state] = self.states.get(answer.state, 0) + 1
        elif answer.status == "refused":
            self.refused += 1
        else:
            self.unreadable += 1

    @property
    def exit_code(self) -> int:
        return 2 if self.unreadable else 1 if self.refused else 0

    def print(self, language: str) -> None:
        """One line of counts."""
        words = locale.names(language)
        parts = [f"{words['lanes'][lane]} {self.lanes[lane]}" for lane in sorted(self.lanes)]
        parts += [
            f"{words['states'][state]} {count}" for state, count in sorted(self.states.items())
        ]
        parts += [f"{words['labels']['refused'].lower()} {self.refused}"] if self.refused else []
        parts += (
            [f"{words['labels']['unreadable'].lower()} {self.unreadable}"]
            if self.unreadable
            else []
        )
        show.err.print(", ".join(parts), soft_wrap=True)


def _report(answer: answers.Answer, path: pathlib.Path, language: str, *, quiet: bool) -> None:
    """Say what became of one filing; in a quiet run only what was refused or could not be read."""
    if quiet and answer.status == "registered":
        return
    words = locale.names(language)
    where = f"{path}, {answer.where}"
    head = f"{show.plain(answer.reference or where)}: {show.lane(answer, words)}"
    if answer.status == "registered":
        state = words["states"][answer.state]
        head += f", {state}, {answer.registration}, {words['labels']['payable']} {show.amount(answer.payable)}"
    console = show.err if quiet else show.out
    console.print(head, soft_wrap=True)
    show.print_findings(answer.findings, language, console)


def _readings(
    files: list[pathlib.Path], limits: formats.Limits, stack: contextlib.ExitStack
) -> Iterator[tuple[pathlib.Path, formats.Reading]]:
    """What is read of every file in turn, with a progress bar by bytes on a terminal."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=show.err, transient=True, disable=not show.err.is_terminal)
    progress = stack.enter_context(bar)
    for path in files:
        if str(path) == "-":
            yield path, formats.read(sys.stdin.buffer, limits)
            continue
        try:
            file = progress.open(path, "rb", description=show.plain(path.name))
        except OSError as error:
            yield path, iter([formats.unopened(str(path), error.strerror or str(error))])
            continue
        with file:
            yield path, formats.read(file, limits)


def status(
    reference: Annotated[
        str, typer.Argument(help="Registration number, or the declarant's own reference.")
    ],
    json: options.Json = False,
    officer: Annotated[
        bool, typer.Option(help="Show an officer's view: reasons of the lane too.")
    ] = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Show what a declaration has come to: state, deadline, money, history, and what may be done next."""
    opened = options.opened(home)
    known = actions.look_up(reference, opened)
    if isinstance(known, findings.Finding):
        _refuse([known], lang.value, json=json)
        return
    if json:
        show.print_json(_status(known, opened, lang.value, officer=officer))
    else:
        _print_status(known, opened, lang.value, officer=officer)


def act(
    reference: Annotated[
        str, typer.Argument(help="Registration number, or the declarant's own reference.")
    ],
    action: Annotated[
        str,
        typer.Argument(help="What is done, such as supply_documents; `keden status` lists them."),
    ],
    role: Annotated[str, typer.Option(help=f"Who acts: {', '.join(lifecycle.ROLES)}.")],
    actor: Annotated[str, typer.Option(help="The name of who actions.")],
    arg: Annotated[
        list[str] | None,
        typer.Option(
            help="What the action says, as name=value; amounts in tenge, lists with commas. Repeatable."
        ),
    ] = None,
    device: Annotated[str, typer.Option(help="At which device; two persons need two.")] = "",
    json: options.Json = False,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Do one action of the lifecycle on a declaration; exit code 1 and every reason when it is not possible."""
    now, opened = options.moment(at), options.opened(home)
    options.covered(opened, now)
    args = _arguments(action, arg or [])
    done = actions.act(reference, action, role, actor, now, opened, args, device)
    if isinstance(done, list):
        _refuse(done, lang.value, json=json)
    elif json:
        show.print_json(_status(done, opened, lang.value, officer=role != lifecycle.DECLARANT))
    else:
        _print_status(done, opened, lang.value, officer=role != lifecycle.DECLARANT)


def deposit(
    payer: Annotated[str, typer.Argument(help="BIN or IIN of the payer.")],
    amount: Annotated[str, typer.Argument(help="Amount in national currency, such as 1000000.00.")],
    document: Annotated[
        str, typer.Option(help="Number of the payment order, or of the guarantee.")
    ],
    guarantee: Annotated[bool, typer.Option("--guarantee", help="A guarantee, not money.")] = False,
    actor: Annotated[str, typer.Option(help="The name of who records it.")] = "treasury",
    at: options.At = "",
    home: options.HomeOption = options.HOME,
) -> None:
    """Credit a payer with money received in advance, or with a guarantee; green declarations draw on it."""
    minor = _money(amount, "amount")
    if not minor:
        raise show.UserError("the amount is zero")
    kind = GUARANTEE if guarantee else ADVANCE
    now, opened = options.moment(at), options.opened(home, found=True)
    options.covered(opened, now)
    try:
        balance = actions.deposit(payer, kind, minor, document, actor, now, opened)
    except actions.TooMuch:
        raise show.UserError(
            f"the balance with {amount} would be more than can be recorded"
        ) from None
    show.out.print(f"{show.plain(payer)}: {kind} {show.amount(balance)}")


def _refuse(against: list[findings.Finding], language: str, *, json: bool) -> None:
    if json:
        show.print_json({"findings": [show.finding(found, language) for found in against]})
    else:
        show.print_findings(against, language, show.err)
    raise typer.Exit(1)


def _arguments(action: str, given: list[str]) -> dict[str, cases.Value]:
    """The arguments of an action from `name=value`, each in its kind."""
    kinds = {one.name: one.kind for one in lifecycle.ACTIONS.get(action, ())}
    made: dict[str, cases.Value] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in kinds:
            known = ", ".join(kinds) or "none"
            raise show.UserError(f"--arg {text!r}: write it as name=value; {action} takes {known}")
        made[name] = _value(kinds[name], name, value)
    return made


def _value(kind: str, name: str, value: str) -> cases.Value:
    if kind == "amount":
        return _money(value, name)
    if kind == "codes":
        return tuple(part.strip() for part in value.split(",") if part.strip())
    if kind == "numbers":
        if not all(part.strip().isdecimal() for part in value.split(",")):
            raise show.UserError(f"{name}={value!r}: give numbers of goods lines, such as 1,3")
        return tuple(int(part) for part in value.split(","))
    return value


def _money(text: str, name: str) -> int:
    try:
        return money.parse(text)
    except ValueError:
        raise show.UserError(f"{name} {text!r} is no amount; write it as 1000000.00") from None


def _status(
    known: actions.KnownCase, opened: installation.Installation, language: str, *, officer: bool
) -> dict[str, Any]:
    """The state of a declaration for programs."""
    case, row = known.case, known.row
    lodged = known.lodging
    shown: dict[str, Any] = {
        "registration": row.registration,
        "version": row.version,
        "reference": row.reference,
        "declarant": row.declarant,
        "state": case.state,
        "lane": row.lane,
        "due": case.due.isoformat() if case.due else None,
        "documents": list(case.documents),
        "customs_value": money.text(row.customs_value),
        "payable": money.text(case.payable),
        "tied_items": list(lodged.assessment.tied),
        "saved": money.text(lodged.assessment.saved),
        "paid": money.text(case.paid),
        "secured": money.text(case.secured),
        "released_items": list(case.released),
        "events": [
            {
                "at": event.at.isoformat(),
                "action": event.action,
                "role": event.role,
                "actor": event.actor,
            }
            for event in known.events
        ],
        "possible": {
            role: transitions.actions(lifecycle.TABLE, case.state, role)
            for role in lifecycle.ROLES
            if transitions.actions(lifecycle.TABLE, case.state, role)
        },
        "entry": row.lodged,
    }
    if officer:
        draw = lodged.selection.draw
        shown["reasons"] = [
            {
                "profile": reason.profile,
                "item": reason.item,
                "score": reason.contribution,
                "title": reason.title,
            }
            for reason in actions.reasons(lodged, opened, language)
        ]
        shown["draw"] = {
            "value": draw.value,
            "probability_ppm": draw.probability_ppm,
            "chosen": draw.chosen,
        }
    return shown


def _print_status(
    known: actions.KnownCase, opened: installation.Installation, language: str, *, officer: bool
) -> None:
    words = locale.names(language)
    shown, labels = _status(known, opened, language, officer=officer), words["labels"]
    show.out.print(
        f"[bold]{shown['registration']}[/bold] ({shown['version']}) {show.plain(shown['reference'])}",
        soft_wrap=True,
    )
    lane = shown["lane"]
    show.out.print(f"{labels['state']}: {words['states'][shown['state']]}")
    show.out.print(f"{labels['lane']}: [{show.LANE_STYLES[lane]}]{words['lanes'][lane]}[/]")
    if known.case.due:
        show.out.print(f"{labels['due']}: {opened.pack.local(known.case.due):%Y-%m-%d %H:%M}")
    if shown["documents"]:
        show.out.print(f"{labels['document']}: {show.plain(', '.join(shown['documents']))}")
    show.out.print(
        f"{labels['payable']}: {show.amount(known.case.payable)}, {labels['paid']}: {show.amount(known.case.paid)}"
    )
    for reason in shown.get("reasons", []):
        show.out.print(
            f"{labels['reason']}: {show.plain(reason['title'])} ({show.plain(reason['profile'])})",
            soft_wrap=True,
        )
    for event in known.events:
        name = words["actions"].get(event.action, event.action)
        show.out.print(
            f"  {opened.pack.local(event.at):%Y-%m-%d %H:%M} {name} ({show.plain(event.actor)})",
            style="dim",
        )
    for role, possible in shown["possible"].items():
        show.out.print(f"  {role}: {', '.join(possible)}", style="dim", soft_wrap=True)
