"""Rules on the header of a declaration: boxes A, 1, 2, 7-9, 14, 52 and 54."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.base import codes, working_time
from openkeden.filing.context import Context
from openkeden.filing.rules.extracts import outside
from openkeden.filing.rules.rule import DATA, Breach, Check, rule
from openkeden.filing.subjects import IMPORT, TRANSIT, Header


@rule("GA.1", "office", basis="EAEU CC art. 111(5)(1)")
def office_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a customs office of this country.

    Fix: give in box A the {digits} digits of the office where you declare.
    """
    if context.is_office(header.office):
        return None
    return {"value": header.office, "digits": context.office_digits}


office_not_held: Check[Header] = outside(
    "GA.10", "office", "offices", lambda header: header.office
)


@rule("GA.2", "amends", basis="EAEU CC art. 112")
def amends_form(header: Header, context: Context) -> Breach:
    """{value} is not a valid registration number: office/DDMMYY/serial number of {digits}
    digits.

    Fix: copy the registration number of the declaration to be amended, or leave the field
    empty.
    """
    if not header.amends or _registration(header.amends, context) is not None:
        return None
    return {"value": header.amends, "digits": context.serial_digits}


@rule("GA.3", "amends", basis="EAEU CC art. 112")
def amends_date(header: Header, context: Context) -> Breach:
    """The date in the registration number {value} does not exist or is after {on}.

    Fix: check the six digits of the date, DDMMYY.
    """
    day = _registration(header.amends, context) if header.amends else None
    if day is None:
        return None
    registered = working_time.parse_day(f"20{day[4:]}-{day[2:4]}-{day[:2]}")
    wrong = registered is None or registered > context.on
    return {"value": header.amends, "on": context.on} if wrong else None


@rule("GA.4", "reference", basis=DATA)
def reference_missing(header: Header, context: Context) -> Breach:
    """The declaration has no reference, so the answer cannot name it.

    Fix: give a reference that you have not used before.
    """
    return None if header.has_reference else {"value": "''"}


@rule("G1.1", "direction", basis=DATA)
def direction_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid direction of movement.

    Fix: give in box 1 one of {known}.
    """
    directions = context.lists["directions"]
    if header.direction in directions:
        return None
    return {"value": header.direction, "known": ", ".join(directions)}


@rule("G1.2", "procedure", basis="EAEU CC art. 127")
def procedure_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid customs procedure.

    Fix: give the two digits of a procedure: {known}.
    """
    procedures = context.lists["procedures"]
    if header.procedure in procedures:
        return None
    return {"value": header.procedure, "known": ", ".join(procedures)}


@rule("G1.3", "procedure", basis="EAEU CC art. 127")
def procedure_against_direction(header: Header, context: Context) -> Breach:
    """Procedure {value} cannot be used with direction {direction}, only with {directions}.

    Fix: correct the direction or the procedure in box 1.
    """
    directions = context.lists["procedure_directions"].get(header.procedure)
    if directions is None or header.direction in directions.split():
        return None
    return {
        "value": header.procedure,
        "direction": header.direction,
        "directions": directions,
    }


@rule("G2.8", "exporter", basis=DATA)
def exporter_missing(header: Header, context: Context) -> Breach:
    """The exporter is missing.

    Fix: name in box 2 the sender of the goods.
    """
    return None if header.exporter else {"value": "''"}


@rule("G7.1", "feature", basis=DATA)
def feature_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid feature of declaring.

    Fix: leave box 7 empty, or give a code of three characters, such as one of {known}.
    """
    if not header.feature or not context.refuses("features", header.feature):
        return None
    return {"value": header.feature, "known": ", ".join(context.lists["features"])}


feature_not_held: Check[Header] = outside(
    "G7.5", "feature", "features", lambda header: header.feature
)


@rule("G8.1", "consignee", basis=DATA)
def consignee_missing(header: Header, context: Context) -> Breach:
    """The consignee is missing.

    Fix: name in box 8 the receiver of the goods.
    """
    return None if header.consignee else {"value": "''"}


@rule("G9.1", "financial", basis=DATA)
def financial_missing(header: Header, context: Context) -> Breach:
    """The person financially responsible for the import is missing.

    Fix: name in box 9 the person who settles the payment, with its number; it may be the
    declarant.
    """
    return (
        {"value": "''"} if header.direction == IMPORT and not header.has_financial else None
    )


@rule("G14.1", "declarant.country", basis="EAEU CC art. 111(5)(2)", severity="warning")
def declarant_outside_union(header: Header, context: Context) -> Breach:
    """The declarant is established in {value}, outside the Union; few foreign persons may
    declare.

    Fix: let the party in the Union or a customs representative declare, or be ready to
    prove your right to.
    """
    known = not header.declarant or header.declarant in context.members
    return None if known else {"value": header.declarant}


@rule("G52.1", "guarantee", basis="EAEU CC art. 146", severity="warning")
def transit_unsecured(header: Header, context: Context) -> Breach:
    """The security for transit is missing.

    Fix: give in box 52 the certificate of security, unless the carrier or the declarant is
    exempt from it.
    """
    return (
        {"value": "''"}
        if header.direction == TRANSIT and not header.has_guarantee
        else None
    )


@rule("G54.1", "signatory", basis="EAEU CC art. 111(5)(2)")
def signatory_missing(header: Header, context: Context) -> Breach:
    """The person who drew up the declaration is missing.

    Fix: name in box 54 the person who signs.
    """
    return None if header.has_signatory else {"value": "''"}


@rule("G54.2", "declared_on", basis=DATA)
def declared_on_unreadable(header: Header, context: Context) -> Breach:
    """{value} is not a valid date.

    Fix: write the day of declaring as YYYY-MM-DD.
    """
    day = working_time.parse_day(header.declared_on)
    return {"value": header.declared_on} if day is None else None


@rule("G54.3", "declared_on", basis=DATA)
def declared_on_after_registration(header: Header, context: Context) -> Breach:
    """The declaration was drawn up on {value}, after the day of registration, {on}.

    Fix: correct the day in box 54, or lodge the declaration on that day.
    """
    day = working_time.parse_day(header.declared_on)
    if day is None or day <= context.on:
        return None
    return {"value": header.declared_on, "on": context.on}


def _registration(text: str, context: Context) -> str | None:
    """The six digits of the day in a registration number; None where the text has another
    form.
    """
    office, _, rest = text.partition("/")
    day, _, serial = rest.partition("/")
    dated = codes.digits(day, 6) and codes.digits(serial, context.serial_digits)
    return day if dated and context.is_office(office) else None


CHECKS = (
    office_unknown,
    office_not_held,
    amends_form,
    amends_date,
    reference_missing,
    direction_unknown,
    procedure_unknown,
    procedure_against_direction,
    exporter_missing,
    feature_unknown,
    feature_not_held,
    consignee_missing,
    financial_missing,
    declarant_outside_union,
    transit_unsecured,
    signatory_missing,
    declared_on_unreadable,
    declared_on_after_registration,
)
