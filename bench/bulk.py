"""Bulk: clear whole files, beside both floors and the peer, group by group in turns, and the
same file again.
"""

import functools
from collections.abc import Sequence

import msgspec

from bench import corpora, floors, house, results, rival, turns
from bench.corpora import first_seen
from openkeden.filing.declaration import Filing


class Seconds(msgspec.Struct):
    """Seconds of the processor of each group."""

    decoded: list[float] = []
    stored: list[float] = []
    cleared: list[float] = []
    again: list[float] = []
    peer: list[float] = []


def measure(corpus: str, count: int, group: int = house.GROUP) -> list[results.Ratio]:
    """Clear `count` declarations of a corpus; the first group warms everybody up."""
    with house.opened() as at:
        messages = corpora.lines(corpus, at.day.edition, at.day.exchange, count)
        parts = list(turns.groups(messages, group))
        assert len(parts) > 1, f"{count} declarations are less than two groups of {group}"
        print(
            f"{corpus}: {len(parts) - 1} groups of {group:,} declarations of 3 items,"
            f" {sum(map(len, messages)) // len(messages):,} bytes each"
        )
        seconds = _in_turns(at, parts)
    seen = _first_seen(parts)
    return _ratios(corpus, seconds, seen)


def spread(count: int, group: int = house.GROUP) -> list[results.Ratio]:
    """Clear `count` declarations of every corpus, a group of each in turn: how much longer
    what is new takes than what is not.
    """
    seconds: dict[str, list[float]] = {}
    with house.opened() as at:
        law, exchange = at.day.edition, at.day.exchange
        lines = [corpora.lines(name, law, exchange, count) for name in corpora.CORPORA]
        parts = [turns.groups(messages, group) for messages in lines]
        for in_turn in zip(*parts, strict=True):
            for name, part in zip(corpora.CORPORA, in_turn, strict=True):
                used = turns.used(functools.partial(at.lodge, part))
                seconds.setdefault(name, []).append(used)
    least, *others = corpora.CORPORA
    return [
        results.Ratio(
            f"bulk, {name}",
            f"bulk, {least}",
            results.quotients(seconds[name][1:], seconds[least][1:]),
        )
        for name in others
    ]


def _in_turns(at: house.House, parts: list[Sequence[bytes]]) -> Seconds:
    decode = floors.DecodeHashInsert(at.folder / "decode.sqlite3")
    recorder = floors.Recorder(at.database)
    store = floors.SameOutputs(at.folder / "store.sqlite3", recorder.schema())
    peer = rival.Rival(at) if rival.is_here() else None
    seconds = Seconds()
    for part in parts:
        seconds.decoded.append(turns.used(functools.partial(decode.run, part)))
        clear = functools.partial(at.lodge, part)
        seconds.cleared.append(turns.used(clear))
        outputs = recorder.group()
        seconds.stored.append(turns.used(functools.partial(store.run, part, outputs)))
        seconds.again.append(turns.used(clear))
        if peer is not None:
            seconds.peer.append(peer.run(part)[0])
    if peer is not None:
        peer.end()
    for each in (decode, recorder, store):
        each.connection.close()
    return seconds


def _first_seen(parts: list[Sequence[bytes]]) -> first_seen.FirstSeen:
    decoder = msgspec.json.Decoder(Filing)
    warm, *measured = parts
    later = [decoder.decode(message) for part in measured for message in part]
    return first_seen.count(map(decoder.decode, warm), later)


def _ratios(
    corpus: str, seconds: Seconds, seen: first_seen.FirstSeen
) -> list[results.Ratio]:
    cleared = seconds.cleared[1:]
    new = f"first seen: {seen}"
    floor = "store the same outputs, think nothing"
    rows = [
        (f"bulk, {corpus}", floor, seconds.stored, cleared, new),
        (f"bulk, {corpus}", "decode, hash, insert", seconds.decoded, cleared, ""),
        (f"the same file again, {corpus}", "new", seconds.again, [], ""),
        (f"bulk of the peer, {corpus}", "bulk of openkeden", seconds.peer, [], ""),
    ]
    made = []
    for what, beside, above, below, note in rows:
        if above:
            rounds = results.quotients(above[1:], below or cleared)
            made.append(results.Ratio(what, beside, rounds, note))
    return made
