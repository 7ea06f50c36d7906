"""`keden split`: declarations that mix goods tied to the country with free ones, each
written as two.
"""

import dataclasses
import pathlib
from collections.abc import Mapping
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import calls, money
from openkeden.base.findings import Refused, refuses
from openkeden.cli import options, show
from openkeden.flow import given_files, outputs
from openkeden.flow.pricing import split_filing
from openkeden.views import finding_view, split_view


def split(
    file: Annotated[
        pathlib.Path,
        typer.Argument(help="A file with one or more declarations.", show_default=False),
    ],
    out_dir: Annotated[
        pathlib.Path,
        typer.Option(help="Folder for the two JSON files of each declaration."),
    ],
    json: options.Json = False,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Split declarations in two: goods at the lower duty of the country, which must stay in
    it, and the others.

    Shows what the whole and each part would owe; each part owes a fee of its own. Nothing
    is lodged: law and exchange rates are those of the installation in --home, or of the
    package where there is none. Exit code 1: a declaration would be refused or may not be
    split; 2: the file cannot be read. A declaration without such a mix is left alone.
    """
    options.writable(out_dir, home, lang.value)
    with file.open("rb") as stream:
        answers = split_filing.split_each(
            stream, options.pack(home), options.moment(at, home)
        )
        if isinstance(answers, Refused):
            show.refuse(answers, lang.value, json=json)
        target = _Target(out_dir, home, file, lang.value)
        codes = [_answer(answer, target, json=json) for answer in answers]
    raise typer.Exit(max(codes, default=show.OK))


@dataclasses.dataclass(frozen=True)
class _Target:
    """Where the parts go: a folder outside of the installation in `home`.

    No part is written over the file that is split.
    """

    folder: pathlib.Path
    home: pathlib.Path
    file: pathlib.Path
    language: str


def _answer(
    answer: split_filing.Split | split_filing.Unsplit, target: _Target, *, json: bool
) -> int:
    """Show what became of one declaration; the exit code that it asks for."""
    if isinstance(answer, split_filing.Unsplit):
        _print_unsplit(answer, target.language, json=json)
        if not answer.readable:
            return show.UNUSABLE
        return show.REFUSED if refuses(list(answer.findings)) else show.OK
    files = _write(answer, target)
    if json:
        show.print_json(split_view.of(answer, files))
    else:
        _print_split(answer, files, target.language)
    return show.OK


def _write(done: split_filing.Split, target: _Target) -> list[pathlib.Path]:
    """Write the two filings, or none; a file of other content is never written over."""
    target.folder.mkdir(parents=True, exist_ok=True)
    written = []
    for part in (done.conditional, done.free):
        path = target.folder / f"{_file_name(part.filing.reference)}.json"
        options.writable(path, target.home, target.language, [target.file])
        if path.exists() and given_files.read(path, len(part.body)) != part.body:
            raise show.wrong(
                calls.OTHER_CONTENT, "--out-dir", value=path, option="--out-dir"
            )
        written.append((path, part.body))
    for path, body in written:
        outputs.write(path, body)
    return [path for path, _ in written]


def _file_name(reference: str) -> str:
    letters = [
        letter if letter.isalnum() or letter in "-_" else "_" for letter in reference
    ]
    return "".join(letters)


def _print_unsplit(answer: split_filing.Unsplit, language: str, *, json: bool) -> None:
    """Why a declaration was not split."""
    if json:
        findings = finding_view.each(answer.findings, language)
        show.print_json(split_view.UnsplitView(answer.about, findings))
        return
    show.err.print(show.plain(answer.about), soft_wrap=True)
    show.print_findings(answer.findings, language, show.err)


def _print_split(
    done: split_filing.Split, files: list[pathlib.Path], language: str
) -> None:
    names = locale.names(language)
    show.out.print(f"[bold]{show.plain(done.reference)}[/bold]")
    words = names["split"]
    columns = ("whole", "tied", "free", "difference")
    heads = [done.currency, *[words[name] for name in columns]]
    totals = [split_filing.totals(assessed) for assessed in done.assessments]
    values = [assessed.customs_value for assessed in done.assessments]
    rows = [_row(names["explain"]["customs_value"], values)]
    rows += [_charge_row(names["charges"][code], code, totals) for code in totals[0]]
    payable = [assessed.payable for assessed in done.assessments]
    rows.append(_row(names["labels"]["payable"], payable))
    show.print_table(heads, rows, right=heads[1:])
    whole, *parts = [assessed.saved for assessed in done.assessments]
    together = f"{money.grouped(sum(parts))} {done.currency}"
    saved = {"whole": f"{money.grouped(whole)} {done.currency}", "parts": together}
    show.out.print(words["saved"].format_map(saved))
    fee, *fees = [split_filing.whole_fee(assessed) for assessed in done.assessments]
    second = f"{money.grouped(sum(fees) - fee)} {done.currency}"
    show.out.print(words["second_fee"].format(fee=second))
    for path in files:
        show.out.print(show.plain(path), soft_wrap=True)


def _charge_row(name: str, code: str, columns: list[Mapping[str, int]]) -> tuple[str, ...]:
    return _row(name, [column.get(code, 0) for column in columns])


def _row(name: str, amounts: list[int]) -> tuple[str, ...]:
    whole, *parts = amounts
    difference = money.grouped(sum(parts) - whole)
    return show.plain(name), *map(money.grouped, amounts), difference
