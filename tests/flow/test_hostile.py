"""Whatever a filing says, it is answered, its neighbours in the batch are lodged, and the
store stays sound.
"""

import copy
import datetime
import io
import itertools
import json

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden import formats
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import lodge
from openkeden.views import finding_view
from tests import founded

DOCUMENTS = [json.loads(founded.lines(filing)) for filing in founded.samples().values()]

NUMBERS = [
    "0",
    "0.00",
    "1",
    "0.000001",
    "999999999999999999",
    "999999999999999999.999999",
    "92233720368547758.07",
    "-1",
]
ODD = [
    "",
    " ",
    "\x00",
    "\ud7ff",
    "\u202e",
    "[/x]",
    "%s",
    "{value}",
    "' OR 1=1 --",
    "a" * 64,
    "a" * 300,
    "0" * 14,
]
DATES = ["2026-04-02", "0001-01-01", "9999-12-31", "2026-02-30", "2020-02-29"]
VALUES = st.one_of(
    st.sampled_from(NUMBERS + ODD + DATES),
    st.text(max_size=12),
    st.integers(-(2**70), 2**70),
    st.booleans(),
    st.none(),
    st.just([]),
    st.just({}),
)
COUNTER = itertools.count()


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    at = founded.found(tmp_path_factory.mktemp("hostile") / "home", chance=True)
    founded.pay_in(at)
    yield at
    connections["default"].close()


def places(value, path=()) -> list[tuple]:
    """The path of every plain value of a document."""
    if isinstance(value, dict):
        return [found for key, one in value.items() for found in places(one, (*path, key))]
    if isinstance(value, list):
        return [
            found for key, one in enumerate(value) for found in places(one, (*path, key))
        ]
    return [path]


@st.composite
def documents(draw):
    """A sample with one to three of its values replaced."""
    document = copy.deepcopy(draw(st.sampled_from(DOCUMENTS)))
    document["reference"] = f"H-{next(COUNTER)}"
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(document)))
        place = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = draw(VALUES)
    return document


@settings(max_examples=80)
@given(document=documents())
def test_any_value_in_any_field_is_answered(opened, document):
    body = founded.lines(founded.lentils(f"N-{next(COUNTER)}"))
    body += (
        json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
    )
    body += founded.lines(founded.lentils(f"N-{next(COUNTER)}"))
    given_ = list(
        lodge.lodge_all(
            formats.read(io.BytesIO(body)), founded.ACTOR, founded.MOMENT, opened
        )
    )
    assert len(given_) == 3
    assert given_[0].status == given_[2].status == "registered"
    answer = given_[1]
    assert answer.status == "registered" or answer.findings
    for language in ("en", "ru", "kk"):
        assert all(finding_view.of(found, language).message for found in answer.findings)


@settings(max_examples=60)
@given(
    place=st.integers(0, 10**6),
    byte=st.binary(max_size=3),
    cut=st.integers(0, 5),
    csv=st.booleans(),
)
def test_any_damage_to_a_message_is_answered(opened, place, byte, cut, csv):
    filing = founded.shirts(f"D-{next(COUNTER)}")
    whole = founded.rows(filing) if csv else founded.lines(filing)
    place %= len(whole)
    body = whole[:place] + byte + whole[place + cut :]
    given_ = list(
        lodge.lodge_all(
            formats.read(io.BytesIO(body)), founded.ACTOR, founded.MOMENT, opened
        )
    )
    assert all(answer.status == "registered" or answer.findings for answer in given_)


def test_the_store_is_sound_after_all_that(opened):
    verdict = verification.verify(opened)
    assert verdict.problem is None, verdict.problem
    again = founded.found(opened.home)
    later = founded.MOMENT + datetime.timedelta(days=1)
    assert (
        founded.lodge_one(again, founded.lentils("Z-1"), moment=later).registration
        == "57505/030426/0000001"
    )


def test_a_filing_without_goods_is_refused_and_recorded(at):
    answer = founded.lodge_one(at, founded.lentils("NO-GOODS", items=(), items_total=0))
    assert answer.status == "refused"
    assert founded.errors(answer) == ["G5.2", "G6.1", "G22.6"]
