"""Workers: the same facts and answers, byte for byte, however many read ahead, and whatever
becomes of them.
"""

import datetime
import functools
import io
import os
import pathlib
import re
import signal
import tempfile
from collections.abc import Callable

import msgspec
import pytest
from django.db import connections

from bench import corpora
from openkeden import formats
from openkeden.flow.lodging import answers, crossing, intake, worker, workers
from openkeden.store import statements
from tests import founded, support

#: Declarations of a corpus that are lodged: more than two groups of the larger kind.
COUNT = 110

ENTRIES = 'SELECT body, sealed, received FROM entry ORDER BY "index"'

#: What no two runs have in common: the moment of the clock.
_RECORDED = re.compile(rb'"recorded":"[^"]*"')

Watch = Callable[[workers.Workers], None]


class Run(msgspec.Struct):
    """What came of a run."""

    #: The answers.
    given: list[answers.Answer]

    #: What the ledger holds: facts, sealed parts, messages.
    recorded: list[tuple[bytes, ...]]

    #: How many workers were started, and how many were given up.
    started: int
    lost: int


def lodged(
    home: pathlib.Path,
    body: bytes,
    many: int,
    group: int,
    moment: datetime.datetime = founded.MOMENT,
    seen: Watch = lambda _: None,
) -> Run:
    """Lodge messages at a new house with so many workers; `seen` is called after each
    answer.
    """
    at = founded.found(home, chance=True)
    given, pids = [], set[int]()
    try:
        with workers.Workers(many) as beside:
            lodging = intake.lodge_stream(
                io.BytesIO(body), "", moment, at, beside=beside, group=group
            )
            for answer in lodging:
                given.append(answer)
                pids |= {one.pid for one in beside._started}
                seen(beside)
        recorded = [_entry(row) for row in statements.stream(ENTRIES)]
    finally:
        connections["default"].close()
    assert all(map(is_gone, pids)), "a worker is left"
    return Run(given, recorded, len(pids), beside.lost)


def _entry(row: tuple) -> tuple[bytes, ...]:
    """The columns of an entry, without the moment of the clock."""
    body, *others = map(bytes, row)
    return _RECORDED.sub(b"", body), *others


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@functools.cache
def corpus(name: str) -> bytes:
    return b"\n".join(corpora.lines(name, support.edition(), support.exchange(), COUNT))


@functools.cache
def alone(name: str, group: int) -> Run:
    """What comes of a corpus without workers."""
    with tempfile.TemporaryDirectory() as folder:
        return lodged(pathlib.Path(folder), corpus(name), 0, group)


def same(one: Run, other: Run) -> None:
    assert one.given == other.given
    assert one.recorded == other.recorded


def each(body: bytes, tmp_path: pathlib.Path, group: int = 7) -> Run:
    """What comes of messages with two workers, the same as without."""
    read = lodged(tmp_path / "two", body, 2, group)
    same(read, lodged(tmp_path / "none", body, 0, group))
    assert (read.started, read.lost) == (2, 0)
    return read


@pytest.mark.parametrize("many", [1, 2, 3])
@pytest.mark.parametrize("group", [1, 7, 50])
@pytest.mark.parametrize("name", ["joint", "rich"])
def test_facts_are_the_same_however_many_read_ahead(name, group, many, tmp_path):
    run = lodged(tmp_path, corpus(name), many, group)
    same(run, alone(name, group))
    assert {answer.status for answer in run.given} == {"registered"}
    assert run.lost == 0
    # Three groups of 50 are two beside the first.
    assert run.started == (min(many, 2) if group == 50 else many)


def test_inputs_of_one_group_start_no_worker(tmp_path):
    at = founded.found(tmp_path)
    lines = corpus("joint").splitlines()
    with workers.Workers(2) as beside:
        for body in (lines[:7], lines[7:14], lines[14:20]):
            stream = io.BytesIO(b"\n".join(body))
            moment, given = founded.MOMENT, {"beside": beside, "group": 7}
            assert list(intake.lodge_stream(stream, "", moment, at, **given))
            assert not beside._started
    connections["default"].close()


def many_kinds() -> list[bytes]:
    """Good messages, and among them: bad ones, ones that cannot be read, a number that is
    too large to cross, the same again, other content under the same reference, a name in
    the place of a code, lots of before.
    """
    good = corpus("joint").splitlines()[:40]
    filing = founded.shirts("S-1")
    renamed = founded.lines(founded.lentils("N-1", trading_country="Kazakhstan")).strip()
    item = msgspec.structs.replace(filing.items[0], origin="China")
    named = founded.shirts("N-2", items=(item, *filing.items[1:]))
    huge = founded.lines(founded.shirts("H-1")).replace(
        b'"packages_total":', b'"packages_total":10000000000000000000000000'
    )
    small = [
        founded.by_road("KZ 77-1", founded.shirts(f"L-{number}")) for number in range(12)
    ]
    odd = [
        b'{"reference": "X-1"',
        b'{"reference": 7, "items": []}',
        b"\xff\xfe",
        founded.lines(founded.bad("B-1")).strip(),
        founded.lines(founded.bad("B-1")).strip(),
        huge.strip(),
        renamed,
        founded.lines(named).strip(),
        founded.lines(filing).strip(),
        founded.lines(filing).strip().replace(b'":', b'" : '),
        founded.lines(founded.shirts("S-1", delivery_place="Dostyk")).strip(),
        *[founded.lines(one).strip() for one in small],
    ]
    mixed = []
    for place, line in enumerate(good):
        mixed += [line, *odd[place : place + 1]]
    return [*mixed, *odd, *good[:9]]


@pytest.mark.parametrize("group", [1, 7, 20])
def test_bad_messages_among_good_ones(tmp_path, group):
    run = each(b"\n".join(many_kinds()), tmp_path, group)
    statuses = {answer.status for answer in run.given}
    assert statuses == {"registered", "refused", "unreadable"}
    rules = {found.rule for answer in run.given for found in answer.findings}
    assert "I.1" in rules, "a reference of something else"


def test_rows_of_a_table(tmp_path):
    filings = [founded.shirts(f"T-{number}") for number in range(30)]
    filings[17] = founded.bad("T-17")
    run = each(founded.rows(*filings), tmp_path)
    assert [answer.rows != () for answer in run.given] == [True] * 30


def test_more_unread_messages_than_are_listed(tmp_path):
    body = b"\n".join([b'{"reference": 1}'] * 60 + corpus("joint").splitlines()[:30])
    limits = formats.Limits(findings=20)
    listed = list(formats.read(io.BytesIO(body), limits))
    assert len(listed) < 60
    run = crossing.Run(founded.found(tmp_path).day(founded.MOMENT), founded.MOMENT, limits)
    with workers.Workers(2) as beside:
        ahead = beside.read(formats.cut(io.BytesIO(body), limits), run, 7)
        read = list(formats.bounded(ahead, limits))
    plain = [one if isinstance(one, formats.Unread) else one.received for one in read]
    assert plain == listed
    connections["default"].close()


def test_a_number_too_large_to_cross_is_read_here(tmp_path):
    day = founded.found(tmp_path).day(founded.MOMENT)
    run = crossing.Run(day, founded.MOMENT, formats.Limits())
    good = founded.lines(founded.shirts("S-1")).strip()
    huge = good.replace(b'"packages_total":', b'"packages_total":' + b"1" * 30)
    parcel = [formats.Line(good, "line 1"), formats.Line(huge, "line 2")]
    packed = crossing.packed(parcel)
    read = crossing.unpacked(crossing.worked(packed, run), parcel, run)
    assert [one.ahead is None for one in read] == [False, True]
    here = [formats.read_one(line, run.limits) for line in parcel]
    assert [one.received for one in read] == here
    assert here[1].filing.packages_total > 10**29
    assert crossing.packed(here) is None
    connections["default"].close()


def test_a_day_without_law(tmp_path):
    early = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
    body = b"\n".join(corpus("joint").splitlines()[:30])
    given = lodged(tmp_path / "two", body, 2, 7, early)
    same(given, lodged(tmp_path / "none", body, 0, 7, early))
    assert given.started == 0
    assert {answer.status for answer in given.given} == {"refused"}


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP])
def test_a_worker_that_ends_or_stands_still_loses_nothing(tmp_path, monkeypatch, ending):
    monkeypatch.setattr(worker, "PATIENCE", 1)
    hit: list[int] = []

    def hurt(beside: workers.Workers) -> None:
        if beside._started and not hit:
            hit.append(beside._started[-1].pid)
            os.kill(hit[0], ending)

    run = lodged(tmp_path, corpus("joint"), 2, 7, seen=hurt)
    same(run, alone("joint", 7))
    assert (run.lost, len(hit)) == (1, 1)


def test_all_workers_are_lost(tmp_path):
    def hurt(beside: workers.Workers) -> None:
        for one in beside._started:
            os.kill(one.pid, signal.SIGKILL)

    run = lodged(tmp_path, corpus("joint"), 2, 7, seen=hurt)
    same(run, alone("joint", 7))
    assert run.lost == 2


def test_what_was_lodged_before_needs_no_worker(tmp_path):
    body = corpus("joint")
    first = lodged(tmp_path, body, 0, 7)
    again = lodged(tmp_path, body, 2, 7)
    same(again, first)
    assert (first.started, again.started) == (0, 0)


def test_what_is_new_behind_what_was_lodged_before_is_read_ahead(tmp_path):
    lines = corpus("joint").splitlines()
    lodged(tmp_path, b"\n".join(lines[:60]), 0, 7)
    run = lodged(tmp_path, b"\n".join(lines), 2, 7)
    assert run.started == 2
    assert run.given == alone("joint", 7).given


def test_an_input_that_is_left_ends_its_workers(tmp_path):
    at = founded.found(tmp_path, chance=True)
    body = corpus("joint")
    with workers.Workers(2) as beside:
        lodging = intake.lodge_stream(
            io.BytesIO(body), "", founded.MOMENT, at, beside=beside, group=7
        )
        first = [next(lodging) for _ in range(20)]
        pids = [one.pid for one in beside._started]
        lodging.close()
        rest = list(
            intake.lodge_stream(
                io.BytesIO(body), "", founded.MOMENT, at, beside=beside, group=7
            )
        )
    connections["default"].close()
    assert len(pids) == 2
    assert all(map(is_gone, pids))
    assert rest[:20] == first
    assert rest == alone("joint", 7).given
