"""A generated world: repeatable, and its truth is what it says."""

import hashlib

import msgspec
import pytest
from msgspec import structs

from openkeden.base import codes
from openkeden.world import mechanism, trial
from openkeden.world.lines import WorldLine
from openkeden.world.powers import MILLION
from tests.world.worlds import MONDAY, SMALL, small


@pytest.fixture(scope="module")
def lines() -> list[WorldLine]:
    """Lines without a scheme, drift or anybody who learns."""
    world = small(per_week=20_000, drawn=structs.replace(SMALL, importers=600))
    return world.week()


def test_the_same_seed_gives_the_same_bytes_on_every_machine() -> None:
    world = small(scheme_week=1)
    drawn = [*world.week(), *world.week()]
    digest = hashlib.sha256(msgspec.json.encode(drawn)).hexdigest()
    assert digest == "d911d3bf28cd15426e4ac491ce4336d4346b5fbe47d136d1871bb86c099fd915"
    assert msgspec.json.encode(small(seed=2).week()) != msgspec.json.encode(drawn[:200])


def test_lines_have_numbers_that_their_traders_may_have(lines: list[WorldLine]) -> None:
    for line in lines[:500]:
        assert codes.is_bin(line.declared.trader)
        assert codes.is_bin(line.declared.agent)
        assert line.declared.trader != line.declared.agent
        assert 0 <= (line.declared.day - MONDAY).days < 5


def test_items_of_a_declaration_are_numbered(lines: list[WorldLine]) -> None:
    keys = [line.declared.key for line in lines]
    assert len(set(keys)) == len(keys)
    several = [line for line in lines if line.declared.item == 2]
    assert len(several) > len(lines) // 10


@pytest.mark.parametrize("known", ["probability", "best"])
def test_probabilities_are_those_of_offences(lines: list[WorldLine], known: str) -> None:
    """By fifths of the lines, from low to high: as many offences as probabilities say."""
    ordered = sorted(lines, key=lambda line: getattr(line.truth, known))
    fifth = len(lines) // 5
    for first in range(0, len(lines), fifth):
        part = ordered[first : first + fifth]
        said = sum([getattr(line.truth, known) for line in part]) / MILLION
        found = sum([line.truth.illicit for line in part])
        assert abs(found - said) < 4 * said**0.5 + 2


def test_expected_revenue_is_what_comes(lines: list[WorldLine]) -> None:
    """In proportion to the charges, which have no heavy tail then."""
    said = sum([line.truth.best_revenue / (line.declared.charges or 1) for line in lines])
    came = sum([line.truth.revenue / (line.declared.charges or 1) for line in lines])
    assert abs(came - said) < 0.06 * said


def test_every_kind_of_offence_is_met_and_shows_as_it_should(
    lines: list[WorldLine],
) -> None:
    kinds = {line.truth.offence for line in lines}
    named = {"undervaluation", "misclassification", "origin", "quantity", "other", ""}
    assert kinds == named
    for line in lines:
        false_code = line.truth.offence == "misclassification"
        false_origin = line.truth.offence == "origin"
        assert bool(line.truth.true_code) == false_code
        assert bool(line.truth.true_origin) == false_origin
        assert line.truth.true_origin != line.declared.origin
        assert (line.truth.revenue > 0) == line.truth.illicit


def test_what_shows_tells_more_than_parties_and_goods(lines: list[WorldLine]) -> None:
    def caught(known: str) -> int:
        ordered = sorted(lines, key=lambda line: -getattr(line.truth, known))
        return trial.caught(ordered[: len(lines) // 10]).offences

    assert caught("best") > 1.1 * caught("probability")


def test_a_new_scheme_begins_in_its_week() -> None:
    world = small(per_week=400, scheme_week=1)
    before, after = world.week(), world.week()
    assert not any(line.truth.scheme for line in before)
    moved = [line for line in after if line.truth.scheme]
    assert len(moved) > 10
    assert all(line.truth.probability >= 250_000 for line in moved)


def test_those_who_were_found_out_take_care_or_flee() -> None:
    world = small(drawn=structs.replace(SMALL, flees_ppm=MILLION))
    line = world.week()[0]
    people, truth = world.people, line.truth
    risk, serial = people.route_risk[truth.route], people.serial[truth.importer]
    world.found([line])
    assert people.route_risk[truth.route] == risk - SMALL.learnt
    assert people.serial[truth.importer] != serial


def test_routes_drift_and_firms_take_new_numbers() -> None:
    world = small(drawn=structs.replace(SMALL, renamed_ppm=500_000))
    world.week()
    risks, serials = list(world.people.route_risk), list(world.people.serial)
    world.week()
    assert world.people.route_risk != risks
    pairs = zip(world.people.serial, serials, strict=True)
    renamed = sum([one != other for one, other in pairs])
    assert 40 < renamed < 80


def test_the_simple_mechanism_shows_offences_in_values_alone() -> None:
    world = small(per_week=2_000, drawn=mechanism.simple(SMALL))
    kinds = {line.truth.offence for line in world.week()}
    assert kinds <= {"undervaluation", "misclassification", "other", ""}
    assert {line.declared.item for line in small().week()} > {1}
