"""`keden clear`: lodge declarations, a line for each and the counts of all."""

import contextlib
import pathlib
import sys
from collections.abc import Iterator
from typing import Annotated, BinaryIO

import msgspec
import typer
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from openkeden import locale
from openkeden.base import money
from openkeden.cli import options, show
from openkeden.flow import outputs
from openkeden.flow.lodging import answers, cells, intake
from openkeden.views import answer_view, missing_view


def clear(
    files: options.Files,
    out: Annotated[
        pathlib.Path | None,
        typer.Option(
            help=(
                "Write one JSON line a declaration to this file; it takes its place when the"
                " run ends."
            )
        ),
    ] = None,
    json: options.Json = False,
    actor: Annotated[
        str,
        typer.Option(
            help=(
                "The person of the register who hands them in, for whom the declarant"
                " answers; without it the filings speak for themselves."
            )
        ),
    ] = "",
    max_bytes: options.MaxBytes = intake.MESSAGE_BYTES,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Lodge declarations: check, value, tax, target and decide on each, and record it in
    the ledger.

    Reads JSON, JSON lines, CSV, Excel workbooks and ASYCUDA World XML, told apart by content. Sending a file
    again gives the same answers. A run that is cut short leaves the file of --out as it
    was, and says where the answers so far are. Exit code 1: something was refused; 2:
    something could not be read.
    """
    options.writable(out, home, lang.value, files)
    now, opened = options.moment(at, home), options.opened(home, lang.value, create=True)
    options.covered(opened, now, lang.value)
    tally = Tally()
    with contextlib.ExitStack() as stack:
        sink = sys.stdout.buffer if json else None
        if out:
            sink = stack.enter_context(outputs.lines(out, _tell_unfinished))
        for path, stream in _streams(files, stack):
            answered = (
                [stream]
                if isinstance(stream, answers.Answer)
                else (intake.lodge_stream(stream, actor, now, opened, max_bytes, reason))
            )
            for answer in answered:
                tally.add(answer)
                if sink is not None:
                    _write(answer, sink, lang.value)
                if not json:
                    _report(answer, path, lang.value, quiet=out is not None)
    if not json:
        tally.print(lang.value)
    raise typer.Exit(tally.exit_code)


def _tell_unfinished(path: pathlib.Path) -> None:
    again = "the same command again gives the same answers and goes on"
    show.err.print(f"the answers so far are in {show.plain(path)}; {again}", soft_wrap=True)


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


def _write(answer: answers.Answer, sink: BinaryIO, language: str) -> None:
    """Write one answer as a line of JSON."""
    view = answer_view.of(answer, language)
    sink.write(msgspec.json.encode(view) + b"\n")


def _report(
    answer: answers.Answer, path: pathlib.Path, language: str, *, quiet: bool
) -> None:
    """Say what became of one filing; in a quiet run only what was refused or could not be
    read.
    """
    if quiet and answer.status == "registered":
        return
    words = locale.names(language)
    where = f"{path}, {answer.where}"
    head = f"{show.plain(answer.reference or where)}: {show.lane(answer, words)}"
    if answer.status == "registered":
        state = words["states"][answer.state]
        total = missing_view.total(money.grouped(answer.payable), answer.findings, language)
        payable = f"{words['labels']['payable']} {total}"
        head += f", {state}, {answer.registration}, {payable}"
    console = show.err if quiet else show.out
    console.print(head, soft_wrap=True)
    show.print_findings(cells.placed(answer.findings, answer.rows), language, console)


def _streams(
    files: list[pathlib.Path], stack: contextlib.ExitStack
) -> Iterator[tuple[pathlib.Path, BinaryIO | answers.Answer]]:
    """Every file in turn, opened, with a progress bar by bytes on a terminal; the answer
    about one that cannot be.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(
        *columns, console=show.err, transient=True, disable=not show.err.is_terminal
    )
    progress = stack.enter_context(bar)
    for path in files:
        if str(path) == "-":
            yield path, sys.stdin.buffer
            continue
        try:
            file = progress.open(path, "rb", description=show.plain(path.name))
        except OSError as error:
            yield path, intake.unopened(str(path), error.strerror or str(error))
            continue
        with file:
            yield path, file
