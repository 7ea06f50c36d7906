"""Notices: what the trader should know of an assessment beyond its figures.

They name goods conditionally released at a national rate, charges set off instead of paid,
rates of their own that some goods have, declared values that differ from the assessed ones,
and known gaps in the law pack, so that nobody takes silence for zero.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from openkeden.assessment import (
    assess,
    charges,
    doubtful_charges,
    list_rates,
    national_rates,
    plans,
)
from openkeden.base import findings, money
from openkeden.filing import declaration, subjects
from openkeden.tariff import measures
from openkeden.tariff.edition import Gap
from openkeden.tariff.lot import MASS
from openkeden.tariff.rate_book import Unstated

OFFSET = findings.Rule(
    number="V36.4",
    message=(
        "The {charge} of {amount} on item {value} is not paid here: {preference} sets it off in "
        "the payer's return."
    ),
    fix="Enter the amount in the return of the month of release, as owed and as deducted.",
    severity="notice",
    box="36",
)
NOT_HELD = findings.Rule(
    number="V47.1",
    message="The {charge} on goods of code {value} may differ from what is computed ({gap}).",
    fix=(
        "Look the rate up in its act; `keden law import` adds the row that the law pack lacks "
        "({key})."
    ),
    severity="warning",
    box="47",
)
OWN_RATE = findings.Rule(
    number="V47.2",
    message=(
        "The {charge} on item {value} is taken at {rate}; some goods of code {code} have others, "
        "from {least}, by {names}."
    ),
    fix=(
        "State {names} among the attributes of the item, as `keden tariff show {code}` lists them,"
        " if one fits the goods."
    ),
    severity="notice",
    box="47",
)
JOINED = findings.Rule(
    number="V47.3",
    message=(
        "Goods of {value} are no small consignment: with {before} that was declared before on"
        " this transport document they are worth more than {threshold}."
    ),
    fix="Declare the goods of one recipient on one transport document together.",
    severity="warning",
    box="47",
    basis="EAEU CC art. 136(2)",
)
DIFFERS = findings.Rule(
    number="V45.1",
    message="Box 45 says {value}, the assessment comes to {assessed}, which is used.",
    fix=(
        "Compare price, rate of exchange, additions and deductions; amend the declaration if the "
        "assessment is wrong."
    ),
    severity="warning",
    box="45",
    basis="EAEU CC art. 38-40",
)
UNHELD = findings.Rule(
    number="V47.4",
    message=(
        "Which bans and permits there are on {goods} (code {value}) is not known here; silence"
        " is no permission."
    ),
    fix="Not known here: ask for {ask} ({key}).",
    severity="warning",
    box="33",
    basis="EAEU CC art. 7",
)
UNLIKELY = findings.Rule(
    number="V47.5",
    message=(
        "{value} {unit} of code {code} and a net mass of {net} kg cannot both be true: each"
        " would weigh {each} g, and such goods weigh {bounds} g."
    ),
    fix="Check the quantity and its unit, which for this code is {counted}, and the net mass.",
    severity="warning",
    box="41",
)
OLD_TARIFF = findings.Rule(
    number="V47.6",
    message=(
        "The newest edition of the tariff here is of {value}, {days} days before {on}; acts"
        " since may have changed rates and codes."
    ),
    fix="Compare with the tariff of that day; `keden tariff import` brings a newer one.",
    severity="notice",
    box="47",
)
OF_PERSONS = findings.Rule(
    number="V47.7",
    message=(
        "There is a measure on goods of code {code}: {title} ({value}, {act}); whether it holds"
        " for goods of persons is not known here."
    ),
    fix="Ask before the goods move, and have the document {document} with you if it does.",
    severity="warning",
    box="33",
    basis="EAEU CC art. 7",
)
RULES = (
    *national_rates.RULES,
    *list_rates.RULES,
    OFFSET,
    DIFFERS,
    NOT_HELD,
    OWN_RATE,
    JOINED,
    UNHELD,
    UNLIKELY,
    OLD_TARIFF,
    OF_PERSONS,
    *doubtful_charges.RULES,
)


def notices(
    declared: declaration.Declaration, assessed: charges.Assessment, plan: plans.Plan
) -> tuple[findings.Finding, ...]:
    """All notices on a declaration, by item."""
    filing = declared.filing
    if _says_nothing(declared, plan):
        weighed = [(goods.item.code, goods.quantities) for goods in declared.goods]
        return (*_unlikely(weighed, plan), *_on_whole(assessed, plan))
    importer = subjects.importer_of(filing)
    items = [
        charges.ChargedItem(
            goods.item.number, assess.lot_of(goods, importer), goods.item.preferences
        )
        for goods in declared.goods
    ]
    return (
        *on_items(filing.procedure, items, assessed, plan),
        *unheld(items, filing.direction, plan),
    )


def _says_nothing(declared: declaration.Declaration, plan: plans.Plan) -> bool:
    """Whether the codes of the goods say already that there is nothing to tell of them but
    their quantities.
    """
    filing = declared.filing
    procedure, direction = filing.procedure, filing.direction
    for goods in declared.goods:
        item = goods.item
        if item.preferences != assess.NO_CLAIMS:
            return False
        if not plan.says_nothing(procedure, direction, item.code):
            return False
    return True


def unheld(
    items: Sequence[charges.ChargedItem], direction: str, plan: plans.Plan
) -> Iterator[findings.Finding]:
    """What is not known here of the measures on goods that move so."""
    for place, item in enumerate(items):
        for gap in plan.unheld_measures(item.lot.code, direction):
            yield of_gap(gap, f"items[{place}].code", item.lot.code)


def of_charge(gap: Gap, path: str, code: str) -> findings.Finding:
    """That a charge on goods of a code may be another than what is computed."""
    args = {"charge": gap.charge, "gap": gap.text.rstrip("."), "key": gap.key}
    rule = doubtful_charges.LOWER_NOT_HELD if gap.lowers else NOT_HELD
    return findings.of(rule, path, value=code, **args)


def of_gap(gap: Gap, path: str, code: str) -> findings.Finding:
    """That the measures on goods of a code are not known here, told in the languages that
    the gap is told in.
    """
    told = {"value": code, "key": gap.key}
    told |= findings.told("goods", gap.goods) | findings.told("ask", gap.ask)
    return findings.of(UNHELD, path, **told)


def of_persons(
    touching: Iterable[measures.Measure], path: str, code: str
) -> Iterator[findings.Finding]:
    """Measures on goods that a person brings, but for those that only advise, or that are
    of a line which no regime of persons asks for.
    """
    for measure in touching:
        if measure.own and measure.effect != "advise" and not measure.of_line:
            yield findings.of(
                OF_PERSONS,
                path,
                value=measure.id,
                code=code,
                title=measure.row.value,
                act=measure.row.act,
                document=measure.document or "-",
            )


def on_items(
    procedure: str,
    items: Sequence[charges.ChargedItem],
    assessed: charges.Assessment,
    plan: plans.Plan,
) -> tuple[findings.Finding, ...]:
    """All notices on items under a procedure of box 1."""
    law = plan.law
    notes = [*national_rates.notices(procedure, items, assessed, plan.book, plan.exchange)]
    if any(line.preference for line in assessed.charges):
        notes += _offset(assessed, plan)
        notes += list_rates.notices(items, assessed, law, plan.exchange)
    if law.gaps or law.unsettled:
        notes += _not_held(procedure, items, plan)
    if any(line.code in plan.selective for line in assessed.charges):
        notes += _own_rates(items, assessed, plan)
    if plan.of_importers:
        lots = {item.number: item.lot for item in items}
        notes += doubtful_charges.of_unknown_importers(lots, assessed, plan)
    notes += _unlikely([(item.lot.code, item.lot.quantities) for item in items], plan)
    return (*notes, *_on_whole(assessed, plan))


def _on_whole(assessed: charges.Assessment, plan: plans.Plan) -> Iterator[findings.Finding]:
    """Notices on all goods together."""
    if plan.tariff_age is not None:
        told = {"value": plan.law.newest, "days": plan.tariff_age, "on": plan.law.on}
        yield findings.of(OLD_TARIFF, "items", **told)
    if assessed.before and assessed.worth + assessed.before > plan.de_minimis:
        yield _joined(assessed, plan)


def _unlikely(
    goods: Sequence[tuple[str, Mapping[str, int]]], plan: plans.Plan
) -> Iterator[findings.Finding]:
    """Quantities of goods, given with their codes, that the net mass contradicts."""
    for place, (code, quantities) in enumerate(goods):
        for doubt in plan.doubts(code, quantities):
            line = plan.law.lines.get(code)
            yield findings.of(
                UNLIKELY,
                f"items[{place}].supplementary_quantity",
                value=money.grouped_quantity(doubt.quantity),
                unit=doubt.bounds.unit,
                code=code,
                net=money.grouped_quantity(quantities[MASS]),
                each=money.short(doubt.each, money.QUANTITY_DIGITS),
                bounds=doubt.bounds.text.replace("..", " to "),
                counted=(line.unit if line is not None else "") or doubt.bounds.unit,
            )


def _joined(assessed: charges.Assessment, plan: plans.Plan) -> findings.Finding:
    """The notice that small consignments on one transport document count together."""
    return findings.of(
        JOINED,
        "items",
        value=money.text(assessed.worth),
        before=money.text(assessed.before),
        threshold=money.text(plan.de_minimis),
    )


def differences(
    declared: declaration.Declaration, assessed: charges.Assessment
) -> tuple[findings.Finding, ...]:
    """A finding for each item whose declared customs value is another than the assessed
    one.
    """
    differing = []
    for place, (goods, valued) in enumerate(
        zip(declared.goods, assessed.items, strict=True)
    ):
        stated = goods.item.customs_value
        if stated and money.parse(stated) != valued.value:
            args = {"value": stated, "assessed": money.text(valued.value)}
            differing.append(findings.of(DIFFERS, f"items[{place}].customs_value", **args))
    return tuple(differing)


def _offset(assessed: charges.Assessment, plan: plans.Plan) -> Iterator[findings.Finding]:
    for line in assessed.charges:
        preference = plan.law.preferences.get(line.preference)
        if preference is not None and preference.offset and line.computed:
            yield findings.of(
                OFFSET,
                f"items[{line.item - 1}].preferences",
                value=line.item,
                charge=preference.charge,
                amount=money.text(line.computed),
                preference=preference.code,
            )


def _own_rates(
    items: Sequence[charges.ChargedItem], assessed: charges.Assessment, plan: plans.Plan
) -> Iterator[findings.Finding]:
    """Charges at the rate for all other goods where some, such as those of one producer,
    have a rate of their own.
    """
    lots = {item.number: item.lot for item in items}
    for line in assessed.charges:
        key = plan.selective.get(line.code)
        if key is None or not line.item:
            continue
        own = plan.book.own_rates(key, lots[line.item])
        if own:
            yield findings.of(
                OWN_RATE,
                f"items[{line.item - 1}].attributes",
                value=line.item,
                charge=key,
                rate=line.rate,
                code=lots[line.item].code,
                **_alternatives(own),
            )


def _alternatives(own: list[Unstated]) -> dict[str, str]:
    """The least of some rates, and the attributes that they depend on."""
    values = [rate.terms.row.value for rate, _ in own if rate.terms is not None]
    names: dict[str, None] = {}
    for _, missing in own:
        names |= dict.fromkeys([condition.name for condition in missing])
    return {"least": min(values, key=_first_number), "names": ", ".join(names)}


def _first_number(rate: str) -> int:
    """The number that a rate begins with, in millionths: it orders rates of one form, such
    as percentages.
    """
    number = rate.partition("%")[0].partition(" ")[0]
    if not number.replace(".", "", 1).isdigit():
        return 0
    return money.parse(number, money.QUANTITY_DIGITS)


def _not_held(
    procedure: str, items: Sequence[charges.ChargedItem], plan: plans.Plan
) -> Iterator[findings.Finding]:
    arising = plan.procedure(procedure)
    for place, item in enumerate(items):
        code = item.lot.code
        for gap in arising.gaps_of(code):
            yield of_charge(gap, f"items[{place}].code", code)
