"""Read the assessment that an ASYCUDA World document holds: values, exchange rates, lines
of tax.
"""

from collections.abc import Iterator
from typing import Final

from openkeden.base import bounded, findings, money
from openkeden.comparison import legacy
from openkeden.formats import asycuda, rules, shape, xml
from openkeden.formats.message import Limits

#: What is expected of a figure that counts.
WHOLE: Final = "whole number"

#: Totals of the head beside those of its value, with their paths.
TOTALS: Final = (
    ("invoices", "valuation/total/total_invoice"),
    ("gross mass", "valuation/weight/gross_weight"),
    ("net mass", "valuation/weight/net_weight"),
    ("gross mass", "valuation/total/total_weight"),
    ("packages", "property/nbers/total_number_of_packages"),
)

#: The parts of a value; their elements begin with `gs_` in the declaration, `item_` in an
#: item.
KINDS: Final = (
    "invoice",
    "external_freight",
    "internal_freight",
    "insurance",
    "other_cost",
    "deduction",
)


def read(
    body: bytes, limits: Limits
) -> tuple[legacy.LegacyDeclaration | None, tuple[findings.Finding, ...]]:
    """The declaration, None if the document is not one, and a finding for each unreadable
    figure.
    """
    branch = asycuda.branch_of(body, limits)
    if isinstance(branch, tuple):
        return None, branch
    wrong = bounded.FindingList()
    declaration = _declaration(branch, wrong)
    return declaration, wrong.told()


def number(text: str) -> int | None:
    """Decimal text as millionths, rounded half up; it may have a sign and commas of
    thousands. One comma alone may be that of decimals as well: `1,093` is no number.

    Raises ValueError; None for no text.

    >>> number("1,093.50"), number("-0.5"), number("")
    (1093500000, -500000, None)
    """
    if not text:
        return None
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text)
    whole, point, fraction = digits.partition(".")
    if point and not (
        fraction.isascii()
        and fraction.isdigit()
        and len(fraction) <= 2 * money.MAX_WHOLE_DIGITS
    ):
        raise ValueError(text)
    groups = whole.split(",")
    if len(groups) == 2 and not point:
        raise ValueError(text)
    if not (whole or point) or any(len(group) != 3 for group in groups[1:]):
        raise ValueError(text)
    scaled = money.parse("".join(groups) or "0", 0) * 10 ** len(fraction) + int(
        fraction or 0
    )
    return sign * money.half_up(scaled * 10**money.QUANTITY_DIGITS, 10 ** len(fraction))


def _number(
    branch: xml.Branch, path: str, wrong: bounded.FindingList, at: str = ""
) -> int | None:
    text = branch(path)
    try:
        return number(text)
    except ValueError:
        place = f"{at}{path}"
        said = shape.shown(text)
        wrong.add([findings.of(rules.XML_NUMBER, place, value=said, expected="number")])
        return None


def _declaration(
    branch: xml.Branch, wrong: bounded.FindingList
) -> legacy.LegacyDeclaration:
    amounts = "financial/amounts/"
    items_total = _count(branch, "property/nbers/total_number_of_items", wrong)
    return legacy.LegacyDeclaration(
        reference=asycuda.reference(branch),
        direction=asycuda.direction(branch),
        procedure=branch("identification/type/declaration_gen_procedure_code"),
        registered_on=branch("identification/registration/date"),
        items=tuple(
            [
                _item(place, item, wrong)
                for place, item in enumerate(branch.each("item", asycuda.ITEM_PARTS), 1)
            ]
        ),
        containers=tuple([_container(part) for part in branch.each("container")]),
        items_total=items_total,
        parts=tuple(
            [_part(branch, kind, f"valuation/gs_{kind}/", wrong, "") for kind in KINDS]
        ),
        totals=tuple(_totals(branch, wrong)),
        cost=_number(branch, "valuation/total_cost", wrong),
        value=_number(branch, "valuation/total_cif", wrong),
        global_taxes=_number(branch, f"{amounts}global_taxes", wrong),
        taxes_total=_number(branch, f"{amounts}totals_taxes", wrong),
        guarantee=_number(branch, "financial/guarantee/amount", wrong),
    )


def _count(branch: xml.Branch, path: str, wrong: bounded.FindingList) -> int | None:
    """A whole number."""
    figure = _number(branch, path, wrong)
    if figure is None:
        return None
    unit: int = 10**money.QUANTITY_DIGITS
    count, fraction = divmod(figure, unit)
    if fraction:
        said = shape.shown(branch(path))
        wrong.add([findings.of(rules.XML_NUMBER, path, value=said, expected=WHOLE)])
        return None
    return count


def _container(part: xml.Branch) -> legacy.LegacyContainer:
    return legacy.LegacyContainer(part("container_identity"), part("item_number"))


def _totals(branch: xml.Branch, wrong: bounded.FindingList) -> Iterator[legacy.StatedTotal]:
    """Every total that the head states."""
    for name, path in TOTALS:
        amount = _number(branch, path, wrong)
        if amount is not None:
            yield legacy.StatedTotal(name, path, amount)


def _part(
    branch: xml.Branch, kind: str, path: str, wrong: bounded.FindingList, at: str
) -> legacy.CalculatedPart:
    return legacy.CalculatedPart(
        kind,
        _number(branch, f"{path}amount_national_currency", wrong, at),
        _number(branch, f"{path}amount_foreign_currency", wrong, at),
        branch(f"{path}currency_code"),
        _number(branch, f"{path}currency_rate", wrong, at),
    )


def _item(place: int, item: xml.Branch, wrong: bounded.FindingList) -> legacy.LegacyItem:
    at, value = f"item {place}, ", "valuation_item/"
    return legacy.LegacyItem(
        number=place,
        code=asycuda.code(item),
        origin=item("goods_description/country_of_origin_code"),
        procedure=item("tarification/extended_customs_procedure"),
        preference=item("tarification/preference_code"),
        price=_number(item, "tarification/item_price", wrong, at),
        parts=tuple(
            [_part(item, kind, f"{value}item_{kind}/", wrong, at) for kind in KINDS]
        ),
        cost=_number(item, f"{value}total_cost_itm", wrong, at),
        value=_number(item, f"{value}total_cif_itm", wrong, at),
        adjustment=_number(item, f"{value}rate_of_adjustement", wrong, at),
        statistical=_number(item, f"{value}statistical_value", wrong, at),
        quantities=tuple(_quantities(item, wrong, at)),
        taxes=tuple(
            [
                _tax(line, wrong, f"{at}tax line {turn}, ")
                for turn, line in enumerate(item.each("taxation/taxation_line"), 1)
            ]
        ),
        taxes_amount=_number(item, "taxation/item_taxes_amount", wrong, at),
    )


def _quantities(
    item: xml.Branch, wrong: bounded.FindingList, at: str
) -> list[legacy.Quantity]:
    """What a specific duty may be levied on: units of the tariff, masses, packing,
    packages.
    """
    units = [
        (
            unit("suppplementary_unit_code"),
            _number(unit, "suppplementary_unit_quantity", wrong, at),
        )
        for unit in item.each("tarification/supplementary_unit")
    ]
    net = _number(item, "valuation_item/weight_itm/net_weight_itm", wrong, at)
    gross = _number(item, "valuation_item/weight_itm/gross_weight_itm", wrong, at)
    packing = gross - net if gross is not None and net is not None else None
    packages = _number(item, "packages/number_of_packages", wrong, at)
    named = [
        *units,
        ("net mass", net),
        ("gross mass", gross),
        ("packing", packing),
        ("packages", packages),
    ]
    return [legacy.Quantity(name, amount) for name, amount in named if amount]


def _tax(line: xml.Branch, wrong: bounded.FindingList, at: str) -> legacy.LegacyTax:
    named = [f"duty_tax_{name}" for name in ("base", "rate", "amount")]
    figures = [_number(line, name, wrong, at) for name in named]
    base, rate, amount = figures
    return legacy.LegacyTax(
        line("duty_tax_code"),
        base,
        rate,
        amount,
        line("duty_tax_mp"),
        line("duty_tax_type_of_calculation"),
        _unread(line, named, figures),
    )


def _unread(line: xml.Branch, named: list[str], figures: list[int | None]) -> bool:
    """Whether one of the figures is written and is no number."""
    pairs = zip(named, figures, strict=True)
    return any(figure is None and line(name) for name, figure in pairs)
