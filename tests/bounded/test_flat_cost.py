"""The cost of a byte: it does not grow with the size of what is sent, from 10 kB to 10 MB, for
any reader and any input made to hurt.
"""

import io
import time
from collections.abc import Callable

import pytest

from openkeden import formats
from openkeden.feeds import nbk
from openkeden.formats import asycuda_taxes
from openkeden.lawpack.imports import local_rows, tariff_edition
from openkeden.ledger import checkpoint, proof
from tests import support
from tests.bounded import hurtful

#: Sizes in bytes, each with the most seconds of processor time that it may take. They are
#: generous: a reader that is not linear needs minutes for the third.
SIZES = {10_000: 0.5, 100_000: 2, 1_000_000: 10, 10_000_000: 30}

#: How many times the cost of a byte may be that of a byte of an input ten times smaller, and the
#: seconds below which nothing can be told.
GROWTH, UNTOLD = 4, 0.1

KEY = checkpoint.generate("a.example/log").verifier.text


def messages(body: bytes) -> None:
    for _ in formats.read(io.BytesIO(body)):
        pass


def recomputed(body: bytes) -> None:
    asycuda_taxes.read(body, formats.Limits())


def law(body: bytes) -> None:
    local_rows.read(body)


def merged(body: bytes) -> None:
    local_rows.merge(support.pack().sources, local_rows.read(body))


def edition(body: bytes) -> None:
    tariff_edition.judge(body, support.pack().sources)


def rates(body: bytes) -> None:
    nbk.load(body)


def receipt(body: bytes) -> None:
    with pytest.raises(proof.BadReceipt):
        proof.verify(body, KEY)


CASES = [
    *[(messages, name, make) for name, make in hurtful.MESSAGES.items()],
    (recomputed, "items and containers", hurtful.MESSAGES["items and containers"]),
    (recomputed, "long paths", hurtful.MESSAGES["long paths"]),
    *[(law, name, make) for name, make in hurtful.LAW.items()],
    *[(merged, name, make) for name, make in hurtful.CODES.items()],
    *[(edition, name, make) for name, make in hurtful.EDITIONS.items()],
    *[(rates, name, make) for name, make in hurtful.RATES.items()],
    *[(receipt, name, make) for name, make in hurtful.RECEIPTS.items()],
]


@pytest.mark.parametrize(
    ("read", "name", "make"),
    CASES,
    ids=[f"{read.__name__}: {name}" for read, name, _ in CASES],
)
def test_a_byte_costs_the_same_at_every_size(
    read: Callable[[bytes], None], name: str, make: hurtful.Make
) -> None:
    support.pack()
    before = UNTOLD
    for size, most in SIZES.items():
        body = make(size)
        begun = time.process_time()
        read(body)
        taken = time.process_time() - begun
        assert taken < most, f"{name}: {taken:.2f} s for {size} bytes"
        assert taken < 10 * GROWTH * before, f"{name}: {before:.2f} s, then {taken:.2f} s"
        before = max(taken, UNTOLD)
