"""The time limits and calendars of the law pack, and builders of cases, used by all tests
of this folder.
"""

import datetime
import functools
import tomllib
from importlib import resources

from openkeden.base import time_limits, working_time
from openkeden.base.cases import Event
from openkeden.clearance import events
from openkeden.clearance.declaration_case import DeclarationCase

ASTANA = datetime.timezone(datetime.timedelta(hours=5))

#: A Thursday, in the middle of the working day.
NOON = datetime.datetime(2026, 4, 2, 12, tzinfo=ASTANA)


def _table(*path):
    return tomllib.loads(
        resources.files("openkeden.law").joinpath(*path).read_text("utf-8")
    )


@functools.cache
def limits():
    table = _table("eaeu", "deadlines.toml")
    return time_limits.from_rows(table["terms"], table["grounds"])


@functools.cache
def calendars():
    return working_time.calendars(_table("kz", "calendar.toml"))


@functools.cache
def office(name="default"):
    return time_limits.Office(calendars()[name], limits())


ROLE_OF = {
    "chief": "B. Chief",
    "inspector": "A. Inspector",
    "declarant": "Trader",
    "treasury": "Treasury",
}


#: What the second inspector does, so that nobody has inspection and release in hand.
SECOND = {"release", "release_items", "release_on_security", "close_check"}


def event(action, role, at=NOON, actor="", device="", **args):
    usual = ROLE_OF.get(role, "openkeden")
    if role == "inspector" and action in SECOND:
        usual = "B. Inspector"
    return Event(action, role, actor or usual, at, args, device)


def must(case, *happened):
    """The case after the events; fails with the rule where one is refused."""
    return events.replay(case, happened, office())


def filed(items=(1, 2), at=NOON):
    return must(
        DeclarationCase(reference="A-1"),
        event("file", "declarant", at, digest="d1", items=items),
    )


def registered(payable=0, items=(1, 2), at=NOON):
    return must(
        filed(items, at),
        event("register", "system", at, number="57505/020426/0000001", payable=payable),
    )


def selected(lane, payable=0, items=(1, 2), at=NOON):
    return must(
        registered(payable, items, at),
        event("select_lane", "system", at, lane=lane),
    )


def asked(payable=0, documents=("04021", "03011"), items=(1, 2)):
    return must(
        selected("yellow", payable, items),
        event("ask_documents", "system", documents=documents),
    )


def under_check(payable=0, items=(1, 2)):
    return must(
        asked(payable, items=items),
        event("supply_documents", "declarant", documents=("04021", "03011")),
    )


def inspection(payable=0):
    return must(selected("red", payable), event("order_inspection", "system"))


def inspected(result="conforms", payable=0):
    return must(
        inspection(payable),
        event("report_inspection", "inspector", act="act 7", result=result),
    )


def paid(case, amount):
    return must(
        case,
        event("confirm_payment", "treasury", case.at, amount=amount, document="order 5"),
    )
