"""A filing in, its declaration out when surely no rule refuses it: the quick way through gate 2.

Codes, parties and documents are asked the rules once and remembered, with what the rules advise of the codes; numbers are
read once and compared here. Anything that is not surely clean gives None, and `validation` asks every rule. It never passes
what a rule refuses, and says what they say, which tests/filing/test_screen.py holds it to.
"""

from typing import NamedTuple, TypeVar

from openkeden.base import codes, money
from openkeden.base.findings import Finding
from openkeden.filing import declaration, rules, subjects
from openkeden.filing.context import Context, Said, remember
from openkeden.filing.rules import rule

S = TypeVar("S")

_QUANTITY = money.QUANTITY_DIGITS


class Screened(NamedTuple):
    """What passed, and what the rules of its codes advise, in the order of the boxes."""

    declaration: declaration.Declaration
    findings: tuple[Finding, ...] = ()


def screen(filing: declaration.Filing, digest: bytes, context: Context) -> Screened | None:
    """The declaration with what is advised of it, or None where the rules have to be asked."""
    if not _heading_passes(filing, context) or not _people_pass(filing, context):
        return None
    advised: list[Finding] = []
    try:
        goods = _goods(filing, context, advised)
        if goods is None:
            return None
        additions = _additions(filing, context) if filing.additions or filing.deductions else ()
        invoice = money.parse(filing.invoice_total)
        if additions is None or not _totals_agree(filing, goods, invoice, context):
            return None
    except ValueError:
        return None
    passed = declaration.Declaration(filing, digest, context.on, goods, invoice, additions, ())
    return Screened(passed, tuple(advised))


def _heading_passes(filing: declaration.Filing, context: Context) -> bool:
    heading = subjects.heading(filing)
    return heading in context.passed_headings or _ask(
        context.passed_headings, rules.HEADING, heading, context
    )


def _people_pass(filing: declaration.Filing, context: Context) -> bool:
    people = subjects.people(filing)
    if people in context.passed_people:
        return True
    parties = [party for _, party in people.named()]
    return all(_silent(rules.PARTY, party, context) for party in parties) and _ask(
        context.passed_people, rules.PEOPLE, people, context
    )


def _goods(
    filing: declaration.Filing, context: Context, advised: list[Finding]
) -> tuple[declaration.Goods, ...] | None:
    """The items with their numbers; None where one may be in breach. Raises ValueError for what is no number.

    What the rules advise of an item is added to `advised`.
    """
    goods = []
    passed, parse, plain, personal = (
        context.passed_lines,
        money.parse,
        context.surely_plain,
        context.measures.personal,
    )
    for place, item in enumerate(filing.items, 1):
        asks_who = personal and item.code[:2] in personal
        line = context.line(filing, item) if asks_who else subjects.line(filing, item)
        said = passed.get(line)
        if said is None:
            said = _line_says(line, context)
            if said is None:
                return None
        if said:
            advised += [
                rule.finding(check, breach, f"items[{place - 1}].") for check, breach in said
            ]
        price, gross, net = (
            parse(item.price),
            parse(item.gross_mass_kg, _QUANTITY),
            parse(item.net_mass_kg, _QUANTITY),
        )
        description = item.description
        if not 0 < net <= gross or not price or item.number != place or item.packages < 0:
            return None
        if item.valuation_method != subjects.TRANSACTION and not item.customs_value:
            return None
        if (
            not plain < len(description) <= context.longest_description
            or not description[0].isalpha()
            or description[-1] == " "
            or not description.isprintable()
        ) and not _described(description, context):
            return None
        if (
            item.documents
            or item.previous
            or item.containers
            or item.quota
            or item.statistical_value
        ) and not _papers_pass(item, context):
            return None
        quantities = _quantities(item, net, context)
        if quantities is None:
            return None
        goods.append(declaration.Goods(item, price, gross, net, quantities))
    return tuple(goods)


def _quantities(item: declaration.Item, net: int, context: Context) -> dict[str, int] | None:
    """The quantities of an item by unit; None where they may be in breach."""
    unit = item.supplementary_unit
    text = item.supplementary_quantity
    if not unit:
        if text:
            return None
        return context.quantities_of(item, net, None) if item.attributes else {"kg": net}
    quantity = money.parse(text, _QUANTITY)
    if not quantity:
        return None
    if not item.attributes and unit not in context.multiples:
        return {unit: quantity, "kg": net}
    return context.quantities_of(item, net, quantity)


def _line_says(line: subjects.ItemCodes, context: Context) -> Said | None:
    """What the rules advise of the codes of an item, remembered; None where they may refuse it."""
    if not all(_silent(rules.CLAIM, claim, context) for claim in subjects.claims(line)):
        return None
    told = [
        (check, breach) for check in rules.LINE if (breach := check.test(line, context)) is not None
    ]
    if any(check.rule.severity == "error" for check, _ in told):
        return None
    told.sort(key=lambda one: int(one[0].rule.box))
    remember(context.passed_lines, line, tuple(told))
    return tuple(told)


def _described(description: str, context: Context) -> bool:
    """Whether a short or oddly beginning description passes."""
    fits = len(description) <= context.longest_description and description.isprintable()
    return fits and not context.is_vague(description.strip())


def _papers_pass(item: declaration.Item, context: Context) -> bool:
    passed = context.passed_documents
    for document in (*item.documents, *item.previous) if item.previous else item.documents:
        dated = (document.code, document.issued_on)
        if not (dated in passed and document.number.strip()):
            if not _silent(rules.DOCUMENT, document, context):
                return False
            remember(passed, dated, True)
    if item.quota:
        money.parse(item.quota, _QUANTITY)
    if item.statistical_value:
        money.parse(item.statistical_value)
    containers = item.containers
    return not containers or (
        len(set(containers)) == len(containers) and all(map(codes.is_container, containers))
    )


def _additions(
    filing: declaration.Filing, context: Context
) -> tuple[declaration.Amount, ...] | None:
    """The additions as amounts; None where one may be in breach, or where there are deductions to weigh."""
    if filing.deductions or not all(
        _silent(rules.COST, cost, context) for _, cost in subjects.charged(filing)
    ):
        return None
    return tuple(
        [
            declaration.Amount(cost.kind, money.parse(cost.amount), cost.currency)
            for cost in filing.additions
        ]
    )


def _totals_agree(
    filing: declaration.Filing, goods: tuple[declaration.Goods, ...], invoice: int, context: Context
) -> bool:
    """Whether every total is stated right, and no two items can be the same."""
    items, count = filing.items, len(goods)
    if filing.items_total != count or not 0 < count <= context.most_items:
        return False
    if filing.packages_total != sum([item.packages for item in items]) or invoice != sum(
        [row.price for row in goods]
    ):
        return False
    if filing.container is not bool([item for item in items if item.containers]):
        return False
    if count > 1 and len({item.description for item in items}) < count:
        return False
    stated = filing.gross_mass_total_kg
    if stated and money.parse(stated, _QUANTITY) != sum([row.gross_mass_kg for row in goods]):
        return False
    if not _customs_values_agree(filing):
        return False
    origin = filing.origin_country
    return not origin or {item.origin for item in items} == {origin}


def _customs_values_agree(filing: declaration.Filing) -> bool:
    """Whether box 45 is filled for all items or for none, and adds up to box 12. Raises ValueError."""
    values = [money.parse(item.customs_value) for item in filing.items if item.customs_value]
    total = money.parse(filing.customs_value_total) if filing.customs_value_total else None
    return not values or (len(values) == len(filing.items) and total in (None, sum(values)))


def _silent(checks: tuple[rule.Check[S], ...], subject: S, context: Context) -> bool:
    """Whether none of the rules speaks of the subject."""
    return not any(check.test(subject, context) is not None for check in checks)


def _ask(
    memory: dict[S, bool], checks: tuple[rule.Check[S], ...], subject: S, context: Context
) -> bool:
    """Whether the subject passes its rules; if so that is remembered."""
    if not _silent(checks, subject, context):
        return False
    remember(memory, subject, True)
    return True
