"""Rebuilt figures as lines for a person: formulas in the words of a language, with their
rows of law.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from openkeden import locale
from openkeden.assessment import explained
from openkeden.base import money, rates
from openkeden.base.findings import Finding
from openkeden.base.validity import Provision
from openkeden.flow.pricing.reliefs import Relief
from openkeden.locale import law_words
from openkeden.tariff import conditions, duty
from openkeden.views import missing_view, row_view

Law = Mapping[str, Provision | None]
Figures = tuple[explained.ExplainedFigure, ...]

_NO_PAYMENTS: Final[Mapping[str, str]] = {}


class Words:
    """The words of a language: of figures and signs, and of charges by code of payment."""

    def __init__(
        self,
        language: str,
        told: Iterable[Finding] = (),
        payments: Mapping[str, str] = _NO_PAYMENTS,
    ) -> None:
        self.payments = payments
        names = locale.names(language)
        self.language, self.told = language, tuple(told)
        self.explain, self.charges = names["explain"], names["charges"]
        self.regimes, self.marks = names["regimes"], names["marks"]

    def total(self, amount: int, currency: str = "") -> str:
        """A total: at least so much where something is known to be missing in it."""
        told = f"{money.grouped(amount)} {currency}".rstrip()
        return missing_view.total(told, self.told, self.language)

    def of(self, name: str) -> str:
        """A figure, a kind of cost or a charge by its name in the reader's language; an
        unknown one as it is.
        """
        if name in self.charges:
            charge = self.charges[name]
            code = self.payments.get(name, name)
            return f"{code} {charge}" if name.isdigit() else charge
        return self.explain.get(name, name)

    def rate(self, text: str) -> str:
        """A rate in the canonical notation, its indices by their names."""
        return law_words.rate(text, self.language)

    def law(self, text: str) -> str:
        """A text of the law."""
        return law_words.told(text, self.language)


def text(
    line: explained.ExplainedFigure, words: Words, law: Law, *, sources: bool = True
) -> Iterator[str]:
    """The lines that explain one figure, its rows of law with their sources or without;
    none for a sum of one term, which says nothing new.
    """
    match line.figure:
        case "price":
            name = words.of("price" if line.method == "1" else "declared_value")
            yield f"{name}: {_given(line)}"
        case "addition" | "deduction":
            yield f"{words.of(line.figure)}, {words.of(line.code)}: {_cost(line, words)}"
        case "additions" | "deductions" if len(line.parts) > 1:
            yield _summed(line, words)
        case "payable":
            total = words.total(line.amount)
            terms = f"{_sum(line.parts, words)} = " if len(line.parts) > 1 else ""
            yield f"{words.of(line.figure)}: {terms}{total}"
        case "base" | "value" | "customs_value":
            yield _summed(line, words)
        case "computed":
            yield f"{words.of('rate')}: {words.rate(line.rate)}"
            for condition in line.conditions:
                yield f"  {_condition(condition, words)}"
            for taken in line.steps:
                yield f"  {step(taken, words)}"
        case "amount":
            yield from _payable(line, words)
            told = row if sources else short_row
            rows = [told(id_, law.get(id_), words) for id_ in line.rows]
            yield from [f"{words.of('law')}: {one}" for one in rows]


def _summed(line: explained.ExplainedFigure, words: Words) -> str:
    """A figure with the terms of its sum, where there are several."""
    name, amount = words.of(line.figure), money.grouped(line.amount)
    if len(line.parts) > 1:
        return f"{name}: {_sum(line.parts, words)} = {amount}"
    return f"{name}: {amount}"


def row(id_: str, held: Provision | None, words: Words) -> str:
    """A row of law in one line: act, article, since when, mark, source."""
    if held is None:
        return id_
    until = f" - {held.until}" if held.until else ""
    told = row_view.of(held, words.language)
    mark = words.marks[held.mark]
    return f"{row_view.basis(told)}; {held.since}{until} [{mark}] {told.source} ({id_})"


def short_row(id_: str, held: Provision | None, words: Words) -> str:
    """A row of law in fewer words: act, article, since when, mark."""
    if held is None:
        return id_
    told = row_view.of(held, words.language)
    act = f"{told.act}, {told.article}" if told.article else told.act
    return f"{act}; {held.since} [{words.marks[held.mark]}] ({id_})"


def quote(used: rates.Quote) -> str:
    """An exchange rate with its date: `1 USD = 475.00 (2026-04-02, NBK)`."""
    return f"{used.text()} ({used.effective_on}, {used.authority})"


def takes_base(steps: Iterable[duty.Step]) -> bool:
    """Whether any step to a charge is taken of its base: a rate by piece is not."""
    return any(step.base is not None for step in steps)


def given(declared: explained.Given, converted: int) -> str:
    """An amount as it was given, and what it comes to."""
    return _quoted(declared, converted)


def _given(line: explained.ExplainedFigure) -> str:
    return _quoted(line.given, line.share.total if line.share is not None else line.amount)


def _quoted(declared: explained.Given | None, converted: int) -> str:
    """An amount as declared, the rate of exchange, and what it comes to."""
    assert declared is not None
    if declared.quote is None:
        return f"{money.grouped(declared.amount)} {declared.currency}"
    return (
        f"{money.grouped(declared.amount)} {declared.currency} x {quote(declared.quote)} ="
        f" {money.grouped(converted)}"
    )


def _cost(line: explained.ExplainedFigure, words: Words) -> str:
    """A cost, and the part of it that falls on an item."""
    share = line.share
    assert share is not None
    if share.weight == share.whole and not share.spilled:
        return _given(line)
    unit = money.QUANTITY_DIGITS if share.by == "mass" else money.MINOR_DIGITS
    weights = f"{money.short(share.weight, unit)} / {money.short(share.whole, unit)}"
    spilled = f" ({words.of('spilled')})" if share.spilled else ""
    return (
        f"{_given(line)}; {words.of(f'by_{share.by}')} {weights} ="
        f" {money.grouped(line.amount)}{spilled}"
    )


def _sum(parts: tuple[explained.Addend, ...], words: Words) -> str:
    """The terms of a sum with their names; a negative one is taken away."""
    terms = ""
    for part in parts:
        sign = " - " if part.amount < 0 else " + " if terms else ""
        terms += f"{sign}{words.of(part.name)} {money.grouped(abs(part.amount))}"
    return terms


def step(taken: duty.Step, words: Words) -> str:
    """A term or an operation of a computed charge, and what it gives."""
    result = f"= {money.grouped(taken.amount)}"
    if taken.chosen:
        return f"{taken.formula}: {words.of('chosen')} {taken.chosen} {result}"
    if taken.base is not None:
        return f"{taken.formula} x {money.grouped(taken.base)} {result}"
    return f"{taken.formula}{_counted(taken)}{_worth(taken)} {result}"


def quantities(of: Mapping[str, int]) -> str:
    """How much there is, as a person counts it: `5 000 kg, 5 000 000 x 1000 pc`."""
    return ", ".join([_quantity(count, unit) for unit, count in of.items()])


def _quantity(millionths: int, unit: str) -> str:
    single = unit.lstrip("0123456789")
    multiple = unit.removesuffix(single)
    number = money.grouped_quantity(millionths)
    return f"{number} x {multiple} {single}" if multiple else f"{number} {unit}"


def _counted(taken: duty.Step) -> str:
    if taken.quantity is None:
        return ""
    return f" x {money.grouped_quantity(taken.quantity)} {taken.unit}"


def _worth(taken: duty.Step) -> str:
    """What a unit of the currency or of the index is worth."""
    if taken.quote:
        return f" x {quote(taken.quote)}"
    return f" x {money.grouped(taken.index)}" if taken.index is not None else ""


def _condition(condition: explained.ExplainedCondition, words: Words) -> str:
    """Why a rate applies: `value >= 18000 MCI each pc: 90 000 000.00 (77 850 000.00)`."""
    stated = condition.stated
    if condition.quantity is not None:
        stated = money.half_up(
            condition.stated * 10**money.QUANTITY_DIGITS, condition.quantity
        )
    shown = [
        money.grouped(figure)
        if condition.of == conditions.VALUE
        else f"{money.short(figure, money.QUANTITY_DIGITS)} {condition.of}"
        for figure in (stated, condition.limit)
    ]
    return f"{words.of('condition')} {words.rate(condition.text)}: {shown[0]} ({shown[1]})"


def _payable(line: explained.ExplainedFigure, words: Words) -> Iterator[str]:
    payable = f"{words.of('amount')}: {money.grouped(line.amount)}"
    if line.offset:
        payable += f", {words.of('offset')} {line.relief}"
    elif line.percent is not None:
        name = line.names.get(words.language, "")
        called = f"{line.relief} ({name})" if name else line.relief
        left = f"{line.percent} %"
        if line.own_rate:
            left = f"lower({line.rate}, {line.own_rate})"
        payable += f", {words.of('preference')} {called}: {left}"
    elif line.relief == explained.DE_MINIMIS:
        *worth, limit = line.parts
        sign = "<=" if sum([part.amount for part in worth]) <= limit.amount else ">"
        threshold = _quoted(line.given, limit.amount)
        payable += f", {words.of('small')}: {_sum(tuple(worth), words)} {sign} {threshold}"
    yield payable


def relief(granted: Relief, words: Words) -> str:
    """A preference that goods claim or could claim: its name, what it leaves of which
    charge, and the paper that proves it.
    """
    head = words.of("preference" if granted.claimed else "claimable")
    name = f"{granted.code} ({granted.names[words.language]})"
    left = granted.rate or f"x {granted.percent} %"
    parts = [name, f"{words.of(granted.charge)} {left}"]
    if granted.condition:
        parts.append(words.of("some_goods"))
    if granted.document:
        paper = (
            f"{words.of('document')} {granted.document} {words.law(granted.document_name)}"
        )
        parts.append(paper.rstrip())
    return f"{head}: {', '.join(parts)}"
