"""Rules on transport in the header of a declaration: boxes 18, 21, 25, 26, 29 and 30."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.base import codes
from openkeden.filing.context import Context
from openkeden.filing.rules.extracts import outside
from openkeden.filing.rules.rule import DATA, Breach, Check, rule
from openkeden.filing.subjects import Header


@rule("G18.1", "departure_transport", basis=DATA)
def departure_transport_missing(header: Header, context: Context) -> Breach:
    """The vehicle at departure is missing, but the inland mode of transport is {value}.

    Fix: give in box 18 the registration numbers of the truck and trailer, the wagon, the
    vessel or the flight.
    """
    named = header.has_departure_transport or not _identified(header.inland_mode, context)
    return None if named else {"value": header.inland_mode}


@rule("G21.1", "border_transport", basis=DATA)
def border_transport_missing(header: Header, context: Context) -> Breach:
    """The vehicle at the border is missing, but the mode of transport at the border is
    {value}.

    Fix: give in box 21 the registration numbers of the truck and trailer, the wagon, the
    vessel or the flight.
    """
    named = header.has_border_transport or not _identified(header.border_mode, context)
    return None if named else {"value": header.border_mode}


@rule("G25.1", "border_mode", basis=DATA)
def border_mode_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid mode of transport.

    Fix: give one of {known}.
    """
    return _no_mode(header.border_mode, context)


border_mode_not_held: Check[Header] = outside(
    "G25.5", "border_mode", "transport_modes", lambda header: header.border_mode
)


@rule("G25.2", "border_mode", basis=DATA)
def border_mode_missing(header: Header, context: Context) -> Breach:
    """The mode of transport at the border is missing.

    Fix: give in box 25 its two-digit code.
    """
    return None if header.border_mode else {"value": "''"}


@rule("G26.1", "inland_mode", basis=DATA)
def inland_mode_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid mode of transport.

    Fix: give in box 26 one of {known}.
    """
    return _no_mode(header.inland_mode, context)


inland_mode_not_held: Check[Header] = outside(
    "G26.5", "inland_mode", "transport_modes", lambda header: header.inland_mode
)


@rule("G29.1", "border_office", basis=DATA)
def border_office_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a customs office at the border.

    Fix: give in box 29 an office of this country ({digits} digits), or of another member
    ({others} digits).
    """
    office = header.border_office
    lengths = context.other_office_digits
    if not office or context.is_office(office):
        return None
    if any(codes.digits(office, length) for length in lengths):
        return None
    others = ", ".join(map(str, lengths))
    return {"value": office, "digits": context.office_digits, "others": others}


border_office_not_held: Check[Header] = outside(
    "G29.10", "border_office", "offices", lambda header: header.border_office
)


@rule("G29.2", "border_office", basis=DATA)
def border_office_missing(header: Header, context: Context) -> Breach:
    """The office at the border is missing.

    Fix: give in box 29 the office where the goods enter or leave the Union.
    """
    return None if header.border_office else {"value": "''"}


@rule("G30.1", "goods_location", basis=DATA)
def goods_location_missing(header: Header, context: Context) -> Breach:
    """The location of the goods is missing; customs may need to see them there.

    Fix: give in box 30 the warehouse, zone, station or address.
    """
    return None if header.has_goods_location else {"value": "''"}


def _no_mode(code: str, context: Context) -> Breach:
    if not code or not context.refuses("transport_modes", code):
        return None
    return {"value": code, "known": ", ".join(context.lists["transport_modes"])}


def _identified(mode: str, context: Context) -> bool:
    """Whether transport of this kind has a vehicle to name."""
    unidentified = mode in context.lists["modes_unidentified"]
    return mode in context.lists["transport_modes"] and not unidentified


CHECKS = (
    departure_transport_missing,
    border_transport_missing,
    border_mode_unknown,
    border_mode_not_held,
    border_mode_missing,
    inland_mode_unknown,
    inland_mode_not_held,
    border_office_unknown,
    border_office_not_held,
    border_office_missing,
    goods_location_missing,
)
