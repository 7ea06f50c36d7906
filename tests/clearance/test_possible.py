"""Possible actions: what cannot be done now is not listed; that what can be done is listed,
random walks hold (`test_walks`).
"""

import datetime

from openkeden.clearance import possible
from tests.clearance import law
from tests.clearance.law import NOON, event, must, paid


def listed(case, at=NOON) -> dict[str, tuple[str, ...]]:
    return dict(possible.of(case, at, law.office()))


def unpaid():
    return must(
        law.selected("green", 100),
        event("demand_payment", "system"),
    )


def test_release_is_listed_only_where_all_is_paid():
    assert "release" not in listed(unpaid()).get("inspector", ())
    assert "confirm_payment" in listed(unpaid())["treasury"]
    whole = paid(unpaid(), 100)
    assert "release" in listed(whole)["inspector"]
    assert "confirm_payment" not in listed(whole)["treasury"]


def test_release_is_not_listed_while_documents_are_missing():
    case = must(law.asked(), event("supply_documents", "declarant", documents=("04021",)))
    assert "release" not in listed(case)["inspector"]
    case = must(case, event("supply_documents", "declarant", documents=("03011",)))
    assert "release" in listed(case)["inspector"]


def test_what_is_too_late_is_not_listed():
    asked = law.asked()
    assert "supply_documents" in listed(asked)["declarant"]
    late = asked.due + datetime.timedelta(minutes=1)
    assert "supply_documents" not in listed(asked, late)["declarant"]


def test_an_amendment_is_listed_only_while_the_law_lets_it():
    assert "amend" in listed(unpaid())["declarant"]
    again = must(unpaid(), event("ask_documents", "inspector", documents=("04021",)))
    assert "amend" not in listed(again)["declarant"]


def test_a_confirmation_is_listed_only_once_it_is_proposed():
    asked = law.asked()
    assert "chief" not in {
        role for role, names in listed(asked).items() if "confirm_waiver" in names
    }
    proposed = must(
        asked, event("propose_waiver", "inspector", device="PC-1", reason="known")
    )
    assert "confirm_waiver" in listed(proposed)["chief"]


def test_a_single_line_is_not_released_in_parts():
    one = must(
        law.asked(items=(1,)),
        event("supply_documents", "declarant", documents=("04021", "03011")),
    )
    assert "release_items" not in listed(one)["inspector"]


def test_the_system_is_nobody_who_is_told():
    assert "system" not in listed(unpaid())
