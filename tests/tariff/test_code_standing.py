"""Where a code stands in the tariff of a day, and every place that says so."""

import datetime

import msgspec
import pytest

from openkeden.flow.pricing import admissibility, persons
from openkeden.flow.pricing.questions import Unpriced
from openkeden.lawpack.imports import tariff_changes
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import lookup
from openkeden.tariff.code_standing import CodeStanding, standing
from openkeden.views import admissibility_view
from tests import support

#: A code, a day, where it stands, and the rule that says so of goods.
STANDING = [
    ("8471300000", "2025-09-20", "not_held", "2025-09-21", "G33.20"),
    ("8471300000", "2025-09-21", "in_force", "", ""),
    ("8471309999", "2025-09-20", "not_held", "2025-09-21", "G33.20"),
    ("8471309999", "2025-09-21", "unknown", "", "G33.2"),
    ("8703800003", "2026-01-21", "later", "2026-01-22", "G33.21"),
    ("8703800003", "2026-01-22", "in_force", "", ""),
    ("8703800002", "2026-01-21", "in_force", "", ""),
    ("8703800002", "2026-01-22", "ended", "", "G33.3"),
    ("9999999999", "2025-01-01", "unknown", "", "G33.2"),
]


@pytest.mark.parametrize(("code", "on", "status", "known", "rule"), STANDING)
def test_a_code_stands_somewhere_on_each_day(code, on, status, known, rule):
    day = datetime.date.fromisoformat(on)
    found = standing(code, support.pack().on(day))
    assert (found.status, str(found.day or "")) == (status, known)
    assert bool(found.successors) == (status == "ended")
    asked = admissibility.Question(code=code, direction="IM", origin="CN")
    told = admissibility.answer(support.pack(), asked, (day,), None)
    (seen,) = admissibility_view.of(told, support.pack().sources.lists).days
    assert (seen.code_status, seen.in_tariff) == (status, status == "in_force")
    assert seen.successors == found.successors
    absent = lookup.look_up(code, support.pack(), day)
    assert getattr(absent, "status", "in_force") == status
    if rule:
        with pytest.raises(Unpriced) as wrong:
            persons.price(
                regime="parcel", code=code, value="100", currency="KZT", net="1", on=day
            )
        assert rule in {finding.rule for finding in wrong.value.findings}


def test_of_a_chapter_that_is_not_held_no_other_code_is_named():
    absent = lookup.look_up("8471", support.pack(), datetime.date(2025, 9, 20))
    assert (absent.status, absent.near) == ("not_held", ())
    assert str(absent.day) == "2025-09-21"


def test_a_line_imported_for_an_earlier_time_does_not_make_its_chapter_whole():
    sources = support.pack().sources
    (row,) = [row for row in sources.tariff if row.code == "8471300000"]
    early = msgspec.structs.replace(
        row, since=datetime.date(2025, 1, 1), until=datetime.date(2025, 9, 20)
    )
    basis = {**sources.imported, (early.code, early.since): BASIS}
    pack = Pack(
        msgspec.structs.replace(sources, tariff=(*sources.tariff, early), imported=basis)
    )
    law = pack.on(datetime.date(2025, 3, 3))
    assert standing("8471300000", law) == CodeStanding("in_force")
    assert standing("8471410000", law).status == "not_held"


BASIS = tariff_changes.ImportedBasis("Example act", "example", "open")
