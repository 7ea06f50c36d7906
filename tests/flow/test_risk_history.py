"""Goods lines of the past from our own filings: the same as when they were lodged, with what
officers found.
"""

import csv
import datetime
import io

import msgspec
import pytest

from openkeden import formats
from openkeden.base import cases
from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle
from openkeden.flow import facts
from openkeden.flow.lodging import actions, preparation
from openkeden.flow.risk import filed_lines, histories, observations, recorded_lines
from openkeden.flow.risk.history_files import HistoryFile
from openkeden.flow.risk.outcomes import CheckedCase
from openkeden.risk.inclusion import Inclusion
from openkeden.risk.indicators import written_record
from openkeden.risk.indicators.replay import replay
from openkeden.risk.indicators.track_record import TrackRecord
from tests import founded
from tests.flow.test_act import do

MOMENT = founded.MOMENT
TODAY = MOMENT.date()
LIMITS = formats.Limits()


def recorded(at, *offices):
    found = recorded_lines.lines(at, offices)
    assert not isinstance(found, Refused), found
    return found


def outcomes(at):
    return {line.observation.item: line.outcome for line in recorded(at)}


@pytest.fixture
def live(monkeypatch):
    """What lodging made of each filing, by its reference."""
    seen = {}
    value = preparation.value

    def spied(filed, validated):
        valued = value(filed, validated)
        if not isinstance(valued, Refused):
            seen[filed.filing.reference] = valued
        return valued

    monkeypatch.setattr(preparation, "value", spied)
    return seen


def test_a_line_is_the_same_live_and_from_the_ledger(at, live):
    """For every sample, one that names countries and modes in words among them."""
    words = founded.shirts("W-1", dispatch_country="Китай", border_mode="30 ")
    filings = [*founded.samples().values(), words]
    lodged = founded.lodge_all(at, *filings)
    live_lines = {
        line.key: line
        for filing, answer in zip(filings, lodged, strict=True)
        if answer.registration
        for line in observations.of_declared(
            answer.registration,
            live[filing.reference].declared,
            live[filing.reference].assessed,
        )
    }
    kept = {line.observation.key: line.observation for line in recorded(at)}
    assert kept == live_lines
    assert len(kept) > 40


def test_a_line_says_what_was_declared_and_assessed(at):
    founded.pay_in(at)
    answer = founded.lodge_one(at, founded.shirts("A-1"))
    line = recorded(at)[0].observation
    filing = founded.shirts("A-1")
    assert line.declaration == answer.registration
    assert (line.item, line.day) == (1, TODAY)
    assert line.trader == filing.consignee.id
    assert line.partner == f"name:{filing.exporter.name.lower()}"
    assert line.agent == ""
    assert line.code == filing.items[0].code
    assessed = actions.look_up("A-1", at).lodging.assessment
    assert line.charges == owed(assessed)
    (duty,) = [one for one in assessed.charges if one.code == "2010"]
    assert line.duty_ppm == duty.amount * 1_000_000 // line.value > 0
    assert line.more["currency"] == filing.currency


def test_who_declares_for_another_is_the_agent(at):
    party = msgspec.structs.replace(founded.shirts("A-1").declarant, id=founded.OTHER)
    founded.lodge_one(at, founded.shirts("A-1", declarant=party))
    line = recorded(at)[0].observation
    assert (line.trader, line.agent) == (founded.PAYER, founded.OTHER)


def test_the_trader_of_an_export_is_the_exporter(at):
    filing = founded.lentils("A-1")
    founded.lodge_one(at, filing)
    line = recorded(at)[0].observation
    assert line.trader == filing.exporter.id
    assert line.partner == f"name:{filing.consignee.name.lower()}"


def under_inspection(at, filing):
    asked = founded.lodge_one(at, filing)
    reference = filing.reference
    do(at, reference, "supply_documents", "declarant", {"documents": asked.documents})
    do(at, reference, "order_inspection", "inspector", {})


def report(at, reference, result, **args):
    told = {"act": "ACT-1", "result": result, **args}
    done = do(at, reference, "report_inspection", "inspector", told)
    assert isinstance(done, actions.KnownCase), done


def test_a_breach_is_an_outcome_with_who_and_when(at):
    under_inspection(at, founded.shoes("A-1"))
    assert set(outcomes(at).values()) == {None}
    report(at, "A-1", "breach")
    found = outcomes(at)[1]
    assert found.found
    assert (found.known_on, found.officer) == (TODAY, "inspector-1")
    assert (found.way, found.inclusion_ppm) == ("profile", 1_000_000)
    assert found.revenue is None


def test_a_breach_may_be_in_some_lines_only(at):
    filing = founded.shoes("A-1")
    second = msgspec.structs.replace(filing.items[0], number=2)
    total = str(2 * float(filing.invoice_total))
    packages = 2 * filing.packages_total
    twice = msgspec.structs.replace(
        filing,
        items=(filing.items[0], second),
        items_total=2,
        invoice_total=total,
        packages_total=packages,
        customs_value_total="",
        gross_mass_total_kg="",
    )
    under_inspection(at, twice)
    report(at, "A-1", "breach", items=(2,))
    found = outcomes(at)
    assert [found[item].found for item in (1, 2)] == [False, True]
    assert found[1].revenue == 0


def test_M_30_a_report_names_lines_of_the_declaration(at):
    under_inspection(at, founded.shoes("A-1"))
    told = {"act": "ACT-1", "result": "breach", "items": (1, 7)}
    refused = do(at, "A-1", "report_inspection", "inspector", told)
    (found,) = refused.findings
    assert (found.rule, found.args["value"], found.args["known"]) == ("M.30", "7", "1")


def test_every_declaration_tells_how_likely_a_check_was(tmp_path):
    at = founded.found(tmp_path / "chance", chance=True)
    founded.pay_in(at)
    founded.lodge_all(at, founded.shirts("A-1"), founded.shoes("A-2"))
    plain, by_profile = recorded(at)[0], recorded(at)[-1]
    assert plain.inclusion_ppm == 20_000
    assert by_profile.inclusion_ppm == 1_000_000
    assert plain.outcome is by_profile.outcome is None


def test_an_amended_declaration_stands_as_it_was_checked(at):
    """What was amended after the inspection brought the difference in charges."""
    under_inspection(at, founded.shoes("A-1"))
    report(at, "A-1", "breach")
    do(at, "A-1", "demand_amendment", "inspector", {"reason": "x"})
    known = actions.look_up("A-1", at)
    filing = founded.shoes("A-1")
    dearer = msgspec.structs.replace(filing.items[0], price="90000.00", customs_value="")
    again = msgspec.structs.replace(
        filing,
        reference="A-2",
        amends=known.row.registration,
        items=(dearer,),
        invoice_total="90000.00",
        customs_value_total="",
    )
    answer = founded.lodge_one(at, again, MOMENT + datetime.timedelta(hours=2))
    assert answer.registration == known.row.registration, answer.findings
    (line,) = recorded(at)
    kept = actions.look_up("A-2", at).recorded
    first, second = [fact.assessment for fact in kept if isinstance(fact, facts.Lodging)]
    assert line.observation.value == first.items[0].value
    assert line.outcome.revenue == owed(second) - owed(first) > 0


def owed(assessed) -> int:
    """What the first line of a declaration owes."""
    return sum(charge.amount for charge in assessed.charges if charge.item == 1)


def step(action, role="inspector", hours=1, **args):
    at = MOMENT + datetime.timedelta(hours=hours)
    return cases.Event(action, role, f"{role}-1", at, args)


#: What happened to a declaration, and the outcome: found, or None: it has none.
COURSES = [
    ([step("release", "system")], None),
    ([step("order_inspection", "system"), step("withdraw", "declarant")], None),
    ([step("report_inspection", result="conforms")], None),
    ([step("report_inspection", result="conforms"), step("release")], False),
    ([step("report_inspection", result="conforms"), step("withdraw")], False),
    ([step("report_inspection", result="conforms"), step("refuse_release")], False),
    ([step("report_inspection", result="breach"), step("release")], True),
    ([step("report_inspection", result="conforms"), step("demand_amendment")], True),
    ([step("supply_documents", "declarant"), step("release")], False),
    ([step("supply_documents", "declarant"), step("refuse_release")], None),
    ([step("supply_documents", "declarant"), step("demand_amendment")], True),
    ([step("confirm_waiver", "chief"), step("release")], None),
    ([step("release_on_security"), step("close_check", due=5)], True),
    ([step("release_on_security"), step("close_check", due=0)], False),
    ([step("supply_documents", "declarant"), step("release_on_security")], None),
]


@pytest.mark.parametrize(("course", "found"), COURSES)
def test_what_officers_found(course, found):
    case = checked(course)
    assert (case.outcome and case.outcome.found) is found


def checked(course, inclusion=Inclusion("profile", 1_000_000)) -> CheckedCase:  # noqa: B008
    case = CheckedCase(datetime.datetime.date)
    case.lodge(inclusion)
    for event in course:
        assert event.action in lifecycle.ACTIONS
        case.act(event, 1)
    return case


def test_nothing_later_takes_an_outcome_back():
    course = [
        step("report_inspection", result="breach"),
        step("release", hours=50),
        step("close_check", hours=90, due=0),
    ]
    for end in (1, 2, 3):
        assert checked(course[:end]).outcome == checked(course[:1]).outcome


def test_an_officer_who_chooses_himself_is_no_draw():
    course = [step("order_inspection"), step("report_inspection", result="breach")]
    chosen = checked(course, Inclusion(None, 20_000)).outcome
    assert (chosen.way, chosen.inclusion_ppm) == ("officer", None)
    drawn = checked(course, Inclusion("random", 20_000)).outcome
    assert (drawn.way, drawn.inclusion_ppm) == ("random", 20_000)


def test_a_changed_message_is_seen(at):
    founded.lodge_one(at, founded.shirts("A-1"))
    founded.sql(at, "DROP TRIGGER entry_no_update")
    founded.sql(at, "UPDATE entry SET received = ? WHERE kind = 'lodging'", b"\0")
    found = recorded_lines.lines(at, ())
    assert isinstance(found, Refused)


def test_an_office_sees_its_own_lines(at):
    founded.lodge_one(at, founded.shirts("A-1"))
    office = founded.shirts("A-1").office
    assert len(recorded(at, office)) == len(recorded(at)) > 0
    assert recorded(at, "00000") == []


def test_history_is_for_officers(at):
    founded.lodge_one(at, founded.shirts("A-1"))
    assert isinstance(histories.recorded("trader-1", at), Refused)
    assert not isinstance(histories.recorded("inspector-1", at), Refused)


def test_M_38_nothing_was_lodged(at):
    (found,) = histories.recorded("inspector-1", at).findings
    assert found.rule == "M.38"


def files(tmp_path, *filings, labels=""):
    path = tmp_path / "filings.jsonl"
    path.write_bytes(founded.lines(*filings))
    said = tmp_path / "found.csv"
    said.write_text(f"reference,item,found,known_on,revenue\n{labels}")
    return filed_lines.of_filings([path], said, LIMITS)


def test_files_that_were_not_lodged_are_a_history(tmp_path):
    filing = founded.shirts("A-1")
    found = files(tmp_path, filing, labels="A-1,1,yes,2026-05-01,1250.50\n")
    assert not found.findings
    line = found.lines[0]
    assert line.observation.declaration == "A-1"
    assert line.observation.net_mass == 1_000_000 * int(float(filing.items[0].net_mass_kg))
    assert line.outcome.found
    assert line.outcome.revenue == 125_050
    assert line.outcome.known_on == datetime.date(2026, 5, 1)


def test_a_label_without_an_item_is_of_all_lines(tmp_path):
    several = next(one for one in founded.samples().values() if len(one.items) > 1)
    found = files(tmp_path, several, labels=f"{several.reference},,no,2026-05-01,\n")
    assert all(line.outcome.found is False for line in found.lines)
    assert all(line.outcome.revenue is None for line in found.lines)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("A-1,1,maybe,2026-05-01,", "M.32"),
        ("A-1,1,yes,May,", "M.32"),
        ("A-1,1,yes,2026-05-01,lots", "M.32"),
        ("A-2,1,yes,2026-05-01,", "M.33"),
        ("A-1,9,yes,2026-05-01,", "M.33"),
        ("A-1,1,yes,2020-05-01,", "M.34"),
        ("A-1", "M.32"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_told(tmp_path, row, rule):
    found = files(tmp_path, founded.shirts("A-1"), labels=f"{row}\n")
    assert [one.rule for one in found.findings] == [rule]
    assert found.findings[0].args["row"] == "2"
    assert found.lines[0].outcome is None


def test_M_31_a_column_is_missing(tmp_path):
    path = tmp_path / "found.csv"
    path.write_text("reference;found\n")
    refused = filed_lines.of_filings([], path, LIMITS)
    assert {one.rule for one in refused.findings} == {"M.31"}
    assert len(refused.findings) == 5


def test_M_35_a_filing_without_a_day_is_left_out(tmp_path):
    found = files(tmp_path, founded.shirts("A-1", declared_on="soon"))
    assert [one.rule for one in found.findings] == ["M.35"]
    assert found.lines == ()


def test_M_36_a_declaration_twice_is_told(tmp_path):
    found = files(tmp_path, founded.shirts("A-1"), founded.shirts("a-1"))
    assert [one.rule for one in found.findings] == ["M.36"]
    assert len(found.lines) == len(founded.shirts("A-1").items)


def test_M_37_parquet_needs_its_library(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    found = files(tmp_path, founded.shirts("A-1"))
    refused = HistoryFile(found.lines).write(tmp_path / "x.parquet")
    assert refused.findings[0].rule == "M.37"
    assert not (tmp_path / "x.parquet").exists()


def test_M_39_labels_alone_are_of_nothing(tmp_path):
    refused = histories.filed([], tmp_path / "found.csv", 1000)
    assert refused.findings[0].rule == "M.39"


def test_a_csv_file_has_every_field_and_indicator(tmp_path):
    found = files(
        tmp_path, *founded.samples().values(), labels="IMP-2,1,yes,2026-05-01,7.00\n"
    )
    record, path = TrackRecord(), tmp_path / "lines.csv"
    assert HistoryFile(found.lines, record).write(path) is None
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    assert len(rows) == len(found.lines)
    labelled = next(row for row in rows if row["outcome_found"])
    assert (labelled["declaration"], labelled["outcome_revenue"]) == ("IMP-2", "700")
    assert labelled["outcome_known_on"] == "2026-05-01"
    assert labelled["indicator_trader.seen"].isdecimal()
    assert path.stat().st_mode & 0o077 == 0
    again = TrackRecord()
    assert len(list(replay(found.lines, again))) == len(rows)
    assert written_record.digest(record) == written_record.digest(again)


def test_indicators_take_in_what_the_lines_say_besides(tmp_path):
    filing = founded.shirts("A-1")
    found = files(tmp_path, filing, labels="A-1,1,yes,2026-05-01,7.00\n")
    path = tmp_path / "lines.csv"
    told = histories.write(found, path, indicators=True)
    assert (told.lines, told.inspected, told.found) == (1, 1, 1)
    assert (told.first_on, told.last_on) == (TODAY, TODAY)
    assert len(told.digest) == 32
    (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8")))
    assert row["indicator_more.currency"] == row["more.currency"] == filing.currency
    assert row["indicator_more.currency_hs4.seen"] == "0"
    assert histories.write(found, path, indicators=False).digest == b""
    assert "indicator" not in path.read_text("utf-8")


def test_a_parquet_file_has_the_same_cells(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    found = files(tmp_path, *founded.samples().values())
    for name in ("lines.parquet", "lines.csv"):
        assert HistoryFile(found.lines, TrackRecord()).write(tmp_path / name) is None
    table = parquet.read_table(tmp_path / "lines.parquet").to_pylist()
    text = (tmp_path / "lines.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    shown = [{name: _shown(cell) for name, cell in row.items()} for row in table]
    assert shown == rows
    assert isinstance(table[0]["net_mass"], int)


def _shown(cell) -> str:
    return "" if cell is None else str(cell)
