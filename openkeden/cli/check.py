"""`keden check`: what would become of declarations, with nothing recorded."""

import contextlib
import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import calls, findings, money, usage
from openkeden.base.findings import Refused
from openkeden.cli import input_files, options, show
from openkeden.flow.classification import shipped_texts
from openkeden.flow.lodging import cells, checking, intake
from openkeden.flow.lodging.checked import Checked, CheckedItem
from openkeden.views import check_view, missing_view, payment_view

#: What exit code a status asks for; the greatest of all counts.
_EXIT = {"passed": show.OK, "lodged": show.OK, "refused": show.REFUSED}


def check(
    files: options.Files,
    json: options.Json = False,
    actor: Annotated[
        str,
        typer.Option(
            help=(
                "The person of the register who would hand them in: whether he may, is"
                " checked too."
            )
        ),
    ] = "",
    max_bytes: options.MaxBytes = intake.MESSAGE_BYTES,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Check declarations before they are filed: every finding and every sum that `keden
    clear` would come to, with nothing recorded. Each sees those before it, in other files
    too: what they take of quotas and accounts, and their references.

    Needs no installation; where there is one, its law, exchange rates, earlier declarations
    and accounts count. Which lane a declaration will take is not told. A warning names goods
    whose description speaks for another code; it refuses nothing. Exit code 1:
    something would be refused; 2: something cannot be read.
    """
    desk = _desk(home, actor, lang.value)
    now, code = options.moment(at, home), show.OK
    before = checking.Foregoing(shipped_texts.of(checking.law_pack(desk)))
    with contextlib.ExitStack() as stack:
        for path, stream in input_files.streams(files, stack):
            if isinstance(stream, input_files.Unopened):
                answered = iter([checking.unopened(str(path), stream.reason)])
            else:
                answered = checking.check_stream(
                    stream, actor, now, desk, max_bytes, before, str(path)
                )
            for checked in answered:
                code = max(code, exit_code(checked))
                show_one(checked, path, desk, lang.value, json=json)
    raise typer.Exit(code)


def _desk(home: pathlib.Path, actor: str, language: str) -> checking.Desk:
    """What is checked against; a folder that is named must be there, and a register of
    people where somebody is.
    """
    if home != options.HOME and not home.exists():
        missing = findings.refused(usage.NO_INSTALLATION, "home", value=home)
        show.refuse(missing, language, json=False)
    desk = checking.desk(home)
    if isinstance(desk, Refused):
        show.refuse(desk, language, json=False)
    if actor and not checking.knows_people(desk):
        reason = "there is no register of people here"
        raise show.wrong(calls.NOT_USABLE, "--actor", value=actor, reason=reason)
    return desk


def exit_code(checked: Checked) -> int:
    """The exit code that one answer asks for."""
    return _EXIT.get(checked.status, show.UNUSABLE)


def show_one(
    checked: Checked, path: pathlib.Path, at: checking.Desk, language: str, *, json: bool
) -> None:
    """Show what the check of one message of a file says."""
    if json:
        show.print_json(check_view.of(checked, at, language))
        return
    words, currency = locale.names(language), checking.currency(at)
    name = checked.reference or f"{path}, {checked.where}"
    head = f"{show.plain(name)}: [bold]{words['check'][checked.status]}[/bold]"
    show.out.print(f"{head}{_payable(checked, currency, language)}", soft_wrap=True)
    for item in checked.items:
        show.out.print(f"  {_item(item, words)}", soft_wrap=True)
    _print_charges(checked, at, words)
    show.print_findings(cells.placed(checked.findings, checked.rows), language)


def _payable(checked: Checked, currency: str, language: str) -> str:
    """The total, and what accounts lack of it."""
    if not checked.items:
        return ""
    labels = locale.names(language)["labels"]
    amount = f"{money.grouped(checked.payable)} {currency}"
    total = missing_view.total(amount, checked.findings, language)
    told = f", {labels['payable']} {total}"
    if not checked.uncovered:
        return told
    return f"{told}, {labels['uncovered']} {money.grouped(checked.uncovered)} {currency}"


def _item(item: CheckedItem, words: locale.Names) -> str:
    """An item in one line: its number, code and customs value, and each charge."""
    value = f"{words['labels']['value']} {money.grouped(item.customs_value)}"
    owed = [
        f"{words['charges'].get(code, code)} {money.grouped(amount)}"
        for code, amount in item.charges.items()
    ]
    return ", ".join([f"{item.number}  {show.plain(item.code)}  {value}", *owed])


def _print_charges(checked: Checked, at: checking.Desk, words: locale.Names) -> None:
    """The charges of the whole declaration, each with its code of payment."""
    pack, currency = checking.law_pack(at), checking.currency(at)
    payments = payment_view.codes(checked.totals, checked.on, pack)
    for code, amount in checked.totals.items():
        name = words["charges"].get(code, code)
        paid = payments.get(code, code)
        line = f"  {paid} {name}: {money.grouped(amount)} {currency}"
        show.out.print(line, soft_wrap=True)
