"""A day for which the house has loaded no rates: who files is answered, and no refusal of
theirs is recorded.
"""

import datetime

from openkeden.store import log
from tests import founded

#: Past the days of grace of the last bundled rates.
LATE = datetime.datetime(2026, 5, 20, 6, tzinfo=datetime.UTC)


def rules(answer):
    return {finding.rule for finding in answer.findings if finding.severity == "error"}


def test_a_filing_is_answered_and_lodged_once_the_house_has_its_rates(at):
    answer = founded.lodge_one(at, founded.shirts("R-1"), LATE)
    assert (answer.status, answer.entry) == ("refused", -1)
    assert "G22.3" in rules(answer)
    known = log.size()
    assert founded.lodge_one(at, founded.shirts("R-1"), LATE) == answer
    assert log.size() == known
    body = founded.published("20.05.2026", USD="470", EUR="540")
    assert founded.load_rates(at, body, LATE).added
    assert founded.lodge_one(at, founded.shirts("R-1"), LATE).status == "registered"


def test_a_fault_of_the_filing_beside_it_is_recorded(at):
    answer = founded.lodge_one(at, founded.bad("R-2"), LATE)
    assert answer.entry >= 0
    assert {"G22.3", "G5.1"} <= rules(answer)


def test_a_currency_that_nobody_quotes_is_the_fault_of_the_filing(at):
    answer = founded.lodge_one(at, founded.shirts("R-3", currency="XPF"))
    assert answer.entry >= 0
    assert "G22.2" in rules(answer)
