"""A changed file made the amendment of a lodged declaration, and refused filings looked up."""

import io

import msgspec
import pytest

from openkeden import formats
from openkeden.base.findings import Refused
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import changed_filing, refused_filings
from openkeden.store import read
from tests import founded

MOST = 1 << 24


@pytest.fixture
def first(at):
    return founded.lodge_one(at, founded.shirts("A-1"))


def made(reference: str, *filings, own: str = ""):
    return changed_filing.of(reference, io.BytesIO(founded.lines(*filings)), own, MOST)


def amend(at, reference: str, filing, own: str = "", actor: str = "trader-1"):
    received = made(reference, filing, own=own)
    assert isinstance(received, formats.Received), received
    return changed_filing.amend(received, actor, founded.MOMENT, at)


def against(refused) -> list[str]:
    assert isinstance(refused, Refused), refused
    return [finding.rule for finding in refused.findings]


def test_the_changed_file_is_all_that_is_needed(at, first):
    changed = founded.shirts("A-1", delivery_place="Dostyk")
    answer = amend(at, "a-1", changed)
    assert (answer.status, answer.version) == ("registered", 2)
    assert (answer.registration, answer.reference) == (first.registration, "A-1-v2")
    again = amend(at, first.registration, founded.shirts("A-1", delivery_place="Altynkol"))
    assert (again.version, again.reference) == (3, "A-1-v3")
    verdict = verification.verify(at)
    assert verdict.problem is None, verdict.problem


def test_the_same_file_again_is_the_same_answer(at, first):
    changed = founded.shirts("A-1", delivery_place="Dostyk")
    assert amend(at, "A-1", changed) == amend(at, "A-1", changed)
    assert [row.version for row in read.versions(first.registration)] == [1, 2]


def test_a_message_that_says_all_is_lodged_as_it_is(at, first):
    whole = founded.shirts("OWN-2", amends=first.registration, delivery_place="Dostyk")
    received = made("A-1", whole)
    assert isinstance(received, formats.Received)
    assert received.body in founded.lines(whole)
    assert amend(at, "A-1", whole).reference == "OWN-2"


def test_a_reference_may_be_given(at, first):
    changed = founded.shirts("A-1", delivery_place="Dostyk")
    assert amend(at, "A-1", changed, own="MINE").reference == "MINE"


def test_a_reference_that_is_taken_is_passed_over(at, first):
    founded.lodge_one(
        at, founded.lentils("A-1-v2", declarant=founded.shirts("x").declarant)
    )
    changed = founded.shirts("A-1", delivery_place="Dostyk")
    assert amend(at, first.registration, changed).reference == "A-1-v3"


def test_any_format_will_do(at, first):
    changed = founded.shirts("A-1", delivery_place="Dostyk")
    received = changed_filing.of("A-1", io.BytesIO(founded.rows(changed)), "", MOST)
    assert isinstance(received, formats.Received)
    assert (received.filing.amends, received.filing.reference) == (
        first.registration,
        "A-1-v2",
    )


def test_i_35_to_i_37_what_is_no_amendment(at, first):
    assert against(made("A-1", founded.shirts("A-1"), founded.shirts("A-2"))) == ["I.35"]
    assert against(made("A-1", founded.shirts("A-2", amends="57505/020426/9"))) == ["I.36"]
    assert against(made("A-1", founded.shirts("A-1"))) == ["I.37"]
    assert against(made("Z-9", founded.shirts("A-1"))) == ["I.3"]


def test_only_the_declarants_people_amend(at, first):
    changed = founded.shirts("A-1", delivery_place="Dostyk")
    answer = amend(at, "A-1", changed, actor="trader-2")
    assert (answer.status, founded.rules(answer)) == ("refused", ["PE.16"])


def test_i_30_the_reference_of_an_amendment_is_its_own(at, first):
    """What used to send people in a circle: the message now names a free reference."""
    wrong = founded.shirts("A-1", amends=first.registration, delivery_place="Dostyk")
    answer = founded.lodge_one(at, wrong)
    assert founded.rules(answer) == ["I.30"]
    free = answer.findings[0].args["free"]
    right = msgspec.structs.replace(wrong, reference=free)
    assert founded.lodge_one(at, right).version == 2


def test_every_refused_try_can_be_looked_up(at):
    founded.lodge_one(at, founded.bad("R-1"))
    founded.lodge_one(at, founded.shirts("r-1", items_total=9))
    founded.lodge_one(at, founded.of(founded.OTHER, founded.bad("R-1")))
    tries = refused_filings.of(" R-1")
    assert [one.fact.declarant for one in tries] == [founded.PAYER] * 2 + [founded.OTHER]
    assert all(one.fact.grounds[0].rule == "G5.1" for one in tries)
    assert len(refused_filings.of("R-1", founded.OTHER)) == 1
    assert refused_filings.of("R-2") == ()


def test_i_38_what_was_refused_was_never_filed(at):
    founded.lodge_one(at, founded.bad("R-1"))
    assert against(made("R-1", founded.shirts("R-1"))) == ["I.38"]
    assert changed_filing.not_lodged("R-2") is None
    founded.lodge_one(at, founded.shirts("R-1"))
    assert changed_filing.not_lodged("R-1") is None
