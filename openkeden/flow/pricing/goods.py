"""A question about goods: what it says, read and asked the rules of the boxes that it
fills, and no others.

Who declares, where and with which papers is nobody's question, and no charge depends on it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from openkeden.base.findings import Finding
from openkeden.filing import declaration, item_subjects, named, subjects, validation
from openkeden.filing.context import Context
from openkeden.filing.rules import (
    absent_codes,
    costs,
    countries,
    header,
    item_codes,
    items,
    lines,
    measures,
    preferences,
    transaction,
    transport,
)
from openkeden.flow.pricing import arguments, as_asked, needs
from openkeden.flow.pricing.needs import Need
from openkeden.tariff.lot import Lot

_HEADER = (
    header.procedure_unknown,
    countries.import_from_union,
    countries.destination_country_unknown,
    countries.import_to_outside,
    countries.export_to_union,
    transaction.currency_unknown,
    transaction.currency_unquoted,
    transaction.currency_stale,
    transaction.currency_coarse,
    transport.border_mode_unknown,
    transport.border_mode_missing,
)
_CARRIAGE = (
    costs.cost_unreadable,
    costs.cost_currency_unknown,
    costs.cost_currency_unquoted,
)
_HANDLING = (item_codes.origin_unknown,)
_CODES = (
    item_codes.attribute_unknown,
    item_codes.attribute_missing,
    item_codes.attribute_mistaken,
    *absent_codes.CHECKS,
    measures.prohibited,
    measures.refused_by_partner,
    measures.prohibited_in_part,
    item_codes.origin_dutiable,
    item_codes.unit_missing,
    item_codes.unit_not_asked,
    item_codes.unit_differs,
    measures.permit_advised,
    lines.season_over,
    lines.use_unconfirmed,
    lines.use_unproven,
    item_codes.rate_currency_unquoted,
    item_codes.rate_quantity_missing,
)
_NUMBERS = (
    items.attribute_unreadable,
    items.gross_unreadable,
    items.gross_zero,
    items.net_above_gross,
    items.net_unreadable,
    items.net_zero,
    items.net_needed,
    items.quantity_unreadable,
    items.quantity_zero,
    items.quantity_without_unit,
    items.quantity_contradicted,
    items.price_unreadable,
    items.price_zero,
)

#: Those of the rules that ask for an exchange rate.
_OF_RATES = (
    transaction.currency_unquoted,
    transaction.currency_stale,
    item_codes.rate_currency_unquoted,
    costs.cost_currency_unquoted,
)


#: What no goods have a price without.
NEEDED = ("code", "value", "currency", "origin", "net")

_RATE_NUMBERS = frozenset([check.rule.number for check in _OF_RATES])


class GoodsQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """A question about one lot of goods, all numbers as decimal text."""

    #: The commodity code, ten digits.
    code: str

    #: The price in `currency`.
    value: str

    #: The currency of the price.
    currency: str

    #: The country of origin, two letters.
    origin: str

    #: The net mass in kilograms.
    net: str

    #: The gross mass in kilograms (empty: as net).
    gross: str = ""

    #: The quantity, in `unit`.
    qty: str = ""

    #: The unit of the quantity (empty: that of the code, or the one that its rate asks
    #: for).
    unit: str = ""

    #: What a rate asks of the goods, by name.
    attributes: Mapping[str, str] = {}

    #: The preferences claimed, by charge.
    preferences: Mapping[str, str] = {}

    #: The customs procedure, two digits.
    procedure: str = "40"

    #: What the goods are called; no price depends on it.
    description: str = ""

    #: Where the goods go (empty: to this country, or out of the Union).
    destination: str = ""

    #: The kind of transport at the border, a code.
    mode: str = "30"


class AskedGoods(NamedTuple):
    """The goods of a question, read: nothing but `findings` can be relied on while one of
    them is an error.
    """

    #: What was asked.
    asked: GoodsQuestion

    #: The goods as the law sees them.
    lot: Lot

    #: The numbers that the question gives of them.
    numbers: subjects.Numbers

    #: What they must have beside payment.
    needs: tuple[Need, ...]

    #: The supplementary unit that a declaration will have to count them in (empty: none, or
    #: it was given).
    unit: str

    #: What the rules say of them, in the order of the boxes.
    findings: tuple[Finding, ...]


class Counted(NamedTuple):
    """Box 41 and the attributes of the goods; `open`: the quantity is not stated and no
    charge depends on it.
    """

    quantity: str
    unit: str
    attributes: Mapping[str, str]
    open: bool = False


def read(asked: GoodsQuestion, context: Context, place: int = 0) -> AskedGoods:
    """Read a question and ask the rules of what it says; `place` is its place among those
    of one consignment.
    """
    asked, noticed = _as_written(asked, context)
    heading = _heading(asked, context)
    bare = _codes(asked, heading)
    needed = needs.of_goods(bare, context)
    counted = _counted(asked, bare, context)
    codes = msgspec.structs.replace(
        bare,
        supplementary_unit=counted.unit,
        attributes=tuple(counted.attributes.items()),
        documents=needs.documents(needed),
    )
    numbers = subjects.numbers(_item(asked, counted, place + 1), place + 1, codes)
    found = [*noticed, *_of_movement(heading, context), *_of_item(numbers, context)]
    unit = counted.unit if counted.open else ""
    if not asked.gross:
        found = [one for one in found if one.path != "gross_mass_kg"]
    told = arguments.named(found, f"items[{place}].")
    return AskedGoods(asked, _lot(numbers, context), numbers, needed, unit, told)


def _as_written(
    asked: GoodsQuestion, context: Context
) -> tuple[GoodsQuestion, tuple[Finding, ...]]:
    """The question in the form of the rules, and what is said about how it was read."""
    read, noticed = as_asked.question(asked)
    names = named.NameReader(context)
    claimed = declaration.Preferences(**as_asked.claims(read.preferences))
    claims = names.preferences(claimed, read.origin, "preferences.")
    read = msgspec.structs.replace(
        read,
        origin=names.country(read.origin, "origin", "34"),
        destination=names.country(read.destination, "destination", "17"),
        mode=names.mode(read.mode, "border_mode"),
        unit=names.unit(read.unit, "unit"),
        attributes=names.attributes(read.attributes, "attributes."),
        preferences=msgspec.structs.asdict(claims),
    )
    return read, (*noticed, *names.notices.told())


def is_prohibition(found: Finding) -> bool:
    """Whether a finding is that the goods may not move, whatever is paid."""
    return found.rule == measures.prohibited.rule.number


def misses_rate(found: Finding) -> bool:
    """Whether a finding is that an exchange rate is missing."""
    return found.rule in _RATE_NUMBERS


def unquoted(found: Iterable[Finding]) -> tuple[str, ...]:
    """The currencies of which findings miss an exchange rate."""
    lacking = [one.args for one in found if misses_rate(one)]
    return tuple(
        dict.fromkeys([str(args.get("currency", args["value"])) for args in lacking])
    )


def _heading(asked: GoodsQuestion, context: Context) -> subjects.Header:
    """How the goods move: from their origin to this country, or from it out of the Union,
    unless it is said.
    """
    known, home = context.lists["countries"], context.edition.jurisdiction
    directions = context.lists["procedure_directions"].get(asked.procedure, subjects.IMPORT)
    direction = directions.split()[0]
    outside = next(code for code in known if code not in context.members)
    abroad = asked.origin if asked.origin in known else outside
    return subjects.Header(
        direction=direction,
        procedure=asked.procedure,
        dispatch_country=home if direction == subjects.EXPORT else abroad,
        destination_country=asked.destination
        or (home if direction == subjects.IMPORT else outside),
        currency=asked.currency,
        border_mode=asked.mode,
    )


def _codes(asked: GoodsQuestion, heading: subjects.Header) -> subjects.ItemCodes:
    """The codes of the goods, before they are counted."""
    return subjects.ItemCodes(
        direction=heading.direction,
        heading_procedure=heading.procedure,
        destination_country=heading.destination_country,
        border_mode=heading.border_mode,
        code=asked.code,
        origin=asked.origin,
        procedure=asked.procedure,
        valuation_method=subjects.TRANSACTION,
        package_kind="",
        supplementary_unit="",
        preferences=declaration.Preferences(**asked.preferences),
        has_packages=False,
        has_quota=False,
        has_previous=False,
        documents=(),
        attributes=tuple(asked.attributes.items()),
    )


def _item(asked: GoodsQuestion, counted: Counted, number: int) -> declaration.Item:
    return declaration.Item(
        number=number,
        code=asked.code,
        description="",
        origin=asked.origin,
        procedure=asked.procedure,
        gross_mass_kg=asked.gross or asked.net,
        net_mass_kg=asked.net,
        price=asked.value,
        supplementary_quantity=counted.quantity,
        supplementary_unit=counted.unit,
        preferences=declaration.Preferences(**asked.preferences),
        attributes=dict(counted.attributes),
    )


def carriage(
    text: str, currency: str, context: Context
) -> tuple[tuple[declaration.Amount, ...], tuple[Finding, ...]]:
    """What goods cost to bring to the border beside their price, and what the rules say of
    that.
    """
    if not text:
        return (), ()
    read = as_asked.texts({"transport": text, "transport_currency": currency})
    amount, currency = read.texts["transport"], read.texts["transport_currency"]
    cost = declaration.Cost(subjects.CARRIAGE, amount, currency)
    entry = subjects.Charged(
        cost=cost,
        amount=subjects.amount(cost.amount),
        side=subjects.ADDITION,
        path="additions[0].",
        documented=True,
        by_transaction=True,
    )
    found = validation.ask(_CARRIAGE, entry, context, entry.path)
    added = declaration.Amount(cost.kind, entry.amount or 0, currency)
    return (added,), (*read.notices, *arguments.named(found))


def _lot(numbers: subjects.Numbers, context: Context) -> Lot:
    """The goods with their quantities; none while they cannot be read."""
    item, net = numbers.item, numbers.net_mass or 0
    found = context.quantities_of(item, net, numbers.quantity)
    return msgspec.structs.replace(numbers.codes.lot, quantities=found or {})


def _of_movement(heading: subjects.Header, context: Context) -> list[Finding]:
    found = validation.ask(_HEADER, heading, context)
    return sorted(found, key=validation.box_order)


def _of_item(numbers: subjects.Numbers, context: Context) -> list[Finding]:
    codes = numbers.codes
    found = [*validation.ask(_HANDLING, item_subjects.handling(codes), context)]
    found += validation.ask(_CODES, codes, context)
    found += validation.ask(_NUMBERS, numbers, context)
    for claim in subjects.claims(codes):
        at = f"preferences.{claim.charge}"
        found += validation.ask(preferences.CHECKS, claim, context, at)
    return sorted(found, key=validation.box_order)


def _counted(asked: GoodsQuestion, codes: subjects.ItemCodes, context: Context) -> Counted:
    """Where the quantity of a question belongs: box 41 when it is in the unit of the code,
    else an attribute.
    """
    known = context.edition.lines.get(asked.code)
    unit = known.unit if known is not None else ""
    attributes = dict(asked.attributes)
    if known is None and not asked.unit:
        return Counted("", "", attributes)
    if not asked.qty:
        return _uncounted(asked, unit, codes, context, attributes)
    if unit and asked.unit in ("", unit):
        return Counted(asked.qty, unit, attributes)
    stated = _stated(attributes, context)
    missing = context.book.needed(asked.procedure, codes.lot).units - {"kg"} - stated.keys()
    given = asked.unit or min(missing, default="")
    names = [name for name, gives in context.quantities.items() if gives == given]
    if not names:
        return Counted(asked.qty, asked.unit, attributes)
    attributes[names[0]] = asked.qty
    return _uncounted(asked, unit, codes, context, attributes)


def _uncounted(
    asked: GoodsQuestion,
    unit: str,
    codes: subjects.ItemCodes,
    context: Context,
    attributes: Mapping[str, str],
) -> Counted:
    """Box 41 where the question does not fill it: by mass or an attribute, else open if no
    charge depends on it.
    """
    stated = _stated(attributes, context)
    if unit == "kg":
        return Counted(asked.net, unit, attributes)
    if unit in stated:
        return Counted(stated[unit], unit, attributes)
    needed = context.book.needed(asked.procedure, codes.lot).units - stated.keys()
    if not unit or needed & {*context.given(unit)}:
        return Counted("", "", attributes)
    return Counted("", unit, attributes, open=True)


def _stated(attributes: Mapping[str, str], context: Context) -> dict[str, str]:
    """The quantities that attributes give, by unit."""
    units = context.quantities
    return {units[name]: text for name, text in attributes.items() if name in units}
