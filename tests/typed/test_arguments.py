"""Arguments of commands beside declarations and `duty`, as people write them."""

import pytest

from openkeden.base.findings import Refused
from openkeden.cli import deposit, show
from openkeden.flow.pricing import admissibility
from tests import support

AMOUNTS = {
    "5000000": 500_000_000,
    "5 000 000": 500_000_000,
    "5\u00a0000\u00a0000,50": 500_000_050,
    "5,000,000.5": 500_000_050,
    "5'000": 500_000,
}


@pytest.mark.parametrize("text", AMOUNTS)
def test_an_amount(text: str) -> None:
    assert deposit.minor_units(text, "amount") == AMOUNTS[text]


@pytest.mark.parametrize("text", ["5,000", "5e6", "-5", "five", ""])
def test_no_amount(text: str) -> None:
    with pytest.raises(show.UserError):
        deposit.minor_units(text, "amount")


@pytest.mark.parametrize("code", ["2710 12 410 0", "2710.12.4100", " 2710124100"])
def test_a_code_of_goods_that_may_move(code: str) -> None:
    question = admissibility.Question(code=code, direction="EX")
    lot = admissibility.lot_of(support.pack(), question)
    assert not isinstance(lot, Refused)
    assert lot.code == "2710124100"
