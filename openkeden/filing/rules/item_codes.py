"""Rules on the codes of an item: boxes 31, 34, 41, 43 and 47."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from openkeden.filing.context import Context
from openkeden.filing.item_subjects import Handling
from openkeden.filing.rules import absent_codes
from openkeden.filing.rules.rule import DATA, RATE, Breach, rule
from openkeden.filing.subjects import IMPORT, TRANSACTION, UNKNOWN_ORIGIN, ItemCodes


@rule("G31.6", "package_kind", box="31", basis="UNECE Recommendation 21")
def package_kind_unknown(item: Handling, context: Context) -> Breach:
    """{value} is not a valid kind of package.

    Fix: give in box 31 the two-letter code, such as CT for cartons or PX for pallets.
    """
    if not item.package_kind or item.package_kind in context.lists["package_kinds"]:
        return None
    return {"value": item.package_kind}


@rule("G31.7", "package_kind", box="31", basis=DATA)
def package_kind_missing(item: Handling, context: Context) -> Breach:
    """The number of packages is given, but not their kind.

    Fix: give in box 31 the two-letter code of the kind, such as CT for cartons or PX for
    pallets.
    """
    return {"value": "''"} if item.has_packages and not item.package_kind else None


@rule("G31.9", "attributes", box="31", basis=DATA, severity="warning")
def attribute_unknown(line: ItemCodes, context: Context) -> Breach:
    """The attribute {value} is not used by any rate or permit, so it has no effect.

    Fix: check its spelling; the known attributes are {known}.
    """
    unknown = [name for name, _ in line.attributes if name not in context.attributes]
    if not unknown:
        return None
    return {"value": ", ".join(unknown), "known": ", ".join(sorted(context.attributes))}


@rule("G31.13", "attributes", box="31", basis=DATA)
def attribute_missing(line: ItemCodes, context: Context) -> Breach:
    """Whether {charge} applies to goods of code {value} depends on what the item does not
    state: {asked}.

    Fix: state {names} among the attributes of the item.
    """
    for key in context.book.undecided(line.heading_procedure, line.code):
        unstated = context.book.unstated(key, line.lot)
        if unstated:
            asked = [f"{condition.name} {condition.asked}" for condition in unstated]
            names = dict.fromkeys([condition.name for condition in unstated])
            return {
                "value": line.code,
                "charge": key,
                "asked": "; ".join(asked),
                "names": ", ".join(names),
            }
    return None


@rule("G31.14", "attributes", box="31", basis=DATA, severity="notice")
def attribute_mistaken(line: ItemCodes, context: Context) -> Breach:
    """{charge} was not charged on {code}: there is no rate for {name} "{value}" (known:
    {known}).

    Fix: check the spelling. If it is right, no action is needed.
    """
    for key in context.book.undecided(line.heading_procedure, line.code):
        for name, words in context.book.mistaken(key, line.lot).items():
            return {
                "value": dict(line.attributes)[name],
                "charge": key,
                "code": line.code,
                "name": name,
                "known": ", ".join(sorted(words)),
            }
    return None


@rule("G34.1", "origin", basis=DATA)
def origin_unknown(item: Handling, context: Context) -> Breach:
    """{value} is not a valid code of a country of origin.

    Fix: give the two-letter code of the country, or 00 when the origin is not known.
    """
    return None if item.origin in context.origins else {"value": item.origin or "''"}


@rule("G34.2", "origin", basis="EAEU Treaty, annex 8", severity="warning")
def origin_dutiable(line: ItemCodes, context: Context) -> Breach:
    """The origin is {value}, but goods of code {code} from {origins} are subject to
    {charge} of {rate}.

    Fix: prove another origin, or name the country: the duty is charged on goods that come
    from there.
    """
    if line.origin != UNKNOWN_ORIGIN:
        return None
    for key in context.book.charges(line.heading_procedure):
        rows = [rate.terms for rate in context.book.rates(key, line.code)]
        named = [row for row in rows if row is not None and row.origins]
        if named:
            return {
                "value": line.origin,
                "code": line.code,
                "origins": ", ".join(sorted(named[-1].origins)),
                "charge": key,
                "rate": named[-1].row.value,
            }
    return None


@rule("G41.1", "supplementary_quantity", basis=DATA)
def unit_missing(line: ItemCodes, context: Context) -> Breach:
    """Goods of code {value} are counted in {unit}, but it is not said how many there are.

    Fix: give the quantity in {unit}.
    """
    tariff_line = context.edition.lines.get(line.code)
    if tariff_line is None or not tariff_line.unit or line.supplementary_unit:
        return None
    return {"value": line.code, "unit": tariff_line.unit}


@rule("G41.2", "supplementary_unit", basis=DATA)
def unit_not_asked(line: ItemCodes, context: Context) -> Breach:
    """Goods of code {code} have no supplementary unit, but a quantity in {value} is given.

    Fix: leave the quantity out; give one that the rate needs as an attribute.
    """
    tariff_line = context.edition.lines.get(line.code)
    if tariff_line is None or tariff_line.unit or not line.supplementary_unit:
        return None
    return {"value": line.supplementary_unit, "code": line.code}


@rule("G41.3", "supplementary_unit", basis=DATA)
def unit_differs(line: ItemCodes, context: Context) -> Breach:
    """Goods of code {code} are counted in {unit}, but the quantity is given in {value}.

    Fix: give the quantity in {unit}.
    """
    tariff_line = context.edition.lines.get(line.code)
    if (
        tariff_line is None
        or not tariff_line.unit
        or line.supplementary_unit in ("", tariff_line.unit)
    ):
        return None
    return {"value": line.supplementary_unit, "code": line.code, "unit": tariff_line.unit}


@rule("G43.1", "valuation_method", basis="EAEU CC art. 39, 41-45")
def method_unknown(item: Handling, context: Context) -> Breach:
    """{value} is not a valid method of customs valuation.

    Fix: give in box 43 one of {known}.
    """
    methods = context.lists["valuation_methods"]
    if item.valuation_method in methods:
        return None
    return {"value": item.valuation_method, "known": ", ".join(methods)}


@rule("G43.2", "valuation_method", basis="EAEU CC art. 39, 41-45", severity="warning")
def method_unfounded(item: Handling, context: Context) -> Breach:
    """Method {value} is used, but no document shows why the transaction value was not used.

    Fix: name in box 44 the documents behind the value, or use method 1.
    """
    method = item.valuation_method
    other = method != TRANSACTION and method in context.lists["valuation_methods"]
    unfounded = other and not item.has_documents and item.direction == IMPORT
    return {"value": method} if unfounded else None


@rule("G47.1", "code", basis=RATE)
def rate_currency_unquoted(line: ItemCodes, context: Context) -> Breach:
    """The duty on {value} is set in {currency}, which has no usable official rate for {on}.

    Fix: load the rates of that day: `keden rates fetch {on}`, or a file: `keden rates
    import`.
    """
    for currency in sorted(
        context.book.needed(line.heading_procedure, line.lot).currencies
    ):
        if context.no_rate(currency) is not None:
            return {"value": line.code, "currency": currency, "on": context.on}
    return None


@rule("G47.2", "attributes", basis=DATA)
def rate_quantity_missing(line: ItemCodes, context: Context) -> Breach:
    """A charge on goods of code {value} is computed in {unit}, but the item does not give
    that quantity.

    Fix: state it as the attribute {attribute}.
    """
    have = {"kg", *context.given(line.supplementary_unit)}
    have.update(context.quantities.get(name, "") for name, _ in line.attributes)
    if unit_missing.test(line, context) is not None:
        have.update(context.given(context.edition.lines[line.code].unit))
    for unit in sorted(context.book.needed(line.heading_procedure, line.lot).units - have):
        attribute = next(
            (name for name, gives in context.quantities.items() if gives == unit), unit
        )
        return {"value": line.code, "unit": unit, "attribute": attribute}
    return None


HANDLING = (
    package_kind_unknown,
    package_kind_missing,
    origin_unknown,
    method_unknown,
    method_unfounded,
)

GOODS = (
    attribute_unknown,
    attribute_missing,
    attribute_mistaken,
    *absent_codes.CHECKS,
    origin_dutiable,
    unit_missing,
    unit_not_asked,
    unit_differs,
    rate_currency_unquoted,
    rate_quantity_missing,
)
