"""The fast path through gate 2 says nothing but what the rules say."""

import sys

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from openkeden.base import bounded
from openkeden.filing import (
    declaration,
    fast_path,
    item_subjects,
    rules,
    subjects,
    validation,
)
from openkeden.filing.context import Context
from openkeden.filing.rules.rule import rule
from tests import support
from tests.filing import gate, samples

QUIET = settings(
    max_examples=300,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def context() -> Context:
    return validation.prepare(support.edition(), support.exchange())


#: What the fast path remembers from one test to the next, as it does from one filing to the
#: next.
MEMORY = fast_path.Memory(context(), rules.CHECKS)


def advice(sent, memory=MEMORY):
    """What the fast path says of a filing; None where it leaves it to the rules."""
    return fast_path.advice(subjects.of(sent, memory.context.measures), memory)


def validated(sent, checks=rules.CHECKS):
    return validation.validate(sent, b"d", support.edition(), support.exchange(), checks)


@QUIET
@given(samples.changed())
def test_the_fast_path_passes_all_and_only_what_no_rule_speaks_of(sent):
    full, told = validation.examine(sent, b"d", context()), advice(sent)
    if told is not None:
        assert full.declaration is not None
        assert full.findings == told == advice(sent)
    elif not full.findings and not sent.deductions:
        assert _alike(sent)
    assert validated(sent) == full


def _alike(sent: declaration.Filing) -> bool:
    """Items described alike, or box 16 filled with a group of countries: the fast path
    leaves them to the rules.
    """
    described = {item.description for item in sent.items}
    return len(described) < len(sent.items) or {item.origin for item in sent.items} != {
        sent.origin_country
    }


def test_the_fast_path_reads_fresh_strings_as_it_reads_shared_ones():
    sent = msgspec.json.decode(msgspec.json.encode(gate.filing()), type=declaration.Filing)
    assert advice(sent) == ()


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
    sent = gate.filing(items=rows, delivery_terms="FCA", additions=samples.COSTS[:1])
    assert advice(sent) is not None
    declared = validated(sent).declaration
    shoes, truck, cigars = declared.goods
    assert (shoes.price, shoes.gross_mass_kg, shoes.net_mass_kg) == (
        750050,
        1_000_000_000,
        999_250_000,
    )
    assert shoes.quantities == {"pair": 1_000_000_000, "kg": 999_250_000}
    assert truck.quantities == {"pc": 2_000_000, "cm3": 12_900_000_000, "kg": 1_000_000_000}
    assert cigars.quantities == {
        "1000pc": 2_500_000,
        "pc": 2_500_000_000,
        "kg": 1_000_000_000,
    }
    assert declared.additions == (declaration.Amount("transport", 50000, "USD"),)
    assert (declared.invoice_total, declared.registered_on, declared.digest) == (
        2750050,
        support.DAY,
        b"d",
    )


def test_what_is_warned_of_a_preference_is_said_the_quick_way_too():
    paper = declaration.Document("06011", "UZ 7", "2026-03-02")
    claimed = declaration.Preferences(duty="FTA")
    uzbek = {"origin": "UZ", "preferences": claimed, "documents": (paper,)}
    named = {**uzbek, "description": "Leather shoes of Tashkent"}
    sent = gate.filing(items=[{}, named], origin_country="")
    for _ in range(2):
        advised = advice(sent)
        assert advised is not None
        assert [(finding.rule, finding.path) for finding in advised] == [
            ("G36.7", "items[1].preferences.duty"),
        ]
        assert validation.examine(sent, b"d", context()).findings == advised
    undated = {**uzbek, "documents": (declaration.Document("06011", "UZ 7"),)}
    assert advice(gate.filing(undated)) is None


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
        advised = advice(sent)
        assert advised is not None
        assert [(finding.rule, finding.path) for finding in advised] == [
            ("G44.6", "items[1].documents"),
            ("G44.6", "items[2].documents"),
        ]
        assert validation.examine(sent, b"d", context()) == validated(sent)
        assert validated(sent).findings == advised
    assert advice(gate.filing({**wheat})) is None


def test_what_may_be_refused_stays_so():
    fresh = fast_path.Memory(context(), rules.CHECKS)
    for _ in range(2):
        assert advice(gate.filing({"code": "6403999999"}), fresh) is None
        assert advice(gate.filing(signatory=""), fresh) is None
        assert advice(gate.filing(), fresh) == ()
    assert (len(fresh.headers), len(fresh.handling), len(fresh.people)) == (2, 1, 1)
    assert [*fresh.headers.values()].count(None) == 1
    assert [*fresh.goods.values(), *fresh.plain_goods.values()].count(None) == 1


def test_memory_is_bounded():
    memory = bounded.Remembered(str)
    for number in range(bounded.REMEMBERED + 10):
        assert memory[number] == str(number)
    assert len(memory) == 10
    assert sys.getsizeof(memory) < 10_000_000


def test_a_rule_cannot_read_more_than_is_remembered():
    # a header, codes of an item, party or document is a key: every field of it takes part
    # in its hash and equality
    for subject in (
        subjects.Header,
        item_subjects.Handling,
        subjects.ItemCodes,
        subjects.People,
        declaration.Party,
        declaration.Document,
    ):
        assert subject.__struct_config__.frozen
        assert subject.__struct_config__.eq


def full_filing(**changes):
    """A sound filing with a subject of every list: costs, claims, containers and documents
    too.
    """
    item = {
        "containers": ("CSQU3054383",),
        "documents": tuple(samples.DOCUMENTS[:1]),
        "origin": "UZ",
        "preferences": declaration.Preferences(duty="FTA"),
    }
    header = {
        "container": True,
        "delivery_terms": "FCA",
        "additions": tuple(samples.COSTS[:1]),
    }
    return gate.filing(item, **(header | {"origin_country": "UZ"} | changes))


@rule("G99.1", "", basis="a test", severity="warning")
def added(subject, context):
    """{value} was asked. Fix: nothing."""
    return {"value": type(subject).__name__}


@pytest.mark.parametrize("name", rules.Checks.__struct_fields__)
def test_a_rule_works_by_standing_in_its_list(name):
    more = msgspec.structs.replace(
        rules.CHECKS, **{name: (*getattr(rules.CHECKS, name), added)}
    )
    sent = full_filing()
    for _ in range(2):
        assert "G99.1" not in {finding.rule for finding in validated(sent).findings}
        assert "G99.1" in {finding.rule for finding in validated(sent, more).findings}


@rule("G99.2", "number", box="44", basis="a test")
def numbered_x(document, context):
    """{value} was asked. Fix: nothing."""
    return {"value": "X"} if document.number == "X" else None


def test_a_new_rule_is_asked_of_a_document_whose_kind_and_date_are_remembered():
    checks = (*rules.CHECKS.document, numbered_x)
    more = msgspec.structs.replace(rules.CHECKS, document=checks)
    documents = [
        support.replace(samples.DOCUMENTS[0], number=number) for number in ("A", "X")
    ]
    first, second = (gate.filing({"documents": (document,)}) for document in documents)
    assert validated(first, more).declaration is not None
    assert validated(second, more).declaration is None


def test_a_rule_of_the_same_number_with_another_test_is_not_settled():
    def never(subject, context):
        return {"value": subject.net_mass}

    known = rules.CHECKS.item
    changed = [msgspec.structs.replace(check, test=never) for check in known]
    more = msgspec.structs.replace(rules.CHECKS, item=tuple(changed))
    said = {finding.rule for finding in validated(gate.filing(), more).findings}
    assert said == {check.rule.number for check in known}


def test_what_is_settled_is_a_rule():
    # each has a test of its number, and those compare the fast path with the rules
    # (`gate.found`)
    settled = {check.rule.number for check in fast_path.SETTLES}
    assert settled <= {row.number for row in rules.RULES}


def test_goods_that_nothing_touches_are_told_by_code_and_unit():
    fresh = fast_path.Memory(context(), rules.CHECKS)
    for origin in ("CN", "TR", "DE"):
        assert advice(gate.filing({"origin": origin}, origin_country=""), fresh) == ()
    assert (len(fresh.plain_goods), len(fresh.goods), len(fresh.handling)) == (1, 0, 3)
