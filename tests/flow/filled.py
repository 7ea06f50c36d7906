"""A house with facts of every kind, to be tampered with."""

import pathlib

from django.db import connections

from openkeden.classification.advance_rulings import AdvanceRuling
from openkeden.clearance.access_keys import AccessKey
from openkeden.flow import installation, recording
from openkeden.flow.access import keys
from openkeden.flow.classification import ruling_register
from openkeden.flow.law import rates_import
from openkeden.flow.lodging import actions
from openkeden.flow.money import mandates
from openkeden.flow.people import register
from openkeden.flow.risk import model_register
from tests import founded
from tests.flow import test_quota
from tests.risk import tables

RATES = founded.published("07.01.2026", USD="500.25", EUR="600")


def fill(home: pathlib.Path, many: int = 300) -> installation.Installation:
    """Set up a house and do everything in it once; `many` exports beside."""
    at = founded.found(home)
    ended = register.end(
        "inspector-2", "inspector", None, "ORDER-2", "admin-1", founded.MOMENT, at
    )
    assert len(ended) == 1, ended
    founded.pay_in(at)
    founded.pay_in(at, kind="guarantee", payer=founded.OTHER)
    day = founded.MOMENT.date()
    wanted = mandates.asked(founded.OTHER, founded.PAYER, 1, day, day, "P-1")
    giver = mandates.Giver.declarant
    given = mandates.give(wanted, giver, "trader-2", founded.MOMENT, at)
    assert isinstance(given, mandates.MandateGiven), given
    assert isinstance(founded.load_rates(at, RATES), rates_import.Loaded)
    first = founded.lodge_all(
        at,
        founded.shirts("A-1"),
        founded.bad("A-2"),
        founded.of(founded.OTHER, founded.shirts("A-3")),
    )
    asked = founded.lodge_one(at, founded.shoes("A-4"))
    assert first[2].state == "released"
    actions.act(
        "A-4",
        "supply_documents",
        "declarant",
        "trader-1",
        founded.MOMENT,
        at,
        {"documents": asked.documents},
    )
    founded.lodge_all(at, *[founded.lentils(f"B-{number}") for number in range(many)])
    assert isinstance(founded.load_rates(at, test_quota.RATES), rates_import.Loaded)
    test_quota.lodge(at, test_quota.beef("Q-1", 100, 20))
    waiting = founded.lodge_one(at, founded.lentils("C-1"))
    founded.lodge_one(
        at, founded.lentils("C-2", amends=waiting.registration, delivery_place="Other")
    )
    select_by_model(at)
    enter_rulings(at)
    give_keys(at)
    connections["default"].close()
    return at


def select_by_model(at: installation.Installation) -> None:
    """Put a model in force by two people, and let it choose."""
    made = model_register.propose(
        tables.file("m1", {"61": 1_000_000}),
        "m1",
        "champion",
        recording.By("admin-1", founded.MOMENT),
        at,
    )
    assert isinstance(made, model_register.ProposedModel), made
    by = recording.By("chief-1", founded.MOMENT)
    promoted = model_register.promote(made.name, by, at)
    assert promoted == made, promoted
    founded.lodge_one(at, founded.shirts("D-1"))


def give_keys(at: installation.Installation) -> None:
    """Give two keys to a trader, the second in place of the first, which is revoked."""
    by, until = recording.By("trader-1", founded.MOMENT), founded.MOMENT.date()
    wanted = keys.WantedKey(
        person="trader-1", scopes=("file", "read"), until=until, label="warehouse"
    )
    first = keys.issue(wanted, by, at)
    assert isinstance(first, keys.IssuedKey), first
    second = keys.replace(first.key.id, until, by, at)
    assert isinstance(second, keys.IssuedKey), second
    gone = keys.revoke(first.key.id, "lost", by, at)
    assert isinstance(gone, AccessKey), gone


def enter_rulings(at: installation.Installation) -> None:
    """Enter two advance rulings, and withdraw the first."""
    by = recording.By("chief-1", founded.MOMENT)
    day = founded.MOMENT.date()
    for number in ("KZ-1/26", "KZ-2/26"):
        new = ruling_register.NewRuling(
            number=number,
            code="8517130000",
            text="smartphone",
            reasons="note 5 to chapter 85",
            decided="KGD",
            since=day,
            until=day,
            public=True,
        )
        made = ruling_register.enter(new, by, at)
        assert isinstance(made, AdvanceRuling), made
    gone = ruling_register.withdraw("KZ-1/26", "another chapter", by, at)
    assert isinstance(gone, AdvanceRuling), gone
