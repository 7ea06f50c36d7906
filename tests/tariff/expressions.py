"""Expressions, facts and an independent evaluation by fractions, for the tests of the duty
algebra.
"""

import datetime
from fractions import Fraction

from hypothesis import strategies as st

from openkeden.base.rates import Quote, Rates
from openkeden.tariff import duty

DAY = datetime.date(2026, 4, 2)
INDICES = {"MCI": 432500}
UNITS = ("kg", "l", "pc", "cm3", "pair", "l100", "kg[drained]")


def exchange(on: datetime.date = DAY) -> Rates:
    """EUR 1 = 520 KZT, USD 1 = 478.1234 KZT, 100 UZS = 3.93 KZT."""
    quotes = [
        Quote("EUR", 1, 52000, 2, on, "NBK"),
        Quote("USD", 1, 4781234, 4, on, "NBK"),
        Quote("UZS", 100, 393, 2, on, "NBK"),
    ]
    return Rates(on, "KZT", {quote.currency: quote for quote in quotes}, 10, 50_000)


def _percent(numbers: tuple[int, int]) -> duty.Percent:
    whole, over = numbers
    return duty.parse(f"{whole} 1/{over}%")  # type: ignore[return-value]


currencies = st.sampled_from(["EUR", "USD", "KZT", "UZS"])
amounts = st.integers(0, 10**15)
percents = st.builds(duty.Percent, st.integers(0, 10**9)) | st.builds(
    _percent, st.tuples(st.integers(0, 99), st.integers(2, 13))
)
specifics = st.builds(
    lambda amount, currency, per, measure: duty.Specific(
        amount,
        currency,
        per,
        measure.partition("[")[0],
        measure.partition("[")[2].rstrip("]"),
    ),
    amounts,
    currencies,
    st.sampled_from([1, 12, 100, 144, 1000]),
    st.sampled_from(UNITS),
)
fixed = st.builds(duty.Fixed, amounts, currencies | st.just("MCI"))
terms = percents | specifics | fixed | st.sampled_from([duty.Free(), duty.Exempt()])


def _grown(inner: st.SearchStrategy[duty.Expression]) -> st.SearchStrategy[duty.Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return (
        st.builds(duty.Sum, several)
        | st.builds(duty.Lower, several)
        | st.builds(duty.Floor, inner, inner)
        | st.builds(duty.Cap, inner, inner)
    )


#: Expressions that grow, or stay, with the value and every quantity.
monotone = st.recursive(terms, _grown, max_leaves=6)


def _with_outside(
    inner: st.SearchStrategy[duty.Expression],
) -> st.SearchStrategy[duty.Expression]:
    days = st.dates(datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)).map(
        lambda day: day.month * 100 + day.day
    )
    windows = st.lists(st.tuples(days, days), min_size=1, max_size=2).map(tuple)
    phrases = st.sampled_from(["case", "under bond", "33 days of non-use"])
    codes = st.lists(
        st.sampled_from(["2009", "3(e)", "9822.04.01-9822.04.03"]), max_size=2
    ).map(tuple)
    programmes = st.lists(
        st.sampled_from(["A", "A*", "S+", "AU"]), min_size=1, max_size=3
    ).map(tuple)
    periods = st.lists(st.builds(duty.Period, inner, windows), min_size=1, max_size=2).map(
        tuple
    )
    claims = st.lists(
        st.builds(duty.ProgrammeClaim, inner, programmes), min_size=1, max_size=2
    ).map(tuple)
    return (
        _grown(inner)
        | st.builds(duty.Difference, inner, inner)
        | st.builds(duty.On, inner, phrases)
        | st.builds(duty.Conditional, inner, phrases, codes)
        | st.builds(duty.Seasonal, periods)
        | st.builds(duty.Programmes, claims)
        | st.builds(duty.Reference, phrases, codes)
        | st.builds(duty.Table, st.sampled_from(["EA", "ADSZ", "ENTRY_PRICE"]))
    )


#: Expressions of every kind of node.
anything = st.recursive(terms, _with_outside, max_leaves=8)

values = st.integers(0, 10**14)
quantities = st.fixed_dictionaries({unit: st.integers(0, 10**13) for unit in UNITS})


def _worth(currency: str, rates: Rates) -> Fraction:
    if currency in INDICES:
        return Fraction(INDICES[currency])
    quote = rates.quotes.get(currency)
    return (
        Fraction(100)
        if quote is None
        else Fraction(quote.value * 100, quote.nominal * 10**quote.decimals)
    )


def oracle(
    expression: duty.Expression, value: int, given: dict[str, int], rates: Rates
) -> Fraction:
    """The exact duty in minor national units, written from the definitions."""
    inner = [oracle(part, value, given, rates) for part in duty.parts(expression)]
    match expression:
        case duty.Percent(rate, over):
            return Fraction(value) * Fraction(rate, over * 10**6) / 100
        case duty.Specific(amount, currency, per, unit, qualifier):
            measure = f"{unit}[{qualifier}]" if qualifier else unit
            return (
                Fraction(amount, 10**9)
                * _worth(currency, rates)
                * Fraction(given[measure], 10**6)
                / per
            )
        case duty.Fixed(amount, currency):
            return Fraction(amount, 10**9) * _worth(currency, rates)
        case duty.Lower() | duty.Cap():
            return min(inner)
        case duty.Floor():
            return max(inner)
        case duty.Difference():
            return max(Fraction(0), inner[0] - inner[1])
    return sum(inner, Fraction(0))
