"""Questions about prices: the law and the exchange rates of their day, and why one cannot
be answered.
"""

import datetime
import decimal
import functools
import os
import pathlib
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import msgspec

from openkeden import locale
from openkeden.assessment import notices, price_rules
from openkeden.base import codes, findings, money, rates, usage, written_rules
from openkeden.base.findings import Finding, Refused
from openkeden.filing import rules
from openkeden.flow import installation_files, settings
from openkeden.flow.law import goods_names, packs
from openkeden.flow.pricing import as_asked
from openkeden.lawpack.pack import NotCovered, Pack, load_pack
from openkeden.tariff.edition import Edition

#: Names the source of a rate that the question gives itself.
GIVEN: Final = "given"

#: Spans of days that are named at most.
_SPANS: Final = 3

#: A number as it may be given: text, an integer or a Decimal, never a float.
Number = str | int | decimal.Decimal


class Unpriced(ValueError):
    """The goods cannot be priced as asked; `findings` are all the reasons, its text says
    them in English.
    """

    def __init__(self, found: tuple[Finding, ...]) -> None:
        super().__init__(found)
        self.findings = found

    def __str__(self) -> str:
        errors = [found for found in self.findings if found.severity == "error"]
        return "\n".join([_sentence(found) for found in errors])


def _sentence(found: Finding) -> str:
    """A finding in English: its rule, the argument, what is wrong and what to do."""
    text = catalogue().text(found)
    at = f"{found.path}: " if found.path else ""
    return f"{found.rule}: {at}{text.message} {text.fix}"


@functools.cache
def catalogue() -> locale.Catalogue:
    """The rules that may stand against a question: those of gate 2, of law and
    installation, of spelling, and its own.
    """
    return locale.Catalogue(
        [
            *rules.RULES,
            *notices.RULES,
            *price_rules.RULES,
            *usage.RULES,
            *written_rules.RULES,
        ],
        goods_names.short,
    )


@functools.cache
def _package(jurisdiction: str) -> Pack:
    return load_pack(jurisdiction)


def pack(law: str, home: str | os.PathLike[str] | None) -> Pack:
    """The law of a country by the package, or by the installation in the folder `home`.

    Raises Unpriced where there is no such law, or no such installation.
    """
    if home is None:
        country = law or settings.JURISDICTION.default
        opened = installation_files.readable(lambda: _package(country), "law", country)
    else:
        opened = _of_installation(pathlib.Path(home), law)
    if isinstance(opened, Refused):
        raise Unpriced(opened.findings)
    return opened


def _of_installation(home: pathlib.Path, law: str) -> Pack | Refused:
    if not installation_files.is_begun(home):
        return findings.refused(usage.NO_INSTALLATION, "home", value=home)
    return packs.open_pack(home, law)


def text(number: object) -> str:
    """A number as plain decimal text; a float is a bug of the caller: it is not the number
    that was meant.
    """
    if not isinstance(number, str | int | decimal.Decimal):
        raise TypeError(
            f"{number!r} is a {type(number).__name__}: give text, an integer or a Decimal"
        )
    return f"{number:f}" if isinstance(number, decimal.Decimal) else str(number)


def texts(given: Mapping[str, object]) -> dict[str, str]:
    """What may be numbers, by name, as plain text."""
    return {name: text(value) for name, value in given.items()}


def in_force(
    pack: Pack, day: datetime.date, given: Mapping[str, str]
) -> tuple[Edition, rates.Rates]:
    """The law and the exchange rates of a day, the given rates in the place of published
    ones. Raises Unpriced.
    """
    try:
        law, exchange = pack.on(day), pack.exchange_on(day)
    except NotCovered as lacking:
        found = findings.of(
            price_rules.NOT_COVERED, "on", value=day, keys=", ".join(lacking.keys)
        )
        raise Unpriced((found,)) from None
    if not given:
        return law, exchange
    given = as_asked.rates(given)
    quotes = {name: _quote(name, text, law) for name, text in given.items()}
    wrong = [
        findings.of(price_rules.UNREADABLE, "rates", value=f"{name}={given[name]}")
        for name in quotes
        if not quotes[name]
    ]
    if wrong:
        raise Unpriced(tuple(wrong))
    known = {name: quote for name, quote in quotes.items() if quote is not None}
    return law, msgspec.structs.replace(exchange, quotes={**exchange.quotes, **known})


def _quote(currency: str, text: str, law: Edition) -> rates.Quote | None:
    """A rate given as `600.00` or `100:3.93` (a quote of 100 units); None when it cannot be
    read or used.
    """
    nominal, colon, value = text.rpartition(":")
    decimals = max(money.MINOR_DIGITS, len(value.partition(".")[2]))
    formed = not colon or (codes.digits(nominal, len(nominal)) and 0 < len(nominal) <= 6)
    if not formed or currency == law.currency or currency not in law.lists["currencies"]:
        return None
    try:
        worth = money.parse(value, min(decimals, money.RATE_DIGITS))
    except ValueError:
        return None
    units = int(nominal) if colon else 1
    if not worth or not units:
        return None
    return rates.Quote(currency, units, worth, decimals, law.on, GIVEN)


def no_quotes(currencies: Collection[str], law: Edition, pack: Pack) -> tuple[Finding, ...]:
    """That currencies have no rate on a day, said once, and what to do about it."""
    days: dict[str, set[datetime.date]] = {currency: set() for currency in currencies}
    for quote in pack.sources.quotes:
        if quote.currency in days:
            days[quote.currency].add(quote.effective_on)
    never = [
        findings.of(price_rules.NEVER_QUOTED, "currency", value=currency, on=law.on)
        for currency in currencies
        if not days[currency]
    ]
    quoted = [currency for currency in currencies if days[currency]]
    return (*never, _unquoted(quoted, days, law)) if quoted else tuple(never)


def _unquoted(
    currencies: list[str], days: Mapping[str, set[datetime.date]], law: Edition
) -> Finding:
    """That quoted currencies have no rate on a day; all of them have one on the days that
    are named.
    """
    common = set.intersection(*[days[currency] for currency in currencies])
    known = sorted(common or days[currencies[0]])
    return findings.of(
        price_rules.UNQUOTED,
        "currency",
        value=", ".join(currencies),
        on=law.on,
        last=min(known, key=lambda day: (abs(day - law.on), day)),
        held=spans(known),
        given=" ".join([f"--rate {currency}=..." for currency in currencies]),
    )


def spans(days: Sequence[datetime.date]) -> str:
    """Days in order, as the last spans that they make.

    >>> first = datetime.date(2026, 4, 1)
    >>> spans([first, first.replace(day=2), first.replace(day=9)])
    '2026-04-01 - 2026-04-02, 2026-04-09'
    """
    begun: list[list[datetime.date]] = []
    for day in days:
        if begun and (day - begun[-1][-1]).days == 1:
            begun[-1].append(day)
        else:
            begun.append([day])
    texts = [
        f"{span[0]} - {span[-1]}" if len(span) > 1 else str(span[0])
        for span in begun[-_SPANS:]
    ]
    return ", ".join(texts)
