"""`keden ledger`: the ledger verified, and its signed head."""

from typing import Annotated

import typer
from rich.progress import Progress

from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.ledger import receipts, verification
from openkeden.views import ledger_view

ledger = typer.Typer(
    no_args_is_help=True, help="The ledger: verify it, print its signed head."
)


@ledger.command()
def verify(
    late: Annotated[
        bool, typer.Option("--late", help="List the facts that are late, with the reasons.")
    ] = False,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Derive root and tables again from the stored facts; exit code 1 and the first record
    that does not fit.
    """
    opened = options.opened(home, lang.value)
    with Progress(
        console=show.err, transient=True, disable=not show.err.is_terminal
    ) as bar:
        task = bar.add_task("entries", total=receipts.size())
        verdict = verification.verify(
            opened, lambda index: bar.update(task, completed=index + 1)
        )
    if json:
        show.print_json(ledger_view.of_verdict(verdict))
    elif verdict.problem is None:
        show.out.print(
            f"{verdict.size} facts, {verdict.heads} signed heads: everything fits"
        )
        show.out.print(f"root {verdict.root.hex()}")
    else:
        _print_problem(verdict.problem)
    if not json:
        _print_times(verdict, listed=late)
    raise typer.Exit(0 if verdict.problem is None else 1)


def _print_times(verdict: verification.LedgerVerdict, *, listed: bool) -> None:
    """How many facts are late or far from the clock; those that are late where asked for."""
    far = f"{verdict.apart} facts count as of a moment more than a day from the clock"
    show.out.print(f"{len(verdict.late)} facts are late, {far}")
    for fact in verdict.late if listed else ():
        said = (
            f"{fact.index}: {fact.at} by {fact.actor}, after {fact.before}: {fact.reason}"
        )
        show.out.print(f"  {show.plain(said)}", soft_wrap=True)


def _print_problem(problem: verification.Problem) -> None:
    name = f"{problem.table} {problem.record} {problem.column}".rstrip()
    show.out.print(f"[red]{show.plain(name)}[/]", soft_wrap=True)
    for head, value in (("stored:  ", problem.stored), ("expected:", problem.expected)):
        show.out.print(f"  {head} {show.printable(value)}", soft_wrap=True, markup=False)


@ledger.command()
def head(
    lang: options.Lang = options.Language.en, home: options.HomeOption = options.HOME
) -> None:
    """Print the signed head of the ledger (C2SP checkpoint), to be kept by others."""
    options.opened(home, lang.value)
    note = receipts.head()
    if isinstance(note, Refused):
        show.refuse(note, lang.value, json=False)
    typer.echo(note, nl=False)
