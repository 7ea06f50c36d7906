"""`keden ledger`: the ledger verified, its signed head, and its public files."""

import pathlib
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show

if TYPE_CHECKING:
    from openkeden.flow.ledger import outside, verification
    from openkeden.flow.ledger.problems import Problem

ledger = typer.Typer(
    no_args_is_help=True,
    help="The ledger: verify it, print its signed head, export it and check the export.",
)

Heads = Annotated[
    list[pathlib.Path] | None,
    typer.Option(
        "--head",
        help="A file of signed heads that was kept elsewhere; may be given repeatedly.",
        show_default=False,
    ),
]
Receipts = Annotated[
    list[pathlib.Path] | None,
    typer.Option(
        "--receipt",
        help="A receipt that was given out; may be given repeatedly.",
        show_default=False,
    ),
]
WitnessKeys = Annotated[
    list[str] | None,
    typer.Option(
        "--witness-key",
        help="A witness's public key, or its file: one of them must have signed each head.",
        show_default=False,
    ),
]
#: Facts between two words of progress.
_TOLD = 100

All = Annotated[bool, typer.Option("--all", help="Print every record that does not fit.")]


@ledger.command()
def verify(
    head: Heads = None,
    receipt: Receipts = None,
    witness_key: WitnessKeys = None,
    all: All = False,  # noqa: A002
    late: Annotated[
        bool, typer.Option("--late", help="List the facts that are late, with the reasons.")
    ] = False,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Derive root and tables again from the stored facts, compare the schema with the
    migrations, and the ledger with heads and receipts that were kept elsewhere.

    Exit code 1 where a record does not fit. It reads one moment of the database, whoever
    writes meanwhile.
    """
    from openkeden.flow.ledger import outside, verification  # noqa: PLC0415

    evidence = outside.read(head or (), receipt or (), witness_key or ())
    if isinstance(evidence, Refused):
        show.refuse(evidence, lang.value, json=json)
    verdict = _verify(home, lang.value, evidence)
    if json:
        from openkeden.views import ledger_view  # noqa: PLC0415

        show.print_json(ledger_view.of_verdict(verdict))
    else:
        words = locale.names(lang.value)["ledger"]
        _print_verdict(verdict, verification.MOST, words, every=all)
        _print_times(verdict, words, listed=late)
    raise typer.Exit(1 if verdict.problems else 0)


def _verify(
    home: pathlib.Path, language: str, evidence: "outside.Evidence"
) -> "verification.LedgerVerdict":
    """Verify with a progress bar on a terminal."""
    from openkeden.flow import installation  # noqa: PLC0415
    from openkeden.flow.ledger import verification  # noqa: PLC0415

    opened = installation.open_to_audit(home)
    if isinstance(opened, Refused):
        show.refuse(opened, language, json=False)
    with Progress(
        console=show.err.styled, transient=True, disable=not show.err.is_terminal
    ) as bar:
        task = bar.add_task("", total=verification.size())

        def followed(index: int) -> None:
            if not index % _TOLD:
                bar.update(task, completed=index)

        def begins(table: str) -> None:
            bar.update(task, description=table)

        return verification.verify(opened, followed, evidence, begins)


def _print_verdict(
    verdict: "verification.LedgerVerdict", most: int, words: locale.Words, *, every: bool
) -> None:
    count = len(verdict.problems)
    if not count:
        show.out.print(words["fits"].format(size=verdict.size, heads=verdict.heads))
        show.out.print(words["root"].format(root=verdict.root.hex()))
    _print_problems(verdict.problems, words, every=every)
    if count >= most:
        show.out.print(words["ended_at"].format(most=most))
    heads, receipts = verdict.outside_heads, verdict.outside_receipts
    if heads or receipts:
        show.out.print(words["compared"].format(heads=heads, receipts=receipts))
    else:
        show.out.print(words["no_outside"])


def _print_times(
    verdict: "verification.LedgerVerdict", words: locale.Words, *, listed: bool
) -> None:
    """How many facts are late or far from the clock; those that are late where asked for."""
    show.out.print(words["late"].format(late=len(verdict.late), apart=verdict.apart))
    for fact in verdict.late if listed else ():
        said = words["late_fact"].format(
            index=fact.index,
            at=fact.at,
            actor=fact.actor,
            before=fact.before,
            reason=fact.reason,
        )
        show.out.print(f"  {show.plain(said)}", soft_wrap=True)


def _print_problems(
    problems: tuple["Problem", ...], words: locale.Words, *, every: bool
) -> None:
    for problem in problems if every else problems[:1]:
        _print_problem(problem, words)
    hidden = 0 if every else max(len(problems) - 1, 0)
    if hidden:
        show.out.print(words["hidden"].format(count=hidden))


def _print_problem(problem: "Problem", words: locale.Words) -> None:
    name = f"{problem.table} {problem.record} {problem.column}".rstrip()
    show.out.print(f"[red]{show.plain(name)}[/]", soft_wrap=True)
    heads = [f"{words[name]}:" for name in ("stored", "expected")]
    width = max([len(head) for head in heads])
    for head, value in zip(heads, (problem.stored, problem.expected), strict=True):
        show.out.print(
            f"  {head:<{width}} {show.printable(value)}", soft_wrap=True, markup=False
        )


@ledger.command()
def head(
    lang: options.Lang = options.Language.en, home: options.HomeOption = options.HOME
) -> None:
    """Print the signed head of the ledger (C2SP checkpoint), to be kept by others."""
    from openkeden.flow.ledger import receipts  # noqa: PLC0415

    options.opened(home, lang.value)
    note = receipts.head()
    if isinstance(note, Refused):
        show.refuse(note, lang.value, json=False)
    typer.echo(note, nl=False)


@ledger.command()
def export(
    folder: Annotated[pathlib.Path, typer.Argument(help="The folder to write to.")],
    entries: Annotated[
        bool, typer.Option("--entries", help="The bodies of the facts too, for auditors.")
    ] = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Write the public files of the ledger: every signed head, the tree (C2SP tlog-tiles)
    and the public key.

    Written again into the same folder, it adds what is new. Without --entries nothing of
    what the facts say is in it.
    """
    from openkeden.flow.ledger import export_writer  # noqa: PLC0415

    options.writable(folder, home, lang.value)
    opened = options.opened(home, lang.value)
    written = export_writer.write(opened, folder, entries=entries)
    if isinstance(written, Refused):
        show.refuse(written, lang.value, json=False)
    said = locale.names(lang.value)["ledger"]["exported"].format(
        size=written.size, heads=written.heads, files=written.files, folder=folder
    )
    show.out.print(show.plain(said), soft_wrap=True)


@ledger.command()
def check_export(
    folder: Annotated[pathlib.Path, typer.Argument(help="The folder of the export.")],
    key: Annotated[
        str,
        typer.Option(
            help="The ledger's public key, or its file; that of the export without."
        ),
    ] = "",
    all: All = False,  # noqa: A002
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
) -> None:
    """Check an export with nothing but its files and the public key: every tile and every
    head's root from the leaves, every signature, every body against its leaf.

    Exit code 1 where a file does not fit. It needs no installation and no database.
    """
    from openkeden.flow.ledger import export_check  # noqa: PLC0415

    checked = export_check.check(folder, key)
    if isinstance(checked, Refused):
        show.refuse(checked, lang.value, json=json)
    if json:
        from openkeden.views import export_view  # noqa: PLC0415

        show.print_json(export_view.of(checked))
    else:
        words = locale.names(lang.value)["ledger"]
        if not checked.problems:
            said = words["export_fits"].format(
                size=checked.size, heads=checked.heads, bodies=checked.bodies
            )
            show.out.print(said)
            show.out.print(words["root"].format(root=checked.root.hex()))
        _print_problems(checked.problems, words, every=all)
        if not key:
            show.out.print(words["own_key"])
    raise typer.Exit(1 if checked.problems else 0)
