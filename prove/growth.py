"""Proof: the cost of a byte does not grow with the size of what is sent, for any reader and any
input made to hurt.

Sizes grow tenfold from 10 kB. What is compared is processor time; a reading that seems dear is
repeated, for a busy machine makes some dear and none cheap.
"""

import contextlib
import functools
import io
import time
from collections.abc import Callable, Iterator

import msgspec

from openkeden import formats
from openkeden.feeds import nbk
from openkeden.formats import asycuda_taxes
from openkeden.lawpack import pack
from openkeden.lawpack.imports import local_rows, tariff_edition
from openkeden.lawpack.sources import Sources
from openkeden.ledger import checkpoint, proof
from prove import hurtful
from prove.outcome import Asked, Outcome

#: The size of the smallest input in bytes.
SMALLEST = 10_000

#: How many times the cost of a byte may be that of a byte of an input ten times smaller, and the
#: seconds below which nothing can be told.
GROWTH, UNTOLD = 4, 0.05

#: The most seconds for an input: some, and so many for a byte. A reader that is not linear needs
#: minutes for 1 MB.
MOST, MOST_A_BYTE = 1, 1e-5

#: How often an input is read before it counts as too dear.
TRIES = 4


class Case(msgspec.Struct, frozen=True):
    """An input made to hurt a reader."""

    #: The name of the reader and of the input.
    name: str

    #: Reads it.
    read: Callable[[bytes], object]

    #: Makes it, in a size.
    make: hurtful.Make


def prove(asked: Asked) -> Outcome:
    """Read every input, the largest of so many kilobytes."""
    largest = asked.count * 1000
    found = [dearer(case, largest) for case in CASES]
    counts = {"inputs": len(CASES), "kB in the largest": asked.count}
    return Outcome("growth", counts, tuple([fault for fault in found if fault]))


def dearer(case: Case, largest: int) -> str:
    """At which size a byte costs too much, up to the largest; empty where at none."""
    before = UNTOLD
    for size in sizes(largest):
        body = case.make(size)
        most = min(MOST + size * MOST_A_BYTE, 10 * GROWTH * before)
        taken = _cost(case, body, most)
        if taken > most:
            return f"{case.name}: {taken:.2f} s for {size:,} bytes, {before:.2f} s before"
        before = max(taken, UNTOLD)
    return ""


def sizes(largest: int) -> Iterator[int]:
    """The sizes up to the largest."""
    size = SMALLEST
    while size <= largest:
        yield size
        size *= 10


def _cost(case: Case, body: bytes, most: float) -> float:
    """The processor time of a reading: the first that is not too dear, or else the least."""
    least = float("inf")
    for _ in range(TRIES):
        begun = time.process_time()
        case.read(body)
        least = min(least, time.process_time() - begun)
        if least <= most:
            break
    return least


@functools.cache
def _sources() -> Sources:
    return pack.load_pack("KZ").sources


@functools.cache
def _key() -> str:
    return checkpoint.generate("a.example/log").verifier.text


def _messages(body: bytes) -> None:
    for _ in formats.read(io.BytesIO(body)):
        pass


def _recomputed(body: bytes) -> None:
    asycuda_taxes.read(body, formats.Limits())


def _law(body: bytes) -> None:
    local_rows.read(body)


def _merged(body: bytes) -> None:
    local_rows.merge(_sources(), local_rows.read(body))


def _edition(body: bytes) -> None:
    tariff_edition.judge(body, _sources())


def _rates(body: bytes) -> None:
    nbk.load(body)


def _receipt(body: bytes) -> None:
    with contextlib.suppress(proof.BadReceipt):
        proof.verify(body, _key())
        raise AssertionError("it was taken for a receipt")


def _cases(
    reader: str, read: Callable[[bytes], object], made: dict[str, hurtful.Make]
) -> list[Case]:
    return [Case(f"{reader}: {name}", read, make) for name, make in made.items()]


_TAXED = {name: hurtful.MESSAGES[name] for name in ("items and containers", "long paths")}

CASES = (
    *_cases("messages", _messages, hurtful.MESSAGES),
    *_cases("recomputed", _recomputed, _TAXED),
    *_cases("law", _law, hurtful.LAW),
    *_cases("merged", _merged, hurtful.CODES),
    *_cases("edition", _edition, hurtful.EDITIONS),
    *_cases("rates", _rates, hurtful.RATES),
    *_cases("receipt", _receipt, hurtful.RECEIPTS),
)
