"""The one thread that writes: acts in turn, none lost, none that keeps others waiting."""

import threading

import pytest

from openkeden.base.findings import Refused
from openkeden.flow.service.writer import AtOnce, Writer

#: Seconds in which whatever is waited for here has long happened.
LONG = 20


@pytest.fixture
def writer():
    made = Writer(most=2)
    yield made
    made.end()


def test_acts_are_done_by_one_thread_in_their_order(writer):
    seen = []
    threads = {writer.do(threading.get_ident) for _ in range(5)}
    for number in range(5):
        writer.do(lambda number=number: seen.append(number))
    assert (len(threads), seen) == (1, [0, 1, 2, 3, 4])
    assert threads != {threading.get_ident()}


def test_what_an_act_raises_is_raised_where_it_was_asked_for(writer):
    def fails() -> None:
        raise LookupError("none")

    with pytest.raises(LookupError, match="none"):
        writer.do(fails)
    assert writer.do(lambda: 1) == 1, "the writer goes on"


def test_what_finds_no_place_is_refused_and_what_was_taken_is_done(writer):
    gate, begun, done = threading.Event(), threading.Event(), []

    def first() -> None:
        begun.set()
        gate.wait(LONG)
        done.append(0)

    first_done = writer.submit(first)
    assert begun.wait(LONG)
    taken = [writer.submit(lambda number=number: done.append(number)) for number in (1, 2)]
    refused = writer.submit(lambda: done.append(3))
    assert isinstance(refused, Refused)
    (finding,) = refused.findings
    assert (finding.rule, finding.args["retry_after"]) == ("U.190", "1")
    gate.set()
    for one in (first_done, *taken):
        one.result(LONG)
    assert done == [0, 1, 2]


def test_who_ends_finishes_what_was_taken():
    writer, done, gate = Writer(), [], threading.Event()
    writer.submit(lambda: gate.wait(LONG))
    for number in range(20):
        writer.submit(lambda number=number: done.append(number))
    gate.set()
    writer.end()
    writer.end()
    assert done == list(range(20))
    assert isinstance(writer.do(lambda: 1), Refused)


def test_without_a_writer_acts_are_done_at_once():
    assert AtOnce().do(threading.get_ident) == threading.get_ident()
    assert AtOnce().submit(lambda: 2).result() == 2
