"""What is recorded of the corpora of the bench is byte for byte what it was, whatever the size
of groups.
"""

import collections

import pytest
from msgspec import structs

from bench import corpora
from tests.flow import corpus_facts

REWRITE = "if what is recorded was meant to change: python -m tests.flow.corpus_facts"


@pytest.mark.parametrize("group", corpus_facts.GROUPS)
@pytest.mark.parametrize("corpus", corpora.CORPORA)
def test_the_facts_of_a_corpus_are_those_that_are_held(corpus, group):
    found = corpus_facts.lodged(corpus, group).facts
    assert corpus_facts.held(found) == corpus_facts.known()[corpus], REWRITE


@pytest.mark.parametrize("corpus", corpora.CORPORA)
def test_a_corpus_holds_all_that_can_become_of_a_filing(corpus):
    given = corpus_facts.lodged(corpus, 1000).answers
    statuses = collections.Counter([answer.status for answer in given])
    assert statuses["registered"] > corpus_facts.COUNT - 10
    assert statuses["refused"] > 10
    states = {answer.state for answer in given if answer.status == "registered"}
    assert states == {"released", "awaiting_payment", "inspection_ordered"}
    entries = [answer.entry for answer in given if answer.entry >= 0]
    again = len(range(0, corpus_facts.COUNT, corpus_facts.AGAIN))
    assert len(entries) - len(set(entries)) == again
    assert {answer.version for answer in given} == {0, 1, 2}
    rules = {finding.rule for answer in given for finding in answer.findings}
    assert {"G5.1", "G33.2", "G20.1", "V47.1", "L.1", "I.1"} <= rules


@pytest.mark.parametrize("part", ["body", "sealed", "received"])
def test_one_more_byte_gives_another_digest(part):
    *others, last = corpus_facts.lodged("narrow", 1000).facts
    longer = structs.replace(last, **{part: getattr(last, part) + b" "})
    known = corpus_facts.held([*others, last])
    changed = corpus_facts.held([*others, longer])
    assert changed.count == known.count
    assert changed.digest != known.digest
