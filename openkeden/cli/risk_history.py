"""`keden risk history`: the goods lines of the past as a flat file."""

import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import calls, findings
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow import recomputation
from openkeden.flow.risk import histories
from openkeden.flow.risk.filed_lines import FiledLines
from openkeden.views import history_view

Texts = Annotated[
    bool,
    typer.Option(
        "--texts", help="Say how far each code is from its description: `text_distance`."
    ),
]


def history(
    files: Annotated[
        list[pathlib.Path] | None,
        typer.Argument(
            help="Files of declarations; without any, what was lodged here.",
            show_default=False,
        ),
    ] = None,
    labels: Annotated[
        pathlib.Path | None,
        typer.Option(
            help=(
                "A CSV file of what was found in the files: reference, item, found, known_on,"
                " revenue."
            )
        ),
    ] = None,
    out: Annotated[
        pathlib.Path | None,
        typer.Option(help="Write the lines here, as Parquet where it ends in .parquet."),
    ] = None,
    indicators: Annotated[
        bool,
        typer.Option(
            "--indicators", help="Write what the days before said of each line, too."
        ),
    ] = False,
    texts: Texts = False,
    officer: options.Officer = "",
    json: options.Json = False,
    max_bytes: options.MaxBytes = recomputation.MESSAGE_BYTES,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Write goods lines of the past, and what inspections found in them, as a flat file: a
    row a line.

    Of what was lodged here it tells how each declaration came to be checked and how likely
    that was, so an officer must ask. Exit code 1: something was left out.
    """
    inputs = [*(files or []), *([labels] if labels else [])]
    options.writable(out, home, lang.value, inputs)
    found = _found(files or [], labels, officer, max_bytes, lang.value, home)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    if texts:
        found = histories.compared(found, options.pack(home))
    told = histories.write(found, out, indicators=indicators)
    if isinstance(told, Refused):
        show.refuse(told, lang.value, json=json)
    view = history_view.of(told, lang.value)
    if json:
        show.print_json(view)
    else:
        show.print_findings(told.findings, lang.value)
        _print(view, locale.names(lang.value)["risk"])
    raise typer.Exit(show.REFUSED if findings.refuses(told.findings) else show.OK)


def _found(
    files: list[pathlib.Path],
    labels: pathlib.Path | None,
    officer: str,
    max_bytes: int,
    language: str,
    home: pathlib.Path,
) -> FiledLines | Refused:
    """The lines that are asked for."""
    if files or labels is not None:
        return histories.filed(files, labels, max_bytes)
    if not officer:
        command = "keden risk history"
        raise show.wrong(calls.MISSING, "--officer", command=command, value="--officer")
    return histories.recorded(officer, options.opened(home, language))


def _print(view: history_view.HistoryView, words: locale.Words) -> None:
    if view.lines:
        said = words["history"].format(
            lines=view.lines,
            first=view.first_on,
            last=view.last_on,
            inspected=view.inspected,
            found=view.found,
        )
        show.out.print(said, soft_wrap=True)
    else:
        show.out.print(words["no_history"])
    if view.digest:
        show.out.print(words["record"].format(digest=view.digest), soft_wrap=True)
