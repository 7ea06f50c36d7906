"""`keden split`: declarations that mix goods tied to the country with free ones, each written as two."""

import pathlib
from typing import Annotated

import typer

from openkeden import formats, locale
from openkeden.assessment import charges
from openkeden.base import money
from openkeden.base.findings import Finding, refuses
from openkeden.cli import options, show
from openkeden.flow.pricing import split_filing
from openkeden.formats import jsonl
from openkeden.lawpack.pack import NotCovered
from openkeden.views import finding_view, split_view


def split(
    file: Annotated[
        pathlib.Path,
        typer.Argument(help="A file with one or more declarations.", show_default=False),
    ],
    out_dir: Annotated[
        pathlib.Path, typer.Option(help="Folder for the two JSON files of each declaration.")
    ],
    json: options.Json = False,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Split declarations in two: goods at the lower duty of the country, which must stay in it, and the others.

    Shows what the whole and each part would owe; each part owes a fee of its own. Nothing is lodged: law and exchange
    rates are those of the installation in --home, or of the package where there is none. Exit code 1: a declaration would be
    refused or may not be split; 2: the file cannot be read. A declaration without such a mix is left alone.
    """
    moment, pack = options.moment(at), options.pack(home)
    day = pack.local(moment).date()
    try:
        law, exchange = pack.on(day), pack.exchange_on(day)
    except NotCovered as error:
        raise show.UserError(f"{error}; --at names another moment") from None
    code = 0
    with file.open("rb") as stream:
        for one in formats.read(stream):
            if isinstance(one, formats.Unread):
                _tell(one.where, one.findings, lang.value, json=json)
                code = 2
                continue
            done = split_filing.split(one.filing, law, exchange)
            if isinstance(done, split_filing.Split):
                _show(one.filing.reference, done, _write(done, out_dir), lang.value, json=json)
            else:
                _tell(one.filing.reference, done, lang.value, json=json)
                code = max(code, int(refuses(list(done))))
    raise typer.Exit(code)


def _write(done: split_filing.Split, folder: pathlib.Path) -> list[pathlib.Path]:
    """Write the two filings; a file of other content is never written over."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for part in (done.conditional, done.free):
        name = "".join(
            [
                letter if letter.isalnum() or letter in "-_" else "_"
                for letter in part.filing.reference
            ]
        )
        path, body = folder / f"{name}.json", b"".join(jsonl.write([part.filing]))
        if path.exists() and path.read_bytes() != body:
            raise show.UserError(
                f"{path} is there with other content: give another folder with --out-dir"
            )
        path.write_bytes(body)
        written.append(path)
    return written


def _totals(assessed: charges.Assessment) -> dict[str, int]:
    totals: dict[str, int] = {}
    for line in assessed.charges:
        totals[line.code] = totals.get(line.code, 0) + line.amount
    return totals


def _tell(about: str, found: tuple[Finding, ...], language: str, *, json: bool) -> None:
    """Why a declaration was not split."""
    if json:
        show.print_json(split_view.UnsplitView(about, finding_view.each(found, language)))
        return
    show.err.print(show.plain(about), soft_wrap=True)
    show.print_findings(found, language, show.err)


def _show(
    reference: str,
    done: split_filing.Split,
    files: list[pathlib.Path],
    language: str,
    *,
    json: bool,
) -> None:
    if json:
        show.print_json(split_view.of(reference, done, files))
        return
    names = locale.names(language)
    show.out.print(f"[bold]{show.plain(reference)}[/bold]")
    heads = ("", "whole", "tied", "free", "difference")
    columns = [_totals(assessed) for assessed in _three(done)]
    rows = [_row("customs value", [assessed.customs_value for assessed in _three(done)])]
    codes = [
        kind.code for kind in charges.CHARGES if any(kind.code in column for column in columns)
    ]
    rows += [
        _row(names["charges"][code], [column.get(code, 0) for column in columns]) for code in codes
    ]
    rows.append(_row(names["labels"]["payable"], [assessed.payable for assessed in _three(done)]))
    show.print_table(heads, rows, right=heads[1:])
    saved = [assessed.saved for assessed in _three(done)]
    show.out.print(
        f"saved beside the common rates: {money.grouped(saved[0])} as one, {money.grouped(sum(saved))} as two"
    )
    second = [_of_whole(assessed) for assessed in _three(done)]
    show.out.print(
        f"a second declaration owes a second fee: {_signed(sum(second[1:]) - second[0])}"
    )
    for path in files:
        show.out.print(show.plain(path), soft_wrap=True)


def _three(
    done: split_filing.Split,
) -> tuple[charges.Assessment, charges.Assessment, charges.Assessment]:
    return done.whole, done.conditional.assessment, done.free.assessment


def _of_whole(assessed: charges.Assessment) -> int:
    """The charges of the declaration as a whole: the fee."""
    return sum([line.amount for line in assessed.charges if not line.item])


def _row(name: str, amounts: list[int]) -> tuple[str, ...]:
    return show.plain(name), *map(money.grouped, amounts), _signed(sum(amounts[1:]) - amounts[0])


def _signed(amount: int) -> str:
    return f"-{money.grouped(-amount)}" if amount < 0 else money.grouped(amount)
