"""`keden clear`: lodge declarations, a line for each and the counts of all."""

import contextlib
import functools
import pathlib
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn

import msgspec
import typer

from openkeden import locale
from openkeden.base import money
from openkeden.cli import input_files, options, show
from openkeden.flow import outputs
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import answers, cells, intake, workers
from openkeden.flow.risk import targeting
from openkeden.views import answer_view, finding_view, missing_view

if TYPE_CHECKING:
    from openkeden.flow import recording

_Out = Annotated[
    pathlib.Path | None,
    typer.Option(
        help=(
            "Write one JSON line a declaration to this file; it takes its place when the"
            " run ends."
        )
    ),
]
_HandedInBy = Annotated[
    str,
    typer.Option(
        help=(
            "The person of the register who hands them in, for whom the declarant"
            " answers; without it the filings speak for themselves."
        )
    ),
]
_Service = Annotated[
    str,
    typer.Option(
        help=(
            "Hand them in at the service with this address instead of here; what is"
            " not heard is sent again."
        )
    ),
]
_Signature = Annotated[
    pathlib.Path | None,
    typer.Option(
        help="The detached signature of the one file, which holds one declaration."
    ),
]
_KeyFile = Annotated[
    pathlib.Path | None,
    typer.Option(help="The file with the key that --to needs."),
]


def clear(
    files: options.FilesAndFolders,
    out: _Out = None,
    json: options.Json = False,
    actor: _HandedInBy = "",
    to: _Service = "",
    signature: _Signature = None,
    key_file: _KeyFile = None,
    max_bytes: options.MaxBytes = intake.MESSAGE_BYTES,
    many_workers: options.ManyWorkers = 0,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Lodge declarations: check, value, tax, target and decide on each, and record it in
    the ledger.

    Reads JSON, JSON lines, CSV, Excel workbooks and ASYCUDA World XML, told apart by
    content. Sending a file again gives the same answers. A run that is cut short leaves the
    file of --out as it was, and says where the answers so far are. Exit code 1: something
    was refused; 2: something could not be read.
    """
    files = input_files.listed(files)
    options.writable(out, home, lang.value, files)
    if signature is not None:
        alone = {"--to": to, "--out": out, "--workers": many_workers}
        by = options.by(actor, at, reason, home)
        _signed(files, signature, alone, max_bytes, by, lang.value, home, json=json)
    if to or key_file is not None:
        from openkeden.cli import clear_to  # noqa: PLC0415 - few commands use the network

        named = {"--actor": actor, "--at": at, "--reason": reason}
        named["--workers"] = str(many_workers or "")
        place = clear_to.place(to, key_file, named, lang.value)
        clear_to.send(files, place, out, max_bytes, lang, json=json)
    now, opened = options.moment(at, home), options.opened(home, lang.value, create=True)
    options.covered(opened, now, lang.value)
    tally = Tally()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_told_when_cut_short(tally, opened, lang.value))
        sink = sink_of(out, stack, lang.value, json=json)
        lodging = functools.partial(
            _answered,
            actor=actor,
            now=now,
            at=opened,
            message_bytes=max_bytes,
            late=reason,
            beside=stack.enter_context(_beside(many_workers, lang.value)),
        )
        telling = functools.partial(_tell, at=opened, sink=sink, json=json, lang=lang)
        for path, stream in input_files.streams(files, stack):
            for answer in lodging(path, stream):
                telling(answer, path)
                tally.add(answer)
    if not json:
        tally.print(lang.value)
    raise typer.Exit(tally.exit_code)


def _signed(
    files: list[pathlib.Path],
    signature: pathlib.Path,
    alone: Mapping[str, object],
    max_bytes: int,
    by: "recording.By",
    language: str,
    home: pathlib.Path,
    *,
    json: bool,
) -> NoReturn:
    """Lodge one declaration with its signature, and end the command."""
    from openkeden.cli import clear_signed  # noqa: PLC0415 - few declarations are signed

    signed = clear_signed.given(files, signature, alone, max_bytes, language)
    clear_signed.hand_in(files[0], signed, by, language, home, json=json)


def _answered(
    path: pathlib.Path, stream: BinaryIO | input_files.Unopened, **how: Any
) -> Iterator[answers.Answer]:
    """The answers to what a file holds, or that it cannot be opened."""
    if isinstance(stream, input_files.Unopened):
        return iter([intake.unopened(str(path), stream.reason)])
    return intake.lodge_stream(stream, **how)


@contextlib.contextmanager
def _told_when_cut_short(tally: "Tally", at: Installation, language: str) -> Iterator[None]:
    """Say before a run which model cannot be used; where it is interrupted, how many
    declarations are lodged and how to go on.
    """
    show.print_findings(targeting.in_force(at).wrong, language, show.err)
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        lodged = f"{tally.lodged:,}".replace(",", " ")
        said = locale.names(language)["run"]["interrupted"].format(lodged=lodged)
        show.err.print(said, soft_wrap=True)
        raise


def _tell(
    answer: answers.Answer,
    path: pathlib.Path,
    at: Installation,
    sink: BinaryIO | None,
    lang: options.Language,
    *,
    json: bool,
) -> None:
    """Write an answer to where answers go, and say it to people."""
    if sink is not None:
        _write(answer, sink, at, lang.value)
    if not json:
        steps = answer_view.steps(answer, at, lang.value)
        told = Reported(answer, steps, at.currency)
        report(told, path, lang.value, quiet=sink is not None)


@contextlib.contextmanager
def _beside(many: int, language: str) -> Iterator[workers.Workers | None]:
    """Workers, if any; where some were lost, say so once."""
    if not many:
        yield None
        return
    with workers.Workers(many) as beside:
        yield beside
    if beside.lost:
        show.err.print(locale.names(language)["run"]["worker_lost"], soft_wrap=True)


def sink_of(
    out: pathlib.Path | None, stack: contextlib.ExitStack, language: str, *, json: bool
) -> BinaryIO | None:
    """Where answers go as lines of JSON, if anywhere."""
    if not out:
        return sys.stdout.buffer if json else None
    unfinished = functools.partial(_tell_unfinished, language=language)
    return stack.enter_context(outputs.lines(out, unfinished))


def _tell_unfinished(path: pathlib.Path, language: str) -> None:
    said = locale.names(language)["run"]["unfinished"].format(path=path)
    show.err.print(show.plain(said), soft_wrap=True)


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
    def lodged(self) -> int:
        """How many were lodged, now or before."""
        return sum(self.lanes.values())

    @property
    def exit_code(self) -> int:
        return 2 if self.unreadable else 1 if self.refused else 0

    def print(self, language: str) -> None:
        """One line of counts."""
        words = locale.names(language)
        labels = words["labels"]
        parts = [
            f"{words['lanes'][lane]} {count}" for lane, count in sorted(self.lanes.items())
        ]
        for state, count in sorted(self.states.items()):
            parts.append(f"{words['states'][state]} {count}")
        if self.refused:
            parts.append(f"{labels['refused'].lower()} {self.refused}")
        if self.unreadable:
            parts.append(f"{labels['unreadable'].lower()} {self.unreadable}")
        show.err.print(", ".join(parts), soft_wrap=True)


def show_one(
    answer: answers.Answer,
    path: pathlib.Path,
    at: Installation,
    language: str,
    *,
    json: bool,
) -> NoReturn:
    """Show what became of one filing of a file, and end the command."""
    tally = Tally()
    tally.add(answer)
    if json:
        _write(answer, sys.stdout.buffer, at, language)
    else:
        steps = answer_view.steps(answer, at, language)
        report(Reported(answer, steps, at.currency), path, language, quiet=False)
    raise typer.Exit(tally.exit_code)


def _write(answer: answers.Answer, sink: BinaryIO, at: Installation, language: str) -> None:
    """Write one answer as a line of JSON."""
    view = answer_view.of(answer, at, language)
    sink.write(msgspec.json.encode(view) + b"\n")


class Reported(msgspec.Struct, frozen=True):
    """What people are told of an answer."""

    #: The answer.
    answer: answers.Answer

    #: What the declarant has to do next.
    steps: tuple[finding_view.FindingView, ...]

    #: The national currency.
    currency: str


def report(told: Reported, path: pathlib.Path, language: str, *, quiet: bool) -> None:
    """Say what became of one filing; in a quiet run only what was refused or could not be
    read.
    """
    answer = told.answer
    if quiet and answer.status == "registered":
        return
    words = locale.names(language)
    where = f"{path}, {answer.where}"
    head = f"{show.plain(answer.reference or where)}: {show.lane(answer, words)}"
    if answer.status == "registered":
        head += _registered(answer, told.currency, language)
    console = show.err if quiet else show.out
    console.print(head, soft_wrap=True)
    for step in told.steps:
        console.print(show.plain(f"  {step.message} {step.fix}"), soft_wrap=True)
    show.print_findings(cells.placed(answer.findings, answer.rows), language, console)


def _registered(answer: answers.Answer, currency: str, language: str) -> str:
    """State, number and total of a registered declaration; the state of today beside that
    of an answer given before.
    """
    words = locale.names(language)
    labels, states = words["labels"], words["states"]
    state = states[answer.state]
    if answer.state_now:
        state += f" ({labels['now']}: [bold]{states[answer.state_now]}[/bold])"
    amount = f"{money.grouped(answer.payable)} {currency}"
    total = missing_view.total(amount, answer.findings, language)
    payable = f"{labels['payable']} {total}"
    return f", {state}, {answer.registration}, {payable}"
