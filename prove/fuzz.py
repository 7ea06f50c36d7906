"""Proof: no reader ends in an exception or takes long, whatever it is given.

Each message is a good one, changed in a few places: parts are cut, doubled, swapped, or put
in place of what others find hard to read.
"""

import datetime
import io
import pathlib
import random
import re
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from types import FrameType

import msgspec

from openkeden import formats
from openkeden.base import bounded
from openkeden.comparison import reconcile, tax_lines
from openkeden.feeds import nbk
from openkeden.filing import validation
from openkeden.flow.ledger import receipts
from openkeden.formats import asycuda_taxes, table
from openkeden.lawpack import pack
from openkeden.lawpack.imports import edition_file, law_rows, local_rows, tariff_edition
from prove import orders, stored, warm
from prove.outcome import Asked, Outcome, scratch

#: No reading may take longer, in seconds of the processor.
CAP = 5

#: One of so many messages is judged beside all the law.
SELDOM = 1000

#: Good messages of the tests.
GOLDEN = pathlib.Path(__file__).parent.parent / "tests" / "golden" / "formats"

RATES = (
    b'<?xml version="1.0" encoding="utf-8"?><rates><date>02.04.2026</date>'
    b"<item><fullname>US DOLLAR</fullname><title>USD</title>"
    b"<description>480.12</description><quant>1</quant></item></rates>"
)

#: The parts that a message is made of: texts, tags, words, numbers, blanks, marks.
_PARTS = re.compile(rb'"[^"\n]*"|<[^>\n]*>|[\w.+/-]+|\s+|.', re.DOTALL)

#: What others find hard to read.
_ODD = (
    b"",
    b"null",
    b"-0",
    b"1e400",
    b"NaN",
    b"9" * 5000,
    b"0." + b"0" * 400 + b"1",
    b'"\\ud800"',
    b'"\\u0000"',
    "\u202e\u200b\ufeff".encode(),
    "\u0661\u0662\u0663".encode(),
    "\uff11\uff12".encode(),
    b"\xff\xfe\x00",
    b"[" * 2000,
    b"{}",
    b"[]",
    b'"' + b"x" * 9000 + b'"',
    b"<a>" * 300,
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"]]>",
    b";",
    b"\t",
    b"\r",
    b"\x00",
    b"0001-01-01",
    b"9999-12-31",
    b"2026-02-30",
    b"=cmd()",
    b"../..",
)


class _TooLongError(Exception):
    """A reading that passed the cap."""


class Reader(msgspec.Struct, frozen=True):
    """A way in."""

    #: What it reads.
    name: str

    #: A good message.
    good: bytes

    #: Reads one.
    read: Callable[[bytes], object]


def prove(asked: Asked) -> Outcome:
    """Read so many messages, in turn by all readers."""
    warm.load()
    draw = random.Random(asked.seed)
    readers, judges = list(_readers()), _judges()
    counts = {"messages": 0, "readers": len(readers) + len(judges)}
    faults: list[str] = []
    longest = 0.0
    signal.signal(signal.SIGPROF, _stop)
    for number in range(asked.count):
        reader = readers[number % len(readers)]
        if number % SELDOM == 0:
            reader = judges[number // SELDOM % len(judges)]
        began = time.process_time()
        fault = _read(reader, mutated(draw, reader.good))
        longest = max(longest, time.process_time() - began)
        if fault:
            faults.append(f"message {number}, {reader.name}: {fault}")
        counts["messages"] += 1
    counts["ms for the slowest"] = round(longest * 1000)
    return Outcome("fuzz", counts, tuple(faults))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def _read(reader: Reader, body: bytes) -> str:
    """What is wrong with how a reader takes a message; empty where nothing is."""
    signal.setitimer(signal.ITIMER_PROF, CAP)
    try:
        reader.read(body)
    except _TooLongError:
        return f"took more than {CAP} s"
    except Exception as error:  # noqa: BLE001 - any exception is a fault
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {place.filename} line {place.lineno}: {error}"
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return ""


def mutated(draw: random.Random, good: bytes) -> bytes:
    """A message changed in one to four places."""
    parts = _PARTS.findall(good)
    for _ in range(draw.randrange(1, 5)):
        at, other = draw.randrange(len(parts)), draw.randrange(len(parts))
        change = draw.randrange(7)
        if change == 0:
            parts[at] = draw.choice(_ODD)
        elif change == 1:
            parts[at:at] = parts[other : other + draw.randrange(1, 30)]
        elif change == 2:
            parts[at], parts[other] = parts[other], parts[at]
        elif change == 3:
            del parts[at : at + draw.randrange(1, 30)]
        elif change == 4:
            parts[at] = parts[other]
        elif change == 5:
            parts[at] = _flipped(draw, parts[at])
        else:
            del parts[at:]
        if not parts:
            return b""
    return b"".join(parts)


def _flipped(draw: random.Random, part: bytes) -> bytes:
    """A part with one byte changed."""
    at = draw.randrange(len(part) + 1)
    return part[:at] + draw.randbytes(1) + part[at + 1 :]


def _readers() -> Iterator[Reader]:
    """Every way in, with a good message for each."""
    day = datetime.datetime.fromisoformat(warm.AT).date()
    law = pack.load_pack("KZ")
    edition, exchange = law.on(day), law.exchange_on(day)

    def filings(body: bytes) -> None:
        for one in formats.read(io.BytesIO(body)):
            if isinstance(one, formats.Received):
                validation.validate(one.filing, bytes(32), edition, exchange)

    lines = orders.filings(3, 9, items=2)
    read = formats.read(io.BytesIO(b"\n".join(lines)))
    rows = [one.filing for one in read if isinstance(one, formats.Received)]
    xml = (GOLDEN / "sad.xml").read_bytes()
    yield Reader("JSON", lines[0], filings)
    yield Reader("a list of JSON", b"[" + b",".join(lines[:2]) + b"]", filings)
    yield Reader("JSON lines", b"\n".join(lines), filings)
    yield Reader("CSV", b"".join(table.write(rows)), filings)
    yield Reader("ASYCUDA XML", xml, filings)
    yield Reader("tax lines", xml, _recompute)
    yield Reader("exchange rates", RATES, nbk.load)
    yield Reader("rows of law", orders.ROWS_OF_LAW, local_rows.read)
    yield Reader("tariff", orders.EDITION, _edition)
    receipt, key = _receipt()
    yield Reader("receipt", receipt, lambda body: receipts.verify(body, key))
    yield Reader(
        "public key",
        key.encode(),
        lambda body: receipts.verify(receipt, body.decode(errors="replace")),
    )


def _judges() -> list[Reader]:
    """Ways in that judge a file beside all the law: slow, and therefore seldom."""
    law = pack.load_pack("KZ")
    return [
        Reader("law judged", orders.ROWS_OF_LAW, lambda body: law_rows.judge(body, law)),
        Reader(
            "tariff judged",
            orders.EDITION,
            lambda body: tariff_edition.judge(body, law.sources),
        ),
    ]


def _edition(body: bytes) -> object:
    """The rows of an edition of the tariff."""
    return edition_file.read(body, bounded.FindingList())


def _recompute(body: bytes) -> None:
    declared, _ = asycuda_taxes.read(body, formats.Limits())
    if declared is not None:
        reconcile.reconcile(declared)
        tax_lines.compare(declared)


def _receipt() -> tuple[bytes, str]:
    """A receipt of a filing just lodged, with the public key."""
    with scratch() as folder:
        home = warm.home_of(folder)
        filing = orders.write(folder, "one.json", orders.filings(1, 9))
        (reference,) = dict(orders.answers(warm.run(orders.clear(home, filing)).out))
        ran = warm.run(["receipt", "get", reference, "--home", str(home)])
        return ran.out, (home / stored.VERIFIER).read_text().strip()
