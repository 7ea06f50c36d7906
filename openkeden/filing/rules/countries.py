"""The heading of a declaration in, breaches of the rules of its countries out: boxes 11, 15, 16 and 17."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.filing.context import Context
from openkeden.filing.rules.rule import DATA, Breach, rule
from openkeden.filing.subjects import EXPORT, IMPORT, TRANSIT, UNSTATED, Header


@rule("G11.1", "trading_country", basis=DATA)
def trading_country_unknown(heading: Header, context: Context) -> Breach:
    """{value} is no country code.

    Fix: give in box 11 the two letters of the country of the other party to the deal.
    """
    return _no_country(heading.trading_country, context)


@rule("G11.2", "trading_country", basis=DATA)
def trading_country_missing(heading: Header, context: Context) -> Breach:
    """The trading country is missing.

    Fix: give in box 11 the two letters of the country of the other party to the deal.
    """
    return {"value": "''"} if not heading.trading_country and heading.direction != TRANSIT else None


@rule("G15.1", "dispatch_country", basis=DATA)
def dispatch_country_unknown(heading: Header, context: Context) -> Breach:
    """{value} is no country code.

    Fix: give in box 15 the two letters of the country from which the goods were sent.
    """
    return _no_country(heading.dispatch_country, context)


@rule("G15.2", "dispatch_country", basis=DATA)
def dispatch_country_missing(heading: Header, context: Context) -> Breach:
    """The country of dispatch is missing.

    Fix: give in box 15 the two letters of the country from which the goods were sent.
    """
    return None if heading.dispatch_country else {"value": "''"}


@rule("G15.3", "dispatch_country", basis="comparison of documents", severity="warning")
def dispatch_not_exporters(heading: Header, context: Context) -> Breach:
    """The goods come from {value}, but their exporter is of {exporter}.

    Fix: check boxes 2 and 15 against the transport document; keep them if the goods were sold through a third country.
    """
    if not heading.dispatch_country or heading.exporter in ("", UNSTATED, heading.dispatch_country):
        return None
    return {"value": heading.dispatch_country, "exporter": heading.exporter}


@rule("G15.4", "dispatch_country", basis="EAEU CC art. 127", severity="warning")
def import_from_union(heading: Header, context: Context) -> Breach:
    """An import is dispatched from {value}, a member of the Union.

    Fix: goods of the Union need no declaration; give the country where the journey began, if it was another.
    """
    inside = heading.direction == IMPORT and heading.dispatch_country in context.members
    return {"value": heading.dispatch_country} if inside else None


@rule("G15.5", "dispatch_country", basis="EAEU CC art. 127")
def export_from_outside(heading: Header, context: Context) -> Breach:
    """An export is dispatched from {value}, outside the Union.

    Fix: give in box 15 the member of the Union from which the goods leave, or correct the direction in box 1.
    """
    country = heading.dispatch_country
    outside = (
        heading.direction == EXPORT
        and country in context.lists["countries"]
        and country not in context.members
    )
    return {"value": country} if outside else None


@rule("G16.1", "origin_country", basis=DATA)
def origin_country_unknown(heading: Header, context: Context) -> Breach:
    """{value} is no code of a country of origin.

    Fix: give in box 16 the country of origin when all goods share it, or leave the box empty.
    """
    known = not heading.origin_country or heading.origin_country in context.origins
    return None if known else {"value": heading.origin_country}


@rule("G17.1", "destination_country", basis=DATA)
def destination_country_unknown(heading: Header, context: Context) -> Breach:
    """{value} is no country code.

    Fix: give in box 17 the two letters of the country to which the goods go.
    """
    return _no_country(heading.destination_country, context)


@rule("G17.2", "destination_country", basis=DATA)
def destination_country_missing(heading: Header, context: Context) -> Breach:
    """The country of destination is missing.

    Fix: give in box 17 the two letters of the country to which the goods go.
    """
    return None if heading.destination_country else {"value": "''"}


@rule("G17.3", "destination_country", basis="comparison of documents", severity="warning")
def destination_not_consignees(heading: Header, context: Context) -> Breach:
    """The goods go to {value}, but their consignee is of {consignee}.

    Fix: check boxes 8 and 17 against the transport document.
    """
    if not heading.destination_country or heading.consignee in (
        "",
        UNSTATED,
        heading.destination_country,
    ):
        return None
    return {"value": heading.destination_country, "consignee": heading.consignee}


@rule("G17.4", "destination_country", basis="EAEU CC art. 127")
def import_to_outside(heading: Header, context: Context) -> Breach:
    """An import goes to {value}, outside the Union.

    Fix: give in box 17 the member of the Union where the goods stay; goods that pass through move under transit (TR).
    """
    country = heading.destination_country
    outside = (
        heading.direction == IMPORT
        and country in context.lists["countries"]
        and country not in context.members
    )
    return {"value": country} if outside else None


@rule("G17.5", "destination_country", basis="EAEU CC art. 127")
def export_to_union(heading: Header, context: Context) -> Breach:
    """An export goes to {value}, a member of the Union.

    Fix: goods sent to a member of the Union are not exported; correct box 17, or do not declare them.
    """
    inside = heading.direction == EXPORT and heading.destination_country in context.members
    return {"value": heading.destination_country} if inside else None


def _no_country(code: str, context: Context) -> Breach:
    return None if not code or code in context.lists["countries"] else {"value": code}


CHECKS = (
    trading_country_unknown,
    trading_country_missing,
    dispatch_country_unknown,
    dispatch_country_missing,
    dispatch_not_exporters,
    import_from_union,
    export_from_outside,
    origin_country_unknown,
    destination_country_unknown,
    destination_country_missing,
    destination_not_consignees,
    import_to_outside,
    export_to_union,
)
