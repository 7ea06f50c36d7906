"""A service with declarations in several states, and a key of every kind for each firm."""

import datetime
import functools
import itertools
import re
from collections.abc import Mapping
from typing import Any

from openkeden.api import interface, routes
from openkeden.flow import clock
from openkeden.flow.access import keys
from openkeden.flow.access.callers import SCOPES
from openkeden.flow.access.key_book import KeyBook
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.money import deposits
from openkeden.flow.people import register
from openkeden.flow.recording import By
from tests import founded
from tests.api.http import Client, Got
from tests.api.own_cases import quoted

DAY = datetime.timedelta(days=1)

#: The people who have keys, by whose they are.
HOLDERS = {"own": "trader-1", "other": "trader-2"}

#: Keys that are none.
DEAD = ("unknown", "expired", "revoked", "ended")

PDF = b"%PDF-1.7\n" + bytes(100)


def issued(at: Installation, person: str, scopes: Any, days: int = 30) -> str:
    """A key that lasts so many days from today; one of yesterday where they are negative."""
    now = clock.now() + min(days, 0) * DAY
    wanted = keys.WantedKey(
        person=person,
        scopes=tuple(scopes),
        until=at.local(clock.now()).date() + days * DAY,
        label="till",
    )
    made = keys.issue(wanted, By(person, now, "entered by hand"), at)
    assert isinstance(made, keys.IssuedKey), made
    return made.secret


class House:
    """The service, its keys and its declarations."""

    def __init__(self, at: Installation) -> None:
        self.at = at
        self.book = KeyBook(at, fresh=0)
        quoted(at)
        self.keys = self._keys()
        self.cases = self._cases()

    @functools.cached_property
    def application(self) -> interface.Application:
        return interface.Application(self.at, routes.ROUTES, self.book.authenticate)

    def ask(self, route: Any, key: str, state: str, **more: str) -> Got:
        """Ask a route with the key of this name about the declaration in a state."""
        client = Client(self.application, self.keys[key])
        path = self.path(route, state, **more)
        if route.method == "GET":
            return client.ask("GET", path, base=route.base)
        body, media_type = self._body(route, state)
        return client.ask("POST", path, body, content_type=media_type)

    def act(self, route: Any, key: str, state: str, action: str, **headers: str) -> Got:
        """Do an action on the declaration in a state."""
        path = self.path(route, state, action=action)
        return Client(self.application, self.keys[key]).post(path, {}, **headers)

    def path(self, route: Any, state: str, **more: str) -> str:
        """The address of a route about the declaration in a state."""
        known = self.cases[state]
        office, day, serial = known.row.registration.split("/")
        values = {
            "office": office,
            "day": day,
            "serial": serial,
            "version": "1",
            "entry": str(known.row.latest),
            "action": "withdraw",
            "sha256": "0" * 64,
        }
        named = values | more
        path = _PARAMETER.sub(lambda one: named.get(one[1], "x"), route.path)
        if route.path.startswith("/account"):
            path += f"?payer={founded.PAYER}"
        if path.endswith("/papers") and route.method == "POST":
            path += "?kind=04021&name=a.pdf"
        return path

    def _body(self, route: Any, state: str) -> tuple[bytes, str]:
        if route.path.endswith("/papers"):
            return PDF, "application/pdf"
        if route.takes is not None:
            return b"{}", "application/json"
        filing = founded.shirts(f"N-{next(_NUMBERS)}")
        return founded.lines(filing), "application/json"

    def _keys(self) -> Mapping[str, str]:
        at = self.at
        founded.appoint(at, "trader-3", "declarant", founded.PAYER)
        made = {"none": "", "unknown": "kdn_live_" + "a" * 43}
        made["expired"] = issued(at, "trader-1", SCOPES, days=-1)
        made["revoked"] = issued(at, "trader-1", SCOPES)
        made["ended"] = issued(at, "trader-3", SCOPES)
        for whose, person in HOLDERS.items():
            made[f"{whose} all"] = issued(at, person, SCOPES)
            for scope in SCOPES:
                made[f"{whose} {scope}"] = issued(at, person, [scope])
        gone = keys.revoke(made["revoked"][9:17], "lost", By("trader-1", clock.now()), at)
        assert not isinstance(gone, tuple)
        by = ("admin-1", clock.now(), at)
        ended = register.end("trader-3", "declarant", None, "ORDER-9", *by)
        assert len(ended) == 1, ended
        return made

    def _cases(self) -> Mapping[str, KnownCase]:
        """A declaration of `founded.PAYER` in each of several states."""
        made = {"released": self._paid(self._lodged(founded.shirts("S-released")))}
        made["awaiting_payment"] = self._lodged(founded.shirts("S-awaiting_payment"))
        for state, steps in _STEPS.items():
            made[state] = self._lodged(founded.shoes(f"S-{state}"))
            for action, role, args in steps:
                made[state] = self._act(made[state], action, role, args)
        other = founded.of(founded.OTHER, founded.shoes("O-1"))
        #: The one declaration of another firm.
        self.others = self._lodged(other).row.registration
        for state, known in made.items():
            assert known.row.state == state, (state, known.row.state)
        return made

    def _paid(self, known: KnownCase) -> KnownCase:
        """A declaration after just what it needs is paid."""
        document = founded.order(known.case.payable, founded.PAYER, "advance", "PO-1")
        made = deposits.deposit(document, "treasury-1", clock.now(), self.at)
        assert isinstance(made, deposits.Deposited), made
        return self._known(known.row.registration)

    def _lodged(self, filing: Any) -> KnownCase:
        answer = founded.lodge_one(self.at, filing, moment=clock.now())
        return self._known(answer.registration)

    def _known(self, registration: str) -> KnownCase:
        known = actions.look_up(registration, self.at)
        assert isinstance(known, KnownCase), known
        return known

    def _act(self, known: KnownCase, action: str, role: str, args: Any) -> KnownCase:
        if action == "supply_documents":
            args = {"documents": known.case.documents}
        done = actions.act(
            known.row.registration,
            action,
            role,
            founded.BY_ROLE[role],
            clock.now(),
            self.at,
            args,
        )
        assert isinstance(done, KnownCase), done
        return done


_SUPPLIED = ("supply_documents", "declarant", {})
#: What brings a declaration whose documents are asked for into a state.
_STEPS: Mapping[str, Any] = {
    "documents_asked": (),
    "under_check": (_SUPPLIED,),
    "amendment_demanded": (_SUPPLIED, ("demand_amendment", "inspector", {"reason": "x"})),
    "inspection_ordered": (_SUPPLIED, ("order_inspection", "inspector", {})),
    "withdrawn": (("withdraw", "declarant", {}),),
}
_NUMBERS = itertools.count(1)

_PARAMETER = re.compile(r"\{(\w+)[.]*\}")
