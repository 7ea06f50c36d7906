"""Rates as the European Union (CET) and the United Kingdom (UKGT) publish them.

`9.00% + EA MAX 24.20% + ADSZ` is the lower of two sums. A component that hangs on a table
(EA, AC, SD, FD and their reduced kinds) is named by it, and not computed. `NIHIL` is no
duty; an amount without a unit is owed once. Amounts per hectolitre and percent of volume
are amounts per litre of pure alcohol (1 % of 100 l), those per 100 kg and percent of
saccharose per kilogram of it.
"""

import re

from openkeden.tariff.duty import nodes
from openkeden.tariff.duty.scanner import Scanner

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
_MEASURE_ENDS = re.compile(r"\bMIN\b|\bMAX\b|[-+(,]|$")
_RAISED = str.maketrans("²³", "23")
_TABLES = ("EA", "ADSZ", "ADFM", "AC", "SD", "FD")
#: What stands behind the name of a component that is reduced.
_REDUCED = ("R", "(reduced)")
_MONTHS = (
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
)

#: What the amount is for, without spaces and points and the number before it: units each,
#: unit, qualifier.
_MEASURES = {
    "kg": (1, "kg", ""),
    "tonne": (1000, "kg", ""),
    "hl": (100, "l", ""),
    "%vol/hl": (1, "l100", ""),
    "item": (1, "pc", ""),
    "items": (1, "pc", ""),
    "m": (1, "m", ""),
    "m2": (1, "m2", ""),
    "m3": (1, "m3", ""),
    "l": (1, "l", ""),
    "lalc100%": (1, "l100", ""),
    "g": (1, "g", ""),
    "c/k": (1, "ct", ""),
    "p/st": (1, "pc", ""),
    "pa": (1, "pair", ""),
    "kWh": (1, "kwh", ""),
    "kgN": (1, "kg", "nitrogen"),
    "kgP2O5": (1, "kg", "phosphorus pentoxide"),
    "kgK2O": (1, "kg", "potassium oxide"),
    "kgKOH": (1, "kg", "potassium hydroxide"),
    "kgNaOH": (1, "kg", "sodium hydroxide"),
    "kgH2O2": (1, "kg", "hydrogen peroxide"),
    "kgC5H14ClNO": (1, "kg", "choline chloride"),
    "kg/rawsugar": (1, "kg", "raw sugar"),
    "TJ": (1, "TJ", ""),
    "GT": (1, "GT", ""),
    "kgmetam": (1, "kg", "methylamines"),
    "giF/S": (1, "g", "fissile isotopes"),
    "ce/el": (1, "pc", "cells"),
    "kgU": (1, "kg", "uranium"),
    "kg90%sdt": (1, "kg", "90 percent dry"),
    "kg/net": (1, "kg", "net"),
    "kg/gross": (1, "kg", "gross"),
    "kg/br": (1, "kg", "gross"),
    "kg/netdrainedwt": (1, "kg", "drained"),
    "kgeda": (1, "kg", "drained"),
    "kg/netdry": (1, "kg", "dry matter"),
    "kgmas": (1, "kg", "dry matter"),
    "kg/stdqual": (1, "kg", "standard quality"),
    "kgstdqual": (1, "kg", "standard quality"),
    "kg/lactic": (1, "kg", "lactic matter"),
    "kg/lacticmatter": (1, "kg", "lactic matter"),
    "kg/drylacticmatter": (1, "kg", "dry lactic matter"),
    "kg/totalc": (1, "kg", "total alcohol"),
}
_SACCHAROSE = "100kg/net/%sacchar"


def read(written: str) -> nodes.Expression:
    """The rate that a text of the CET or the UKGT states. Raises Malformed."""
    plain = written.translate(_RAISED).replace("€", " EUR ")
    scanner = Scanner(_THOUSANDS.sub("", " ".join(plain.split())))
    rate = _bounds(scanner)
    if scanner.take("("):
        rate = _seasonal(scanner, rate)
    scanner.finish()
    return rate


def _seasonal(scanner: Scanner, rate: nodes.Expression) -> nodes.Seasonal:
    periods = [nodes.Period(rate, _windows(scanner))]
    while scanner.take(","):
        rate = _bounds(scanner)
        scanner.expect("(")
        periods.append(nodes.Period(rate, _windows(scanner)))
    return nodes.Seasonal(tuple(periods))


def _windows(scanner: Scanner) -> tuple[tuple[int, int], ...]:
    """The days inside a parenthesis, as `01 JAN-14 FEB, 16 JUN-31 DEC` or `01-31 DEC`."""
    at = scanner.at
    windows = []
    for window in scanner.until(")").split(","):
        first, _, last = window.partition("-")
        month = last.split()[-1:]
        if len(first.split()) == 1:
            first = " ".join(first.split() + month)
        windows.append((_day(scanner, first, at), _day(scanner, last, at)))
    return tuple(windows)


def _day(scanner: Scanner, written: str, at: int) -> int:
    day, _, month = written.strip().partition(" ")
    if not (day.isdigit() and day.isascii() and month[:3] in _MONTHS):
        raise scanner.fail("days as 01 JAN-14 FEB", at)
    numbered = (_MONTHS.index(month[:3]) + 1) * 100 + int(day)
    if not nodes.is_day(numbered):
        raise scanner.fail(f"a day of the year, not {written.strip()}", at)
    return numbered


def _bounds(scanner: Scanner) -> nodes.Expression:
    if scanner.take("Entry Price"):
        return nodes.Table("ENTRY_PRICE")
    rate = _sum(scanner)
    while True:
        if scanner.word("MIN"):
            rate = nodes.Floor(rate, _sum(scanner))
        elif scanner.word("MAX"):
            rate = nodes.Cap(rate, _sum(scanner))
        else:
            return rate


def _sum(scanner: Scanner) -> nodes.Expression:
    terms = [_term(scanner)]
    while scanner.take("+"):
        terms.append(_term(scanner))
    rate = terms[0] if len(terms) == 1 else nodes.Sum(tuple(terms))
    if scanner.take("-"):
        return nodes.Difference(rate, _term(scanner))
    return rate


def _term(scanner: Scanner) -> nodes.Expression:
    if scanner.word("NIHIL"):
        return nodes.Free()
    for name in _TABLES:
        if scanner.word(f"{name}R"):
            return nodes.Table(f"{name}_R")
        if scanner.word(name):
            reduced = any(scanner.take(sign) for sign in _REDUCED)
            return nodes.Table(f"{name}_R" if reduced else name)
    return _number(scanner)


def _number(scanner: Scanner) -> nodes.Expression:
    """A term that starts with a number: an amount, for units or once, or a percentage."""
    start = scanner.at
    amount = scanner.number(nodes.AMOUNT_DIGITS)
    currency = scanner.peek()
    if nodes.is_currency(currency) and currency not in ("MIN", "MAX"):
        scanner.at += len(currency)
        if not scanner.take("/"):
            return nodes.Fixed(amount, currency)
        return _specific(scanner, amount, currency)
    scanner.at = start
    percent = nodes.Percent(scanner.number(nodes.PERCENT_DIGITS))
    if scanner.take("%"):
        return percent
    # Compound rates of some lines leave the sign out: `8.3 + 3.8 EUR/100 kg eda`.
    if currency == "MIN" or scanner.text.startswith("+", scanner.at):
        return percent
    raise scanner.fail("% or a currency")


def _specific(scanner: Scanner, amount: int, currency: str) -> nodes.Specific:
    end = _MEASURE_ENDS.search(scanner.text, scanner.at)
    stop = end.start() if end else len(scanner.text)
    written = scanner.text[scanner.at : stop].replace(" ", "").replace(".", "")
    per, unit, qualifier = _measure(scanner, written)
    scanner.at = stop
    return nodes.Specific(amount, currency, per, unit, qualifier)


def _measure(scanner: Scanner, written: str) -> tuple[int, str, str]:
    """What an amount is for, written without spaces and points: units, unit, qualifier."""
    if written == _SACCHAROSE:
        return 1, "kg", "saccharose"
    bare = written.lstrip("0123456789")
    number = written[: len(written) - len(bare)]
    if bare not in _MEASURES or number == "0":
        raise scanner.fail("a unit of quantity")
    each, unit, qualifier = _MEASURES[bare]
    return int(number or 1) * each, unit, qualifier
