"""Findings about a commodity code name its goods; what is recorded of them does not."""

import pytest

from openkeden.base.findings import Finding
from openkeden.flow import catalogue
from openkeden.flow.pricing import questions
from openkeden.views import finding_view

CODE = "0702000007"
ENDED = Finding(
    rule="G33.3",
    path="items[0].code",
    box="33",
    args={"value": CODE, "on": "2026-04-02", "successors": "-"},
)
UNIT = Finding(rule="G41.2", path="items[0]", box="41", args={"value": "12", "code": CODE})


@pytest.mark.parametrize(
    ("language", "goods"),
    [
        ("en", "0702000007 (Tomatoes, fresh or chilled)"),
        ("ru", "0702000007 (Томаты свежие или охлажденные)"),
        ("kk", "0702000007 (Қызанақ, жас немесе салқындатылған)"),
    ],
)
@pytest.mark.parametrize("finding", [ENDED, UNIT])
def test_a_code_is_told_with_its_goods(finding, language, goods):
    assert goods in catalogue.text(finding, language).message
    assert goods in questions.catalogue().text(finding, language).message


def test_values_for_programs_stay_codes():
    shown = finding_view.of(ENDED, "ru")
    assert (shown.value, shown.args["value"]) == (CODE, CODE)
    assert ENDED.args["value"] == CODE


def test_what_is_no_commodity_code_is_told_as_it_is():
    for given in ("07020000", "0702x00007", "7700000000"):
        finding = Finding(
            rule="G33.1", path="items[0].code", box="33", args={"value": given}
        )
        said = catalogue.text(finding, "en").message
        assert said.startswith(f"{given} is")
    elsewhere = Finding(
        rule="G41.3", path="", box="41", args={"value": CODE, "code": "", "unit": "pc"}
    )
    assert "Tomatoes" not in catalogue.text(elsewhere, "en").message
