"""Prices for people: the total first, then what it is made of, what the goods need and what
is to be known; each figure with its row of law where asked.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from openkeden.base import money
from openkeden.base.findings import Finding
from openkeden.cli import figures, show
from openkeden.flow.pricing import arguments, price, questions
from openkeden.views import figure_text

if TYPE_CHECKING:
    from openkeden.flow.pricing import goods_files, persons


class ChargeLine(NamedTuple):
    """A charge in one line of a list."""

    #: Its name.
    name: str

    #: What is owed.
    amount: str

    #: Its rate, and what relieves it.
    why: str


def print_goods(landed: price.Landed, language: str, *, verbose: bool) -> None:
    """What one lot of goods would cost to clear."""
    words = figure_text.Words(language, landed.findings, landed.payments.codes)
    _print_findings(landed.said_first, language)
    _print_total(landed.total, landed.currency, words)
    _print_charges([_of_goods(charge, words) for charge in landed.charges])
    if verbose:
        figures.print_lines(landed.lines, words, landed.law)
        show.out.print(landed.edition, style="dim")
    else:
        _print_value(landed.lines, landed.customs_value, landed.currency, words)
    whole = landed.customs_value + landed.total
    show.out.print(f"{words.of('landed')}: {words.total(whole, landed.currency)}")
    lot = landed.lot
    _print_about([landed.code, lot.origin, str(landed.on)], words)
    show.out.print(f"{words.of('counted')}: {figure_text.quantities(lot.quantities)}")
    _print_needs(landed.needs, words, verbose=verbose)
    if not (landed.needs or landed.unheld):
        show.out.print(words.of("nothing_needed"), style="dim")
    for relief in landed.reliefs:
        show.out.print(show.plain(figure_text.relief(relief, words)), soft_wrap=True)
    if landed.unit:
        show.out.print(f"{words.of('unit')}: {landed.unit}", style="dim")
    _print_findings(landed.said_last, language)
    if landed.regimes:
        _print_hint("persons", f": --regime {', '.join(landed.regimes)}", words)
    _print_more(words, verbose=verbose)


def print_file(priced: "goods_files.PricedFile", language: str, *, verbose: bool) -> None:
    """What the goods of a file would cost to clear, together and one by one."""
    whole = priced.consignment
    words = figure_text.Words(language, whole.findings, whole.payments.codes)
    assessed, currency = whole.assessment, whole.currency
    _print_total(assessed.payable, currency, words)
    listed = [
        ChargeLine(words.of(code), money.grouped(amount), "")
        for code, amount in whole.totals.items()
    ]
    _print_charges(listed)
    show.out.print(
        f"{words.of('customs_value')}: {_amount(assessed.customs_value, currency)}"
    )
    landed = assessed.customs_value + assessed.payable
    show.out.print(f"{words.of('landed')}: {words.total(landed, currency)}")
    _print_items(priced, words)
    if verbose:
        figures.print_lines(whole.lines, words, whole.law)
        show.out.print(whole.edition, style="dim")
    _print_findings(whole.findings, language)
    _print_more(words, verbose=verbose)


def _print_items(priced: "goods_files.PricedFile", words: figure_text.Words) -> None:
    """Each of the goods of a file with its value and its charges, and what it needs."""
    assessed = priced.consignment.assessment
    owed: dict[int, list[ChargeLine]] = {}
    for charge in assessed.charges:
        owed.setdefault(charge.item, []).append(_of_goods(charge, words))
    totals: dict[int, int] = {}
    for charge in assessed.charges:
        totals[charge.item] = totals.get(charge.item, 0) + charge.amount
    for place, read, valued in zip(
        priced.places, priced.consignment.goods, assessed.items, strict=True
    ):
        named = [read.asked.code, read.asked.description]
        head = " ".join([show.plain(text) for text in named if text])
        show.out.print(f"[bold]{show.plain(place)}[/bold] {head}", soft_wrap=True)
        value = f"{words.of('value')} {money.grouped(valued.value)}"
        total = money.grouped(totals.get(valued.number, 0))
        show.out.print(f"  {value}, {words.of('amount')} {total}", soft_wrap=True)
        _print_charges(owed.get(valued.number, []))
        _print_needs(read.needs, words, verbose=False)


def print_person(priced: "persons.PersonalPrice", language: str, *, verbose: bool) -> None:
    """What goods of a person would owe."""
    words = figure_text.Words(language, priced.findings, priced.payments.codes)
    owed = priced.owed
    _print_total(priced.total, priced.currency, words)
    _print_charges(
        [
            ChargeLine(
                words.of(line.code), money.grouped(line.amount), words.rate(line.rate)
            )
            for line in owed.lines
        ]
    )
    show.out.print(f"{words.of('price')}: {_priced_at(priced)}", soft_wrap=True)
    free = _free_of(priced)
    if free:
        show.out.print(f"{words.of('free')}: {', '.join(free)}")
    if verbose:
        _print_steps(priced, words)
        _print_law(figure_text.row(owed.regime.row.id, owed.regime.row, words), words)
        show.out.print(priced.edition, style="dim")
    regime = words.regimes.get(owed.regime.code, owed.regime.code)
    _print_about([priced.code, regime, str(priced.on)], words)
    _print_findings(priced.findings, language)
    _print_hint("firms", "", words)
    _print_more(words, verbose=verbose)


def _print_total(total: int, currency: str, words: figure_text.Words) -> None:
    told = f"{words.of('payable')}: {words.total(total, currency)}"
    show.out.print(f"[bold]{show.plain(told)}[/bold]", soft_wrap=True)


def _amount(minor: int, currency: str) -> str:
    return f"{money.grouped(minor)} {currency}"


def _print_charges(lines: list[ChargeLine]) -> None:
    """Charges below each other; a rate that does not fit goes to a line of its own."""
    if not lines:
        return
    names = max([len(line.name) for line in lines])
    amounts = max([len(line.amount) for line in lines])
    for line in lines:
        text = f"  {line.name:<{names}}  {line.amount:>{amounts}}"
        if len(text) + len(line.why) + 2 <= show.out.width:
            show.out.print(show.plain(f"{text}  {line.why}".rstrip()), soft_wrap=True)
        else:
            show.out.print(show.plain(text))
            show.out.print(show.plain(f"    {line.why}"), soft_wrap=True)


def _of_goods(charge: price.Charge, words: figure_text.Words) -> ChargeLine:
    """A charge with its rate, and why less is owed than the rate gives."""
    why = words.rate(charge.rate)
    if charge.preference:
        why += f", {words.of('preference')} {charge.preference}"
    elif charge.amount < charge.computed:
        why += f", {words.of('small')}"
    return ChargeLine(words.of(charge.code), money.grouped(charge.amount), why)


def _print_value(
    lines: figure_text.Figures, value: int, currency: str, words: figure_text.Words
) -> None:
    """The customs value, and what was given for it."""
    for line in lines:
        if line.figure in ("price", "addition"):
            for text in figure_text.text(line, words, {}):
                show.out.print(show.plain(text), soft_wrap=True)
    show.out.print(f"{words.of('value')}: {_amount(value, currency)}")


def _print_about(parts: list[str], words: figure_text.Words) -> None:
    said = ", ".join([part for part in parts if part])
    show.out.print(f"{words.of('goods')}: {show.plain(said)}", soft_wrap=True)


def _print_needs(
    needs: Iterable[price.Need], words: figure_text.Words, *, verbose: bool
) -> None:
    """What goods need before they may move, and the law that says so; papers that may be
    needed in one line for each kind.
    """
    advised: dict[str, list[price.Need]] = {}
    for need in needs:
        if need.advice and not verbose:
            advised.setdefault(need.document, []).append(need)
        else:
            act = words.law(need.row.act)
            law = figure_text.row(need.why, need.row, words) if verbose else act
            _print_need(need, law, words)
    for alike in advised.values():
        acts = dict.fromkeys([words.law(need.row.act) for need in alike])
        _print_need(alike[0], "; ".join(acts), words)


def _print_need(need: price.Need, law: str, words: figure_text.Words) -> None:
    """A document or a quota, the law that asks for it, and the code of goods without it."""
    parts = []
    if need.document:
        parts.append(
            f"{words.of('document')} {need.document} {words.law(need.name)}".rstrip()
        )
    if need.quota:
        parts.append(f"{words.of('quota')} {need.quota} ({words.law(need.limit)})")
    parts.append(f"{words.of('law')}: {law}")
    if need.otherwise:
        without = f"{need.otherwise}, {need.otherwise_rate}"
        parts.append(f"{words.of('without')}: {without}")
    said = f"{words.of('advised' if need.advice else 'needed')}: {'; '.join(parts)}"
    show.out.print(show.plain(said), soft_wrap=True)


def _priced_at(priced: "persons.PersonalPrice") -> str:
    """The price as it was given, and what it comes to."""
    return show.plain(figure_text.given(priced.given, priced.customs_value))


def _free_of(priced: "persons.PersonalPrice") -> list[str]:
    """The value and the mass up to which a regime frees goods."""
    free, owed = [], priced.owed
    if owed.free_value is not None:
        free.append(_amount(owed.free_value, priced.currency))
    if owed.free_mass is not None:
        free.append(f"{money.short(owed.free_mass, money.QUANTITY_DIGITS)} kg")
    return free


def _print_steps(priced: "persons.PersonalPrice", words: figure_text.Words) -> None:
    """The charges on goods of a person: each with its base, the steps to it, its law."""
    base = f"{words.of('base')}, {words.of(priced.owed.regime.base)}"
    for line in priced.owed.lines:
        show.out.print(f"[bold]{words.of(line.code)}[/bold]")
        if figure_text.takes_base(line.steps):
            show.out.print(f"  {base}: {money.grouped(line.base)}")
        for step in line.steps:
            show.out.print(f"  {show.plain(figure_text.step(step, words))}", soft_wrap=True)
        for id_ in line.rows:
            _print_law(figure_text.row(id_, priced.law.get(id_), words), words, indent="  ")


def _print_law(law: str, words: figure_text.Words, indent: str = "") -> None:
    text = show.plain(f"{indent}{words.of('law')}: {law}")
    show.out.print(text, style="dim", soft_wrap=True)


def _print_hint(name: str, rest: str, words: figure_text.Words) -> None:
    show.out.print(f"{words.of(name)}{rest}", style="dim", soft_wrap=True)


def _print_more(words: figure_text.Words, *, verbose: bool) -> None:
    if not verbose:
        _print_hint("more", "", words)


def _print_findings(found: Iterable[Finding], language: str) -> None:
    """What is said about the goods, by the rules that a question may meet."""
    told = arguments.by_option(found)
    show.print_findings(told, language, rules=questions.catalogue())
