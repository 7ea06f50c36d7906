"""Installation: a folder with the law, the key and the database of one customs authority,
and what a day's work needs.
"""

import contextlib
import datetime
import gc
import hashlib
import hmac
import pathlib
from collections.abc import Callable, Sequence

from django.core.management import call_command
from django.db import DatabaseError
from django.db.migrations.exceptions import (
    BadMigrationError,
    InconsistentMigrationHistory,
    NodeNotFoundError,
)

from openkeden.assessment import plans
from openkeden.base import findings, time_limits, usage
from openkeden.base.bounded import Remembered
from openkeden.base.findings import Refused
from openkeden.base.rates import Quote
from openkeden.clearance import decision
from openkeden.files import file_lock, whole_file
from openkeden.flow import databases, installation_files, known_heads, settings
from openkeden.flow.law import foundation, in_use, law_here, packs
from openkeden.lawpack.pack import NotCovered, Pack
from openkeden.ledger import checkpoint
from openkeden.risk import selection
from openkeden.store import log, read, schema

#: What is raised where the database layer reads something that it did not write.
_DAMAGE = (
    DatabaseError,
    ValueError,
    TypeError,
    BadMigrationError,
    InconsistentMigrationHistory,
    NodeNotFoundError,
)


class LawOfDay:
    """What is in force on one day, looked up once: the law, the rates, the profiles, the
    offices with their time limits.

    `seed` is the day's secret for random checks; the ledger holds its commitment before the
    first of them. `salts` is the secret that salts of sealed parts come from.
    """

    def __init__(self, on: datetime.date, pack: Pack, seed: bytes, salts: bytes) -> None:
        self.on = on
        self.edition = pack.on(on)
        self.exchange = pack.exchange_on(on)
        self.plan = plans.Plan(self.edition, self.exchange)
        self.profiles = selection.compile_profiles(pack.profiles, self.exchange)
        self.transport = frozenset(self.edition.lists["transport_documents"])
        self.seed, self.salts = seed, salts
        self._pack = pack
        self._moments = Remembered(self._moment)

    def registration_moment(
        self, office: str, moment: datetime.datetime
    ) -> decision.RegistrationMoment:
        """An office with its time limits, for everything registered at one moment."""
        return self._moments[office, moment]

    def _moment(self, of: tuple[str, datetime.datetime]) -> decision.RegistrationMoment:
        office, moment = of
        return decision.registration_at(_office(self._pack, office), moment)


class Installation:
    """An opened installation. Days are kept, for every filing of a day sees the same law."""

    def __init__(
        self, home: pathlib.Path, pack: Pack, key: checkpoint.Key, law: law_here.LawHere
    ) -> None:
        self.home, self.pack, self.key, self.law = home, pack, key, law
        self.heads_file = known_heads.file_of(home)
        self._unobjected: object = None
        self._latest_quote = 0
        self.origin = key.verifier.name
        self._days: dict[datetime.date, LawOfDay] = {}
        self._secret = hashlib.sha256(b"openkeden draw\n" + key.text.encode()).digest()
        #: What salts of sealed parts come from: see `flow.sealing.salt`.
        self.salts = hashlib.sha256(b"openkeden salt\n" + key.text.encode()).digest()

    @property
    def currency(self) -> str:
        return self.pack.sources.manifest.currency

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        """A moment by the clock of this country."""
        return self.pack.local(moment)

    def office(self, code: str) -> time_limits.Office:
        """A customs office: its working time and the time limits of law."""
        self._check_open()
        return _office(self.pack, code)

    def day(self, moment: datetime.datetime) -> LawOfDay | Refused:
        """What is in force on the day of this moment, here."""
        self._check_open()
        try:
            on = self.pack.local(moment).date()
            known = self._days.get(on)
            return self._add_day(on) if known is None else known
        except NotCovered as error:
            return packs.not_covered(self.pack, error)
        except OverflowError:
            return findings.refused(usage.NO_CALENDAR, "at", value=moment)

    def _add_day(self, on: datetime.date) -> LawOfDay:
        self._days[on] = LawOfDay(on, self.pack, self.seed(on), self.salts)
        # What a day is made of lives as long as the process: the collector need not walk it
        # for every group.
        gc.collect()
        gc.freeze()
        return self._days[on]

    def publish(self, quotes: Sequence[Quote]) -> None:
        """Value by these rates too from now on."""
        self.pack = self.pack.with_quotes(quotes)
        self._forget_days()

    def follow_rates(self) -> None:
        """Value by the rates that other processes have loaded since, too."""
        latest = read.latest_quote()
        if latest != self._latest_quote:
            self._latest_quote = latest
            self.publish(_loaded_quotes())

    def law_objections(self, known: in_use.KnownLaw | None) -> Refused | None:
        """Why nothing may be recorded under the law that was read; the files are read again
        only where one of them changed.
        """
        state = (known and known.index, self.law, law_here.state(self.home))
        if state == self._unobjected:
            return None
        wrong = in_use.check(self.law, known, self.home)
        if wrong is None:
            self._unobjected = state
        return wrong

    def follow(self, pack: Pack, law: law_here.LawHere) -> None:
        """Go by this law from now on, with the rates that were loaded."""
        self._latest_quote, loaded = read.latest_quote(), _loaded_quotes()
        self.pack, self.law = pack.with_quotes(loaded) if loaded else pack, law
        self._forget_days()

    def _forget_days(self) -> None:
        """Give the days up, if there are any; the collector, which frees them, walks all
        again.
        """
        if self._days:
            self._days.clear()
            gc.unfreeze()

    def _check_open(self) -> None:
        """A process has one installation open: what is written for another would be signed
        with the wrong key.
        """
        assert databases.is_open(self.home), "another installation was opened since"

    def seed(self, on: datetime.date) -> bytes:
        """The secret of a day's random checks: nobody can foresee it without the key of the
        ledger.
        """
        return hmac.digest(self._secret, on.isoformat().encode(), "sha256")


def _office(pack: Pack, code: str) -> time_limits.Office:
    return time_limits.Office(
        pack.calendars.get(code, pack.calendars["default"]), pack.time_limits
    )


def open_installation(home: pathlib.Path, *, create: bool = True) -> Installation | Refused:
    """Open the installation in this folder; where there is none, set one up if `create`
    says so.

    The installation that this process had open before is closed.
    """
    if not create and not installation_files.is_set_up(home):
        return findings.refused(usage.NO_INSTALLATION, "home", value=home)
    lies_at = installation_files.place(home)
    if isinstance(lies_at, Refused):
        return lies_at
    installation_files.make_private(home)
    prepared = _prepare(home, _up_to_date, _key)
    if isinstance(prepared, Refused):
        return prepared
    pack, law, key = prepared
    opened = Installation(home, pack, key, law)
    try:
        wrong = foundation.check(home, key) or known_heads.objection(home, key.verifier)
        if wrong is not None:
            return wrong
        opened.follow(pack, law)
    except _DAMAGE as error:
        return databases.damaged(home, error)
    return opened


def open_to_audit(home: pathlib.Path) -> Installation | Refused:
    """The installation as it lies there: what is damaged in it is for the audit to name,
    and nothing is mended.
    """
    if not installation_files.is_set_up(home):
        return findings.refused(usage.NO_INSTALLATION, "home", value=home)
    prepared = _prepare(home, _as_it_is, known_key)
    if isinstance(prepared, Refused):
        return prepared
    pack, law, key = prepared
    return Installation(home, pack, key, law)


def _prepare(
    home: pathlib.Path,
    ready: Callable[[pathlib.Path], Refused | None],
    key_of: Callable[[pathlib.Path], checkpoint.Key | Refused],
) -> tuple[Pack, law_here.LawHere, checkpoint.Key] | Refused:
    """Connect to the database, make it ready, and read the law and the key."""
    refused = databases.connect(home)
    if refused is not None:
        return refused
    with file_lock.held(home / installation_files.LOCK_FILE), schema.alone():
        refused = ready(home)
        if refused is not None:
            return refused
        key = key_of(home)
    if isinstance(key, Refused):
        return key
    loaded = installation_files.readable(lambda: law_here.load(home), "home", home)
    return loaded if isinstance(loaded, Refused) else (*loaded, key)


def _loaded_quotes() -> list[Quote]:
    return [installation_files.quote_of(row) for row in read.quotes()]


def _up_to_date(home: pathlib.Path) -> Refused | None:
    """Make the tables that this program works with; None where that is done."""
    try:
        if (home / installation_files.KEY_FILE).exists() and not schema.is_founded():
            return findings.refused(usage.DATABASE_GONE, "home", value=home)
        call_command("migrate", verbosity=0, interactive=False)
        installation_files.keep_place(home)
        refused = foundation.too_old(home) or _settle_law(home)
        if refused is None:
            in_use.settle(home, in_use.latest())
    except _DAMAGE as error:
        return databases.damaged(home, error)
    return refused


def _as_it_is(home: pathlib.Path) -> Refused | None:
    """Let tables of an earlier program be brought up to date; whatever keeps that from
    happening is for the audit to name.
    """
    try:
        if not schema.is_founded():
            return findings.refused(usage.DATABASE_GONE, "home", value=home)
    except _DAMAGE as error:
        return databases.damaged(home, error)
    with contextlib.suppress(*_DAMAGE):
        call_command("migrate", verbosity=0, interactive=False)
        return foundation.too_old(home)
    return None


def _law(home: pathlib.Path) -> Pack | Refused:
    return installation_files.readable(lambda: installation_files.law(home), "home", home)


def _settle_law(home: pathlib.Path) -> Refused | None:
    """Write down whose law applies here, once; refused where that law cannot be read."""
    if (home / installation_files.JURISDICTION_FILE).exists():
        return None
    pack = _law(home)
    if isinstance(pack, Refused):
        return pack
    installation_files.keep_jurisdiction(home, pack.jurisdiction)
    return None


def _key(home: pathlib.Path) -> checkpoint.Key | Refused:
    """The key of the ledger; made, with its public half beside it, when the installation is
    set up.
    """
    path = home / installation_files.KEY_FILE
    if not path.exists():
        if log.size():
            return findings.refused(usage.KEY_GONE, "home", value=path)
        try:
            key = _new_key()
        except checkpoint.BadKey as bad:
            origin = settings.ORIGIN
            return findings.refused(
                usage.BAD_ORIGIN, origin.variable, value=origin.value, reason=bad
            )
        whole_file.write(path, f"{key.text}\n".encode(), private=True)
    known = known_key(home)
    if isinstance(known, checkpoint.Key):
        _keep_verifier(home / installation_files.VERIFIER_FILE, known.verifier)
    return known


def _new_key() -> checkpoint.Key:
    """A key under the name that the ledger is to have. Raises BadKey for no name."""
    return checkpoint.generate(settings.ORIGIN.value)


def known_key(home: pathlib.Path) -> checkpoint.Key | Refused:
    """The key that is there."""
    path = home / installation_files.KEY_FILE
    if not path.exists():
        return findings.refused(usage.KEY_GONE, "home", value=path)
    text = path.read_text("utf-8", errors="replace").strip()
    if not text:
        return findings.refused(
            usage.BAD_KEY, "home", value=path, reason="the file is empty"
        )
    try:
        return checkpoint.read_key(text)
    except checkpoint.BadKey as bad:
        return findings.refused(usage.BAD_KEY, "home", value=path, reason=bad)


def _keep_verifier(path: pathlib.Path, verifier: checkpoint.Verifier) -> None:
    """Write the public half of the key, unless it is there as it must be."""
    text = f"{verifier.text}\n".encode()
    if not path.exists() or path.read_bytes() != text:
        whole_file.write(path, text, private=True)
