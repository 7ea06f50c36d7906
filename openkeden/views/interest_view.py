"""Interest as programs see it: what a payment in parts or later costs."""

import datetime
import decimal

import msgspec

from openkeden.assessment.interest import RatePeriod
from openkeden.base import money
from openkeden.flow.pricing.interest_questions import InterestOwed
from openkeden.views import amounts, plain_view, row_view


class RatePeriodView(msgspec.Struct, frozen=True, kw_only=True):
    """Days that bear interest at one rate."""

    #: The first day.
    first: datetime.date

    #: The last day.
    last: datetime.date

    #: How many they are.
    days: int

    #: The rate in percent a year, as decimal text.
    rate: str

    #: The row of law; None where the rate was given with the question.
    law: row_view.RowView | None


class InterestView(plain_view.PlainView, frozen=True, kw_only=True):
    """What is owed for paying in parts or later; money is in national currency."""

    #: The amount that it is taken of.
    amount: decimal.Decimal

    #: What is owed.
    owed: decimal.Decimal

    #: The national currency.
    currency: str

    #: The days of a deferral by their rate; none for temporary admission.
    periods: tuple[RatePeriodView, ...]

    #: The months of temporary admission, also begun; zero for a deferral.
    months: int

    #: The row of law that says how it is computed.
    law: row_view.RowView


def of(owed: InterestOwed, language: str) -> InterestView:
    """The view of what is owed."""
    return InterestView(
        amount=amounts.exact(owed.amount),
        owed=amounts.exact(owed.owed),
        currency=owed.currency,
        periods=tuple([_period(period, language) for period in owed.periods]),
        months=owed.months,
        law=row_view.of(owed.rule, language),
    )


def _period(period: RatePeriod, language: str) -> RatePeriodView:
    row = period.row
    return RatePeriodView(
        first=period.first,
        last=period.last,
        days=period.days,
        rate=money.short(period.rate, money.QUANTITY_DIGITS),
        law=None if row is None else row_view.of(row, language),
    )
