"""Regimes, single rates and goods of persons, for the tests of what they owe."""

import datetime

import msgspec
from hypothesis import strategies as st

from openkeden.assessment import plans
from openkeden.base.validity import Provision
from openkeden.tariff import conditions, duty
from openkeden.tariff.edition import ChargeRate, Regime
from openkeden.tariff.lot import Lot
from tests import support
from tests.tariff import expressions

HEAD = 10**6

#: The limits of most tests: EUR 200 at 520.00 tenge, in tiyn, and 31 kg, in millionths.
FREE_VALUE, FREE_MASS = 200 * 520_00, 31 * HEAD

CODE = "8703239083"
ROW = Provision(
    id="home:regime/test@2026-01-01",
    value="",
    since=datetime.date(2026, 1, 1),
    act="test act",
    source="-",
)

values = st.integers(0, 10**12) | st.integers(FREE_VALUE - 3, FREE_VALUE + 3)
masses = st.integers(0, 10**10) | st.integers(FREE_MASS - 3, FREE_MASS + 3)


def regime(
    base: str = "excess", rate: str = "15% min 2 EUR/kg", **changes: object
) -> Regime:
    """A regime with the limits of a parcel and what a test changes."""
    fields: dict[str, object] = {
        "free_value": duty.parse("200 EUR"),
        "free_mass": FREE_MASS,
    }
    return Regime(
        code="test",
        base=base,
        row=ROW,
        rate=duty.parse(rate) if rate else None,
        **(fields | changes),
    )


def single(rate: str, when: str = "", mask: str = "8703", **needs: str) -> ChargeRate:
    """A row of single rates; `when` has its conditions with semicolons between."""
    row = support.replace(ROW, id=f"home:single_rate/{rate}", value=rate)
    made = [conditions.parse(text) for text in when.split(";") if text]
    made += [conditions.AttributeCondition(name, asked) for name, asked in needs.items()]
    return ChargeRate(
        charge="single_rate", mask=mask, rate=duty.parse(rate), row=row, when=tuple(made)
    )


def plan(*singles: ChargeRate, vat: str = "16%") -> plans.Plan:
    """The law of a day with these single rates and one rate of VAT; the euro is at 520.00."""
    general = ChargeRate(
        charge="vat", mask="", rate=duty.parse(vat), row=support.replace(ROW, id="home:vat")
    )
    law = msgspec.structs.replace(
        support.edition(),
        lines={},
        measures=(),
        charge_rates={"single_rate": singles, "vat": (general,)},
    )
    return plans.Plan(law, expressions.exchange())


PLAN = plan()


def goods(
    value: int, mass: int = 0, /, code: str = CODE, **more: object
) -> tuple[Lot, int]:
    """Goods of a value in tiyn and a mass in millionths; other quantities by unit,
    `attributes` as they are.
    """
    attributes = more.pop("attributes", {})
    return Lot(code, attributes=attributes, quantities={"kg": mass, **more}), value
