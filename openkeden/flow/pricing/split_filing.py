"""A filing that mixes tied and free goods in, the two filings it may be split into and what each would cost out.

Nothing is recorded: the parts are lodged like any filing. Assessment and gate 2 are those of `lodge`.
"""

import hashlib

import msgspec

from openkeden.assessment import assess, charges, explain
from openkeden.base import findings, rates
from openkeden.base.findings import Finding
from openkeden.filing import declaration, splitting, validation
from openkeden.tariff.edition import Edition

UNMIXED = findings.Rule(
    number="S.1",
    message="There is nothing to split in {value}: {tied} of its {items} items are tied to the country.",
    fix="Lodge it as it is; an item is tied where a lower rate of this country saves something and is not declined.",
    severity="notice",
)
AMENDMENT = findings.Rule(
    number="S.2",
    message="The filing amends {value}, and a registered declaration stays one.",
    fix="Split before lodging.",
    box="A",
)
SMALL = findings.Rule(
    number="S.3",
    message="The part {value} would be worth so little that no duty arises, but its goods are one consignment with the"
    " others, which is worth more.",
    fix="Do not split: the threshold counts all goods of one sender, receiver and transport document.",
    basis="EAEU CC art. 136(2)",
)
UNSOUND = findings.Rule(
    number="S.4",
    message="The part {value} would be refused: {rules}.",
    fix="Mend what the further findings name, or leave the declaration whole.",
)
RULES = (UNMIXED, AMENDMENT, SMALL, UNSOUND)


class SplitPart(msgspec.Struct, frozen=True):
    """One of the two filings and what it would owe."""

    filing: declaration.Filing
    assessment: charges.Assessment


class Split(msgspec.Struct, frozen=True):
    """A filing in two: the whole as it would be assessed, the tied goods and the free ones; money in minor units."""

    whole: charges.Assessment
    conditional: SplitPart
    free: SplitPart

    @property
    def surplus(self) -> int:
        """By how much the two parts cost more than the whole: a second fee, and what rounding moves."""
        return (
            self.conditional.assessment.payable + self.free.assessment.payable - self.whole.payable
        )


def split(
    filing: declaration.Filing, law: Edition, exchange: rates.Rates
) -> Split | tuple[Finding, ...]:
    """Split a filing by the law of a day; findings where it does not pass gate 2 or should stay whole."""
    declared = _declared(filing, law, exchange)
    if not isinstance(declared, declaration.Declaration):
        return declared
    plan = assess.Plan(law, exchange)
    whole = assess.assess(declared, plan)
    if not 0 < len(whole.conditional) < len(filing.items):
        count = {"tied": len(whole.conditional), "items": len(filing.items)}
        return (findings.of(UNMIXED, "items", value=filing.reference, **count),)
    if filing.amends:
        return (findings.of(AMENDMENT, "amends", value=filing.amends),)
    lines = explain.explain(declared, whole, law, exchange)
    falls = [_falls(figure, lines, filing) for figure in ("addition", "deduction")]
    parts = []
    for made in splitting.split(filing, whole.conditional, *falls):
        part = _part(made, plan)
        if not isinstance(part, SplitPart):
            return part
        parts.append(part)
    return Split(whole, *parts)


def _declared(
    filing: declaration.Filing, law: Edition, exchange: rates.Rates
) -> declaration.Declaration | tuple[Finding, ...]:
    digest = hashlib.sha256(msgspec.json.encode(filing)).digest()
    validated = validation.validate(filing, digest, law, exchange)
    return validated.declaration or validated.findings


def _falls(
    figure: str, lines: tuple[explain.ExplainedFigure, ...], filing: declaration.Filing
) -> list[list[int]]:
    """What of each cost of a side falls on each item, in national currency, as the assessment divided it."""
    by_item = [
        [line.amount for line in lines if line.figure == figure and line.item == item.number]
        for item in filing.items
    ]
    return [list(fall) for fall in zip(*by_item, strict=True)]


def _part(filing: declaration.Filing, plan: assess.Plan) -> SplitPart | tuple[Finding, ...]:
    declared = _declared(filing, plan.law, plan.exchange)
    if not isinstance(declared, declaration.Declaration):
        broken = ", ".join(sorted({one.rule for one in declared if one.severity == "error"}))
        return (findings.of(UNSOUND, "reference", value=filing.reference, rules=broken), *declared)
    assessed = assess.assess(declared, plan)
    if any(plan.de_minimis_row in line.rows for line in assessed.charges):
        return (findings.of(SMALL, "items", value=filing.reference),)
    return SplitPart(filing, assessed)
