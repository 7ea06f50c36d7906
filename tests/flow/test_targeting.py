"""Models in the flow: two people put one in force, and it chooses within the inspections of
the day.
"""

import datetime

import msgspec
import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow import facts, recording, sealing
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import actions, explanation
from openkeden.flow.people import register
from openkeden.flow.risk import model_files, model_register, pasts, targeting
from openkeden.flow.risk.past import KeptPast
from openkeden.risk import profiles, selection
from openkeden.store import desk_table, log, read
from openkeden.views import targeted_view
from tests import founded
from tests.risk import tables

DAY = datetime.timedelta(days=1)


def file(version: str = "m1", **rates: int) -> bytes:
    """The file of a small model: a score by chapter, in thousandths of log-odds."""
    return tables.file(version, {name: rate * 1000 for name, rate in rates.items()})


def by(actor: str, moment: datetime.datetime = founded.MOMENT) -> recording.By:
    return recording.By(actor, moment)


def put(at, content: bytes, role: str = "champion", moment=founded.MOMENT):
    made = model_register.propose(content, "m", role, by("admin-1", moment), at)
    assert not isinstance(made, Refused), made
    promoted = model_register.promote(made.name, by("chief-1", moment), at)
    assert not isinstance(promoted, Refused), promoted
    return made


def selected(answer) -> selection.Selection:
    row = read.entries([answer.entry])[answer.entry]
    fact = facts.read(row.body)
    assert isinstance(fact, facts.Lodging)
    return sealing.opened_lodging(fact, row.sealed).selection


def sound(at) -> None:
    verdict = verification.verify(at)
    assert verdict.problem is None, verdict.problem


def test_a_model_in_force_is_told_with_every_selection(at):
    founded.pay_in(at)
    before = selected(founded.lodge_one(at, founded.shirts("A-1")))
    made = put(at, file(**{"61": 300}))
    after = selected(founded.lodge_one(at, founded.shirts("A-2")))
    assert before.choice is None
    assert after.choice is not None
    assert after.choice.model == made.digest
    assert after.model.version == "m1 2026-03-31"
    sound(at)


def cargo(number: int, **changes):
    """Shirts on a waybill of their own, from 50 to 99 dear."""
    return founded.by_road(f"R-{number}", founded.shirts(f"A-{number}", **changes))


def lodged(at, count: int, group: int) -> list:
    filings = [cargo(number) for number in range(count)]
    given = []
    for start in range(0, count, group):
        given += founded.lodge_all(at, *filings[start : start + group])
    return given


def test_a_day_chooses_within_its_inspections_and_the_audit_repeats_it(at):
    founded.pay_in(at)
    put(at, file(**{"61": 300}))
    put(at, file("m2", **{"61": 200}), "challenger")
    choices = [selected(answer).choice for answer in lodged(at, 120, 40)]
    roles = [choice.role for choice in choices]
    assert 0 < roles.count("challenger") < roles.count("champion")
    chosen = [choice for choice in choices if choice.chosen]
    assert 0 < len(chosen) <= 18
    for choice in choices:
        assert choice.inclusion_ppm == (1_000_000 if choice.chosen else 20_000)
        assert choice.chosen == (
            choice.bar.utility is not None and choice.utility > choice.bar.utility
        )
    assert len({choice.model for choice in choices}) == 2
    sound(at)


def test_the_size_of_a_group_changes_nothing(tmp_path):
    told = []
    for group in (1, 7, 50):
        at = founded.found(tmp_path / str(group))
        founded.pay_in(at)
        put(at, file(**{"61": 300}))
        put(at, file("m2", **{"61": 200}), "challenger")
        told.append([selected(answer) for answer in lodged(at, 50, group)])
        desks = desk_table.of_offices(["57505"])
        told[-1].append(desks)
        connections["default"].close()
    assert told[0] == told[1] == told[2]


def test_two_people_put_a_model_in_force(at):
    content = file()
    assert (
        rule(model_register.propose(content, "m", "champion", by("chief-1"), at)) == "PE.4"
    )
    made = model_register.propose(content, "m", "champion", by("admin-1"), at)
    assert rule(model_register.promote(made.name, by("admin-1"), at)) == "PE.4"
    assert rule(model_register.promote("ffff", by("chief-1"), at)) == "M.53"
    assert rule(model_register.promote(made.name[:3], by("chief-1"), at)) == "M.53"
    assert model_register.promote(made.name[:4], by("chief-1"), at) == made
    assert rule(model_register.promote(made.name, by("chief-1"), at)) == "M.55"
    assert (
        rule(model_register.propose(content, "m", "champion", by("admin-1"), at)) == "M.59"
    )
    assert rule(model_register.propose(content, "m", "king", by("admin-1"), at)) == "M.60"
    sound(at)


def test_m54_who_proposed_a_model_does_not_promote_it(at):
    made = model_register.propose(file(), "m", "champion", by("admin-2"), at)
    ended = register.end(
        "admin-2", "administrator", None, "ORDER-2", "admin-1", founded.MOMENT, at
    )
    assert not isinstance(ended, Refused), ended
    wanted = register.Wanted(
        person="admin-2", name="Admin-2", role="chief", document="ORDER-3"
    )
    entered = register.appoint(wanted, "admin-1", founded.MOMENT, at)
    assert not isinstance(entered, Refused), entered
    assert rule(model_register.promote(made.name, by("admin-2"), at)) == "M.54"


def test_m57_a_challenger_needs_a_champion(at):
    made = model_register.propose(file(), "m", "challenger", by("admin-1"), at)
    assert rule(model_register.promote(made.name, by("chief-1"), at)) == "M.57"


def test_a_challenger_that_becomes_the_champion_leaves_its_place(at):
    put(at, file("m1"))
    put(at, file("m2"), "challenger")
    put(at, file("m2"), "champion")
    now = model_register.standing_now()
    assert {role: model.version for role, model in now.in_force.items()} == {
        "champion": "m2 2026-03-31"
    }
    sound(at)


def test_m56_m58_a_model_is_withdrawn_with_a_reason_and_once(at):
    founded.pay_in(at)
    made = put(at, file())
    assert rule(model_register.withdraw("", " ", by("chief-1"), at)) == "M.58"
    assert rule(model_register.withdraw("challenger", "x", by("chief-1"), at)) == "M.56"
    assert rule(model_register.withdraw("king", "x", by("chief-1"), at)) == "M.60"
    assert rule(model_register.withdraw("", "x", by("admin-1"), at)) == "PE.4"
    assert model_register.withdraw("", "it drifts", by("chief-1"), at) == (made,)
    assert rule(model_register.withdraw("", "x", by("chief-1"), at)) == "M.56"
    assert selected(founded.lodge_one(at, founded.shirts("A-1"))).choice is None
    promoted = model_register.promote(made.name, by("chief-1"), at)
    assert promoted == made
    assert selected(founded.lodge_one(at, founded.shirts("A-2"))).choice is not None
    sound(at)


def test_m61_a_changed_file_is_not_used_and_told(at):
    founded.pay_in(at)
    made = put(at, file())
    path = model_files.path_of(at.home, made.digest)
    path.write_bytes(file("m2"))
    found = selected(founded.lodge_one(at, founded.shirts("A-1")))
    assert (found.choice, found.lacking) == (None, made.digest)
    used = targeting.in_force(at)
    assert [wrong.rule for wrong in used.wrong] == ["M.61"]
    problem = verification.verify(at).problem
    assert problem is not None
    assert (problem.table, problem.record) == ("model", f"champion {made.name}")
    path.unlink()
    assert targeting.in_force(at).lacking == made.digest
    model_files.keep(at.home, made.digest, file())
    again = selected(founded.lodge_one(at, founded.shirts("A-2")))
    assert (again.choice is not None, again.lacking) == (True, b"")
    sound(at)


def test_the_file_of_a_model_is_its_owners_alone(at):
    made = put(at, file())
    path = model_files.path_of(at.home, made.digest)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("column", "value"), [("seen", 1), ("left", 0), ("days", "'7'"), ("utilities", "x''")]
)
def test_the_audit_finds_a_changed_desk(at, column, value):
    founded.pay_in(at)
    put(at, file())
    lodged(at, 3, 3)
    founded.sql(at, f'UPDATE desk SET "{column}" = {value}')
    problem = verification.verify(at).problem
    assert problem is not None
    assert (problem.table, problem.column) == ("desk", column)


def test_a_trader_who_files_again_gets_no_better_draw_lane_or_model(at):
    """Another reference, place or spelling of the same lot: the same model, the same tie,
    and the lane of the first at least.
    """
    founded.pay_in(at)
    put(at, file(**{"61": 300}))
    put(at, file("m2", **{"61": 200}), "challenger")
    lodged(at, 30, 30)
    first = founded.lodge_one(at, founded.by_road("R 9/77", founded.shirts("F-1")))
    told = selected(first)
    for number, spelled in enumerate(("R-977", "r 9 77", "R9/77")):
        changed = founded.shirts(f"F-{number + 2}", delivery_place=f"Place {number}")
        again = selected(founded.lodge_one(at, founded.by_road(spelled, changed)))
        assert again.draw.value == told.draw.value
        assert again.choice.role == told.choice.role
        assert again.choice.utility == told.choice.utility
        assert profiles.rank(again.lane) >= profiles.rank(told.lane)
        assert again.earlier
        assert again.earlier_count == number + 1
        assert "repeated" in [hit.profile for hit in again.hits]
    sound(at)


def rule(refused) -> str:
    assert isinstance(refused, Refused), refused
    return refused.findings[0].rule


def report(at, answer, moment) -> None:
    """An inspection has found a breach."""
    done = actions.act(
        answer.registration,
        "report_inspection",
        "inspector",
        "inspector-1",
        moment,
        at,
        {"result": "breach", "act": "1"},
    )
    assert not isinstance(done, Refused), done


def test_the_audit_scores_again_what_was_scored_on_several_days(at):
    """Days, outcomes and a late filing between them; the second process begins anew."""
    founded.pay_in(at)
    put(at, file(**{"61": 300}))
    moment = founded.MOMENT
    first = lodged_at(at, range(40), moment)
    red = [answer for answer in first if answer.state == "inspection_ordered"]
    assert red
    for answer in red[:3]:
        report(at, answer, moment)
    lodged_at(at, range(40, 60), moment + DAY)
    pasts._known.clear()
    targeting._ready.clear()
    lodged_at(at, range(60, 80), moment + 2 * DAY)
    late = cargo(99)
    (answer,) = founded.lodge_all(at, late, moment=moment + DAY, late="the line was down")
    assert selected(answer).choice is not None
    (answer,) = lodged_at(at, [100], moment + 3 * DAY)
    before, after = selected(first[0]).choice, selected(answer).choice
    assert after.probability_ppm > before.probability_ppm
    sound(at)


def kept(at) -> dict[str, int]:
    """How many facts were told to what is kept of the past, by the name of its file."""
    return {
        path.name: msgspec.msgpack.decode(path.read_bytes()[32:], type=KeptPast).told
        for path in (at.home / model_files.FOLDER).glob("past-*")
    }


def test_the_past_is_looked_at_before_a_model_is_in_force_and_before_a_day(at):
    founded.pay_in(at)
    lodged(at, 20, 20)
    size = log.size()
    put(at, file(**{"61": 300}))
    (name,) = kept(at)
    assert kept(at) == {name: size + 1}
    lodged_at(at, range(20, 30), founded.MOMENT)
    assert kept(at) == {name: size + 1}
    size = log.size()
    lodged_at(at, range(30, 40), founded.MOMENT + DAY)
    assert kept(at) == {name: size}
    put(at, tables.by_office("m2"), moment=founded.MOMENT + DAY)
    lodged_at(at, range(40, 50), founded.MOMENT + 2 * DAY)
    (other,) = kept(at)
    assert other != name
    sound(at)


def lodged_at(at, numbers, moment) -> list:
    return founded.lodge_all(at, *[cargo(number) for number in numbers], moment=moment)


def test_what_a_model_chose_is_explained_with_the_decision(at):
    founded.pay_in(at)
    put(at, file(**{"61": 300}))
    first = lodged_at(at, range(120), founded.MOMENT)
    red = [answer for answer in first if answer.state == "inspection_ordered"]
    assert len(red) >= 4
    for answer in red[:4]:
        report(at, answer, founded.MOMENT)
    after = lodged_at(at, range(120, 160), founded.MOMENT + DAY)
    told = [selected(answer) for answer in (*first, *after)]
    for one in told:
        assert (one.explained is not None) == one.choice.chosen
        assert bool(one.model.contributions) == one.choice.chosen
    last = next(one for one in reversed(told) if one.explained is not None)
    assert dict(last.model.contributions) == {"hs2": 300_000, "trader.found": 200_000}
    assert last.explained.values == {"hs2": "61", "trader.found": 1}
    assert len(last.explained.similar) == 3
    reported = {answer.registration for answer in red[:4]}
    for case in last.explained.similar:
        assert case.registration in reported
        assert case.found
    assert last.explained.change.indicator in ("hs2", "trader.found")
    sound(at)


def test_an_officer_reads_why_in_words_of_the_field(at):
    founded.pay_in(at)
    put(at, file(**{"61": 300}))
    given = lodged_at(at, range(40), founded.MOMENT)
    red = next(one for one in given if one.state == "inspection_ordered")
    told = explanation.selected(red.registration, "inspector-1", at)
    view = targeted_view.of(told, "KZT", "en")
    assert view.by_model
    assert not view.by_chance
    assert view.lines[0].startswith("Model m1 2026-03-31 (champion): probability")
    assert view.lines[2] == "+0.3: chapter: 61"
    assert view.change == "chapter: any other"
    russian = targeted_view.of(told, "KZT", "ru")
    assert russian.lines[2] == "+0.3: группа: 61"
    assert rule(explanation.selected(red.registration, "trader-1", at)) == "PE.4"
    green = next(one for one in given if one.state == "released")
    passed = explanation.selected(green.registration, "inspector-1", at)
    lines = targeted_view.of(passed, "KZT", "en").lines
    assert lines[-1] == "Not chosen by the model."
