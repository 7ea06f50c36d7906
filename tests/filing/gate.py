"""What the tests of the filing rules ask: whether a rule speaks of a filing, where, and of
what.
"""

from openkeden.base import findings, rates
from openkeden.filing import declaration, validation
from openkeden.tariff.edition import Edition
from tests import support

FOREIGN = declaration.Party(name="Example Shoes Co", country="CN")
KAZAKH = declaration.Party(name="Example Trade LLP", country="KZ", id="990140000017")


def filing(item=None, items=None, **changes):
    """A filing that passes, with changes to its only item, or to each of several items in
    `items`.
    """
    rows = items if items is not None else [item or {}]
    made = tuple(
        support.item(**{"number": number, **row}) for number, row in enumerate(rows, 1)
    )
    totals = {
        "items": made,
        "items_total": len(made),
        "packages_total": sum(row.packages for row in made),
    }
    prices = [price for row in made if (price := _cents(row.price)) is not None]
    totals["invoice_total"] = f"{sum(prices) // 100}.{sum(prices) % 100:02d}"
    return support.filing(**(totals | changes))


def export(item=None, **changes):
    """An export that passes, with changes."""
    fields = {
        "code": "1001990000",
        "supplementary_quantity": "",
        "supplementary_unit": "",
        "origin": "KZ",
    }
    fields |= {"procedure": "1000000", "description": "Milling wheat, in bulk"}
    header = {
        "direction": "EX",
        "procedure": "10",
        "exporter": KAZAKH,
        "consignee": FOREIGN,
        "origin_country": "KZ",
    }
    header |= {"dispatch_country": "KZ", "destination_country": "CN"}
    return filing(fields | (item or {}), **(header | changes))


def found(sent, law=None, rates=None) -> tuple[findings.Finding, ...]:
    """What gate 2 finds; with the fast path it says what all rules say without it."""
    law, rates = law or support.edition(), rates or support.exchange()
    validated = validation.validate(sent, b"digest", law, rates)
    assert validated == validation.examine(sent, b"digest", validation.prepare(law, rates))
    return validated.findings


def spoken(rule: str, sent, law: Edition | None = None, rates: rates.Rates | None = None):
    return [finding for finding in found(sent, law, rates) if finding.rule == rule]


def breach(
    rule: str, path: str, value: str, sent, law=None, rates=None
) -> findings.Finding:
    """Assert that the rule speaks once, of that value at that path."""
    speaking = spoken(rule, sent, law, rates)
    assert [(finding.path, finding.args["value"]) for finding in speaking] == [
        (path, value)
    ]
    return speaking[0]


def clean(rule: str, sent, law=None, rates=None) -> None:
    """Assert that the rule is silent."""
    assert spoken(rule, sent, law, rates) == []


def _cents(text: str) -> int | None:
    whole, _, fraction = text.partition(".")
    return (
        int(whole + fraction.ljust(2, "0"))
        if (whole + fraction).isdigit() and len(fraction) < 3
        else None
    )
