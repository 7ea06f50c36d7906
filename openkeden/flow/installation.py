"""A customs house: one installation with its law, its key and its database, and what a day's work needs of them."""

import datetime
import gc
import hashlib
import hmac
import os
import pathlib
from collections.abc import Sequence

import django
from django.core.management import call_command
from django.db import connections

from openkeden.assessment import assess
from openkeden.base import time_limits
from openkeden.base.rates import Quote
from openkeden.clearance import decision
from openkeden.flow import installation_files
from openkeden.lawpack.imports import imported_files
from openkeden.lawpack.pack import Pack
from openkeden.ledger import checkpoint
from openkeden.risk import selection
from openkeden.store import log, read

KEY_FILE = "log.key"
VERIFIER_FILE = "log.vkey"
LOCK_FILE = "founding.lock"

#: Name of the ledger in its checkpoints and receipts, unless the house is founded under another (`KEDEN_ORIGIN`).
ORIGIN = "keden.example/log"


class Missing(Exception):
    """There is no house in this folder."""


class Keyless(Exception):
    """There is a ledger in this folder and the key that signs it is gone: another key would not continue it."""


class LawOfDay:
    """What is in force on one day, looked up once: the law, the rates, the profiles, the offices with their deadlines.

    `seed` is the day's secret for random checks; the ledger holds its commitment before the first draw.
    """

    def __init__(self, on: datetime.date, pack: Pack, seed: bytes) -> None:
        self.on = on
        self.edition = pack.on(on)
        self.exchange = pack.exchange_on(on)
        self.plan = assess.Plan(self.edition, self.exchange)
        self.profiles = selection.compile_profiles(pack.profiles, self.exchange)
        self.seed = seed
        self._pack = pack
        self._desks: dict[tuple[str, datetime.datetime], decision.RegistrationMoment] = {}

    def desk(self, office: str, moment: datetime.datetime) -> decision.RegistrationMoment:
        """The desk of an office for everything registered at one moment."""
        key = (office, moment)
        found = self._desks.get(key)
        if found is None:
            self._desks.clear()
            found = self._desks[key] = decision.registration_at(_office(self._pack, office), moment)
        return found


class Installation:
    """An opened installation. Days are kept, for every filing of a day sees the same law."""

    def __init__(self, home: pathlib.Path, pack: Pack, key: checkpoint.Key) -> None:
        self.home, self.pack, self.key = home, pack, key
        self.origin = key.verifier.name
        self._days: dict[datetime.date, LawOfDay] = {}
        self._secret = hashlib.sha256(b"openkeden draw\n" + key.text.encode()).digest()

    @property
    def currency(self) -> str:
        return self.pack.sources.heading.currency

    def office(self, code: str) -> time_limits.Office:
        """A customs office: its working time and the time limits of law."""
        self._opened()
        return _office(self.pack, code)

    def day(self, moment: datetime.datetime) -> LawOfDay:
        """What is in force on the day of this moment, here. Raises lawpack.NotCovered."""
        self._opened()
        on = self.pack.local(moment).date()
        if on not in self._days:
            self._days[on] = LawOfDay(on, self.pack, self.seed(on))
            # What a day is made of lives as long as the process: the collector need not walk it for every group.
            gc.collect()
            gc.freeze()
        return self._days[on]

    def publish(self, quotes: Sequence[Quote]) -> None:
        """Value by these rates too from now on."""
        self.pack = self.pack.with_quotes(quotes)
        self._days.clear()

    def _opened(self) -> None:
        """A process has one house open: what is written for another would be signed with the wrong key."""
        assert connections["default"].settings_dict["NAME"] == _database(self.home), (
            "another house was opened since"
        )

    def seed(self, on: datetime.date) -> bytes:
        """The secret of a day's random checks: nobody can foresee it without the key of the house."""
        return hmac.digest(self._secret, on.isoformat().encode(), "sha256")


def _office(pack: Pack, code: str) -> time_limits.Office:
    return time_limits.Office(pack.calendars.get(code, pack.calendars["default"]), pack.time_limits)


def open_installation(home: pathlib.Path, *, found: bool = True) -> Installation:
    """Open the house in this folder; where there is none, found one, or raise Missing when `found` is false.

    The house that this process had open before is closed. Raises Keyless, checkpoint.BadKey, lawpack.NoPack.
    """
    if not found and not (home / installation_files.DATABASE_FILE).exists():
        raise Missing(str(home))
    home.mkdir(parents=True, exist_ok=True)
    _connect(home)
    with imported_files.locked(home / LOCK_FILE):
        call_command("migrate", verbosity=0, interactive=False)
        key = _key(home)
    quotes = [installation_files.quote_of(row) for row in read.quotes()]
    pack = _law(home)
    return Installation(home, pack.with_quotes(quotes) if quotes else pack, key)


def _law(home: pathlib.Path) -> Pack:
    """The law pack of the house with what it took in; whose law it is was settled when it was founded."""
    pack = installation_files.law(home)
    path = home / installation_files.JURISDICTION_FILE
    if not path.exists():
        path.write_text(pack.jurisdiction + "\n")
    return pack


def _connect(home: pathlib.Path) -> None:
    """Point Django at this home's database, whichever one the process had open before."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openkeden.site.settings")
    django.setup()
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = _database(home)


def _database(home: pathlib.Path) -> str:
    return str(home.absolute() / installation_files.DATABASE_FILE)


def _key(home: pathlib.Path) -> checkpoint.Key:
    """The key of the ledger; made, with its public half beside it, when the house is founded."""
    path = home / KEY_FILE
    if not path.exists():
        if log.size():
            raise Keyless(str(path))
        key = checkpoint.generate(os.environ.get("KEDEN_ORIGIN", ORIGIN))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(key.text + "\n")
            file.flush()
            os.fsync(file.fileno())
        (home / VERIFIER_FILE).write_text(key.verifier.text + "\n")
    return checkpoint.read_key(path.read_text("utf-8", errors="replace").strip())
