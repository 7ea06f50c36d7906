"""Rules on lines of the tariff that are only for some of their goods: of a season, within a
quota, for one use.
"""

from openkeden.filing.context import Context
from openkeden.filing.rules import measures
from openkeden.filing.rules.rule import Breach, rule
from openkeden.filing.subjects import ItemCodes
from openkeden.tariff import duty, seasons
from openkeden.tariff.measures import Measure, missing

_REGISTRATION = "EAEU CC art. 53(1)"
_PROHIBITIONS = "EAEU CC art. 7"


@rule("G33.30", "code", basis=_REGISTRATION)
def season_over(line: ItemCodes, context: Context) -> Breach:
    """Code {value} holds from {first} to {last} of each year, not on {on}: {act}
    ({measure}).

    Fix: declare the code of that day: {codes}. The day of registration counts.
    """
    edition = context.edition
    season = edition.seasons.get(line.code)
    if season is None or season.holds(context.on):
        return None
    codes = seasons.instead(line.code, edition.seasons, edition.lines, context.on)
    return {
        "value": line.code,
        "first": season.first,
        "last": season.last,
        "on": context.on,
        "act": season.row.basis,
        "measure": season.row.id,
        "codes": ", ".join(codes) or "-",
    }


@rule("G44.40", "documents", basis=_PROHIBITIONS)
def quota_licence_missing(line: ItemCodes, context: Context) -> Breach:
    """Code {value} is a quota line, only for goods within a tariff quota: they need document
    {document} ({kind}): {act} ({measure}).

    Fix: name the licence in box 44. Goods without it are of code {otherwise}, at
    {rate}.
    """
    for measure in context.measures_on(line):
        asks = measure.of_line and measure.effect == "document"
        if asks and missing(measure, line.documents):
            return _without(line, measure, context)
    return None


@rule("G44.41", "documents", basis=_PROHIBITIONS, severity="warning")
def use_unconfirmed(line: ItemCodes, context: Context) -> Breach:
    """Code {value} is only for some goods: {title}; {act} ({measure}).

    Fix: have the confirmation, document {document} ({kind}), and name it in box 44. Goods
    without it are of code {otherwise}, at {rate}.
    """
    for measure in _warning(line, context):
        if missing(measure, line.documents):
            return _without(line, measure, context)
    return None


@rule("G44.42", "code", basis=_PROHIBITIONS, severity="warning")
def use_unproven(line: ItemCodes, context: Context) -> Breach:
    """Code {value} is only for some goods: {title}; {act} ({measure}). Which paper proves it
    is not known here.

    Fix: be ready to prove it. Other goods are of code {otherwise}, at {rate}.
    """
    for measure in _warning(line, context):
        if not measure.document:
            return _without(line, measure, context)
    return None


def _warning(line: ItemCodes, context: Context) -> list[Measure]:
    """The measures that warn of what the line is only for."""
    touching = context.measures_on(line)
    return [one for one in touching if one.of_line and one.effect == "warn"]


def _without(line: ItemCodes, measure: Measure, context: Context) -> dict[str, object]:
    """What a finding says of a line whose goods lack the document, and of the line that
    they are of without it.
    """
    otherwise = measure.otherwise.get(line.code, "")
    without = context.edition.lines.get(otherwise)
    return {
        **measures.of_measure(line, measure),
        "title": measure.row.value,
        "document": measure.document or "-",
        "kind": context.lists["documents"].get(measure.document, "-"),
        "otherwise": otherwise or "-",
        "rate": duty.text(without.rate) if without else "-",
    }


CHECKS = (season_over, quota_licence_missing, use_unconfirmed, use_unproven)
