"""The canonical bytes of facts and the leaf hashes over them."""

import enum
import json

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.ledger import entry

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=12,
)


class Lane(enum.Enum):
    GREEN = "green"


class Fact(msgspec.Struct, frozen=True, tag="fact"):
    zulu: int
    alpha: str
    lane: Lane
    marks: frozenset[str]
    more: dict[str, int]


def test_a_struct_keeps_its_order_and_its_maps_and_sets_are_sorted():
    fact = Fact(1, "Қорғас", Lane.GREEN, frozenset("cab"), {"b": 1, "a": 2})
    expected = (
        '{"type":"fact","zulu":1,"alpha":"Қорғас","lane":"green",'
        '"marks":["a","b","c"],"more":{"a":2,"b":1}}'
    )
    assert entry.canonical(fact) == expected.encode()


@given(JSON)
@settings(max_examples=60)
def test_canonical_bytes_are_json_and_do_not_depend_on_the_order_of_insertion(value):
    encoded = entry.canonical(value)
    assert json.loads(encoded) == value
    assert entry.canonical(_backwards(value)) == encoded


def test_the_leaf_hash_is_that_of_the_certificate_transparency_reference():
    assert (
        entry.leaf_hash(b"").hex()
        == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    )


def test_only_the_body_is_in_the_leaf():
    one = entry.Entry(0, "lodging", "A-1", b"{}")
    assert (
        one.leaf == entry.Entry(9, "refusal", "B-2", b"{}").leaf == entry.leaf_hash(b"{}")
    )
    assert one.leaf != entry.Entry(0, "lodging", "A-1", b"{ }").leaf


def _backwards(value):
    if isinstance(value, dict):
        return {key: _backwards(value[key]) for key in reversed(value)}
    if isinstance(value, list):
        return [_backwards(one) for one in value]
    return value
