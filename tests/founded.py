"""An installation in a folder of its own, real filings to lodge there, and the installed
command line.
"""

import atexit
import copy
import datetime
import functools
import io
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent import futures

import msgspec
import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from openkeden import formats
from openkeden.accounting.chart import ADVANCE
from openkeden.accounting.documents import PaymentDocument
from openkeden.base.findings import Refused
from openkeden.filing import declaration
from openkeden.flow import (
    bundled_samples,
    databases,
    installation,
    installation_files,
    recording,
)
from openkeden.flow.law import rates_import
from openkeden.flow.lodging import answers, lodge
from openkeden.flow.money import deposits
from openkeden.flow.people import register
from openkeden.formats import jsonl, table
from openkeden.ledger import checkpoint
from openkeden.store import log
from openkeden.store.read import declarations_where
from openkeden.store.rows import DeclarationRow
from tests import on_postgres, one_key, warm

MOMENT = bundled_samples.MOMENT
ACTOR = lodge.Actor()
ROOT = pathlib.Path(__file__).resolve().parents[1]
KEDEN = pathlib.Path(sys.executable).with_name("keden")
DATA = ROOT.parent / "shared" / "data"

#: The example trader that pays for what it imports, and another one.
PAYER, OTHER = "990140000017", "150240019999"

#: A bank, and the day of its payment orders.
BANK, ISSUED = "KKMFKZ2A", datetime.date(2026, 4, 1)

#: Enough of an advance for any one filing here, in tiyn.
PLENTY = 1_000_000_000_00


#: One rate as the National Bank publishes it.
_QUOTED = (
    "<item><fullname>x</fullname><title>{}</title><description>{}</description>"
    "<quant>1</quant></item>"
)


#: The people of the register of an installation that is set up here: id, role, firm.
PEOPLE = (
    ("admin-1", "administrator", ""),
    ("admin-2", "administrator", ""),
    ("inspector-1", "inspector", ""),
    ("inspector-2", "inspector", ""),
    ("chief-1", "chief", ""),
    ("treasury-1", "treasury", ""),
    ("treasury-2", "treasury", ""),
    ("trader-1", "declarant", PAYER),
    ("trader-2", "declarant", OTHER),
)

#: Who acts in a role where it does not matter who does.
BY_ROLE = {role: person for person, role, _ in reversed(PEOPLE)}

#: When they were entered.
ENTERED = datetime.datetime(2024, 12, 31, 19, tzinfo=datetime.UTC)

#: What a database raises where a statement breaks one of its guards.
INTEGRITY = (sqlite3.IntegrityError, psycopg.errors.IntegrityError)

#: The facts that every ledger here begins with: its foundation, the law in use, the people.
ENTRIES = 2 + len(PEOPLE)


@pytest.fixture
def at(tmp_path: pathlib.Path):
    """An installation that has just been set up, with nothing in it."""
    yield found(tmp_path / "home")
    connections["default"].close()


def published(day: str, **values: str) -> bytes:
    """An answer of the National Bank with the rates of a day, by currency."""
    items = [_QUOTED.format(currency, value) for currency, value in values.items()]
    told = f"<date>{day}</date>{''.join(items)}"
    return f'<?xml version="1.0" encoding="utf-8"?><rates>{told}</rates>'.encode()


def key_of(table: str) -> str:
    """The columns that make the key of a table, as SQL names them."""
    models = apps.get_app_config("store").get_models()
    (model,) = [one for one in models if one._meta.db_table == table]
    return ", ".join([f'"{field.column}"' for field in model._meta.pk_fields])


def key() -> checkpoint.Key:
    """The same key each time, so that the draws of a day are the same each time."""
    return checkpoint.Key("test.example/log", one_key.PRIVATE, checkpoint.LOG)


def found(home: pathlib.Path, *, chance: bool = False) -> installation.Installation:
    """Set up or open an installation with its people; without `chance`, its profiles choose
    nothing at random.
    """
    _lay(home, staffed=True)
    opened = _opened(home)
    if not register.everybody():
        enter(opened)
    return opened if chance else calm(opened)


def bare(home: pathlib.Path) -> installation.Installation:
    """Set up or open an installation without people."""
    _lay(home, staffed=False)
    return _opened(home)


def _lay(home: pathlib.Path, *, staffed: bool) -> None:
    """Lay an installation where there is none: a copy of one that this process has set up
    before, for each begins with the same facts. A setting may make another of it, so that
    it is then set up on its own.
    """
    if (home / installation_files.KEY_FILE).exists():
        return
    if any(name.startswith("KEDEN_") for name in os.environ):
        _set_up(home)
        return
    on_postgres.copy(_pattern(staffed), home)


@functools.cache
def _pattern(staffed: bool) -> pathlib.Path:
    """A new installation that is copied and never opened."""
    folder = tempfile.TemporaryDirectory(prefix="openkeden-")
    atexit.register(folder.cleanup)
    home = pathlib.Path(folder.name) / "home"
    _set_up(home)
    opened = _opened(home)
    if staffed:
        enter(opened)
    connections["default"].close()
    on_postgres.keep_pattern()
    return home


def _set_up(home: pathlib.Path) -> None:
    """Make the tables and write the key."""
    home.mkdir(parents=True, exist_ok=True)
    if on_postgres.is_on():
        on_postgres.lay(home)
    # As in a folder that is being set up: the tables are there before the key.
    databases.connect(home)
    call_command("migrate", verbosity=0, interactive=False)
    (home / installation_files.KEY_FILE).write_text(key().text + "\n")
    (home / installation_files.VERIFIER_FILE).write_text(key().verifier.text + "\n")


def _opened(home: pathlib.Path) -> installation.Installation:
    opened = installation.open_installation(home)
    assert isinstance(opened, installation.Installation), opened
    return opened


def open_there(home: pathlib.Path) -> installation.Installation:
    """Set up or open an installation wherever the environment says that its tables lie."""
    return calm(_opened(home))


def enter(opened: installation.Installation) -> None:
    """Enter all `PEOPLE`, the first by himself."""
    for person, role, firm in PEOPLE:
        appoint(opened, person, role, firm)


def appoint(
    opened: installation.Installation, person: str, role: str, firm: str = ""
) -> None:
    """Enter a person in a role."""
    wanted = register.Wanted(
        person=person, name=person.title(), role=role, document="ORDER-1", firm=firm
    )
    entered = register.appoint(wanted, "admin-1", ENTERED, opened, "entered by hand")
    assert isinstance(entered, register.Entered), entered


def calm(opened: installation.Installation) -> installation.Installation:
    """Make the shares of random checks nought in an opened installation: what comes out
    hangs on nothing but the filing.
    """
    opened.pack = copy.copy(opened.pack)
    policy = opened.pack.profiles
    shares = tuple(
        msgspec.structs.replace(share, probability_ppm=0) for share in policy.shares
    )
    opened.pack.__dict__["profiles"] = msgspec.structs.replace(policy, shares=shares)
    return opened


@functools.cache
def samples() -> dict[str, declaration.Filing]:
    """The sample filings of the package by reference."""
    read = [
        one for body in bundled_samples.samples() for one in formats.read(io.BytesIO(body))
    ]
    return {one.filing.reference: one.filing for one in read}


def sample(name: str, reference: str = "", **changes: object) -> declaration.Filing:
    """A sample under another reference, with these fields changed."""
    return msgspec.structs.replace(samples()[name], reference=reference or name, **changes)


def shirts(reference: str, **changes: object) -> declaration.Filing:
    """An import that comes out green and has something to pay."""
    return sample("IMP-2", reference, **changes)


def shoes(reference: str, **changes: object) -> declaration.Filing:
    """An import for which documents are asked: its price is far below what such goods cost."""
    return sample("SHOE-1", reference, **changes)


def lentils(reference: str, **changes: object) -> declaration.Filing:
    """An export that comes out green; only the fee is to be paid."""
    return sample("EXP-1", reference, **changes)


def bad(reference: str) -> declaration.Filing:
    """A filing that gate 2 refuses: box 5 says more items than there are."""
    return shirts(reference, items_total=7)


def by_road(number: str, filing: declaration.Filing) -> declaration.Filing:
    """The same goods with this road waybill as their only transport document."""
    waybill = declaration.Document("02015", number, "2026-03-30")
    items = []
    for item in filing.items:
        kept = [known for known in item.documents if not known.code.startswith("020")]
        items.append(msgspec.structs.replace(item, documents=(*kept, waybill)))
    return msgspec.structs.replace(filing, items=tuple(items))


def of(person: str, filing: declaration.Filing) -> declaration.Filing:
    """The same filing by another declarant, who also pays."""
    party = msgspec.structs.replace(filing.declarant, id=person)
    consignee = party if filing.consignee == filing.declarant else filing.consignee
    return msgspec.structs.replace(
        filing, declarant=party, financial=party, consignee=consignee
    )


def lines(*filings: declaration.Filing) -> bytes:
    """Filings as JSON lines."""
    return b"".join(jsonl.write(filings))


def rows(*filings: declaration.Filing) -> bytes:
    """Filings as CSV."""
    return b"".join(table.write(filings))


def read(body: bytes) -> list[formats.Received]:
    """What gate 1 lets by; everything has to."""
    received = list(formats.read(io.BytesIO(body)))
    assert all(isinstance(one, formats.Received) for one in received), received
    return received


def lodge_all(
    at: installation.Installation,
    *filings: declaration.Filing,
    moment: datetime.datetime = MOMENT,
    late: str = "",
) -> list[answers.Answer]:
    """Lodge filings as one batch."""
    return lodge.lodge(read(lines(*filings)), ACTOR, moment, at, late)


def lodge_one(
    at: installation.Installation,
    filing: declaration.Filing,
    moment: datetime.datetime = MOMENT,
    late: str = "",
) -> answers.Answer:
    return lodge_all(at, filing, moment=moment, late=late)[0]


def order(
    amount: int = PLENTY,
    payer: str = PAYER,
    kind: str = ADVANCE,
    number: str = "PO-1",
    bank: str = BANK,
    issued: datetime.date = ISSUED,
) -> PaymentDocument:
    """A document that brings an amount in tiyn."""
    return PaymentDocument(payer, kind, amount, number, bank, issued)


def pay_in(
    at: installation.Installation,
    amount: int = PLENTY,
    payer: str = PAYER,
    kind: str = ADVANCE,
    number: str = "",
) -> int:
    """Deposit an amount in tiyn by a document of its own; the balance after it."""
    own = number or f"PO-{log.size()}"
    document = order(amount, payer, kind, own)
    made = deposits.deposit(document, "treasury-1", MOMENT, at)
    assert isinstance(made, deposits.Deposited), made
    return made.balance


def load_rates(
    at: installation.Installation, body: bytes, moment: datetime.datetime = MOMENT
) -> rates_import.Loaded | Refused:
    """Load an answer of the National Bank in the name of an administrator."""
    return rates_import.load(body, None, recording.By("admin-1", moment), at)


def sql(
    at: installation.Installation | pathlib.Path, statement: str, *values: object
) -> list[tuple]:
    """Run a statement past the program, as somebody with the database file in hand would."""
    home = at if isinstance(at, pathlib.Path) else at.home
    if on_postgres.is_on():
        return on_postgres.sql(home, statement, values)
    hand = sqlite3.connect(home / installation_files.DATABASE_FILE)
    try:
        with hand:
            return hand.execute(statement, values).fetchall()
    finally:
        hand.close()


def declarations() -> list[DeclarationRow]:
    """Every version of every declaration, in the order of lodging."""
    return declarations_where("true ORDER BY d.lodged", [])


def balances(at: installation.Installation) -> dict[tuple[str, str], int]:
    """The balance of every account by payer and kind."""
    stored = sql(at, "SELECT payer, kind, balance FROM account")
    return {(payer, kind): balance for payer, kind, balance in stored}


def quota_use(at: installation.Installation) -> dict[tuple[str, str], int]:
    """What is used up by quota and share."""
    stored = sql(at, "SELECT quota, share, used FROM quota_use")
    return {(quota, share): used for quota, share, used in stored}


def declared(name: str):
    """The row of the newest version of a declaration, by its number or a reference."""
    known = declarations()
    number = [
        row.registration for row in known if name in (row.registration, row.reference)
    ][-1]
    return [row for row in known if row.registration == number][-1]


def rules(answer: answers.Answer) -> list[str]:
    """The numbers of an answer's findings."""
    return [found.rule for found in answer.findings]


def errors(answer: answers.Answer) -> list[str]:
    """The numbers of those findings of an answer that refuse."""
    return [found.rule for found in answer.findings if found.severity == "error"]


def environment(**more: str) -> dict[str, str]:
    """The environment of this process without anything that would steer the command line."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KEDEN_", "DJANGO_"))
    }
    return kept | more


def keden(
    *words: object, folder: pathlib.Path, stdin: bytes = b"", **env: str
) -> subprocess.CompletedProcess:
    """Run the command line in a folder, in a process of its own; never a traceback, whatever
    the words and the input are.
    """
    ran = warm.keden([*map(str, words)], folder, stdin, environment(**env))
    return _without_traceback(ran)


def at_once(*calls: Sequence[object], folder: pathlib.Path) -> list:
    """Run several command lines at the same time."""
    with futures.ThreadPoolExecutor(len(calls)) as threads:
        running = [threads.submit(keden, *words, folder=folder) for words in calls]
        return [one.result() for one in running]


def installed(
    *words: object, folder: pathlib.Path, stdin: bytes = b"", **env: str
) -> subprocess.CompletedProcess:
    """The same by the installed command, for what belongs to it: its interpreter starts."""
    command = [str(KEDEN), *map(str, words)]
    ran = subprocess.run(
        command,
        cwd=folder,
        input=stdin,
        capture_output=True,
        env=environment(**env),
        check=False,
    )
    return _without_traceback(ran)


def _without_traceback(ran: subprocess.CompletedProcess) -> subprocess.CompletedProcess:
    assert b"Traceback" not in ran.stderr + ran.stdout, (ran.stderr + ran.stdout).decode()
    return ran
