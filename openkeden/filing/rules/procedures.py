"""Rules on the procedure of an item and the one before it: boxes 37 and 40."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.filing import procedure_codes
from openkeden.filing.context import Context
from openkeden.filing.item_subjects import Handling
from openkeden.filing.rules.extracts import outside
from openkeden.filing.rules.rule import DATA, Breach, Check, rule

_PROCEDURES = "EAEU CC art. 127"
_NONE_BEFORE = "00"


@rule("G37.1", "procedure", basis=_PROCEDURES)
def procedure_form(item: Handling, context: Context) -> Breach:
    """{value} is not a valid code in box 37: it needs seven characters, two for the
    procedure, two for the previous one, three for the feature.

    Fix: for example, write {example} when there is no previous procedure and no feature.
    """
    formed = (
        len(item.procedure) == 7 and item.procedure.isascii() and item.procedure.isalnum()
    )
    if formed:
        return None
    return {"value": item.procedure, "example": f"{item.heading_procedure[:2]}00000"}


@rule("G37.2", "procedure", basis=_PROCEDURES)
def procedure_differs(item: Handling, context: Context) -> Breach:
    """Box 37 declares procedure {value}, but box 1 declares {heading}.

    Fix: begin box 37 with the procedure of box 1; goods under another procedure need a
    declaration of their own.
    """
    declared = item.procedure[:2]
    if len(item.procedure) != 7 or declared == item.heading_procedure:
        return None
    return {"value": declared, "heading": item.heading_procedure}


@rule("G37.3", "procedure", basis=_PROCEDURES)
def procedure_before_unknown(item: Handling, context: Context) -> Breach:
    """{value} is not a valid previous procedure.

    Fix: give as digits three and four of box 37 the procedure that the goods were under, or
    00 if there was none.
    """
    before = item.procedure[2:4]
    if len(item.procedure) != 7 or before == _NONE_BEFORE:
        return None
    return {"value": before} if context.refuses("procedures", before) else None


@rule("G37.4", "procedure", basis=_PROCEDURES)
def procedure_feature_unknown(item: Handling, context: Context) -> Breach:
    """{value} is not a valid feature of movement.

    Fix: give as the last three characters of box 37 three digits, such as one of {known}.
    """
    feature = item.procedure[4:]
    if len(item.procedure) != 7 or not context.refuses("procedure_features", feature):
        return None
    return {"value": feature, "known": ", ".join(context.lists["procedure_features"])}


procedure_feature_not_held: Check[Handling] = outside(
    "G37.10",
    "procedure",
    "procedure_features",
    lambda item: item.procedure[4:] if len(item.procedure) == 7 else "",
)


@rule("G37.11", "procedure", basis=_PROCEDURES, severity="warning")
def procedure_feature_unused(item: Handling, context: Context) -> Breach:
    """Feature {value} is not among those known to go with {direction} {procedure}: {known}.

    Fix: check the last three characters of box 37; the table is an extract.
    """
    feature = item.procedure[4:]
    if len(item.procedure) != 7 or feature not in context.lists["procedure_features"]:
        return None
    return _unused(item, procedure_codes.FEATURE, feature, context)


@rule("G37.12", "procedure", basis=_PROCEDURES, severity="warning")
def procedure_before_unused(item: Handling, context: Context) -> Breach:
    """Previous procedure {value} is not among those known to go with {direction}
    {procedure}: {known}.

    Fix: check digits three and four of box 37; the table is an extract.
    """
    before = item.procedure[2:4]
    if len(item.procedure) != 7 or before == _NONE_BEFORE:
        return None
    return _unused(item, procedure_codes.PREVIOUS, before, context)


def _unused(item: Handling, part: str, code: str, context: Context) -> Breach:
    declared = item.procedure[:2]
    known = context.unused(item.direction, declared, part, code)
    if not known:
        return None
    return {
        "value": code,
        "direction": item.direction,
        "procedure": declared,
        "known": known,
    }


@rule("G37.5", "procedure", basis=_PROCEDURES)
def procedure_before_missing(item: Handling, context: Context) -> Breach:
    """Procedure {value} needs a previous one, but box 37 says that there was none.

    Fix: give as digits three and four of box 37 the procedure that the goods were under
    before.
    """
    declared = item.procedure[:2]
    lacks = (
        declared in context.lists["previous_required"]
        and item.procedure[2:4] == _NONE_BEFORE
    )
    return {"value": declared} if lacks else None


@rule("G40.1", "previous", basis=DATA)
def previous_document_missing(item: Handling, context: Context) -> Breach:
    """The goods come from procedure {value}, but no previous document is named.

    Fix: give in box 40 the declaration that placed them under it.
    """
    before = item.procedure[2:4]
    lacks = len(item.procedure) == 7 and before != _NONE_BEFORE and not item.has_previous
    return {"value": before} if lacks else None


CHECKS = (
    procedure_form,
    procedure_differs,
    procedure_before_unknown,
    procedure_feature_unknown,
    procedure_feature_not_held,
    procedure_feature_unused,
    procedure_before_unused,
    procedure_before_missing,
    previous_document_missing,
)
