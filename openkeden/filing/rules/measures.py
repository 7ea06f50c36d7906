"""Rules on the prohibitions, permits and quotas that touch an item: boxes 33, 39 and 44."""

from openkeden.filing.context import Context
from openkeden.filing.rules.rule import Breach, rule
from openkeden.filing.subjects import ItemCodes
from openkeden.tariff import measures

_PROHIBITIONS = "EAEU CC art. 7"


@rule("G33.4", "code", basis=_PROHIBITIONS)
def prohibited(line: ItemCodes, context: Context) -> Breach:
    """Goods of code {value} are prohibited: {act}, in force {since} - {until} ({measure}).
    Attributes that the measure asks for: {attributes}.

    Fix: remove the item from the declaration. If an attribute of the goods is not as the
    measure asks, state it with its own value: that takes them out of the measure.
    """
    for measure in context.measures_on(line):
        if measure.own and measure.effect == "refuse" and not measure.of_line:
            return {**of_measure(line, measure), "attributes": measure.attributes or "–"}
    return None


@rule("G33.5", "code", basis=_PROHIBITIONS, severity="warning")
def refused_by_partner(line: ItemCodes, context: Context) -> Breach:
    """The other country may refuse goods of code {value}: {act}, in force {since} - {until}
    ({measure}).

    Fix: ask the receiver before the goods leave; our customs do not stop them for this.
    """
    for measure in context.measures_on(line):
        if not measure.own:
            return of_measure(line, measure)
    return None


@rule("G33.31", "code", basis=_PROHIBITIONS, severity="warning")
def prohibited_in_part(line: ItemCodes, context: Context) -> Breach:
    """Goods of code {value} may be among those that are prohibited: {title}; {act}
    ({measure}).

    Fix: check which goods of that code the act means. If these are among them, remove the
    item from the declaration.
    """
    naming = [
        measure
        for measure in context.measures_on(line)
        if measure.effect == "warn"
        and measure.own
        and not (measure.of_line or measure.document)
    ]
    if not naming:
        return None
    told = [of_measure(line, measure) for measure in naming]
    return {
        **told[0],
        "title": "; ".join([measure.row.value for measure in naming]),
        "act": "; ".join([str(each["act"]) for each in told]),
        "measure": "; ".join([str(each["measure"]) for each in told]),
    }


@rule("G39.2", "quota", basis=_PROHIBITIONS)
def quota_missing(line: ItemCodes, context: Context) -> Breach:
    """Goods of code {value} are subject to the quota {quota}: {act}, in force {since} -
    {until} ({measure}).

    Fix: give in box 39 what is left of your share, in the unit of the quota.
    """
    for measure in context.measures_on(line):
        if measure.own and measure.effect == "quota" and not line.has_quota:
            return {**of_measure(line, measure), "quota": measure.quota}
    return None


@rule("G44.5", "documents", basis=_PROHIBITIONS)
def permit_missing(line: ItemCodes, context: Context) -> Breach:
    """Goods of code {value} need document {document} ({kind}): {act}, in force {since} -
    {until} ({measure}).

    Fix: name that document in box 44 with its number and date.
    """
    asking = [
        measure
        for measure in context.measures_on(line)
        if measure.effect not in measures.ADVICE
        and not measure.of_line
        and measures.missing(measure, line.documents)
    ]
    return _lacking(line, asking, context)


@rule("G44.6", "documents", basis=_PROHIBITIONS, severity="notice")
def permit_advised(line: ItemCodes, context: Context) -> Breach:
    """Goods of code {value} may need document {document} ({kind}): {act}, in force {since}
    - {until} ({measure}).

    Fix: check which goods of that code the act means. If these are among them, name the
    document in box 44.
    """
    advising = [
        measure
        for measure in context.measures_on(line)
        if measure.effect == "warn"
        and not measure.of_line
        and measures.missing(measure, line.documents)
    ]
    return _lacking(line, advising, context)


def _lacking(line: ItemCodes, asking: list[measures.Measure], context: Context) -> Breach:
    """What a finding says of all measures whose documents are missing; nothing without any."""
    if not asking:
        return None
    documents = dict.fromkeys([measure.document for measure in asking])
    kinds = [context.lists["documents"].get(document, "-") for document in documents]
    arguments = [of_measure(line, measure) for measure in asking]
    return {
        **arguments[0],
        "act": "; ".join([str(each["act"]) for each in arguments]),
        "measure": "; ".join([str(each["measure"]) for each in arguments]),
        "document": ", ".join(documents),
        "kind": "; ".join(kinds),
    }


def of_measure(line: ItemCodes, measure: measures.Measure) -> dict[str, object]:
    """What a finding says of a measure: its act and the days it is in force."""
    row = measure.row
    return {
        "value": line.code,
        "act": row.basis,
        "since": row.since,
        "until": row.until or "...",
        "measure": measure.id,
    }


CHECKS = (
    prohibited,
    refused_by_partner,
    prohibited_in_part,
    quota_missing,
    permit_missing,
    permit_advised,
)
