"""Rates as the Harmonized Tariff Schedule of the United States writes them, in any of its
columns.

The special column gives rates with the programmes that may claim them; chapters 98 and 99
refer to other rates, notes and conditions. The words for parts, quantities and references
are closed lists: an unknown one is unreadable.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

from openkeden.tariff.duty import nodes
from openkeden.tariff.duty.scanner import Malformed, Scanner

T = TypeVar("T")

_BROKEN_WORD = re.compile(r"(?<=[a-z])- (?=[a-z])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
#: Slips of the published tables, and what is meant.
_SLIPS = (
    ("inthe ", "in the "),
    ("in the in the ", "in the "),
    ("thebattery", "the battery"),
    ("oralter", "or alter"),
)

#: Codes of programmes; each is taken whole, for a text may hold very many of them.
_GROUP = re.compile(r"\(((?:[A-Z]{1,2}[*+]?\s*,?\s*)++)\)")
_PLUS = re.compile(r"\s*\+\s*|\s+plus\s+")
_CODES = re.compile(r"\d{4}(?:\.\d\d)*(?:-\d{4}(?:\.\d\d)*)?")

_PERCENT = re.compile(
    r"(?:a duty of )?([\d.]+)(?: (\d+)/(\d+))?(?:%| percent)(?: (?:on|of|upon) (.+))?"
)
_MONEY = re.compile(r"(?:\$([\d.]+)|([\d.]+) ?¢)(?: ?/ ?| )(.+)")
_DEGREES = re.compile(
    r"(.+) less (.+?) for each degree under 100 degrees \(and fractions of a degree in proportion\)"
    r" but not less(?: than)? (.+)"
)
_MINUS = re.compile(r"(.+) minus (.+)")
_COMPLETE = re.compile(
    r"(.+), but if (consisting in part of a plate or a set of plates)"
    r" the total duty shall not exceed the duty for the (complete movement)"
)
_DUTY_UPON = re.compile(
    r"A duty upon the (.+) \(see U\.S\. [Nn]ote (\w+) (?:of|to) this subchapter\)"
)
_FREE_IF = (
    (
        re.compile(
            r"Free, under bond(?:, as prescribed in U\.S\. note (\S+) to this subchapter)?"
        ),
        "under bond",
    ),
    (
        re.compile(r"Free, under the terms of U\.S\. note (\S+) to this subchapter"),
        "us note",
    ),
    (re.compile(r"Free \(See U\.S\. note (\S+) of this subchapter\)"), "us note"),
    (
        re.compile(r"Free, for such temporary periods as .+ by regulation may prescribe()"),
        "temporary periods by regulation",
    ),
)
_SEE_NOTE = re.compile(r"See (additional )?U\.S\. note (\S+?)(?: to this subchapter)?")
_SEE = re.compile(rf"See ({_CODES.pattern}(?:, {_CODES.pattern})*)")
_RATE_OF = re.compile(
    r"The (?:rate of duty|duty rate|rate|duty),? (?:applicable|provided),? (.+)"
)

_PLAIN: dict[str, nodes.Expression] = {
    "free": nodes.Free(),
    "no additional duty": nodes.Free(),
    "no change": nodes.Reference("no change"),
}

#: Values other than the customs value, without commas and without `the value of` before
#: them.
_PARTS = {
    "case": "case",
    "strap band or bracelet": "strap band or bracelet",
    "case and strap band or bracelet": "case and strap band or bracelet",
    "movement": "movement",
    "movement and case": "movement and case",
    "battery": "battery",
    "apparatus": "apparatus",
    "entire set": "entire set",
    "rifle": "rifle",
    "telescopic sight if any": "telescopic sight",
    "lead content": "lead content",
    "copper content": "copper content",
    "steel content": "steel content",
    "aluminum content": "aluminum content",
    "non-U.S. content": "non-us content",
    "fair retail value": "fair retail value",
    "full value of the imported article": "full value of the imported article",
    "cost of such parts": "cost of parts",
    "cost of such parts or materials": "cost of parts or materials",
    "cost of such goods or repairs": "cost of goods or repairs",
    "repairs or alterations": "repairs or alterations",
    "such processing outside the United States": "processing outside the united states",
    "full value of the imported article less the cost or value of such products of the"
    " United States": "imported article less products of the united states",
    "full value of the imported article less the value of fabrics components or materials of the"
    " United States": "imported article less materials of the united states",
}

#: Quantities as written after the amount: number of units each, unit, qualifier. A proof
#: litre is its own unit.
_MEASURES = {
    "each": (1, "pc", ""),
    "article": (1, "pc", ""),
    "for each other piece or part": (1, "pc", "other piece or part"),
    "pr": (1, "pair", ""),
    "doz": (12, "pc", ""),
    "gross": (144, "pc", ""),
    "gross of immediate containers": (144, "pc", "immediate containers"),
    "1000": (1000, "pc", ""),
    "1000 pins": (1000, "pc", ""),
    "thousand": (1000, "pc", ""),
    "head": (1, "head", ""),
    "pack": (1, "pack", ""),
    "jewel": (1, "jewel", ""),
    "jewel over 7": (1, "jewel", "over 7"),
    "line/gross": (1, "line_gross", ""),
    "kg": (1, "kg", ""),
    "g": (1, "g", ""),
    "t": (1000, "kg", ""),
    "t including weight of container": (1000, "kg", "with container"),
    "clean kg": (1, "kg", "clean"),
    "liter": (1, "l", ""),
    "pf liter": (1, "pf_l", ""),
    "pfliter": (1, "pf_l", ""),
    "pf liter on ethyl alcohol content": (1, "pf_l", "ethyl alcohol content"),
    "bbl": (1, "bbl", ""),
    "m": (1, "m", ""),
    "lin m": (1, "m", ""),
    "m2": (1, "m2", ""),
    "m2 of recording surface": (1, "m2", "recording surface"),
    "m2of recording surface": (1, "m2", "recording surface"),
    "m3": (1, "m3", ""),
    "kg on drained weight": (1, "kg", "drained"),
    "kg of total sugars": (1, "kg", "total sugars"),
    "kg on contents and container": (1, "kg", "with container"),
    "kg including weight of container": (1, "kg", "with container"),
    "kg on entire contents of container": (1, "kg", "entire contents"),
    "kg on copper content": (1, "kg", "copper content"),
    "kg on lead content": (1, "kg", "lead content"),
    "kg on zinc content": (1, "kg", "zinc content"),
    "kg on molybdenum content": (1, "kg", "molybdenum content"),
    "kg on tungsten content": (1, "kg", "tungsten content"),
    "kg on manganese content": (1, "kg", "manganese content"),
    "kg on magnesium content": (1, "kg", "magnesium content"),
    "kg on silicon content": (1, "kg", "silicon content"),
    "kg of anhydrous morphine content": (1, "kg", "anhydrous morphine content"),
}

#: What `The rate applicable to ...` and `The duty provided in ...` refer to; `#` stands for
#: codes.
_SUBJECTS = {
    "in the applicable subheading": "applicable subheading",
    "for in the applicable subheading": "applicable subheading",
    "in subheadings #": "subheadings",
    "in such subheading": "such subheading",
    "for originating goods of Korea in such subheading": "such subheading for goods of korea",
    "for originating goods of Colombia in such subheading": "such subheading for goods of colombia",
    "for beneficiary countries in heading #": "heading for beneficiary countries",
    "in the absence of this heading": "absence of this heading",
    "in the absence of this subheading": "absence of this subheading",
    "to each article in the absence of this subheading": (
        "each article in the absence of this subheading"
    ),
    "to each garment in the ensemble if separately entered": "each garment of the ensemble",
    "to each garment in the ensemble if entered separately": "each garment of the ensemble",
    "to that article in the set subject to the highest rate of duty": (
        "article of the set with the highest rate"
    ),
    "to the article of which it is a part or accessory": (
        "article of which it is a part or accessory"
    ),
    "to the article of which it is an accessory": "article of which it is an accessory",
    "to the complete, assembled movement": "complete assembled movement",
    "to the complete, assembled": "complete assembled movement",
    "to the natural juice in heading #": "natural juice in heading",
}


def read(written: str) -> nodes.Expression:
    """The rate that a text of the schedule states. Raises Malformed."""
    flat = _tidy(written)
    claims: list[nodes.ProgrammeClaim] = []
    at = 0
    for group in _GROUP.finditer(flat):
        programmes = tuple(group[1].replace(",", " ").split())
        claims.append(nodes.ProgrammeClaim(_rate(flat[at : group.start()]), programmes))
        at = group.end()
    if not claims:
        return _rate(flat)
    if flat[at:].strip():
        raise Malformed(flat, at, "the end")
    return nodes.Programmes(tuple(claims))


def _tidy(written: str) -> str:
    flat = _BROKEN_WORD.sub("", " ".join(written.split()))
    for slip, meant in _SLIPS:
        flat = flat.replace(slip, meant)
    return _THOUSANDS.sub("", flat).removesuffix(".")


def _rate(written: str) -> nodes.Expression:
    """A whole rate: one of the fixed wordings, or a sum of terms with its bounds."""
    flat = written.strip()
    fixed = _PLAIN.get(flat.lower()) or _conditional(flat) or _seen(flat) or _upon(flat)
    if fixed is not None:
        return fixed
    return _bounded(flat) or _sum(flat)


def _bounded(flat: str) -> nodes.Expression | None:
    """A rate that is lowered, or that has a least or a greatest amount."""
    if bounded := _DEGREES.fullmatch(flat):
        return _by_degree(*bounded.groups())
    if bounded := _COMPLETE.fullmatch(flat):
        whole = nodes.Conditional(nodes.Reference(bounded[3]), bounded[2])
        return nodes.Cap(_sum(bounded[1]), whole)
    if lowered := _MINUS.fullmatch(flat):
        return nodes.Difference(_sum(lowered[1]), _sum(lowered[2]))
    return None


def _conditional(flat: str) -> nodes.Expression | None:
    for pattern, condition in _FREE_IF:
        if matched := pattern.fullmatch(flat):
            codes = (matched[1],) if matched[1] else ()
            return nodes.Conditional(nodes.Free(), condition, codes)
    return None


def _seen(flat: str) -> nodes.Expression | None:
    """A reference to a note or to lines of chapters 98 and 99."""
    if note := _SEE_NOTE.fullmatch(flat):
        return nodes.Reference("additional us note" if note[1] else "us note", (note[2],))
    if lines := _SEE.fullmatch(flat):
        return nodes.Reference("provision", tuple(lines[1].split(", ")))
    return None


def _upon(flat: str) -> nodes.Expression | None:
    """A duty at the rate that a note gives, on another value than the customs value."""
    matched = _DUTY_UPON.fullmatch(flat)
    if matched is None:
        return None
    part, note = matched.groups()
    return nodes.On(nodes.Reference("us note", (note,)), _part(part))


def _by_degree(rate: str, less: str, minimum: str) -> nodes.Expression:
    """Sugar: so much less for each degree of the polariscope under 100.

    The quantity is kilograms times degrees.
    """
    fall = _money(less)
    fall = nodes.Specific(
        fall.amount, fall.currency, fall.per, fall.unit, "degrees under 100"
    )
    return nodes.Floor(nodes.Difference(_money(rate), fall), _money(minimum))


def _sum(written: str) -> nodes.Expression:
    terms = [_term(term) for term in _PLUS.split(written.strip())]
    return terms[0] if len(terms) == 1 else nodes.Sum(tuple(terms))


def _term(written: str) -> nodes.Expression:
    if percent := _PERCENT.fullmatch(written):
        rate = _exact(written, *percent.group(1, 2, 3))
        return nodes.On(rate, _part(percent[4])) if percent[4] else rate
    if reference := _RATE_OF.fullmatch(written):
        return _reference(reference[1])
    return _money(written)


def _exact(written: str, whole: str, above: str | None, below: str | None) -> nodes.Percent:
    scanner = Scanner(whole)
    rate = scanner.number(nodes.PERCENT_DIGITS)
    scanner.finish()
    if above is None or below is None:
        return nodes.Percent(rate)
    over = int(below)
    try:
        return nodes.Percent(rate * over + int(above) * 10**nodes.PERCENT_DIGITS, over)
    except ValueError:
        raise Malformed(written, len(whole), "a fraction in lowest terms") from None


def _money(written: str) -> nodes.Specific:
    """An amount in dollars or cents for a quantity."""
    matched = _MONEY.fullmatch(written.strip())
    if not matched:
        raise Malformed(written, 0, "a rate")
    dollars, cents, measure = matched.groups()
    scanner = Scanner(dollars or cents)
    amount = scanner.number(nodes.AMOUNT_DIGITS if dollars else nodes.AMOUNT_DIGITS - 2)
    scanner.finish()
    flat = " ".join(measure.replace(".", "").replace(",", "").replace("/ ", "/").split())
    per, unit, qualifier = _known(flat, _MEASURES)
    return nodes.Specific(amount, "USD", per, unit, qualifier)


def _reference(written: str) -> nodes.Expression:
    subject, on_cost, _ = written.partition(" on the cost of such parts")
    codes = tuple(_CODES.findall(subject))
    flat = _CODES.sub("#", subject).replace("#, # or #", "#")
    rate = nodes.Reference(_known(flat, _SUBJECTS), codes)
    return nodes.On(rate, "cost of parts") if on_cost else rate


def _part(written: str) -> str:
    flat = written.replace(",", "")
    for opening in ("the ", "value of ", "the "):
        flat = flat.removeprefix(opening)
    return _known(flat, _PARTS)


def _known(written: str, names: Mapping[str, T]) -> T:
    if written not in names:
        raise Malformed(written, 0, "a known wording")
    return names[written]
