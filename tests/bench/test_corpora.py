"""The corpora that are measured: clean, the same for the same seed, and filled as they
claim.
"""

import re

import msgspec
import pytest

from bench import corpora
from bench.corpora import first_seen, frequencies
from openkeden.assessment import assess, notices
from openkeden.filing import validation
from openkeden.filing.declaration import Filing
from openkeden.flow.installation import LawOfDay
from tests import support

COUNT = 300


def filings(name: str, count: int = COUNT) -> list[Filing]:
    return list(corpora.filings(name, support.edition(), support.exchange(), count))


@pytest.fixture(scope="module")
def day():
    return LawOfDay(support.DAY, support.pack(), bytes(32), bytes(32))


@pytest.mark.parametrize("name", corpora.CORPORA)
def test_every_declaration_is_clean(name, day):
    for filing in filings(name, 100):
        validated = validation.validate(filing, bytes(32), day.edition, day.exchange)
        declared = validated.declaration
        assert declared is not None, validated.findings
        assessed = assess.assess(declared, day.plan)
        assert notices.differences(declared, assessed) == ()


@pytest.mark.parametrize("name", corpora.CORPORA)
def test_a_corpus_is_the_same_each_time(name):
    assert filings(name, 50) == filings(name, 50)


@pytest.mark.parametrize("name", corpora.CORPORA)
def test_lines_are_the_declarations(name):
    lines = corpora.lines(name, support.edition(), support.exchange(), 20)
    assert [msgspec.json.decode(line, type=Filing) for line in lines] == filings(name, 20)
    assert not [line for line in lines if b"\n" in line]


def test_references_are_given_once():
    assert len({filing.reference for filing in filings("rich")}) == COUNT


def test_what_is_new_grows_from_corpus_to_corpus():
    shares = {}
    for name in corpora.CORPORA:
        found = filings(name, 600)
        shares[name] = first_seen.count(found[:300], found[300:])
    narrow, joint, rich = shares.values()
    assert narrow.parties == narrow.headers == 0
    assert narrow.items < joint.items < rich.items
    assert 0 < joint.headers < rich.headers
    assert joint.parties > 0


def test_shares_are_of_what_was_asked():
    one, *_ = filings("narrow", 1)
    assert first_seen.count([], [one, one]).parties == 500
    assert first_seen.count([one], [one]) == first_seen.FirstSeen(0, 0, 0)
    assert str(first_seen.FirstSeen(281, 410, 0)) == (
        "lines 28.1 %, parties 41.0 %, headers 0.0 %"
    )


def test_rich_declarations_are_filled():
    found = filings("rich")
    items = [item for filing in found for item in filing.items]
    texts = [item.description for item in items]
    assert any(re.search("[ңғүқһәө]", text) for text in texts)
    assert any("Товары" in text for text in texts)
    assert any(text.startswith("Goods") for text in texts)
    assert {len(item.documents) for item in items} == {2, 3, 4, 5}
    assert len({item.package_kind for item in items}) > 3
    measured = [item for item in items if item.supplementary_unit]
    assert len(items) // 4 < len(measured) < len(items)
    costed = [filing for filing in found if filing.additions]
    assert COUNT // 4 < len(costed) < COUNT
    assert all(filing.customs_value_total for filing in found)


def test_the_counts_are_those_of_their_source():
    for name in ("goods", "ways"):
        assert sum([count for _, count in frequencies.rows(name)]) == 45_341
    origins = {about[0] for about, _ in frequencies.rows("goods")}
    assert not origins & set(support.edition().lists["eaeu_members"])
