"""Dishonest acts: law for an hour, another country's law, days that are over, rates that
nobody published.
"""

import datetime
import signal

import msgspec
import pytest

import openkeden
from openkeden.base.findings import Refused
from openkeden.flow import clock, facts, installation, installation_files, recording
from openkeden.flow.law import adoption, imports, in_use, rates_import, taking
from openkeden.flow.ledger import verification
from openkeden.flow.money import deposits
from openkeden.ledger import entry
from openkeden.store import log, read, write
from tests import founded, lodgers, warm

DAY = datetime.timedelta(days=1)
BY = recording.By("admin-1", founded.MOMENT)
OTHER = recording.By("admin-2", founded.MOMENT)

FREE = imports.EditionFiles(
    b"code,unit,rate,note,since,until,successors,act,source,mark\n"
    b"6403999600,pair,0%,,2026-04-02,,,Example act 1,example,open\n",
    None,
    "free",
)
FEE = b"""
[[parameters]]
values = { "fee.goods_declaration" = "7 MCI" }
since = 2026-04-02
act = "test act"
source = "tests"
mark = "open"
"""


def free(at) -> None:
    """Take an edition in under which shoes owe nothing."""
    taken = taking.import_edition(FREE, BY, at)
    assert not isinstance(taken, Refused), taken


def rules(given: object) -> list[str]:
    """The numbers of the rules that something was refused by."""
    assert isinstance(given, Refused), given
    return [finding.rule for finding in given.findings]


def problem(at) -> tuple[str, str]:
    """Table and record of the first thing that the audit names."""
    found = verification.verify(at).problem
    assert found is not None
    return found.table, found.record


def lodged(at, name: str = "A-1", **more: object):
    return founded.lodge_one(at, founded.shoes(name), **more)


def test_law_for_an_hour_leaves_its_facts(at):
    """An administrator takes an edition of 0 % in, clears, and deletes the file."""
    free(at)
    assert lodged(at).status == "registered"
    (at.home / "law" / "0001-free.csv").unlink()
    known = in_use.history()
    assert [known.fact.actor for known in known] == ["openkeden", "admin-1"]
    assert [file.name for file in known[-1].fact.files] == ["0001-free.csv"]
    assert founded.rules(lodged(at, "A-2")) == ["H.4"]
    assert problem(at) == ("law", "0001-free.csv")


def test_a_law_file_changed_by_hand_clears_nothing(at):
    """An officer with a shell edits a file of law that was taken in."""
    free(at)
    path = at.home / "law" / "0001-free.csv"
    path.write_bytes(FREE.lines.replace(b"0%", b"1%"))
    assert founded.rules(lodged(at)) == ["H.5"]
    again = founded.found(at.home)
    assert founded.rules(lodged(again)) == ["H.5"]
    assert problem(again) == ("law", "0001-free.csv")
    assert rules(adoption.adopt(BY, again)) == ["H.5"]


def test_a_law_file_smuggled_in_clears_nothing(at):
    """An officer with a shell lays a file of law into the folder, past the import."""
    lodged(at)
    (at.home / "law").mkdir(exist_ok=True)
    (at.home / "law" / "0001-free.csv").write_bytes(FREE.lines)
    assert founded.rules(lodged(at, "A-2")) == ["H.6"]
    again = founded.found(at.home)
    assert founded.rules(lodged(again, "A-2")) == ["H.6"]
    assert lodged(again).status == "registered", "what was lodged is answered all the same"
    assert problem(again) == ("law", "0001-free.csv")
    assert rules(adoption.adopt(recording.By("inspector-1", founded.MOMENT), again))
    assert in_use.latest().fact.files == ()
    assert isinstance(adoption.adopt(OTHER, again), int)
    assert in_use.latest().fact.actor == "admin-2"
    assert lodged(again, "A-2").status == "registered"


def test_law_is_taken_in_by_an_administrator_alone(at):
    """An inspector takes in an edition that frees a friend's goods."""
    by = recording.By("inspector-1", founded.MOMENT)
    assert rules(taking.import_edition(FREE, by, at))
    assert not list(at.home.glob("law/0*"))


def test_a_bundled_rate_changed_by_hand_clears_nothing(at):
    """An administrator edits the law that came with the program, and puts it back later."""
    lodged(at)
    at.law = msgspec.structs.replace(at.law, pack=bytes(32), digest=bytes(32))
    assert founded.rules(lodged(at, "A-2")) == ["H.7"]
    assert problem(at) == ("law", "pack")


def test_the_law_of_a_new_version_is_a_fact_before_the_first_under_it(at):
    """A program is replaced by one of other law, and nobody says since when."""
    first = lodged(at)
    at.law = msgspec.structs.replace(at.law, program="9.9.9", pack=bytes(32))
    after = lodged(at, "A-2")
    known = in_use.latest()
    assert (known.fact.program, known.fact.actor) == ("9.9.9", "openkeden")
    assert first.entry < known.index < after.entry
    assert openkeden.__version__ != "9.9.9"


def test_a_lodging_under_law_of_no_fact_is_named(at):
    """A program changed by hand lodges under law that it did not record."""
    lodged(at)
    row = read.entries([log.size() - 1])[log.size() - 1]
    told = facts.read(row.body)
    forged = msgspec.structs.replace(told, registration="57505/020426/0000002", law=3)
    record = recording.log_record(forged, row.received, row.sealed)
    with write.group() as cursor:
        log.append(cursor, log.latest(), [record], at.key)
    found = verification.verify(at).problem
    assert (found.table, found.column, found.stored) == ("entry", "law", "3")


def test_the_country_cannot_be_flipped(at):
    """An administrator writes KG over KZ, to clear by the law of Kyrgyzstan."""
    lodged(at)
    (at.home / installation_files.JURISDICTION_FILE).write_text("KG\n")
    assert founded.rules(lodged(at, "A-2")) == ["U.20"]
    assert rules(installation.open_installation(at.home)) == ["U.20"]


def test_another_key_does_not_continue_the_ledger(at):
    """An administrator puts a key of his own in the place of that of the ledger."""
    other = founded.checkpoint.generate("test.example/log")
    (at.home / installation_files.KEY_FILE).write_text(other.text + "\n")
    assert rules(installation.open_installation(at.home)) == ["U.21"]


def test_a_day_that_is_over_needs_a_reason(at):
    """An officer registers as of yesterday, for its rates and its number."""
    lodged(at)
    size = log.size()
    yesterday = founded.MOMENT - DAY
    filing = founded.shoes("A-2", declared_on="2026-04-01")
    refused = founded.lodge_one(at, filing, moment=yesterday)
    assert founded.rules(refused) == ["H.1"]
    paid = deposits.deposit(founded.order(1), "treasury-1", yesterday, at)
    assert rules(paid) == ["H.1"]
    assert log.size() == size
    for moment in (founded.MOMENT, yesterday):
        again = lodged(at, moment=moment)
        assert again.status == "registered", "what was lodged is answered all the same"
    given = founded.lodge_one(at, filing, moment=yesterday, late="paper of the night")
    assert given.status == "registered"
    verdict = verification.verify(at)
    assert verdict.problem is None
    said = {(late.reason, late.actor) for late in verdict.late if late.index == given.entry}
    assert {reason for reason, _ in said} == {"paper of the night"}
    assert verdict.apart == verdict.size


def test_one_reason_does_not_open_the_day(at):
    """An officer gives a reason once, and then goes on in yesterday without one."""
    lodged(at)
    yesterday = founded.MOMENT - DAY
    old = {"declared_on": "2026-04-01"}
    founded.lodge_one(at, founded.shoes("A-2", **old), moment=yesterday, late="paper")
    again = founded.lodge_one(at, founded.shoes("A-3", **old), moment=yesterday)
    assert founded.rules(again) == ["H.1"]


def test_a_moment_that_has_not_come_is_refused(at):
    """A trader's friend registers as of next year, when a rate will be lower."""
    ahead = recording.in_order(
        clock.now() + DAY,
        "a reason",
        log.latest(),
    )
    assert rules(ahead) == ["H.3"]


def test_a_clock_set_back_needs_a_reason(at):
    """An administrator sets the clock of the machine back by a year."""
    later = clock.now() + 365 * DAY
    latest = log.Latest(1, 0, facts.microseconds(later))
    assert rules(recording.in_order(founded.MOMENT, "", latest)) == ["H.2"]
    said = recording.in_order(founded.MOMENT, "battery of the clock", latest)
    assert said.late == "battery of the clock"
    assert said.recorded < later
    near = facts.microseconds(clock.now() + datetime.timedelta(minutes=1))
    steady = recording.in_order(founded.MOMENT, "", log.Latest(1, 0, near))
    assert (steady.recorded, steady.late) == (facts.moment(near), "")


def test_a_fact_that_runs_backwards_in_silence_is_named(at):
    """A program changed by hand appends a fact of yesterday and gives no reason."""
    lodged(at)
    row = read.law_entries("law", 1)[0]
    old = msgspec.structs.replace(facts.read(row.body), at=founded.MOMENT - 9 * DAY)
    with write.group() as cursor:
        log.append(cursor, log.latest(), [recording.log_record(old)], at.key)
    found = verification.verify(at).problem
    assert (found.table, found.column) == ("entry", "at")


@pytest.mark.parametrize(
    ("day", "usd", "rule"),
    [
        ("03.04.2026", "4.72", None),
        ("04.04.2026", "4.72", "R.12"),
        ("04.04.2026", "99999999.99", "R.12"),
        ("01.01.2099", "480", "R.13"),
    ],
)
def test_a_rate_out_of_bounds_values_nothing(at, day, usd, rule):
    """An administrator loads the dollar at a hundredth, at 99,999,999.99 or of 2099."""
    given = founded.load_rates(at, founded.published(day, USD=usd))
    if rule is None:
        assert rules(given) == ["I.4"]
        return
    told = [finding.rule for finding in given.findings]
    assert (told[0], told[-1]) == (rule, "R.17")
    assert (given.added, given.held, read.quotes()) == (0, 1, [])
    again = founded.load_rates(at, founded.published(day, USD=usd))
    assert len(rates_import.waiting()) == 1
    assert again.held == 1


def test_nobody_confirms_the_rates_that_he_brought_in(at):
    """One person loads a false rate and confirms it, under other spellings of his name."""
    founded.load_rates(at, founded.published("04.04.2026", USD="4.72"))
    (waiting,) = rates_import.waiting()
    for name in ("admin-1", "Admin-1", " ADMIN-1 "):
        by = recording.By(name, founded.MOMENT)
        assert rules(rates_import.confirm(waiting.index, by, at)) == ["R.15"]
    stranger = recording.By("inspector-1", founded.MOMENT)
    assert rules(rates_import.confirm(waiting.index, stranger, at))
    assert read.quotes() == []
    confirmed = rates_import.confirm(waiting.index, OTHER, at)
    assert confirmed.added == len(read.quotes()) == 1
    assert rates_import.waiting() == []
    assert rules(rates_import.confirm(waiting.index, OTHER, at)) == ["R.16"]
    assert verification.verify(at).problem is None


def test_an_import_that_was_killed_is_finished_when_the_house_is_opened(at):
    """A process is killed between the fact of an import and the file in its place."""
    process, out = warm.start(lodgers.killed_in_an_import, at.home, FEE)
    assert warm.everything(out) == b""
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert not list(at.home.glob("law/0*"))
    again = founded.found(at.home)
    assert [path.name for path in at.home.glob("law/0*")] == ["0001-fee.toml"]
    assert lodged(again).status == "registered"
    assert verification.verify(again).problem is None


def test_a_running_program_does_not_go_on_under_law_that_was_replaced(at):
    """A process that was started before an import clears on by the old law."""
    lodged(at)
    second = founded.found(at.home)
    assert not isinstance(taking.import_rows(FEE, "fee", BY, second), Refused)
    assert founded.rules(lodged(at, "A-2")) == ["H.8"]
    assert lodged(second, "A-2").status == "registered"


def test_a_ledger_of_facts_of_version_1_is_not_continued(tmp_path):
    """An old ledger, whose facts say neither clock nor law, is continued in silence."""
    at = founded.bare(tmp_path / "home")
    old = {
        "fact": "deposit",
        "v": 1,
        "at": founded.MOMENT,
        "actor": "x",
        "payer": "990140000017",
        "kind": "advance",
        "amount": 1,
        "document": "P",
    }
    record = log.LogRecord("deposit", "990140000017", 0, 0, entry.canonical(old))
    with write.group() as cursor:
        log.append(cursor, log.latest(), [record], at.key)
    assert rules(installation.open_installation(at.home)) == ["U.22"]
