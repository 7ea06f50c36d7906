"""Quotas of an installation: allocated when a declaration is registered, released when it
comes to nothing, never exceeded.
"""

import datetime
import itertools

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openkeden.flow import facts
from openkeden.flow.law import rates_import
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import actions
from openkeden.store import read
from tests import founded, lodgers, warm

#: Within the beef quota of 13,000 t, which ends with the year.
MOMENT = datetime.datetime(2025, 12, 10, 5, tzinfo=datetime.UTC)
QUOTA = "KZ-BEEF-2025"
VOLUME = 13_000_000
KG = 10**6

RATES = founded.published("10.12.2025", USD="510.25", EUR="600")


@pytest.fixture
def opened(at):
    """An installation with the rates of the day, and a payer who can pay the fees."""
    ready(at)
    return at


def ready(at) -> None:
    assert isinstance(founded.load_rates(at, RATES), rates_import.Loaded)
    founded.appoint(at, "trader-3", "declarant", "970640000120")
    for payer in (founded.PAYER, founded.OTHER):
        founded.pay_in(at, payer=payer)


def beef(
    reference: str, *kilograms: int, exporter: str = "970640000120", **changes: object
):
    """An export of beef, one item for each mass in kilograms."""
    model = founded.samples()["EXP-1"]
    seller = msgspec.structs.replace(model.exporter, id=exporter)
    paper = msgspec.structs.replace(model.items[0].documents[0], issued_on="2025-12-01")
    items = tuple(
        msgspec.structs.replace(
            model.items[0],
            number=number,
            code="0201100008",
            description=f"Carcasses of beef, chilled, lot {number}",
            gross_mass_kg=str(mass),
            net_mass_kg=str(mass),
            price="10000.00",
            packages=1,
            quota="13000000",
            documents=(paper,),
        )
        for number, mass in enumerate(kilograms, 1)
    )
    whole = {
        "exporter": seller,
        "declarant": seller,
        "financial": msgspec.structs.replace(seller, id=founded.PAYER),
        "items": items,
        "items_total": len(items),
        "packages_total": len(items),
        "invoice_total": f"{10_000 * len(items)}.00",
        "declared_on": "2025-12-10",
        "gross_mass_total_kg": "",
    }
    return msgspec.structs.replace(model, reference=reference, **(whole | changes))


def lentils(reference: str, **changes: object):
    """An export of goods that no quota touches, with papers of before the day."""
    model = founded.sample("EXP-1", reference, declared_on="2025-12-10", **changes)
    papers = [
        msgspec.structs.replace(paper, issued_on="2025-12-01")
        for paper in model.items[0].documents
    ]
    items = (msgspec.structs.replace(model.items[0], documents=tuple(papers)),)
    return msgspec.structs.replace(model, items=items)


def lodge(at, *filings):
    return founded.lodge_all(at, *filings, moment=MOMENT, late="filed by hand")


def shortages(answer):
    """What an answer says of quotas."""
    return [found for found in answer.findings if found.rule.startswith("N.")]


def used(share: str = "") -> int:
    """What is drawn of a share, in kilograms."""
    return read.quota_use([(QUOTA, share)]).get((QUOTA, share), 0) // KG


def sound(at) -> None:
    verdict = verification.verify(at)
    assert verdict.problem is None, verdict.problem


def test_a_registered_export_draws(opened):
    (one,) = lodge(opened, beef("B-1", 20_000, 5_000))
    assert one.status == "registered", one.findings
    assert (used(), used("holder 970640000120")) == (25_000, 25_000)
    fact = facts.read(read.entries_of(one.registration)[0].body)
    assert [(draw.item, draw.quota, draw.amount) for draw in fact.allocated] == [
        (1, QUOTA, 20_000 * KG),
        (2, QUOTA, 5_000 * KG),
    ]
    sound(opened)


def test_the_last_kilogram_and_not_one_more(opened):
    most, more, last, none = lodge(
        opened, beef("B-1", VOLUME - 1), beef("B-2", 2), beef("B-3", 1), beef("B-4", 1)
    )
    assert [one.status for one in (most, more, last, none)] == [
        "registered",
        "refused",
        "registered",
        "refused",
    ]
    (short,) = shortages(more)
    assert short.rule == "N.1"
    assert (
        short.args["quota"],
        short.args["value"],
        short.args["left"],
        short.args["unit"],
    ) == (
        QUOTA,
        "2",
        "1",
        "kg",
    )
    assert shortages(none)[0].args["left"] == "0"
    assert used() == VOLUME
    sound(opened)


def test_a_refused_filing_takes_no_number_and_draws_nothing(opened):
    lodge(opened, beef("B-1", VOLUME))
    two, three = lodge(opened, beef("B-2", 1), lentils("B-3"))
    assert two.status == "refused"
    assert (three.status, three.registration[-7:]) == ("registered", "0000002"), (
        three.findings
    )
    sound(opened)


def test_several_items_of_one_filing_count_together(opened):
    (one,) = lodge(opened, beef("B-1", VOLUME - 1, 2))
    assert one.status == "refused"
    assert [(found.rule, found.args["value"]) for found in shortages(one)] == [
        ("N.1", str(VOLUME + 1))
    ]
    assert used() == 0


def test_the_same_filing_again_draws_once(opened):
    first = lodge(opened, beef("B-1", 1_000))
    assert lodge(opened, beef("B-1", 1_000)) == first
    assert used() == 1_000


def test_other_goods_and_other_days_draw_nothing(opened):
    late = datetime.datetime(2026, 7, 1, 5, tzinfo=datetime.UTC)
    (other,) = lodge(opened, lentils("B-1"))
    (after,) = founded.lodge_all(
        opened,
        beef("B-2", 1_000, declared_on="2026-07-01", currency="KZT"),
        moment=late,
    )
    assert other.status == "registered", other.findings
    assert not facts.read(read.entries_of(other.registration)[0].body).allocated
    assert after.status == "registered", after.findings
    assert founded.quota_use(opened) == {}


def sheep(reference: str, head: int, exporter: str = "970640000120"):
    """An export of sheep with its licence; of a sex that no ban touches."""
    model = beef(reference, 50 * head, exporter=exporter)
    item = msgspec.structs.replace(
        model.items[0],
        code="0104108000",
        description="Sheep for slaughter, live",
        supplementary_quantity=str(head),
        supplementary_unit="pc",
        attributes={"sex": "male"},
        quota="500",
        documents=(msgspec.structs.replace(model.items[0].documents[0], code="01011"),),
    )
    return msgspec.structs.replace(model, items=(item,))


def test_no_holder_draws_more_than_his_share(opened):
    most, more, other = lodge(
        opened,
        sheep("S-1", 499),
        sheep("S-2", 2),
        sheep("S-3", 500, exporter="150240019999"),
    )
    assert [one.status for one in (most, more, other)] == [
        "registered",
        "refused",
        "registered",
    ], most.findings
    (short,) = shortages(more)
    assert (short.rule, short.args["holder"], short.args["left"], short.args["unit"]) == (
        "N.3",
        "970640000120",
        "1",
        "pc",
    )
    assert read.quota_use([("KZ-SHEEP-2025", "")]) == {("KZ-SHEEP-2025", ""): 999 * KG}
    sound(opened)


def waiting(at, *filings):
    """Lodged by a payer with nothing in the account, so that they wait for payment and can
    be amended or withdrawn.
    """
    return lodge(
        at,
        *[msgspec.structs.replace(filing, financial=filing.exporter) for filing in filings],
    )


def test_an_amendment_draws_anew_and_gives_the_old_back(opened):
    (one,) = waiting(opened, beef("B-1", VOLUME))
    assert one.state == "awaiting_payment", (one.state, one.findings)
    more, same = waiting(
        opened,
        beef("B-2", VOLUME + 1, amends=one.registration),
        beef("B-3", VOLUME - 10, amends=one.registration),
    )
    assert (more.status, shortages(more)[0].args["left"]) == ("refused", str(VOLUME))
    assert (same.status, same.version) == ("registered", 2)
    assert used() == VOLUME - 10
    (back,) = waiting(opened, lentils("B-4", amends=one.registration))
    assert (back.status, back.version) == ("registered", 3), back.findings
    assert used() == 0
    sound(opened)


def do(at, reference, action, role, **args):
    actor = "trader-3" if role == "declarant" else founded.BY_ROLE[role]
    done = actions.act(
        reference, action, role, actor, MOMENT, at, args, late="filed by hand"
    )
    assert isinstance(done, actions.KnownCase), done
    return done


def test_a_withdrawal_gives_back_and_the_next_may_draw(opened):
    waiting(opened, beef("B-1", VOLUME))
    assert do(opened, "B-1", "withdraw", "declarant").row.state == "withdrawn"
    assert used() == 0
    (two,) = lodge(opened, beef("B-2", VOLUME))
    assert two.status == "registered", two.findings
    sound(opened)


def test_only_what_is_not_released_is_given_back(opened):
    (one,) = waiting(opened, beef("B-1", 300, 40, 2))
    to_check(opened, one)
    do(opened, "B-1", "release_items", "inspector", items=(2,), reason="conforms")
    assert used() == 342
    grounds = refusable(opened)
    assert (
        do(opened, "B-1", "refuse_release", "inspector", grounds=grounds).row.state
        == "released_in_part"
    )
    assert used() == 40
    sound(opened)


def test_a_release_refused_gives_all_back(opened):
    (one,) = waiting(opened, beef("B-1", 300))
    to_check(opened, one)
    do(opened, "B-1", "refuse_release", "inspector", grounds=refusable(opened))
    assert used() == 0
    sound(opened)


def to_check(at, lodged) -> None:
    """Bring a declaration that waits for payment to an inspector, all paid."""
    do(at, "B-1", "ask_documents", "inspector", documents=("03011",))
    do(at, "B-1", "supply_documents", "declarant", documents=("03011",))
    payer = founded.declared("B-1").payer
    founded.pay_in(at, lodged.payable, payer=payer, number="PO-9")
    do(at, "B-1", "confirm_payment", "treasury", amount=lodged.payable, document="PO-9")


def refusable(at) -> tuple[str, ...]:
    """A ground on which the law lets release be refused."""
    return (next(iter(at.pack.time_limits.grounds["refuse_release"])),)


def test_two_processes_at_once_give_the_last_tonne_once(opened):
    """Eleven tonnes are left; two processes ask for ten single tonnes each."""
    lodge(opened, beef("B-1", VOLUME - 11_000))
    start, running = warm.starting_line(2), []
    for name in ("X", "Y"):
        filings = [beef(f"{name}-{number}", 1000) for number in range(10)]
        words = (opened.home, founded.lines(*filings), MOMENT, "filed by hand", start)
        running.append(warm.start(lodgers.each, *words))
    told = b"".join([warm.everything(out) for _, out in running]).splitlines()
    for process, _ in running:
        process.join()
    assert sorted(told) == [b"refused N.1"] * 9 + [b"registered "] * 11
    assert used() == VOLUME
    sound(opened)


def test_whoever_changes_what_is_used_is_named(opened):
    lodge(opened, beef("B-1", 1_000))
    founded.sql(opened, "UPDATE quota_use SET used = used - 1 WHERE share = ''")
    problem = verification.verify(opened).problem
    assert (problem.table, problem.column) == ("quota_use", "used")


NUMBERS = itertools.count()


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.lists(st.integers(1, VOLUME // 3), min_size=1, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_what_is_used_is_what_was_registered_and_never_too_much(opened, masses):
    """One quota for all examples: each begins with what the earlier ones left."""
    before = used()
    given_ = lodge(opened, *[beef(f"N-{next(NUMBERS)}", *each) for each in masses])
    for one, each in zip(given_, masses, strict=True):
        left = VOLUME - before
        assert (one.status == "registered") == (sum(each) <= left)
        before += sum(each) if one.status == "registered" else 0
    assert used() == before <= VOLUME


def test_a_declaration_split_in_parts_draws_the_same(opened):
    lodge(opened, beef("B-1", 700, 20, 1, exporter="970640000120"))
    whole = founded.quota_use(opened)
    lodge(
        opened,
        *[beef(f"C-{mass}", mass, exporter="150240019999") for mass in (700, 20, 1)],
    )
    split = founded.quota_use(opened)
    assert split[QUOTA, "holder 150240019999"] == whole[QUOTA, "holder 970640000120"]
    assert split[QUOTA, ""] == 2 * whole[QUOTA, ""]
