"""The goods of a lodging: in its fact, in the table of items, and no number there that a
column cannot hold.
"""

import msgspec
import pytest

from openkeden.flow import facts
from openkeden.flow.lodging import references
from openkeden.store import read
from tests import founded

#: More than 2**63 - 1 millionths, and hundredths.
HUGE = "99999999999999999"


def changed(reference: str, **changes: object):
    """Telephones, free of duty, whose first item says something else."""
    filing = founded.sample("IMP-3", reference)
    first = msgspec.structs.replace(filing.items[0], **changes)
    return msgspec.structs.replace(filing, items=(first, *filing.items[1:]))


def test_the_fact_and_the_table_hold_the_goods(at):
    founded.pay_in(at)
    filing = changed("A-1", statistical_value="1200.50")
    answer = founded.lodge_one(at, filing)
    fact = facts.read(read.entries([answer.entry])[answer.entry].body)
    stored = [row for row in read.all_items() if row.lodged == answer.entry]
    triples = zip(filing.items, fact.items, stored, strict=True)
    for sent, recorded, row in triples:
        said = (sent.number, sent.code, sent.origin, sent.procedure)
        assert (recorded.number, recorded.code, recorded.origin, recorded.procedure) == said
        assert (row.number, row.code, row.origin, row.procedure) == said
        assert (row.gross_mass, row.net_mass) == (recorded.gross_mass, recorded.net_mass)
        assert (row.unit, row.quantity) == (
            sent.supplementary_unit,
            recorded.quantities[row.unit],
        )
    assert fact.items[0].statistical_value == stored[0].statistical_value == 120_050
    assert [row.customs_value for row in stored] == [
        one.value for one in fact.assessment.items
    ]
    assert (fact.direction, fact.dispatch_country) == (
        filing.direction,
        filing.dispatch_country,
    )
    row = references.latest(answer.registration)
    assert (row.direction, row.border_mode) == (filing.direction, filing.border_mode)
    countries = (filing.dispatch_country, filing.destination_country)
    assert (row.dispatch_country, row.destination_country) == countries


@pytest.mark.parametrize(
    "changes",
    [
        {"gross_mass_kg": HUGE},
        {"gross_mass_kg": HUGE, "net_mass_kg": HUGE},
        {"supplementary_quantity": HUGE},
        {"statistical_value": HUGE + "0"},
    ],
)
def test_a_number_that_no_column_holds_is_refused(at, changes):
    founded.pay_in(at)
    answer = founded.lodge_one(at, changed("A-1", **changes))
    assert answer.status == "refused"
    assert founded.errors(answer) == ["I.7"]
    (finding,) = [one for one in answer.findings if one.rule == "I.7"]
    assert finding.path == f"items[0].{next(iter(changes))}"
    assert not list(read.all_items())
    assert founded.lodge_one(at, founded.shirts("A-2")).registration.endswith("0000001")
