"""Measure openkeden against floors in the same run and print the ratios: `make bench`.

Rates of these machines mean little; a ratio of two interleaved measurements means
something. Each part prints what it measured, how many rounds, and the median of the rounds'
ratios.
"""

import argparse
import datetime
import gc
import hashlib
import io
import itertools
import os
import pathlib
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable

import msgspec

from bench import corpus
from openkeden.assessment import plans
from openkeden.base import money
from openkeden.filing import declaration
from openkeden.tariff import duty

MORNING = datetime.datetime(2026, 4, 2, 5, 0, tzinfo=datetime.UTC)
GROUP = 1000


def main() -> None:
    """Run the parts asked for, all by default."""
    parts: dict[str, Callable[[argparse.Namespace], None]] = {
        "bulk": bulk,
        "assess": assessment,
        "lookup": lookup,
        "memory": memory,
    }
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[[], *parts], help="parts to run; default: all"
    )
    parser.add_argument(
        "--count", type=int, default=20_000, help="declarations in the bulk measurement"
    )
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds")
    arguments = parser.parse_args()
    for name in arguments.parts or parts:
        print(f"== {name}")
        parts[name](arguments)


def bulk(arguments: argparse.Namespace) -> None:
    """The whole pipeline from bytes to commit, beside decode + hash + insert of the same
    bytes.
    """
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KEDEN_HOME"] = folder
        from openkeden import formats
        from openkeden.flow import installation
        from openkeden.flow.lodging import lodge

        opened = installation.open_installation(pathlib.Path(folder))
        assert isinstance(opened, installation.Installation)
        day = opened.day(MORNING)
        assert isinstance(day, installation.LawOfDay)
        law = day.edition
        lines = list(corpus.declarations(law, arguments.count))
        print(
            f"{len(lines):,} declarations of 3 items,"
            f" {sum(map(len, lines)) // len(lines):,} bytes each"
        )
        floor = _Floor(pathlib.Path(folder) / "floor.sqlite3")
        size = len(lines) // arguments.rounds
        ratios, ours_rates, floor_rates = [], [], []
        for start in range(0, size * arguments.rounds, size):
            part = lines[start : start + size]
            body = b"\n".join(part)
            gc.collect()
            began = time.perf_counter()
            floor.run(io.BytesIO(body))
            middle = time.perf_counter()
            stream = io.BytesIO(body)
            answers = lodge.lodge_all(formats.read(stream), lodge.Actor(), MORNING, opened)
            refused = sum(answer.status == "refused" for answer in answers)
            ended = time.perf_counter()
            assert not refused, f"{refused} of the clean declarations were refused"
            floor_rates.append(size / (middle - began))
            ours_rates.append(size / (ended - middle))
            ratios.append(ours_rates[-1] / floor_rates[-1])
    print(f"floor (decode, hash, insert): median {statistics.median(floor_rates):,.0f}/s")
    print(f"full pipeline:                median {statistics.median(ours_rates):,.0f}/s")
    print(
        f"ratio to the floor:           median {statistics.median(ratios):.2f},"
        f" {_spread(ratios)}"
    )


class _Floor:
    """The least that a durable intake must do.

    Decode to types, hash, insert under a unique key, one sync a group.
    """

    def __init__(self, path: pathlib.Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(
            "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "PRAGMA wal_autocheckpoint=4000;"
            "CREATE TABLE filing (id INTEGER PRIMARY KEY, key TEXT UNIQUE, digest BLOB, body BLOB);"
        )
        self.decoder = msgspec.json.Decoder(declaration.Filing)

    def run(self, stream: io.BytesIO) -> None:
        while lines := list(itertools.islice(stream, GROUP)):
            rows = []
            for line in lines:
                filing = self.decoder.decode(line)
                rows.append(
                    (
                        f"{filing.declarant.id}/{filing.reference}",
                        hashlib.sha256(line).digest(),
                        line,
                    )
                )
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.executemany(
                "INSERT INTO filing (key, digest, body) VALUES (?, ?, ?)", rows
            )
            self.connection.execute("COMMIT")


def assessment(arguments: argparse.Namespace) -> None:
    """Assessing 100,000 items with all reasons, beside the same arithmetic on bare
    integers.
    """
    from openkeden.assessment import assess
    from openkeden.filing import validation
    from openkeden.lawpack.pack import load_pack

    pack = load_pack("KZ")
    law, exchange = pack.on(MORNING.date()), pack.exchange_on(MORNING.date())
    plan = plans.Plan(law, exchange)
    decoder = msgspec.json.Decoder(declaration.Filing)
    lines = corpus.declarations(law, 1000, items=100, percent_only=True)
    checked = [
        validation.validate(decoder.decode(line), bytes(32), law, exchange).declaration
        for line in lines
    ]
    declared = [one for one in checked if one is not None]
    duties = {
        code: line.rate.rate
        for code, line in law.lines.items()
        if isinstance(line.rate, duty.Percent)
    }
    bare = [
        [(goods.price, duties[goods.item.code]) for goods in one.goods] for one in declared
    ]
    ratios = []
    for _ in range(arguments.rounds):
        gc.collect()
        began = time.perf_counter()
        floor = sum([_bare(items, exchange.ratio("USD"), 16_000_000) for items in bare])
        middle = time.perf_counter()
        ours = sum([assess.assess(one, plan).payable for one in declared])
        ended = time.perf_counter()
        assert ours == floor + len(declared) * 25_950_00, (ours, floor)
        ratios.append((ended - middle) / (middle - began))
    print(
        f"{sum(map(len, bare)):,} items; assessment / bare integers:"
        f" median {statistics.median(ratios):.1f}, {_spread(ratios)}"
    )


def _bare(items: list[tuple[int, int]], ratio: tuple[int, int], vat: int) -> int:
    """The sum of value, duty and VAT of items as (price, millionths of a percent), half up."""
    numerator, denominator = ratio
    whole, total = 100_000_000, 0
    for price, rate in items:
        value = (2 * price * numerator + denominator) // (2 * denominator)
        owed = (2 * value * rate + whole) // (2 * whole)
        total += owed + (2 * (value + owed) * vat + whole) // (2 * whole)
    return total


def lookup(arguments: argparse.Namespace) -> None:
    """The line in force and its duty for 100,000 codes, beside as many look-ups in a plain
    dict.
    """
    from openkeden.lawpack.pack import load_pack

    began = time.perf_counter()
    pack = load_pack("KZ")
    law = pack.on(MORNING.date())
    exchange = pack.exchange_on(MORNING.date())
    print(
        f"an edition of {len(law.lines):,} lines loads in"
        f" {time.perf_counter() - began:.2f} s, cold"
    )
    codes = [line.code for line in corpus.codes(law)] * 250
    plain = {code: law.lines[code] for code in codes}
    value, quantities = money.parse("1000000"), {"kg": money.parse("1000", 6)}
    found, owed = [], []
    for _ in range(arguments.rounds):
        began = time.perf_counter()
        for code in codes:
            plain[code]
        floor = time.perf_counter() - began
        began = time.perf_counter()
        for code in codes:
            law.lines[code]
        found.append((time.perf_counter() - began) / floor)
        began = time.perf_counter()
        for code in codes:
            duty.amount(law.lines[code].rate, value, quantities, exchange)
        owed.append((time.perf_counter() - began) / floor)
    print(
        f"line in force / dict look-up: median {statistics.median(found):.2f},"
        f" {_spread(found)}"
    )
    print(
        f"line and duty / dict look-up: median {statistics.median(owed):.1f},"
        f" {_spread(owed)}"
    )


def memory(arguments: argparse.Namespace) -> None:
    """Peak memory of clearing a file, and of one four times as long: it must not grow."""
    peaks = [_peak(arguments.count // 4), _peak(arguments.count)]
    print(
        f"peak for {arguments.count // 4:,} declarations {peaks[0]:,} kB,"
        f" for {arguments.count:,} {peaks[1]:,} kB"
    )
    print(f"ratio: {peaks[1] / peaks[0]:.2f}")


def _peak(count: int) -> int:
    """Clear so many declarations in a process of its own; its peak resident memory in kB."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["KEDEN_HOME"] = folder
            from openkeden import formats
            from openkeden.flow import installation
            from openkeden.flow.lodging import lodge

            opened = installation.open_installation(pathlib.Path(folder))
            assert isinstance(opened, installation.Installation)
            day = opened.day(MORNING)
            assert isinstance(day, installation.LawOfDay)
            path = pathlib.Path(folder) / "filings.jsonl"
            with path.open("wb") as file:
                for line in corpus.declarations(day.edition, count):
                    file.write(line + b"\n")
            with path.open("rb") as file:
                for _ in lodge.lodge_all(
                    formats.read(file), lodge.Actor(), MORNING, opened
                ):
                    pass
        os.write(writer, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    return int(os.read(reader, 32))


def _spread(ratios: list[float]) -> str:
    return f"lowest {min(ratios):.2f}, highest {max(ratios):.2f} of {len(ratios)} rounds"


if __name__ == "__main__":
    main()
