"""What became of filings, told to people and to programs: a line each, and the counts of all."""

import contextlib
import functools
import pathlib
import sys
from typing import BinaryIO, NoReturn

import msgspec
import typer

from openkeden import locale
from openkeden.base import money
from openkeden.cli import show
from openkeden.flow import outputs
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import answers, cells
from openkeden.views import answer_view, finding_view, missing_view


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
        write(answer, sys.stdout.buffer, at, language)
    else:
        steps = answer_view.steps(answer, at, language)
        report(Reported(answer, steps, at.currency), path, language, quiet=False)
    raise typer.Exit(tally.exit_code)


def write(answer: answers.Answer, sink: BinaryIO, at: Installation, language: str) -> None:
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
