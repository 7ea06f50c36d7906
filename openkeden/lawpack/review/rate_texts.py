"""Texts of rates in the rows of a law pack: which ones there are, and what can be computed
from them.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence

from openkeden.base import money
from openkeden.base.validity import Provision
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.review.remembered import remembered
from openkeden.lawpack.sources import Sources
from openkeden.tariff import duty

#: The last day of a line of the tariff, and its rate.
EndAndRate = tuple[datetime.date | None, str]


def distinct(sources: Sources) -> dict[str, str]:
    """Each distinct text of a rate with the first row that holds it."""
    texts = dict(_of_lines(sources.tariff))
    for note in sources.notes:
        if note.rate:
            texts.setdefault(note.rate, f"note {note.note}")
    for row in _rated(sources):
        texts.setdefault(row.value, row.id)
    for covered in sources.covered:
        if covered.rate and covered.share is None:
            texts.setdefault(covered.rate, covered.row.id)
    return texts


@remembered(most=4)
def _of_lines(lines: Sequence[TariffRow]) -> dict[str, str]:
    first = {line.rate: line for line in reversed(lines)}
    return {rate: line.id for rate, line in first.items()}


def _rated(sources: Sources) -> Iterator[Provision]:
    """The rows of law whose value is a rate."""
    yield from [charge.row for charge in sources.charges]
    yield from [lower.row for lower in sources.national_rates]
    yield from [regime.row for regime in sources.regimes if regime.row.value]
    yield from [limit.row for limit in sources.limits if limit.row.value]
    for parameter in sources.parameters:
        if parameter.key.startswith("fee."):
            yield parameter.row


@remembered(most=4)
def ends_and_rates(lines: Sequence[TariffRow]) -> dict[str, list[EndAndRate]]:
    """The last day and the rate of each line of the tariff, by code."""
    found: dict[str, list[EndAndRate]] = {}
    for line in lines:
        found.setdefault(line.code, []).append((line.until, line.rate))
    return found


def common(lines: Iterable[EndAndRate], since: datetime.date) -> list[str]:
    """The rates of the tariff that a code has on a day or later."""
    return [rate for until, rate in lines if until is None or since <= until]


def obstacles(rate: str) -> tuple[str, ...]:
    """Why no single amount can be computed from a rate; nothing where it cannot be read."""
    try:
        return duty.obstacles(duty.parse(rate))
    except ValueError:
        return ()


def may_be_lower(rate: str, common: str) -> bool:
    """Whether a rate may come to less than another: certain for two percentages only."""
    try:
        lower, higher = duty.parse(rate), duty.parse(common)
    except ValueError:
        return True
    if not (isinstance(lower, duty.Percent) and isinstance(higher, duty.Percent)):
        return lower != higher
    return lower.rate * higher.over < higher.rate * lower.over


def is_amount(text: str) -> bool:
    """Whether a text is an amount of a currency."""
    try:
        return isinstance(duty.parse(text), duty.Fixed)
    except ValueError:
        return False


def is_quantity(text: str) -> bool:
    """Whether a text is a positive quantity."""
    try:
        return money.parse(text, money.QUANTITY_DIGITS) > 0
    except ValueError:
        return False
