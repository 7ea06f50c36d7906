"""Rules on the countries in the header of a declaration: boxes 11, 15, 16 and 17."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.filing.context import Context
from openkeden.filing.rules.rule import DATA, Breach, rule
from openkeden.filing.subjects import EXPORT, IMPORT, TRANSIT, UNSTATED, Header


@rule("G11.1", "trading_country", basis=DATA)
def trading_country_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid country code.

    Fix: give in box 11 the two-letter code of the country of the other party to the
    transaction.
    """
    return _no_country(header.trading_country, context)


@rule("G11.2", "trading_country", basis=DATA)
def trading_country_missing(header: Header, context: Context) -> Breach:
    """The trading country is missing.

    Fix: give in box 11 the two-letter code of the country of the other party to the
    transaction.
    """
    return (
        {"value": "''"}
        if not header.trading_country and header.direction != TRANSIT
        else None
    )


@rule("G15.1", "dispatch_country", basis=DATA)
def dispatch_country_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid country code.

    Fix: give in box 15 the two-letter code of the country from which the goods were sent.
    """
    return _no_country(header.dispatch_country, context)


@rule("G15.2", "dispatch_country", basis=DATA)
def dispatch_country_missing(header: Header, context: Context) -> Breach:
    """The country of dispatch is missing.

    Fix: give in box 15 the two-letter code of the country from which the goods were sent.
    """
    return None if header.dispatch_country else {"value": "''"}


@rule("G15.3", "dispatch_country", basis="comparison of documents", severity="warning")
def dispatch_not_exporters(header: Header, context: Context) -> Breach:
    """The goods come from {value}, but their exporter is established in {exporter}.

    Fix: check boxes 2 and 15 against the transport document; keep them if the goods were
    sold through a third country.
    """
    if not header.dispatch_country or header.exporter in (
        "",
        UNSTATED,
        header.dispatch_country,
    ):
        return None
    return {"value": header.dispatch_country, "exporter": header.exporter}


@rule("G15.4", "dispatch_country", basis="EAEU CC art. 127", severity="warning")
def import_from_union(header: Header, context: Context) -> Breach:
    """The import is dispatched from {value}, a member of the Union.

    Fix: union goods need no declaration. If the journey began in another country, give that
    country.
    """
    inside = header.direction == IMPORT and header.dispatch_country in context.members
    return {"value": header.dispatch_country} if inside else None


@rule("G15.5", "dispatch_country", basis="EAEU CC art. 127")
def export_from_outside(header: Header, context: Context) -> Breach:
    """The export is dispatched from {value}, outside the Union.

    Fix: give in box 15 the member state from which the goods leave, or correct the
    direction in box 1.
    """
    outside = _is_outside(header.dispatch_country, context)
    return (
        {"value": header.dispatch_country}
        if outside and header.direction == EXPORT
        else None
    )


@rule("G16.1", "origin_country", basis=DATA)
def origin_country_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid code of a country of origin.

    Fix: give in box 16 the country of origin if it is the same for all goods, or leave the
    box empty.
    """
    country = header.origin_country
    return {"value": country} if country and country not in context.origins else None


@rule("G17.1", "destination_country", basis=DATA)
def destination_country_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid country code.

    Fix: give the two-letter code of the country to which the goods go.
    """
    return _no_country(header.destination_country, context)


@rule("G17.2", "destination_country", basis=DATA)
def destination_country_missing(header: Header, context: Context) -> Breach:
    """The country of destination is missing.

    Fix: give in box 17 the two-letter code of the country to which the goods go.
    """
    return None if header.destination_country else {"value": "''"}


@rule("G17.3", "destination_country", basis="comparison of documents", severity="warning")
def destination_not_consignees(header: Header, context: Context) -> Breach:
    """The goods go to {value}, but their consignee is established in {consignee}.

    Fix: check boxes 8 and 17 against the transport document.
    """
    country = header.destination_country
    if not country or header.consignee in ("", UNSTATED, country):
        return None
    return {"value": country, "consignee": header.consignee}


@rule("G17.4", "destination_country", basis="EAEU CC art. 127")
def import_to_outside(header: Header, context: Context) -> Breach:
    """The import goes to {value}, outside the Union.

    Fix: give the member state where the goods stay; goods that pass through move under
    transit (TR).
    """
    outside = _is_outside(header.destination_country, context)
    return (
        {"value": header.destination_country}
        if outside and header.direction == IMPORT
        else None
    )


@rule("G17.5", "destination_country", basis="EAEU CC art. 127")
def export_to_union(header: Header, context: Context) -> Breach:
    """The export goes to {value}, a member of the Union.

    Fix: goods sent to a member state are not exported: correct the destination, or do not
    declare them.
    """
    inside = header.direction == EXPORT and header.destination_country in context.members
    return {"value": header.destination_country} if inside else None


def _no_country(code: str, context: Context) -> Breach:
    return None if not code or code in context.lists["countries"] else {"value": code}


def _is_outside(country: str, context: Context) -> bool:
    """Whether this is a country, and not a member of the Union."""
    return country in context.lists["countries"] and country not in context.members


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
