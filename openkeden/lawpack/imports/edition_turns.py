"""What is asked after where one line of a code gives way to the next: days between them
(P.5), and a percentage that may have lost its decimal point (T.20).
"""

import itertools
from collections.abc import Iterator, Sequence

from openkeden.base import findings
from openkeden.lawpack.imports import edition_file, tariff_changes
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.review import check
from openkeden.tariff import duty

T20 = findings.Rule(
    number="T.20",
    message="{code}: the rate {value} is ten times the rate {other} before it, or a tenth of"
    " it.",
    fix="Check the decimal point; a spreadsheet may have lost it.",
    severity="warning",
)
RULES = (T20,)

#: How many times another a percentage may be before it is asked after.
_TENFOLD = 10


def judge(
    line: int, change: tariff_changes.TariffChange, lines: Sequence[TariffRow]
) -> Iterator[findings.Finding]:
    """The turns that a change of the file makes among the merged lines of its code."""
    if change.ends:
        return
    where = edition_file.where(line)
    for first, second in itertools.pairwise(lines):
        if change.day in (first.since, second.since) and not first.meets(second):
            yield findings.of(check.P5, where, value=second.id, other=first.id)
        if change.day == second.since and _jumps(first, second):
            args = {"code": change.code, "other": first.rate}
            yield findings.of(T20, where, value=second.rate, **args)


def _jumps(first: TariffRow, second: TariffRow) -> bool:
    before, after = _percent(first), _percent(second)
    tenfold = max(before, after) >= _TENFOLD * min(before, after)
    return bool(before and after and tenfold)


def _percent(line: TariffRow) -> int:
    """The rate of a line that is a percentage alone, in millionths; 0 for another."""
    rate = duty.read(line.rate)
    return rate.rate if isinstance(rate, duty.Percent) and rate.over == 1 else 0
