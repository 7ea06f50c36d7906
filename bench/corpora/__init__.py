"""Declarations for measuring, of three items each, all of them clean and the same for the
same seed.
"""

from collections.abc import Iterator

from bench.corpora import joint, narrow, rich
from openkeden.base.rates import Rates
from openkeden.filing.declaration import Filing
from openkeden.formats import jsonl
from openkeden.tariff.edition import Edition

#: What `narrow` hides and the others show: how often something is met for the first time.
CORPORA = ("narrow", "joint", "rich")


def filings(name: str, law: Edition, exchange: Rates, count: int) -> Iterator[Filing]:
    """`count` declarations of a corpus."""
    if name == "rich":
        return rich.filings(law, exchange, count)
    if name == "joint":
        return joint.filings(law, count)
    return narrow.filings(law, count)


def lines(name: str, law: Edition, exchange: Rates, count: int) -> list[bytes]:
    """`count` declarations of a corpus as JSON."""
    return [line.rstrip() for line in jsonl.write(filings(name, law, exchange, count))]
