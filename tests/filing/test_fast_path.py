"""The quick way through gate 2 says nothing but what the rules say."""

import sys

import msgspec
from hypothesis import HealthCheck, given, settings

from openkeden.filing import declaration, fast_path, subjects, validation
from openkeden.filing.context import REMEMBERED, Context, remember
from tests import support
from tests.filing import gate, samples

QUIET = settings(
    max_examples=600, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def context() -> Context:
    return validation.prepare(support.edition(), support.exchange())


@QUIET
@given(samples.changed())
def test_what_the_screen_passes_no_rule_speaks_of(sent):
    quick = fast_path.screen(sent, b"", context())
    full = validation.examine(sent, b"", context())
    if quick is not None:
        assert full == validation.Validated(*quick)


@QUIET
@given(samples.changed())
def test_the_screen_passes_what_no_rule_speaks_of(sent):
    full = validation.examine(sent, b"", context())
    quick = fast_path.screen(sent, b"", context())
    if not full.findings and not sent.deductions and not _alike(sent):
        assert quick is not None
        assert quick.declaration == full.declaration


def _alike(sent: declaration.Filing) -> bool:
    """Items described alike, or box 16 filled with a group of countries: the screen leaves them to the rules."""
    described = {item.description for item in sent.items}
    return len(described) < len(sent.items) or {item.origin for item in sent.items} != {
        sent.origin_country
    }


def test_the_screen_reads_fresh_strings_as_it_reads_shared_ones():
    sent = msgspec.json.decode(msgspec.json.encode(gate.filing()), type=declaration.Filing)
    assert fast_path.screen(sent, b"", context()) is not None


def test_numbers_become_integers():
    rows = [
        {"price": "7500.5", "net_mass_kg": "999.25", "gross_mass_kg": "1000"},
        {
            "code": "8701219011",
            "supplementary_quantity": "2",
            "supplementary_unit": "pc",
            "description": "Truck tractor",
        },
        {
            "code": "2402100000",
            "supplementary_quantity": "2.5",
            "supplementary_unit": "1000pc",
            "description": "Cigars",
        },
    ]
    rows[1]["attributes"] = {"engine_cm3": "12900"}
    rows[2]["attributes"] = {"product": "cigar"}
    declared = fast_path.screen(
        gate.filing(items=rows, delivery_terms="FCA", additions=samples.COSTS[:1]), b"d", context()
    )
    assert declared is not None
    declared = declared.declaration
    shoes, truck, cigars = declared.goods
    assert (shoes.price, shoes.gross_mass_kg, shoes.net_mass_kg) == (
        750050,
        1_000_000_000,
        999_250_000,
    )
    assert shoes.quantities == {"pair": 1_000_000_000, "kg": 999_250_000}
    assert truck.quantities == {"pc": 2_000_000, "cm3": 12_900_000_000, "kg": 1_000_000_000}
    assert cigars.quantities == {"1000pc": 2_500_000, "pc": 2_500_000_000, "kg": 1_000_000_000}
    assert declared.additions == (declaration.Amount("transport", 50000, "USD"),)
    assert (declared.invoice_total, declared.registered_on, declared.digest) == (
        2750050,
        support.DAY,
        b"d",
    )


def test_what_rules_advise_is_said_the_quick_way_too():
    wheat = {
        "code": "1001990000",
        "supplementary_quantity": "",
        "supplementary_unit": "",
        "description": "Wheat, in bulk",
    }
    certified = {**wheat, "documents": (declaration.Document("01207", "KZ-1"),)}
    sent = gate.filing(
        items=[{}, {**certified, "description": "Wheat of the third class"}, certified]
    )
    for _ in range(2):
        quick = fast_path.screen(sent, b"", context())
        assert quick is not None
        assert [(one.rule, one.path) for one in quick.findings] == [
            ("G44.6", "items[1].documents"),
            ("G44.6", "items[2].documents"),
        ]
        assert validation.examine(sent, b"", context()) == validation.Validated(*quick)
    assert fast_path.screen(gate.filing({**wheat}), b"", context()) is None


def test_only_what_passed_is_remembered():
    fresh = Context(support.edition(), support.exchange())
    fast_path.screen(gate.filing({"code": "6403999999"}, office="12345"), b"", fresh)
    fast_path.screen(gate.filing({"code": "6403999999"}, signatory=""), b"", fresh)
    assert (fresh.passed_headings, fresh.passed_lines) == ({}, {})
    fast_path.screen(gate.filing(), b"", fresh)
    assert (len(fresh.passed_headings), len(fresh.passed_lines), len(fresh.passed_people)) == (
        1,
        1,
        1,
    )


def test_memory_is_bounded():
    memory = {}
    for number in range(REMEMBERED + 10):
        remember(memory, number, True)
    assert len(memory) == 10
    assert sys.getsizeof(memory) < 10_000_000


def test_a_rule_cannot_read_more_than_is_remembered():
    # a heading, line, party or document is a key: every field of it takes part in its hash and equality
    for subject in (
        subjects.Header,
        subjects.ItemCodes,
        subjects.People,
        declaration.Party,
        declaration.Document,
    ):
        assert subject.__struct_config__.frozen
        assert subject.__struct_config__.eq
