"""Shared by the tests of the formats: filings to write, golden files, and reading in one
line.
"""

import io
import pathlib

from openkeden import formats
from openkeden.filing import declaration
from tests import support

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden" / "formats"
LEGACY = (
    pathlib.Path(__file__).resolve().parents[3]
    / "shared"
    / "data"
    / "formats"
    / "asycuda-sad"
)


def read(
    body: bytes, limits: formats.Limits | None = None
) -> list[formats.Received | formats.Unread]:
    return list(formats.read(io.BytesIO(body), limits or formats.Limits()))


def one(
    body: bytes, limits: formats.Limits | None = None
) -> formats.Received | formats.Unread:
    (only,) = read(body, limits)
    return only


def filing(body: bytes) -> declaration.Filing:
    received = one(body)
    assert isinstance(received, formats.Received), received
    return received.filing


def refused(body: bytes, limits: formats.Limits | None = None) -> list[tuple[str, str]]:
    """Rule and path of every finding about the one message."""
    unread = one(body, limits)
    assert isinstance(unread, formats.Unread), unread
    assert unread.findings
    return [(finding.rule, finding.path) for finding in unread.findings]


def filings() -> list[declaration.Filing]:
    """Two that differ in everything a format has to carry: lists, empty parts, quotes, line
    breaks, delimiters.
    """
    documents = (
        declaration.Document("04021", 'INV|"1"', "2026-03-30"),
        declaration.Document("02015", "CMR\\7\n8"),
    )
    goods = support.item(
        number=2,
        description='Кроссовки "Üлгі", 50;50\tпара\r\nвторая строка',
        documents=documents,
        previous=(declaration.Document("09013", "1"),),
        containers=("CSQU3054383", "MSCU9981402"),
        preferences=declaration.Preferences(duty="CN", vat="-"),
        attributes={"engine_cm3": "1461", "a=b": "c\\d"},
        packages=0,
    )
    first = support.filing(
        reference="A-1", items=(support.item(documents=()), goods), items_total=2
    )
    second = support.filing(
        reference="A-2",
        exporter=None,
        items=(support.item(documents=()),),
        container=True,
        additions=(
            declaration.Cost("transport", "120.00", "USD"),
            declaration.Cost("insurance", "7.00", "EUR"),
        ),
        deductions=(declaration.Cost("assembly", "1.00", "USD"),),
    )
    return [first, second]
