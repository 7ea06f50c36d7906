"""Split a filing of conditionally released and free goods into two, with what each would
owe.

Nothing is recorded: the parts are lodged like any filing. Assessment and gate 2 are those
of `lodge`.
"""

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import msgspec

from openkeden import formats
from openkeden.assessment import assess, charges, explain, explained, plans
from openkeden.base import findings, rates
from openkeden.base.findings import Finding, Refused
from openkeden.filing import declaration, splitting, validation
from openkeden.flow.law import packs
from openkeden.formats import jsonl
from openkeden.lawpack.pack import Pack
from openkeden.tariff.edition import Edition


class SplitPart(msgspec.Struct, frozen=True):
    """One of the two filings and what it would owe."""

    filing: declaration.Filing
    assessment: charges.Assessment

    @property
    def body(self) -> bytes:
        """The filing as a message of JSON lines, to be lodged."""
        return b"".join(jsonl.write([self.filing]))


class Split(msgspec.Struct, frozen=True):
    """A filing in two; money in minor units."""

    #: The reference of the whole.
    reference: str

    #: The national currency, that of every amount.
    currency: str

    #: The whole as it would be assessed.
    whole: charges.Assessment

    #: The goods that are released conditionally, at a lower rate of this country alone.
    conditional: SplitPart

    #: The other goods.
    free: SplitPart

    @property
    def surplus(self) -> int:
        """How much more the parts cost than the whole: a second fee, and what rounding
        moves.
        """
        parts = self.conditional.assessment.payable + self.free.assessment.payable
        return parts - self.whole.payable

    @property
    def assessments(
        self,
    ) -> tuple[charges.Assessment, charges.Assessment, charges.Assessment]:
        """What the whole and each part would owe."""
        return self.whole, self.conditional.assessment, self.free.assessment


class Unsplit(msgspec.Struct, frozen=True):
    """A declaration that was left as it is."""

    #: Its reference; which message of the input it is where it could not be read.
    about: str

    #: The reasons.
    findings: tuple[Finding, ...]

    #: Whether it could be read.
    readable: bool = True


def totals(assessed: charges.Assessment) -> Mapping[str, int]:
    """What is owed of each charge by its code, in the order in which charges are computed."""
    sums: Counter[str] = Counter()
    for line in assessed.charges:
        sums[line.code] += line.amount
    return {kind.code: sums[kind.code] for kind in charges.CHARGES if kind.code in sums}


def whole_fee(assessed: charges.Assessment) -> int:
    """The charges of a declaration as a whole."""
    return sum([line.amount for line in assessed.charges if not line.item])


def split_each(
    stream: BinaryIO, pack: Pack, moment: datetime.datetime
) -> Iterator[Split | Unsplit] | Refused:
    """Split each declaration of an input by the law of the day of a moment."""
    day = pack.local(moment).date()
    of_day = packs.covered(pack, lambda: (pack.on(day), pack.exchange_on(day)))
    if isinstance(of_day, Refused):
        return of_day
    law, exchange = of_day
    return (_split_one(answer, law, exchange) for answer in formats.read(stream))


def _split_one(
    answer: formats.Received | formats.Unread, law: Edition, exchange: rates.Rates
) -> Split | Unsplit:
    if isinstance(answer, formats.Unread):
        return Unsplit(answer.where, answer.findings, readable=False)
    done = split(answer.filing, law, exchange)
    return done if isinstance(done, Split) else Unsplit(answer.filing.reference, done)


def split(
    filing: declaration.Filing, law: Edition, exchange: rates.Rates
) -> Split | tuple[Finding, ...]:
    """Split a filing by the law of a day; findings where it is refused or should stay
    whole.
    """
    declared = _declared(filing, law, exchange)
    if not isinstance(declared, declaration.Declaration):
        return declared
    plan = plans.Plan(law, exchange)
    whole = assess.assess(declared, plan)
    if not 0 < len(whole.conditional) < len(filing.items):
        count = {"tied": len(whole.conditional), "items": len(filing.items)}
        return (findings.of(splitting.UNMIXED, "items", value=filing.reference, **count),)
    if filing.amends:
        return (findings.of(splitting.AMENDMENT, "amends", value=filing.amends),)
    lines = explain.explain(declared, whole, law, exchange)
    falls = [_falls(figure, lines, filing) for figure in ("addition", "deduction")]
    parts = []
    for made in splitting.split(filing, whole.conditional, *falls):
        part = _part(made, plan)
        if not isinstance(part, SplitPart):
            return part
        parts.append(part)
    return Split(filing.reference, law.currency, whole, *parts)


def _declared(
    filing: declaration.Filing, law: Edition, exchange: rates.Rates
) -> declaration.Declaration | tuple[Finding, ...]:
    digest = hashlib.sha256(msgspec.json.encode(filing)).digest()
    validated = validation.validate(filing, digest, law, exchange)
    return validated.declaration or validated.findings


def _falls(
    figure: str, lines: tuple[explained.ExplainedFigure, ...], filing: declaration.Filing
) -> list[list[int]]:
    """What of each cost of a side falls on each item, in national currency, as the
    assessment divided it.
    """
    named = [line for line in lines if line.figure == figure]
    by_item: dict[int, list[int]] = {item.number: [] for item in filing.items}
    for line in named:
        by_item[line.item].append(line.amount)
    return [list(fall) for fall in zip(*by_item.values(), strict=True)]


def _part(filing: declaration.Filing, plan: plans.Plan) -> SplitPart | tuple[Finding, ...]:
    declared = _declared(filing, plan.law, plan.exchange)
    if not isinstance(declared, declaration.Declaration):
        broken = ", ".join(
            sorted({one.rule for one in declared if one.severity == "error"})
        )
        return (
            findings.of(
                splitting.UNSOUND, "reference", value=filing.reference, rules=broken
            ),
            *declared,
        )
    assessed = assess.assess(declared, plan)
    if any(plan.de_minimis_row in line.rows for line in assessed.charges):
        return (findings.of(splitting.SMALL, "items", value=filing.reference),)
    return SplitPart(filing, assessed)
