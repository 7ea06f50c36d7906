"""Rates as the Common Customs Tariff of the EAEU writes them, in Russian, with their notes.

A bare number is a percentage; a comma parts decimals; notes and exponents stand raised as
`^{63С)}` and `^{3}`.
"""

import re

from openkeden.tariff.duty import nodes
from openkeden.tariff.duty.scanner import Scanner

_EXPONENT = re.compile(r"\^\{\s*([23])\s*\}")
#: The letter is Cyrillic in most cells and Latin in some.
_NOTE = re.compile(r"\^\{\s*(\d+)\s*[СC]\)\s*\}")

_CURRENCIES = (
    ("евро", "EUR"),
    ("долларов США", "USD"),
    ("доллара США", "USD"),
    ("доллар США", "USD"),
)

#: Longer spellings before those that begin them; the volume of the engine is the only
#: quantity in cm3.
_UNITS = (
    ("кг", "kg"),
    ("л 100 % спирта", "l100"),
    ("л", "l"),
    ("шт", "pc"),
    ("пару", "pair"),
    ("пар", "pair"),
    ("см³ объема двигателя", "cm3"),
    ("м²", "m2"),
    ("м³", "m3"),
    ("м", "m"),
    ("г", "g"),
    ("кар", "ct"),
)


def read_cell(raw: str) -> tuple[nodes.Expression, int | None]:
    """The rate of a raw cell and the number of the note raised beside it. Raises Malformed."""
    raised = _NOTE.search(raw)
    note = int(raised[1]) if raised else None
    return read(_NOTE.sub(" ", raw, count=1)), note


def read(written: str) -> nodes.Expression:
    """The rate that a text of the tariff states. Raises Malformed."""
    flat = _EXPONENT.sub(lambda raised: {"2": "²", "3": "³"}[raised[1]], written)
    scanner = Scanner(" ".join(flat.split()))
    rate = _rate(scanner)
    scanner.finish()
    return rate


def _rate(scanner: Scanner) -> nodes.Expression:
    start = scanner.at
    amount = scanner.number(nodes.AMOUNT_DIGITS, ",")
    currency = _one_of(scanner, _CURRENCIES)
    if currency:
        return _specific(scanner, amount, currency)
    scanner.at = start
    percent = nodes.Percent(scanner.number(nodes.PERCENT_DIGITS, ","))
    scanner.take("%")
    if scanner.take("плюс"):
        return nodes.Sum((percent, _amount(scanner)))
    if scanner.take(", но не менее"):
        return nodes.Floor(percent, _amount(scanner))
    if scanner.take(", либо"):
        other = _rate(scanner)
        scanner.expect(
            ", в зависимости от того, какая из исчисленных сумм таможенной пошлины ниже"
        )
        return nodes.Lower((percent, other))
    return percent


def _amount(scanner: Scanner) -> nodes.Specific:
    amount = scanner.number(nodes.AMOUNT_DIGITS, ",")
    currency = _one_of(scanner, _CURRENCIES)
    if not currency:
        raise scanner.fail("a currency")
    return _specific(scanner, amount, currency)


def _specific(scanner: Scanner, amount: int, currency: str) -> nodes.Specific:
    scanner.expect("за")
    per = scanner.number(0)
    unit = _one_of(scanner, _UNITS)
    if not unit or not per:
        raise scanner.fail("a unit of quantity")
    return nodes.Specific(amount, currency, per, unit)


def _one_of(scanner: Scanner, spellings: tuple[tuple[str, str], ...]) -> str:
    """What the spelling at the cursor stands for, moving over it; empty if there is none.

    A spelling ends with its word.
    """
    scanner.skip()
    for spelling, meaning in spellings:
        end = scanner.at + len(spelling)
        within_word = scanner.text[end : end + 1].isalpha()
        if scanner.text.startswith(spelling, scanner.at) and not within_word:
            scanner.at = end
            return meaning
    return ""
