"""The cost of a byte: it does not grow with the size of what is sent, for any reader and any
input made to hurt. Here up to 1 MB; `make prove` goes on to 10 MB.
"""

import pytest

from prove import growth


@pytest.mark.parametrize("case", growth.CASES, ids=[case.name for case in growth.CASES])
def test_a_byte_costs_the_same_at_every_size(case: growth.Case) -> None:
    case.read(case.make(100))
    assert growth.dearer(case, 1_000_000) == ""


def test_a_cost_that_grows_is_told(monkeypatch) -> None:
    monkeypatch.setattr(growth, "UNTOLD", 0.001)

    def quadratic(body: bytes) -> int:
        return sum([number * number for number in range(len(body) ** 2 // 4000)])

    case = growth.Case("squares", quadratic, lambda size: b"x" * size)
    assert "squares: " in growth.dearer(case, 100_000)
