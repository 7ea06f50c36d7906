"""A question about goods and the law of its day in, the filing that asks it and what the goods must have out.

What a question leaves open and no charge depends on, such as who declares and where, is filled with stand-ins that
pass the rules; what a charge depends on is never filled in.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from openkeden.base import codes, money, rates
from openkeden.base.validity import Provision
from openkeden.filing import declaration, subjects
from openkeden.filing.context import Context
from openkeden.tariff import measures
from openkeden.tariff.edition import Edition

#: Names the source of a rate that the question gives itself.
GIVEN: Final = "given"

_STAND_IN: Final = "Enquiry"
_DESCRIPTION: Final = "Goods of an enquiry, not declared"
_NUMBER: Final = "b/n"
_ELEVEN: Final = "99014000001"


class Enquiry(msgspec.Struct, frozen=True, kw_only=True):
    """A question about one lot of goods, all numbers as decimal text; `openkeden.duty` tells what each of them is."""

    code: str
    value: str
    currency: str
    origin: str
    net: str
    gross: str = ""
    qty: str = ""
    unit: str = ""
    attributes: Mapping[str, str] = {}
    preferences: Mapping[str, str] = {}
    procedure: str = "40"
    transport: str = ""
    transport_currency: str = ""
    destination: str = ""
    mode: str = "30"


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What goods must have beside payment: a document by its kind, or a share of a quota.

    `why` is the measure or the preference that asks for it, `row` its row of law, `limit` the quota as the act words it;
    `advice`: the act means some goods of the code, and whether these are among them was not decided.
    """

    why: str
    row: Provision
    document: str = ""
    name: str = ""
    quota: str = ""
    limit: str = ""
    advice: bool = False


class Counted(msgspec.Struct, frozen=True):
    """Box 41 and the attributes of the goods; `stand_in` when the quantity is nobody's and no charge depends on it."""

    quantity: str
    unit: str
    attributes: Mapping[str, str]
    stand_in: bool = False


class Drawn(msgspec.Struct, frozen=True):
    """The filing of a question, what its goods need, and the supplementary unit that a stand-in was counted in."""

    filing: declaration.Filing
    needs: tuple[Need, ...]
    unit: str


def draw(asked: Enquiry, context: Context) -> Drawn:
    """Draw up the filing of a question, with a stand-in for each document and quota that the goods need."""
    bare = _filing(asked, context, _item(asked, context))
    line = subjects.item_codes(bare, bare.items[0])
    needs = (*_of_measures(line, context), *_of_preferences(line, context))
    counted = _counted(asked, line, context)
    item = msgspec.structs.replace(
        bare.items[0],
        supplementary_quantity=counted.quantity,
        supplementary_unit=counted.unit,
        attributes=counted.attributes,
        documents=tuple(
            [declaration.Document(need.document, _NUMBER) for need in needs if _stands_in(need)]
        ),
        quota="1" if any(need.quota for need in needs) else "",
    )
    filing = msgspec.structs.replace(bare, items=(item,))
    return Drawn(filing, needs, counted.unit if counted.stand_in else "")


def _stands_in(need: Need) -> bool:
    return bool(need.document) and not need.advice


def quote(currency: str, text: str, law: Edition) -> rates.Quote | None:
    """A rate given as `600.00` or `100:3.93` (a quote of 100 units); None when it cannot be read or used."""
    nominal, colon, value = text.rpartition(":")
    decimals = max(money.MINOR_DIGITS, len(value.partition(".")[2]))
    formed = codes.digits(nominal, len(nominal)) and 0 < len(nominal) <= 6 if colon else True
    if not formed or currency == law.currency or currency not in law.lists["currencies"]:
        return None
    try:
        worth = money.parse(value, min(decimals, money.RATE_DIGITS))
    except ValueError:
        return None
    units = int(nominal) if colon else 1
    return rates.Quote(currency, units, worth, decimals, law.on, GIVEN) if worth and units else None


def _item(asked: Enquiry, context: Context) -> declaration.Item:
    """The goods of a question, without documents and supplementary quantity."""
    before = "10" if asked.procedure in context.lists["previous_required"] else "00"
    previous = (
        (declaration.Document(next(iter(context.lists["documents"])), _NUMBER),)
        if before != "00"
        else ()
    )
    return declaration.Item(
        number=1,
        code=asked.code,
        description=_DESCRIPTION,
        origin=asked.origin,
        procedure=f"{asked.procedure}{before}000",
        gross_mass_kg=asked.gross or asked.net,
        net_mass_kg=asked.net,
        price=asked.value,
        packages=1,
        package_kind=next(iter(context.lists["package_kinds"])),
        previous=previous,
        preferences=declaration.Preferences(**asked.preferences),
        attributes=dict(asked.attributes),
    )


def _filing(asked: Enquiry, context: Context, item: declaration.Item) -> declaration.Filing:
    """The filing of a question: everything that the law of the day can fill in is taken from its lists."""
    lists, home = context.lists, context.edition.jurisdiction
    direction = lists["procedure_directions"].get(asked.procedure, subjects.IMPORT).split()[0]
    outside = next(code for code in lists["countries"] if code not in context.members)
    abroad = asked.origin if asked.origin in lists["countries"] else outside
    whither = asked.destination or (home if direction == subjects.IMPORT else outside)
    whence = home if direction == subjects.EXPORT else abroad
    here, there = _party(home, context), declaration.Party(_STAND_IN, whither)
    office = next(iter(lists["offices"]), "") or context.office_prefixes[0].ljust(
        context.office_digits, "0"
    )
    sender = here if direction == subjects.EXPORT else declaration.Party(_STAND_IN, whence)
    return declaration.Filing(
        reference=_STAND_IN,
        direction=direction,
        procedure=asked.procedure,
        office=office,
        declarant=here,
        exporter=sender,
        consignee=here if whither == home else there,
        financial=here,
        items=(item,),
        currency=asked.currency,
        invoice_total=asked.value,
        declared_on=context.on.isoformat(),
        items_total=1,
        packages_total=1,
        trading_country=abroad if direction == subjects.IMPORT else whither,
        dispatch_country=whence,
        destination_country=whither,
        departure_transport=_STAND_IN,
        border_transport=_STAND_IN,
        delivery_terms=_terms(asked, lists),
        delivery_place=_STAND_IN,
        nature=next(iter(lists["natures"])),
        border_mode=asked.mode,
        inland_mode=asked.mode,
        border_office=office,
        goods_location=office,
        additions=_additions(asked),
        guarantee=_NUMBER,
        signatory=_STAND_IN,
    )


def _terms(asked: Enquiry, lists: Mapping[str, Mapping[str, str]]) -> str:
    """A term of delivery that leaves out the carriage where it is asked for beside the price, else one that has it."""
    unpaid = lists["unpaid_carriage"]
    return next(
        term for term in lists["delivery_terms"] if (term in unpaid) == bool(asked.transport)
    )


def _additions(asked: Enquiry) -> tuple[declaration.Cost, ...]:
    if not asked.transport:
        return ()
    return (
        declaration.Cost(
            subjects.CARRIAGE, asked.transport, asked.transport_currency or asked.currency
        ),
    )


def _party(country: str, context: Context) -> declaration.Party:
    """Nobody in particular, with a number of the form that the country gives: no charge depends on who declares."""
    form = context.party_numbers.get(country)
    if form is None:
        return declaration.Party(_STAND_IN, country)
    number = (
        f"{_ELEVEN}{codes.bin_check_digit(_ELEVEN)}" if form.check == "bin" else "1" * form.digits
    )
    return declaration.Party(_STAND_IN, country, number)


def _of_measures(line: subjects.ItemCodes, context: Context) -> list[Need]:
    """Documents and quotas that measures in force ask for."""
    asking = [
        measure
        for measure in context.measures_on(line)
        if measure.own and measure.effect != "refuse"
    ]
    return [
        _need(measure, context)
        for measure in asking
        if measure.document or measure.effect == "quota"
    ]


def _need(measure: measures.Measure, context: Context) -> Need:
    return Need(
        why=measure.id,
        row=measure.row,
        document=measure.document,
        name=context.lists["documents"].get(measure.document, ""),
        quota=measure.quota if measure.effect == "quota" else "",
        limit=measure.limit,
        advice=measure.effect in measures.ADVICE,
    )


def _of_preferences(line: subjects.ItemCodes, context: Context) -> list[Need]:
    """Documents that the preferences claimed ask for."""
    claimed = [context.edition.preferences.get(claim.code) for claim in subjects.claims(line)]
    return [
        Need(
            why=preference.code,
            row=preference.row,
            document=preference.document,
            name=context.lists["documents"].get(preference.document, ""),
        )
        for preference in claimed
        if preference is not None and preference.document
    ]


def _counted(asked: Enquiry, line: subjects.ItemCodes, context: Context) -> Counted:
    """Where the quantity of a question belongs: box 41 when it is in the unit of the code, else an attribute."""
    known = context.edition.lines.get(asked.code)
    unit = known.unit if known is not None else ""
    attributes = dict(asked.attributes)
    if asked.qty and unit and asked.unit in ("", unit):
        return Counted(asked.qty, unit, attributes)
    if asked.qty:
        missing = context.needs(line).units - {"kg"} - _stated(attributes, context).keys()
        given = asked.unit or min(missing, default="")
        name = next((name for name, gives in context.quantities.items() if gives == given), "")
        if not name:
            return Counted(asked.qty, asked.unit, attributes)
        attributes[name] = asked.qty
    return _uncounted(asked, unit, line, context, attributes)


def _uncounted(
    asked: Enquiry,
    unit: str,
    line: subjects.ItemCodes,
    context: Context,
    attributes: Mapping[str, str],
) -> Counted:
    """Box 41 where the question does not fill it: by mass or an attribute, else one unit if no charge depends on it."""
    stated = _stated(attributes, context)
    if unit == "kg":
        return Counted(asked.net, unit, attributes)
    if unit in stated:
        return Counted(stated[unit], unit, attributes)
    if not unit or (context.needs(line).units - stated.keys()) & {*context.given(unit)}:
        return Counted("", "", attributes)
    return Counted("1", unit, attributes, stand_in=True)


def _stated(attributes: Mapping[str, str], context: Context) -> dict[str, str]:
    """The quantities that attributes give, by unit."""
    return {
        context.quantities[name]: text
        for name, text in attributes.items()
        if name in context.quantities
    }
