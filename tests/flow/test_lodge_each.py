"""A group of several senders: each for himself, with the facts of as many single calls."""

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.flow.lodging import lodge
from openkeden.flow.lodging.lodge import Actor, Sent
from tests import founded

#: Who may send for the payer, who may not, who is nobody, who is no declarant.
SENDERS = ("trader-1", "trader-2", "", "chief-1", "nobody-known")

#: Few names, so that some filings of a group are the same and some differ under one name.
NAMES = ("G-1", "G-2", "G-3")

ITEMS = st.tuples(
    st.sampled_from(SENDERS), st.sampled_from(NAMES), st.sampled_from(("lentils", "shirts"))
)


def sent(sender: str, name: str, goods: str) -> Sent:
    filing = getattr(founded, goods)(name)
    (received,) = founded.read(founded.lines(filing))
    return Sent(received, Actor(sender) if sender else Actor())


def facts_of(at) -> list[tuple]:
    """The facts about filings, but for when the clock says they were recorded."""
    rows = founded.sql(at, 'SELECT kind, subject, at, body FROM entry ORDER BY "index"')
    return [
        (*row[:3], b"".join(part for part in row[3].split(b",") if b"recorded" not in part))
        for row in rows
    ]


@settings(max_examples=12, deadline=None)
@given(st.lists(ITEMS, min_size=1, max_size=8))
def test_a_mixed_group_gives_the_facts_of_single_calls(tmp_path_factory, items):
    batch = [sent(*item) for item in items]
    home = tmp_path_factory.mktemp("group")
    at = founded.found(home / "one")
    together = lodge.lodge_each(batch, founded.MOMENT, at)
    grouped = facts_of(at)
    connections["default"].close()
    at = founded.found(home / "many")
    singly = [lodge.lodge_each([one], founded.MOMENT, at)[0] for one in batch]
    assert together == singly
    assert grouped == facts_of(at)
    connections["default"].close()


def test_each_answer_says_whether_it_was_given_before(at):
    one, other = sent("", "S-1", "lentils"), sent("trader-2", "S-2", "shirts")
    given_ = lodge.lodge_each([one, other, one], founded.MOMENT, at)
    assert [each.again for each in given_] == [False, False, True]
    assert given_[0].answer == given_[2].answer
    again = lodge.lodge_each([one, other], founded.MOMENT, at)
    assert [each.again for each in again] == [True, True]
    assert again[1].answer.status == "refused"


@pytest.mark.parametrize("sender", ["chief-1", "nobody-known"])
def test_who_may_not_declare_keeps_nobody_else_from_it(at, sender):
    first, second = lodge.lodge_each(
        [sent(sender, "N-1", "lentils"), sent("", "N-2", "lentils")], founded.MOMENT, at
    )
    assert (first.answer.status, first.answer.entry) == ("refused", -1)
    assert second.answer.status == "registered"
