"""Rules on the transaction in the header of a declaration: boxes 20, 22, 23 and 24."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

from typing import Final

from openkeden.base import money
from openkeden.filing.context import Context
from openkeden.filing.rules.extracts import outside
from openkeden.filing.rules.rule import DATA, RATE, Breach, Check, rule
from openkeden.filing.subjects import IMPORT, TRANSIT, Header

#: Box 24 has two parts: the nature, then the feature of the transaction.
_NATURE_DIGITS: Final = 3


@rule("G20.1", "delivery_terms", basis="Incoterms 2020")
def delivery_terms_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid delivery term.

    Fix: give in box 20 one of {known}.
    """
    terms = context.lists["delivery_terms"]
    if not header.delivery_terms or header.delivery_terms in terms:
        return None
    return {"value": header.delivery_terms, "known": ", ".join(terms)}


@rule("G20.2", "delivery_terms", basis=DATA)
def delivery_terms_missing(header: Header, context: Context) -> Breach:
    """The delivery terms are missing; without them it is not known what the price includes.

    Fix: give in box 20 the term and the place named in the contract.
    """
    return (
        {"value": "''"}
        if not header.delivery_terms and header.direction != TRANSIT
        else None
    )


@rule("G20.3", "delivery_place", basis="Incoterms 2020")
def delivery_place_missing(header: Header, context: Context) -> Breach:
    """The delivery term {value} has no place.

    Fix: give in box 20 the place that the contract names with the term.
    """
    lacks = header.delivery_terms != "" and not header.has_delivery_place
    return {"value": header.delivery_terms} if lacks else None


@rule("G20.4", "additions", basis="EAEU CC art. 40(1)")
def carriage_not_added(header: Header, context: Context) -> Breach:
    """The price under {value} does not include transport to the place of arrival, and no
    transport is added.

    Fix: add the cost of transport to the value declaration, or correct the delivery term in
    box 20.
    """
    lacks = header.direction == IMPORT and header.by_transaction and not header.has_carriage
    if not lacks or not _carriage_unpaid(header, context):
        return None
    return {"value": header.delivery_terms}


@rule("G20.5", "additions", basis="EAEU CC art. 40(1)", severity="warning")
def carriage_twice(header: Header, context: Context) -> Breach:
    """Transport is added, but the price under {value} already includes it.

    Fix: remove the addition, unless the contract leaves that part of the transport to the
    buyer.
    """
    listed = header.delivery_terms in context.lists["delivery_terms"]
    twice = header.has_carriage and listed and not _carriage_unpaid(header, context)
    return {"value": header.delivery_terms} if twice else None


@rule("G22.1", "currency", basis=DATA)
def currency_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid currency code.

    Fix: give the three-letter code of the invoice currency.
    """
    return (
        None
        if header.currency in context.lists["currencies"]
        else {"value": header.currency}
    )


@rule("G22.2", "currency", basis=RATE)
def currency_unquoted(header: Header, context: Context) -> Breach:
    """There is no official rate of {value} for {on}.

    Fix: load the rates of that day (`keden rates fetch {on}`, or a file: `keden rates
    import`), or have the invoice issued in a quoted currency.
    """
    none = context.unquoted(header.currency, "missing")
    if none is None or header.currency not in context.lists["currencies"]:
        return None
    return {"value": header.currency, "on": context.on}


@rule("G22.3", "currency", basis=RATE)
def currency_stale(header: Header, context: Context) -> Breach:
    """The last official rate of {value} is of {since}, more than {days} days before {on}.

    Fix: load the rates of the day of registration: `keden rates fetch {on}`, or a file:
    `keden rates import`.
    """
    none = context.unquoted(header.currency, "stale")
    if none is None or none.quote is None:
        return None
    return {
        "value": header.currency,
        "since": none.quote.effective_on,
        "days": context.exchange.carry_over_days,
        "on": context.on,
    }


@rule("G22.4", "currency", basis=RATE)
def currency_coarse(header: Header, context: Context) -> Breach:
    """The official quote of {value}, {quote}, is too coarse: rounding may hide {error},
    more than {bound}.

    Fix: have the invoice issued in a currency that is quoted more finely.
    """
    none = context.unquoted(header.currency, "coarse")
    if none is None or none.quote is None:
        return None
    numerator, denominator = none.quote.quantum
    hidden = money.half_up(1_000_000 * numerator, denominator) if denominator else 1_000_000
    bound = context.exchange.coarse_per_million
    return {
        "value": header.currency,
        "quote": none.quote.text(),
        "error": f"{money.short(hidden, 4)} %",
        "bound": f"{money.short(bound, 4)} %",
    }


@rule("G23.1", "exchange_rate", basis=DATA)
def exchange_rate_unreadable(header: Header, context: Context) -> Breach:
    """{value} is not a valid exchange rate: it needs digits, a decimal point and at most
    four decimals.

    Fix: copy the official rate of the day into box 23, or leave it empty.
    """
    if not header.exchange_rate or _rate(header.exchange_rate) is not None:
        return None
    return {"value": header.exchange_rate}


@rule("G23.2", "exchange_rate", basis=RATE, severity="warning")
def exchange_rate_differs(header: Header, context: Context) -> Breach:
    """Box 23 gives {value}, but the official rate of {on} is {official}, and that one is
    used.

    Fix: correct box 23; the rate of the day of registration counts, not of the day of
    drafting.
    """
    declared = _rate(header.exchange_rate) if header.exchange_rate else None
    quote = context.exchange.quotes.get(header.currency)
    if declared is None or quote is None:
        return None
    if _agrees(declared, quote.value, quote.nominal, quote.decimals, context):
        return None
    return {"value": header.exchange_rate, "on": context.on, "official": quote.text()}


def _nature(header: Header) -> str:
    return header.nature[:_NATURE_DIGITS]


def _deal_feature(header: Header) -> str:
    """The feature of the transaction, where one stands behind the nature."""
    return header.nature[_NATURE_DIGITS:]


@rule("G24.1", "nature", basis=DATA)
def nature_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid nature of transaction.

    Fix: give in box 24 a code of three digits, such as one of {known}.
    """
    nature = _nature(header)
    if not nature or not context.refuses("natures", nature):
        return None
    return {"value": nature, "known": ", ".join(context.lists["natures"])}


nature_not_held: Check[Header] = outside("G24.5", "nature", "natures", _nature)


@rule("G24.6", "nature", basis=DATA)
def deal_feature_unknown(header: Header, context: Context) -> Breach:
    """{value} is not a valid feature of the transaction.

    Fix: give in box 24 behind the three digits of the nature the two of the feature, such
    as 01000; without a feature three digits are enough.
    """
    feature = _deal_feature(header)
    if not feature or not context.refuses("deal_features", feature):
        return None
    return {"value": feature}


deal_feature_not_held: Check[Header] = outside(
    "G24.7", "nature", "deal_features", _deal_feature
)


@rule("G24.2", "nature", basis=DATA)
def nature_missing(header: Header, context: Context) -> Breach:
    """The nature of the transaction is missing.

    Fix: give in box 24 the three-digit code of the nature of the transaction.
    """
    return {"value": "''"} if not header.nature and header.direction != TRANSIT else None


def _carriage_unpaid(header: Header, context: Context) -> bool:
    return header.delivery_terms in context.lists["unpaid_carriage"]


def _rate(text: str) -> int | None:
    try:
        return money.parse(text, money.RATE_DIGITS)
    except ValueError:
        return None


def _agrees(
    declared: int, value: int, nominal: int, decimals: int, context: Context
) -> bool:
    """Whether a declared rate is the official one within tolerance, as quoted or for one
    unit.
    """
    official = value * 10**money.RATE_DIGITS
    for units in (1, nominal):
        over = 10**decimals * units
        apart = abs(declared * over - official) * 1_000_000
        if apart <= official * context.rate_per_million + over * 1_000_000:
            return True
    return False


CHECKS = (
    delivery_terms_unknown,
    delivery_terms_missing,
    delivery_place_missing,
    carriage_not_added,
    carriage_twice,
    currency_unknown,
    currency_unquoted,
    currency_stale,
    currency_coarse,
    exchange_rate_unreadable,
    exchange_rate_differs,
    nature_unknown,
    nature_not_held,
    deal_feature_unknown,
    deal_feature_not_held,
    nature_missing,
)
