"""The floors keep what they claim, and the peer takes in the same declarations."""

import itertools
import sqlite3

import pytest

from bench import abreast, bulk, corpora, floors, house, rival

GROUP = 20

TABLES = ("entry", "declaration", "item", "lot", "trader", "serial", "tile", "head")


@pytest.fixture(scope="module")
def at():
    with house.opened() as opened:
        yield opened


def _messages(at, name: str, count: int) -> list[bytes]:
    return corpora.lines(name, at.day.edition, at.day.exchange, count)


def test_the_floor_of_same_outputs_stores_the_same(at):
    messages = _messages(at, "rich", 3 * GROUP)
    recorder = floors.Recorder(at.database)
    store = floors.SameOutputs(at.folder / "store.sqlite3", recorder.schema())
    for start in range(0, len(messages), GROUP):
        part = messages[start : start + GROUP]
        at.lodge(part)
        store.run(part, recorder.group())
    for table in TABLES:
        asked = f"SELECT * FROM {table} ORDER BY 1, 2"
        ours = recorder.connection.execute(asked).fetchall()
        assert store.connection.execute(asked).fetchall() == ours, table
        assert ours, table
    keys = "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"
    here, there = [each.connection.execute(keys).fetchall() for each in (recorder, store)]
    assert here == there
    recorder.connection.close()
    store.connection.close()


def test_the_least_floor_keeps_every_message_once(at):
    messages = _messages(at, "joint", GROUP)
    decode = floors.DecodeHashInsert(at.folder / "decode.sqlite3")
    decode.run(messages)
    kept = decode.connection.execute("SELECT body FROM filing ORDER BY id").fetchall()
    assert [row[0] for row in kept] == messages
    with pytest.raises(sqlite3.IntegrityError):
        decode.run(messages[:1])
    decode.connection.close()


def test_the_peer_takes_in_every_corpus(at):
    peer = rival.Rival(at)
    for name in corpora.CORPORA:
        used, passed = peer.run(_messages(at, name, GROUP))
        assert used > 0
        assert passed > 0
    peer.end()
    with sqlite3.connect(at.folder / "peer.sqlite3") as kept:
        counts = [
            kept.execute(f"SELECT count(*) FROM peer_{table}").fetchone()[0]
            for table in ("declaration", "item", "charge")
        ]
        [owed] = kept.execute("SELECT min(payable) FROM peer_declaration").fetchone()
    kept.close()
    declarations = GROUP * len(corpora.CORPORA)
    assert counts == [declarations, 3 * declarations, 6 * declarations]
    assert owed > 0


def test_bulk_sets_us_beside_floors_and_peer():
    ratios = bulk.measure("joint", 3 * GROUP, GROUP)
    named = [(ratio.what, ratio.beside) for ratio in ratios]
    assert named == [
        ("bulk, joint", "store the same outputs, think nothing"),
        ("bulk, joint", "decode, hash, insert"),
        ("the same file again, joint", "new"),
        ("bulk of the peer, joint", "bulk of openkeden"),
    ]
    assert {len(ratio.rounds) for ratio in ratios} == {2}
    assert "first seen: lines " in ratios[0].note
    pairs = itertools.pairwise([ratios[1].middle, ratios[0].middle, 1])
    assert all(less < more for less, more in pairs), "a floor lies below what thinks"


def test_the_corpora_take_turns():
    ratios = bulk.spread(2 * GROUP, GROUP)
    assert [ratio.what for ratio in ratios] == ["bulk, joint", "bulk, rich"]
    assert {ratio.beside for ratio in ratios} == {"bulk, narrow"}
    assert {len(ratio.rounds) for ratio in ratios} == {1}


def test_workers_take_turns_with_one_process():
    (ratio,) = abreast.measure("joint", 3 * GROUP, 2, GROUP)
    assert ratio.what == "bulk, joint, one process"
    assert ratio.beside == "with 2 workers"
    assert len(ratio.rounds) == 2
