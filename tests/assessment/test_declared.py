"""What box 45 says beside what the assessment comes to."""

from openkeden.assessment import assess, plans
from openkeden.assessment.notices import differences
from openkeden.filing import validation
from tests import support


def _found(value: str) -> list[tuple[str, str]]:
    filing = support.filing(items=(support.item(customs_value=value),))
    checked = validation.validate(
        filing, bytes(32), support.edition(), support.exchange()
    ).declaration
    assert checked is not None
    assessed = assess.assess(checked, plans.Plan(support.edition(), support.exchange()))
    return [
        (found.path, found.args["assessed"]) for found in differences(checked, assessed)
    ]


def test_V45_1() -> None:
    assert _found("4750900.01") == [("items[0].customs_value", "4750900.00")]
    assert _found("4750900.00") == []
    assert _found("") == []
