"""Facts of whole corpora held as digests: whoever makes the lodging of groups faster changes
not one byte of what is recorded.

Each corpus of the bench is lodged with bad declarations among the good ones, some of them
twice, and one amended. The law is that of the package without all that is asked or charged
of some goods only, so that a new row of law changes nothing here. After a change that was
meant, write the digests anew, and say in the commit what is recorded otherwise:

    python -m tests.flow.corpus_facts
"""

import collections
import csv
import functools
import hashlib
import io
import itertools
import pathlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple
from unittest import mock

from django.db import connections
from msgspec import structs

from bench import corpora
from openkeden import formats
from openkeden.base.rates import Rates
from openkeden.filing.declaration import Filing
from openkeden.flow import clock, installation
from openkeden.flow.lodging import answers, lodge
from openkeden.formats import jsonl
from openkeden.lawpack.pack import Pack
from openkeden.store import log, read
from openkeden.store.rows import EntryRow
from openkeden.tariff.edition import Edition
from tests import founded, support

HELD: Final = pathlib.Path(__file__).parents[1] / "golden" / "corpora.csv"
HEAD: Final = ("corpus", "facts", "digest")

#: Declarations of a corpus.
COUNT: Final = 150

#: One in so many is spoilt, one in so many is sent again.
SPOILT, AGAIN = 9, 13

#: So many are amended.
AMENDED: Final = 6

#: What each payer that has any money pays in, in tiyn.
PAID_IN: Final = 40_000_000_00

#: The only profile that is asked. One that looks at the record of a trader would find that
#: from before the group, and the facts would hang on the size of groups.
PROFILE: Final = "KZ.form.round_price"

#: Sizes of groups that may make no difference.
GROUPS: Final = (1, 7, 1000)


class Held(NamedTuple):
    """What is known of the facts of a corpus."""

    #: How many there are.
    count: int

    #: SHA-256 over their bytes, what they seal and what they answer.
    digest: str


def known() -> dict[str, Held]:
    """The digests as somebody last wrote them."""
    with HELD.open(newline="") as file:
        rows = csv.DictReader(file)
        return {row["corpus"]: Held(int(row["facts"]), row["digest"]) for row in rows}


class Lodged(NamedTuple):
    """A corpus that was lodged."""

    #: Its facts, without those that the ledger begins with.
    facts: list[EntryRow]

    #: What was answered.
    answers: list[answers.Answer]


@functools.cache
def lodged(corpus: str, group: int) -> Lodged:
    """Lodge a corpus at a new installation, in groups of this size."""
    with tempfile.TemporaryDirectory() as folder:
        return _lodged(pathlib.Path(folder) / "home", corpus, group)


def _lodged(home: pathlib.Path, corpus: str, group: int) -> Lodged:
    law, exchange = plain_law().on(support.DAY), plain_law().exchange_on(support.DAY)
    sent = list(filings(corpus, law, exchange))
    with mock.patch.object(clock, "now", return_value=founded.MOMENT):
        at = _house(home)
        _pay_in(at, sent)
        begins = log.size()
        messages = formats.read(io.BytesIO(b"".join(jsonl.write(sent))))
        given = lodge.lodge_all(messages, founded.ACTOR, founded.MOMENT, at, group=group)
        told = list(given)
    recorded = [row for row in read.all_entries() if row.index >= begins]
    connections["default"].close()
    return Lodged(recorded, told)


@functools.cache
def plain_law() -> Pack:
    """The law of Kazakhstan with what is charged of all goods alone, under a version of its
    own: facts name it.
    """
    sources = support.pack().sources
    charges = tuple([row for row in sources.charges if not row.mask])
    nothing = dict.fromkeys(("measures", "measure_goods", "gaps", "quotas", "notes"), ())
    law = Pack(structs.replace(sources, digest="plain" * 4, charges=charges, **nothing))
    policy = law.profiles
    profiles = tuple([one for one in policy.profiles if one.id == PROFILE])
    law.__dict__["profiles"] = structs.replace(policy, profiles=profiles, version="plain")
    return law


def filings(corpus: str, law: Edition, exchange: Rates) -> Iterator[Filing]:
    """What is sent of a corpus."""
    made = list(corpora.filings(corpus, law, exchange, COUNT))
    spoil = itertools.cycle(SPOILS)
    for place in range(SPOILT - 1, COUNT, SPOILT):
        made[place] = next(spoil)(made[place])
    yield from made
    yield from made[::AGAIN]
    yield structs.replace(made[0], delivery_place="Dostyk")
    serials: collections.Counter[str] = collections.Counter()
    for first in made[:AMENDED]:
        serials[first.office] += 1
        number = f"{first.office}/020426/{serials[first.office]:07d}"
        reference = f"{first.reference}-2"
        yield structs.replace(first, reference=reference, amends=number, signatory="B")


def _miscounted(filing: Filing) -> Filing:
    return structs.replace(filing, items_total=7)


def _misnamed(filing: Filing) -> Filing:
    return structs.replace(filing, delivery_terms="XYZ", currency="XXX")


def _miscoded(filing: Filing) -> Filing:
    first, *others = filing.items
    wrong = structs.replace(first, code="9999999999", gross_mass_kg="0.001")
    return structs.replace(filing, items=(wrong, *others))


def _misvalued(filing: Filing) -> Filing:
    """It is taken, and told that it is worth more."""
    return structs.replace(filing, customs_value_total="1.00")


def _rounded(filing: Filing) -> Filing:
    """It is taken, and its score is higher."""
    items = [structs.replace(item, price="70000.00") for item in filing.items]
    return structs.replace(filing, items=tuple(items), invoice_total="210000.00")


SPOILS: Final[Sequence[Callable[[Filing], Filing]]] = (
    _miscounted,
    _misnamed,
    _miscoded,
    _misvalued,
    _rounded,
)


def _house(home: pathlib.Path) -> installation.Installation:
    at = founded.bare(home)
    at.pack = plain_law()
    founded.enter(at)
    return at


def _pay_in(at: installation.Installation, sent: Sequence[Filing]) -> None:
    """Every other payer has money, for some of what it declares."""
    payers = dict.fromkeys([filing.financial.id for filing in sent])
    for payer in list(payers)[::2]:
        founded.pay_in(at, PAID_IN, payer)


def held(facts: Iterable[EntryRow]) -> Held:
    """These facts as they are held."""
    count, whole = 0, hashlib.sha256()
    for row in facts:
        count += 1
        for part in (row.body, row.sealed, row.received):
            whole.update(b"%d " % len(part) + part)
    return Held(count, whole.hexdigest())


def main() -> None:
    """Write all digests anew."""
    with HELD.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for corpus in corpora.CORPORA:
            made = lodged(corpus, lodge.GROUP)
            writer.writerow((corpus, *held(made.facts)))


if __name__ == "__main__":
    main()
