"""Questions about interest: of a deferral between two days, or of temporary admission for
some months. No database.
"""

import datetime
from collections.abc import Iterator

import msgspec

from openkeden.assessment import interest
from openkeden.base import findings, interest_usage, money
from openkeden.base.findings import Finding, Refused
from openkeden.base.validity import Provision
from openkeden.base.working_time import DAY
from openkeden.lawpack.pack import Pack

DAYS_OF_YEAR = "interest.days_of_year"
PERCENT_A_MONTH = "temporary_admission.percent_a_month"
REFINANCING = "refinancing_rate"


class InterestOwed(msgspec.Struct, frozen=True, kw_only=True):
    """What a payment in parts or later costs, in minor units."""

    #: The amount that it is taken of.
    amount: int

    #: What is owed.
    owed: int

    #: The national currency.
    currency: str

    #: The row of law that says how it is computed.
    rule: Provision

    #: The days of a deferral by their rate.
    periods: tuple[interest.RatePeriod, ...] = ()

    #: The months of temporary admission, also begun.
    months: int = 0


class Deferral(msgspec.Struct, frozen=True):
    """A question about an amount that was deferred at release."""

    #: The amount, as decimal text.
    amount: str

    #: The day of release.
    released: datetime.date

    #: The day of payment.
    paid: datetime.date

    #: The rate in percent a year, as decimal text; empty: the rates that are held.
    rate: str = ""


def of_deferral(pack: Pack, asked: Deferral) -> InterestOwed | Refused:
    """The interest on a deferred amount, from the day after release to the day of payment."""
    deferred = _number(asked.amount, money.MINOR_DIGITS)
    rule = row(pack, DAYS_OF_YEAR, asked.paid)
    held = _periods(pack, asked)
    wrong = [] if deferred else [_no_number("amount", asked.amount, "500000.00")]
    if rule is None:
        wrong.append(_no_rule("paid", asked.paid, DAYS_OF_YEAR))
    if asked.paid < asked.released:
        told = {"value": asked.paid, "released": asked.released}
        wrong.append(findings.of(interest_usage.PAID_BEFORE, "paid", **told))
    elif held is None:
        wrong.append(_no_number("rate", asked.rate, "18"))
    else:
        wrong += _without_rate(asked, held)
    if wrong or rule is None or deferred is None or held is None:
        return Refused(tuple(wrong))
    return InterestOwed(
        amount=deferred,
        owed=interest.deferral(deferred, held, int(rule.value)),
        currency=pack.sources.manifest.currency,
        rule=rule,
        periods=held,
    )


def of_admission(
    pack: Pack, amount: str, months: str, on: datetime.date
) -> InterestOwed | Refused:
    """What temporary admission from a day costs for some months, of the duty and taxes that
    release for consumption would owe on that day.
    """
    whole = _number(amount, money.MINOR_DIGITS)
    owed = admission(pack, whole or 0, months, on)
    if whole:
        return owed
    others = owed.findings if isinstance(owed, Refused) else ()
    return Refused((_no_number("amount", amount, "500000.00"), *others))


def admission(
    pack: Pack, whole: int, months: str, on: datetime.date
) -> InterestOwed | Refused:
    """As `of_admission`, of duty and taxes in minor units."""
    begun, rule = _number(months, 0), row(pack, PERCENT_A_MONTH, on)
    wrong = [] if begun else [_no_number("months", months, "7")]
    wrong += [] if rule else [_no_rule("on", on, PERCENT_A_MONTH)]
    if rule is None or begun is None:
        return Refused(tuple(wrong))
    percent = money.parse(rule.value, money.QUANTITY_DIGITS)
    return InterestOwed(
        amount=whole,
        owed=interest.admission(whole, percent, begun),
        currency=pack.sources.manifest.currency,
        rule=rule,
        months=begun,
    )


def _number(text: str, decimals: int) -> int | None:
    """A number above zero as an integer; None where the text is not one."""
    try:
        number = money.parse(text, decimals)
    except ValueError:
        return None
    return number if number > 0 else None


def row(pack: Pack, key: str, day: datetime.date) -> Provision | None:
    """The row of a single value of law on a day."""
    rows = [row for row in _rows(pack, key) if row.holds(day)]
    return rows[0] if rows else None


def _rows(pack: Pack, key: str) -> list[Provision]:
    return [one.row for one in pack.sources.parameters if one.key == key]


def _periods(pack: Pack, asked: Deferral) -> tuple[interest.RatePeriod, ...] | None:
    """The days that bear interest by their rate; None where the rate given is none."""
    first = asked.released + DAY
    if not asked.rate:
        return interest.periods(first, asked.paid, _rows(pack, REFINANCING))
    given = _number(asked.rate, money.QUANTITY_DIGITS)
    if given is None:
        return None
    whole = interest.RatePeriod(first, asked.paid, given)
    return (whole,) if whole.days > 0 else ()


def _without_rate(
    asked: Deferral, held: tuple[interest.RatePeriod, ...]
) -> Iterator[Finding]:
    lacking = interest.without_rate(asked.released + DAY, asked.paid, held)
    if lacking is not None:
        first, last = lacking
        yield findings.of(interest_usage.RATE_NOT_HELD, "rate", value=first, last=last)


def _no_number(what: str, value: str, example: str) -> Finding:
    told = {"value": value, "what": what, "example": example}
    return findings.of(interest_usage.NO_NUMBER, what, **told)


def _no_rule(path: str, day: datetime.date, key: str) -> Finding:
    return findings.of(interest_usage.NO_RULE_OF_INTEREST, path, value=day, key=key)
