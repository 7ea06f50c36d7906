"""Figures known of goods: how they are written, and the codes that they leave."""

import pytest

from openkeden.base.findings import Refused
from openkeden.classification.questions import known_figures
from openkeden.classification.questions.known_figures import KnownFigures
from openkeden.tariff.distinctions import Figure
from tests.classification.tariff_tree import tree

UNITS = {
    "engine": {"cm3"},
    "net_weight": {"kg", "g"},
    "fat": {"%"},
    "alcohol": {"%", "%vol"},
}


def _known(**attributes: str) -> KnownFigures:
    read = known_figures.read(attributes, UNITS)
    assert isinstance(read, KnownFigures)
    return read


@pytest.mark.parametrize(
    ("attribute", "rule"),
    [
        (("colour", "1"), "C.43"),
        (("engine_kg", "1"), "C.43"),
        (("net_weight", "2"), "C.44"),
        (("fat", "much"), "C.45"),
        (("fat", "-1"), "C.45"),
    ],
)
def test_c_43_44_45_a_figure_that_cannot_be_read_is_told(
    attribute: tuple[str, str], rule: str
) -> None:
    refused = known_figures.read(dict([attribute]), UNITS)
    assert isinstance(refused, Refused)
    assert [finding.rule for finding in refused.findings] == [rule]


def test_all_that_is_wrong_is_told_at_once() -> None:
    refused = known_figures.read({"colour": "1", "net_weight": "2", "fat": "x"}, UNITS)
    assert isinstance(refused, Refused)
    assert [finding.rule for finding in refused.findings] == ["C.43", "C.44", "C.45"]


@pytest.mark.parametrize(
    ("number", "fits"), [("1.5", False), ("1.500001", True), ("27", True), ("27,1", False)]
)
def test_a_bound_counts_as_its_sign_says(number: str, fits: bool) -> None:
    (fat,) = _known(fat=number).figures
    assert fat.fits(Figure("fat", ">1.5", "<=27", "%")) is fits


def test_units_are_turned_into_each_other_exactly() -> None:
    (weight,) = _known(net_weight_g="2500").figures
    assert weight.fits(Figure("net_weight", "", "<=2.5", "kg")) is True
    assert weight.fits(Figure("net_weight", ">2.5", "", "kg")) is False
    assert weight.fits(Figure("net_weight", "", "<=2", "l")) is None


def test_an_engine_leaves_the_lines_of_its_size() -> None:
    lines = tree().under("870322")
    assert _known(engine="1500").leave(lines, tree()) == list(lines)
    assert _known(engine_cm3="1501").leave(lines, tree()) == []


def test_what_is_within_a_named_span_is_none_of_the_others() -> None:
    lines = tree().under("040210")
    left = _known(net_weight_kg="1").leave(lines, tree())
    assert left == ["0402101100", "0402109100"]
    left = _known(net_weight_kg="3").leave(lines, tree())
    assert left == ["0402101900", "0402109900"]


def test_goods_with_figures_of_their_own_are_not_taken_for_the_others() -> None:
    left = _known(engine="2000").leave(tree().under("870323"), tree())
    assert "8703231100" in left
    assert "8703231981" in left
    assert "8703231940" not in left
