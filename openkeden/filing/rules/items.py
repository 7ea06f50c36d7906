"""Rules on an item and its numbers: boxes 31, 32, 35, 38, 39, 41, 42, 45 and 46."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

import collections

from openkeden.base import codes, money, written
from openkeden.filing import subjects
from openkeden.filing.context import Context
from openkeden.filing.rules.rule import DATA, Breach, rule
from openkeden.filing.subjects import IMPORT, TRANSACTION, ItemCodes, Numbers

_FORMAT = "EAEU schema of the goods declaration"


@rule("G31.1", "description", basis=DATA)
def description_missing(numbers: Numbers, context: Context) -> Breach:
    """The description of the goods is missing.

    Fix: give in box 31 the trade name, kind, brand, maker and whatever else the code
    depends on.
    """
    return (
        None
        if numbers.item.description.strip()
        else {"value": repr(numbers.item.description)}
    )


@rule("G31.2", "description", basis=DATA)
def description_vague(numbers: Numbers, context: Context) -> Breach:
    """{value} is too vague to check the commodity code.

    Fix: say what the goods are, what they are made of and what they are for.
    """
    text = numbers.item.description.strip()
    return {"value": text} if text and context.is_vague(text) else None


@rule("G31.3", "description", basis=_FORMAT)
def description_long(numbers: Numbers, context: Context) -> Breach:
    """The description has {value} characters, but the box holds at most {most}.

    Fix: shorten it; it is not cut off for you.
    """
    length, most = len(numbers.item.description), context.longest_description
    return {"value": length, "most": most} if length > most else None


@rule("G31.4", "description", basis=_FORMAT)
def description_unprintable(numbers: Numbers, context: Context) -> Breach:
    """The description contains characters that cannot be printed: {value}.

    Fix: write it on one line in letters, digits and punctuation.
    """
    odd = written.unprintable(numbers.item.description)
    return {"value": odd} if odd else None


@rule("G31.5", "packages", basis=DATA)
def packages_negative(numbers: Numbers, context: Context) -> Breach:
    """{value} is not a valid number of packages.

    Fix: give in box 31 how many there are; 0 if the goods are in bulk or share packages
    with another item.
    """
    return {"value": numbers.item.packages} if numbers.item.packages < 0 else None


@rule("G31.8", "attributes", basis=_FORMAT)
def attribute_unreadable(numbers: Numbers, context: Context) -> Breach:
    """The attribute {name} is a quantity in {unit}, but {value} is not a number above zero.

    Fix: write it with digits and a decimal point, at most six decimals, such as 1998.5.
    """
    for name, text in numbers.item.attributes.items():
        if name in context.quantities and not subjects.quantity(text):
            return {"value": text or "''", "name": name, "unit": context.quantities[name]}
    return None


@rule("G32.1", "number", basis=DATA)
def number_out_of_turn(numbers: Numbers, context: Context) -> Breach:
    """Item {place} of the declaration has the number {value}.

    Fix: number the items 1, 2, 3 ... in their order.
    """
    number, place = numbers.item.number, numbers.place
    return None if number == place else {"value": number, "place": place}


@rule("G35.1", "gross_mass_kg", basis=_FORMAT)
def gross_unreadable(numbers: Numbers, context: Context) -> Breach:
    """{value} is not a valid mass in kilograms.

    Fix: write the gross mass with digits and a decimal point, at most six decimals, such as
    1200.5.
    """
    return (
        {"value": numbers.item.gross_mass_kg or "''"}
        if numbers.gross_mass is None
        else None
    )


@rule("G35.2", "gross_mass_kg", basis=DATA, severity="warning")
def gross_zero(numbers: Numbers, context: Context) -> Breach:
    """The gross mass is {value} kg.

    Fix: weigh the goods with their packing; only goods without mass, such as electricity,
    have none.
    """
    return {"value": numbers.item.gross_mass_kg} if numbers.gross_mass == 0 else None


@rule("G38.1", "net_mass_kg", basis=DATA)
def net_above_gross(numbers: Numbers, context: Context) -> Breach:
    """The net mass, {value} kg, is greater than the gross mass, {gross} kg.

    Fix: check boxes 35 and 38; they may have been swapped.
    """
    net, gross = numbers.net_mass, numbers.gross_mass
    if net is None or gross is None or net <= gross:
        return None
    return {"value": numbers.item.net_mass_kg, "gross": numbers.item.gross_mass_kg}


@rule("G38.2", "net_mass_kg", basis=_FORMAT)
def net_unreadable(numbers: Numbers, context: Context) -> Breach:
    """{value} is not a valid mass in kilograms.

    Fix: write the net mass with digits and a decimal point, at most six decimals, such as
    1000.25.
    """
    return {"value": numbers.item.net_mass_kg or "''"} if numbers.net_mass is None else None


def _units(codes: ItemCodes, context: Context) -> frozenset[str]:
    """The units in which the charges of an item are computed."""
    return context.book.needed(codes.heading_procedure, codes.lot).units


@rule("G38.3", "net_mass_kg", basis=DATA, severity="warning")
def net_zero(numbers: Numbers, context: Context) -> Breach:
    """The net mass is {value} kg.

    Fix: weigh the goods without their packing; only goods without mass, such as
    electricity, have none.
    """
    zero = numbers.net_mass == 0 and "kg" not in _units(numbers.codes, context)
    return {"value": numbers.item.net_mass_kg} if zero else None


@rule("G38.4", "net_mass_kg", basis=DATA)
def net_needed(numbers: Numbers, context: Context) -> Breach:
    """The net mass is {value} kg, and a charge on code {code} is computed by mass.

    Fix: give the mass of the goods without their packing.
    """
    zero = numbers.net_mass == 0 and "kg" in _units(numbers.codes, context)
    return {"value": numbers.item.net_mass_kg, "code": numbers.item.code} if zero else None


@rule("G39.1", "quota", basis=_FORMAT)
def quota_unreadable(numbers: Numbers, context: Context) -> Breach:
    """{value} is not a valid quantity left of a quota.

    Fix: write it with digits and a decimal point, at most six decimals, in the unit of the
    quota.
    """
    quota = numbers.item.quota
    return {"value": quota} if quota and numbers.quota is None else None


@rule("G41.4", "supplementary_quantity", basis=DATA)
def quantity_missing(numbers: Numbers, context: Context) -> Breach:
    """The unit {value} is given without a quantity.

    Fix: give the quantity in that unit.
    """
    unit = numbers.item.supplementary_unit
    return {"value": unit} if unit and not numbers.item.supplementary_quantity else None


@rule("G41.5", "supplementary_quantity", basis=_FORMAT)
def quantity_unreadable(numbers: Numbers, context: Context) -> Breach:
    """{value} is not a valid quantity.

    Fix: write it with digits and a decimal point, at most six decimals, such as 1000 or
    12.5.
    """
    text = numbers.item.supplementary_quantity
    return {"value": text} if text and numbers.quantity is None else None


@rule("G41.6", "supplementary_quantity", basis=DATA)
def quantity_zero(numbers: Numbers, context: Context) -> Breach:
    """The quantity is {value}.

    Fix: give how much there is in {unit}.
    """
    if numbers.quantity != 0:
        return None
    unit = numbers.item.supplementary_unit or "''"
    return {"value": numbers.item.supplementary_quantity, "unit": unit}


@rule("G41.7", "supplementary_quantity", basis=DATA)
def quantity_without_unit(numbers: Numbers, context: Context) -> Breach:
    """The quantity {value} is given without its unit.

    Fix: name the unit that the tariff asks for, or leave the quantity out.
    """
    quantity = numbers.item.supplementary_quantity
    return {"value": quantity} if quantity and not numbers.item.supplementary_unit else None


@rule("G41.8", "attributes", basis=DATA)
def quantity_contradicted(numbers: Numbers, context: Context) -> Breach:
    """Two different quantities in {value} are given: {first} and {second}.

    Fix: give the quantity once, or the same one twice.
    """
    item = numbers.item
    stated = [
        (context.quantities[name], subjects.quantity(text))
        for name, text in item.attributes.items()
        if name in context.quantities
    ]
    if item.supplementary_unit:
        stated.append((item.supplementary_unit, numbers.quantity))
    by_unit: dict[str, int] = {}
    for unit, quantity in stated:
        if quantity and by_unit.setdefault(unit, quantity) != quantity:
            first = money.short(by_unit[unit], money.QUANTITY_DIGITS)
            second = money.short(quantity, money.QUANTITY_DIGITS)
            return {"value": unit, "first": first, "second": second}
    return None


@rule("G42.1", "price", basis=_FORMAT)
def price_unreadable(numbers: Numbers, context: Context) -> Breach:
    """{value} is not a valid amount of money.

    Fix: write the price with digits and a decimal point, at most two decimals, such as
    10000.00.
    """
    return {"value": numbers.item.price or "''"} if numbers.price is None else None


@rule("G42.2", "price", basis="EAEU CC art. 39")
def price_zero(numbers: Numbers, context: Context) -> Breach:
    """The price is {value}, but method 1 values the goods by the price paid.

    Fix: give the price of the invoice, or value goods without a price by another method of
    valuation.
    """
    paid = (
        numbers.codes.direction == IMPORT and numbers.item.valuation_method == TRANSACTION
    )
    return {"value": numbers.item.price} if numbers.price == 0 and paid else None


@rule("G45.1", "customs_value", basis=_FORMAT)
def customs_value_unreadable(numbers: Numbers, context: Context) -> Breach:
    """{value} is not a valid customs value.

    Fix: write it in national currency with digits and a decimal point, at most two
    decimals, or leave box 45 empty.
    """
    text = numbers.item.customs_value
    return {"value": text} if text and numbers.customs_value is None else None


@rule("G45.3", "customs_value", basis="EAEU CC art. 41-45")
def customs_value_missing(numbers: Numbers, context: Context) -> Breach:
    """Method {value} is not based on the price, but box 45 gives no customs value.

    Fix: give in box 45 the value in national currency that the method gives.
    """
    method = numbers.item.valuation_method
    other = method != TRANSACTION and method in context.lists["valuation_methods"]
    return {"value": method} if other and not numbers.item.customs_value else None


@rule("G46.1", "statistical_value", basis=_FORMAT)
def statistical_value_unreadable(numbers: Numbers, context: Context) -> Breach:
    """{value} is not a valid statistical value.

    Fix: write it with digits and a decimal point, at most two decimals, or leave box 46
    empty.
    """
    text = numbers.item.statistical_value
    return {"value": text} if text and numbers.statistical_value is None else None


@rule("G31.10", "", basis="ISO 6346")
def container_form(number: str, context: Context) -> Breach:
    """{value} is not a valid container number: it needs three letters, then U, J or Z (A to
    K for a swap body), then seven digits.

    Fix: copy it from the container.
    """
    known = codes.container_form(number) or codes.is_other_equipment(number)
    return None if known else {"value": number or "''"}


@rule("G31.11", "", basis="ISO 6346")
def container_check_digit(number: str, context: Context) -> Breach:
    """{value} is not a valid container number: its check digit should be {expected}.

    Fix: look for a mistyped letter or digit and copy the number from the container.
    """
    if not codes.container_form(number) or codes.is_container(number):
        return None
    return {"value": number, "expected": codes.container_check_digit(number)}


@rule("G31.20", "", basis="ISO 6346; EN 13044", severity="warning")
def container_of_another_kind(number: str, context: Context) -> Breach:
    """{value} is not a number of a container (ISO 6346) or of a swap body (EN 13044).

    Fix: check that it is the number that stands on the equipment. If it is, no action is
    needed.
    """
    return {"value": number} if codes.is_other_equipment(number) else None


@rule("G31.12", "containers", basis=DATA)
def container_twice(numbers: Numbers, context: Context) -> Breach:
    """Container {value} is named twice for one item.

    Fix: name each container of an item once.
    """
    times = collections.Counter(numbers.item.containers)
    repeated = [number for number, count in times.items() if count > 1]
    return {"value": ", ".join(repeated)} if repeated else None


CHECKS = (
    description_missing,
    description_vague,
    description_long,
    description_unprintable,
    packages_negative,
    attribute_unreadable,
    number_out_of_turn,
    gross_unreadable,
    gross_zero,
    net_above_gross,
    net_unreadable,
    net_zero,
    net_needed,
    quota_unreadable,
    quantity_missing,
    quantity_unreadable,
    quantity_zero,
    quantity_without_unit,
    quantity_contradicted,
    price_unreadable,
    price_zero,
    customs_value_unreadable,
    customs_value_missing,
    statistical_value_unreadable,
    container_twice,
)

CONTAINER = (container_form, container_check_digit, container_of_another_kind)
