"""Fast path: accept a filing without asking every rule, where surely none refuses it.

Codes, parties and documents are asked their rules once and remembered. Rules on numbers and
totals are settled here in a few comparisons: those that `SETTLES` lists. Every other rule
is asked, so a new rule works without being known here. What is not surely clean is left to
`validation`, which asks every rule. tests/filing/test_fast_path.py holds it to what the
rules say.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeVar

from openkeden.base import codes
from openkeden.base.bounded import Remembered
from openkeden.base.findings import Finding
from openkeden.filing import declaration, item_subjects, preference_papers, rules, subjects
from openkeden.filing.context import Context
from openkeden.filing.item_subjects import Handling
from openkeden.filing.rules import documents, items, rule, totals
from openkeden.filing.rules.rule import Check
from openkeden.filing.subjects import (
    Header,
    ItemCodes,
    Numbers,
    People,
    Subjects,
    Totals,
)

S = TypeVar("S")

#: What rules advise of the codes of an item that none of them refuses, each with the path
#: from the item to the preference that it is about, if it is about one.
Advice = tuple[Check[Any], Mapping[str, object], str]
Said = tuple[Advice, ...]

_NOTHING: Final[Said | None] = ()

#: The checks that are decided here in another form. Any other check is asked.
SETTLES: Final = frozenset(
    (
        totals.items_miscounted,
        totals.items_missing,
        totals.items_too_many,
        totals.packages_miscounted,
        totals.customs_total_unreadable,
        totals.customs_total_differs,
        totals.customs_values_incomplete,
        totals.origins_differ,
        totals.containers_missing,
        totals.containers_denied,
        totals.invoice_unreadable,
        totals.invoice_differs,
        totals.items_repeated,
        totals.gross_total_unreadable,
        totals.gross_total_differs,
        totals.gross_total_near,
        totals.deductions_above_price,
        items.description_missing,
        items.description_vague,
        items.description_long,
        items.description_unprintable,
        items.packages_negative,
        items.attribute_unreadable,
        items.number_out_of_turn,
        items.gross_unreadable,
        items.gross_zero,
        items.net_above_gross,
        items.net_unreadable,
        items.net_zero,
        items.net_needed,
        items.quota_unreadable,
        items.quantity_missing,
        items.quantity_unreadable,
        items.quantity_zero,
        items.quantity_without_unit,
        items.quantity_contradicted,
        items.price_unreadable,
        items.price_zero,
        items.customs_value_unreadable,
        items.customs_value_missing,
        items.statistical_value_unreadable,
        items.container_twice,
        items.container_form,
        items.container_check_digit,
        items.container_of_another_kind,
        documents.document_kind_unknown,
        documents.document_kind_not_held,
        documents.document_number_missing,
        documents.document_date_unreadable,
        documents.document_of_the_future,
    )
)


_NO_CLAIMS: Final = declaration.Preferences()

#: Stands for the number of a document, which is not asked about with its kind and date.
_SOME_NUMBER: Final = "1"


class Memory:
    """What the fast path knows of one day's law: the rules it asks, and what they said
    before. It is safe to share between threads.
    """

    def __init__(self, context: Context, checks: rules.Checks) -> None:
        #: The law of the day.
        self.context = context
        #: All rules.
        self.checks = checks
        #: Those of them that are not settled here, of subjects that hardly ever repeat.
        self.totals = _unsettled(checks.totals)
        self.item = _unsettled(checks.item)
        self.container = _unsettled(checks.container)
        self.document = _unsettled(checks.document)
        #: What is advised of headers; None for those that a rule may refuse.
        self.headers = Remembered(self._of_header)
        #: Whether no rule speaks of a party, and of those of a declaration beside each
        #: other.
        self.parties = Remembered(self._party_passes)
        self.people = Remembered(self._people_pass)
        #: Whether kind and date of a document pass: numbers hardly ever repeat.
        self.documents = Remembered(self._dated_passes)
        #: What is advised of the codes of items, those that are of no goods and those of
        #: goods; None where a rule may refuse them.
        self.handling = Remembered(self._of_handling)
        self.goods = Remembered(self._of_goods)
        self.claims = Remembered(self._of_claims)
        #: The same of goods that nothing touches, by direction, procedure, code and unit.
        self.plain_goods = Remembered(self._of_plain_goods)
        self.untouched = Remembered(self._is_untouched)

    def _of_header(self, header: Header) -> Said | None:
        return _advised(list(_answers(self.checks.header, header, self.context)))

    def _party_passes(self, party: declaration.Party) -> bool:
        return _silent(self.checks.party, party, self.context)

    def _people_pass(self, people: People) -> bool:
        if not all(self.parties[party] for _, party in people.named()):
            return False
        return _silent(self.checks.people, people, self.context)

    def _dated_passes(self, dated: tuple[str, str]) -> bool:
        code, issued_on = dated
        document = declaration.Document(code, _SOME_NUMBER, issued_on)
        return _silent(self.checks.document, document, self.context)

    def _of_handling(self, item: Handling) -> Said | None:
        return _advised(list(_answers(self.checks.handling, item, self.context)))

    def _of_goods(self, line: ItemCodes) -> Said | None:
        return _advised(list(_answers(self.checks.goods, line, self.context)))

    def _of_plain_goods(self, of: tuple[str, str, str, str]) -> Said | None:
        return self._of_goods(item_subjects.plain_goods(*of))

    def _is_untouched(self, of: tuple[str, str]) -> bool:
        return self.context.is_untouched(*of)

    def _of_claims(self, line: ItemCodes) -> Said | None:
        said: list[Advice] = []
        for claim in subjects.claims(line):
            path = f"preferences.{claim.charge}"
            answers = _answers(self.checks.claim, claim, self.context)
            said += [(check, breach, path) for check, breach, _ in answers]
        return _advised(said)

    def of_item(self, line: ItemCodes) -> Said | None:
        """What is advised of the codes of an item, in the order of the boxes."""
        handling, claimed = self.handling[item_subjects.handling(line)], _NOTHING
        moved = (line.heading_procedure, line.code)
        if not line.attributes and self.untouched[moved]:
            goods = self.plain_goods[line.direction, *moved, line.supplementary_unit]
        else:
            goods = self.goods[line]
        if line.preferences != _NO_CLAIMS:
            claimed = self.claims[line]
        if handling is None or goods is None or claimed is None:
            return None
        if not (handling or claimed):
            return goods
        return _advised([*handling, *goods, *claimed])


def advice(asked: Subjects, memory: Memory) -> tuple[Finding, ...] | None:
    """All that the rules say of a filing, where that is advice on codes or nothing.

    The findings stand in the order of the boxes. None where the rules have to be asked.
    """
    context = memory.context
    of_header = memory.headers[asked.header]
    if of_header is None or not memory.people[asked.people]:
        return None
    if not _totals_pass(asked, context, memory):
        return None
    advised = [rule.finding(check, breach) for check, breach, _ in of_header]
    for row in asked.items:
        said = memory.of_item(row.codes)
        if said is None or not _item_passes(row, context, memory):
            return None
        if said:
            path = f"items[{row.place - 1}]."
            advised += [
                rule.finding(check, breach, path + claim) for check, breach, claim in said
            ]
    return tuple(advised)


def _advised(said: list[Advice]) -> Said | None:
    """What rules say, in the order of the boxes; None where one of them refuses."""
    if any(check.rule.severity == "error" for check, _, _ in said):
        return None
    said.sort(key=lambda answer: rule.place(answer[0].rule.box))
    return tuple(said)


def _answers(checks: tuple[Check[S], ...], subject: S, context: Context) -> Said:
    """What rules say of a subject."""
    answers = [(check, check.test(subject, context)) for check in checks]
    return tuple([(check, breach, "") for check, breach in answers if breach is not None])


def _totals_pass(asked: Subjects, context: Context, memory: Memory) -> bool:
    """Whether every total is stated right, no two items can be the same, and every cost
    passes.
    """
    stated, sums = asked.filing, asked.totals
    count = len(asked.items)
    return (
        stated.items_total == count
        and 0 < count <= context.most_items
        and stated.packages_total == sums.packages
        and stated.container is (sums.containers > 0)
        and sums.invoice is not None
        and sums.invoice == sums.prices
        and _gross_mass_agrees(sums)
        and _customs_values_agree(sums)
        and _origins_agree(stated)
        and _descriptions_differ(stated)
        and (not asked.costs or _costs_pass(asked, context, memory))
        and _silent(memory.totals, sums, context)
    )


def _gross_mass_agrees(sums: Totals) -> bool:
    return not sums.filing.gross_mass_total_kg or (
        sums.stated_gross_mass is not None and sums.stated_gross_mass == sums.gross_mass
    )


def _customs_values_agree(sums: Totals) -> bool:
    """Whether box 45 is filled for all items or for none, and adds up to box 12."""
    filing, stated = sums.filing, sums.stated_customs_value
    if filing.customs_value_total and stated is None:
        return False
    valued = [item for item in filing.items if item.customs_value]
    if not valued:
        return True
    return len(valued) == len(filing.items) and stated in (None, sums.customs_value)


def _origins_agree(filing: declaration.Filing) -> bool:
    country = filing.origin_country
    return not country or {item.origin for item in filing.items} == {country}


def _descriptions_differ(filing: declaration.Filing) -> bool:
    items = filing.items
    return len(items) == 1 or len({item.description for item in items}) == len(items)


def _costs_pass(asked: Subjects, context: Context, memory: Memory) -> bool:
    """Whether the additions pass; deductions have to be weighed against the price."""
    if asked.filing.deductions:
        return False
    return all(_silent(memory.checks.cost, cost, context) for cost in asked.costs)


def _item_passes(row: Numbers, context: Context, memory: Memory) -> bool:
    item = row.item
    return (
        _numbers_pass(row)
        and item.number == row.place
        and item.packages >= 0
        and _is_described(item.description, context)
        and _quantities_pass(row, context)
        and (not item.documents or _documents_pass(item.documents, context, memory))
        and (not item.previous or _documents_pass(item.previous, context, memory))
        and (not item.containers or _containers_pass(item, context, memory))
        and (item.preferences == _NO_CLAIMS or _papers_pass(row, context, memory))
        and (not memory.item or _silent(memory.item, row, context))
    )


def _numbers_pass(row: Numbers) -> bool:
    """Whether masses and price are above zero, and other numbers readable where given."""
    item, net, gross = row.item, row.net_mass, row.gross_mass
    if not net or gross is None or net > gross or not row.price:
        return False
    by_price = item.valuation_method == subjects.TRANSACTION
    if row.customs_value is None and (item.customs_value or not by_price):
        return False
    if item.quota and row.quota is None:
        return False
    return not item.statistical_value or row.statistical_value is not None


def _is_described(description: str, context: Context) -> bool:
    """Whether the description fits and is not vague; one that is long need not be looked
    up.
    """
    if len(description) > context.longest_description or not description.isprintable():
        return False
    plain = description.strip()
    surely = len(plain) > context.surely_plain and plain[0].isalpha()
    return surely or not context.is_vague(plain)


def _quantities_pass(row: Numbers, context: Context) -> bool:
    """Whether box 41 is filled whole or not at all, and does not contradict the attributes."""
    item = row.item
    unit = item.supplementary_unit
    if unit:
        if not row.quantity:
            return False
    elif item.supplementary_quantity:
        return False
    if not item.attributes and unit not in context.multiples:
        return True
    return context.quantities_of(item, row.net_mass or 0, row.quantity) is not None


def _documents_pass(
    named: tuple[declaration.Document, ...], context: Context, memory: Memory
) -> bool:
    for document in named:
        if not memory.documents[document.code, document.issued_on]:
            return False
        if not document.number.strip():
            return False
        if memory.document and not _silent(memory.document, document, context):
            return False
    return True


def _papers_pass(row: Numbers, context: Context, memory: Memory) -> bool:
    checks = memory.checks.papers
    return all(_silent(checks, rests, context) for rests in preference_papers.resting(row))


def _containers_pass(item: declaration.Item, context: Context, memory: Memory) -> bool:
    containers = item.containers
    if len(set(containers)) < len(containers) or not all(
        map(codes.is_container, containers)
    ):
        return False
    return all(_silent(memory.container, number, context) for number in containers)


def _silent(checks: tuple[Check[S], ...], subject: S, context: Context) -> bool:
    """Whether none of the rules speaks of the subject."""
    for check in checks:  # noqa: SIM110 - a generator costs more than all else here
        if check.test(subject, context) is not None:
            return False
    return True


def _unsettled(checks: tuple[Check[S], ...]) -> tuple[Check[S], ...]:
    return tuple([check for check in checks if check not in SETTLES])
