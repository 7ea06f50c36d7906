"""Parts of a goods line: what lines can be alike in, each as text, and its measures."""

import hashlib
from collections.abc import Iterable, Sequence

from openkeden.base import fixed_point
from openkeden.risk.indicators.indicator_set import MORE, IndicatorSet, Measure
from openkeden.risk.indicators.observation import Observation

#: The parts of one line: those of `PARTS`, then further categories; empty: not known.
Parts = Sequence[str]

#: What lines of one grouping share: a part, or several.
Key = str | tuple[str, ...]

_WEEKDAYS = "1234567"


#: Parts that every source has, in order.
PARTS = (
    *("trader", "agent", "partner", "office"),
    *("code", "hs2", "hs4", "hs6", "hs10"),
    *("origin", "dispatch", "route", "mode", "procedure", "weekday"),
)


def read(line: Observation, further: Sequence[str]) -> list[str]:
    """The parts of a line, and its further categories of these names."""
    code, origin, dispatch = line.code, line.origin, line.dispatch
    digits = len(code)
    found = [
        line.trader,
        line.agent,
        line.partner,
        line.office,
        code,
        code[:2] if digits >= 2 else "",
        code[:4] if digits >= 4 else "",
        code[:6] if digits >= 6 else "",
        code[:10] if digits >= 10 else "",
        origin,
        dispatch,
        f"{dispatch}-{origin}" if dispatch and origin else "",
        line.mode,
        line.procedure,
        _WEEKDAYS[line.day.weekday()],
    ]
    if further:
        found += [line.more.get(name, "") for name in further]
    return found


def is_known(key: Key) -> bool:
    """Whether no part of a key is empty."""
    return "" not in key if isinstance(key, tuple) else key != ""


def further_of(names: Iterable[str]) -> list[str]:
    """The further categories among parts of these names, each once.

    Raises ValueError for a part that is not known.
    """
    unknown = [name for name in names if name not in PARTS]
    for name in unknown:
        if not name.startswith(MORE):
            raise ValueError(f"{name} is no part of a goods line: {', '.join(PARTS)}")
    return list(dict.fromkeys([name.removeprefix(MORE) for name in unknown]))


#: The numerator and the denominator of each measure, by their places among logarithms.
_RATIOS: dict[Measure, tuple[int, int]] = {
    "value_per_kg": (1, 2),
    "value_per_unit": (1, 3),
    "kg_per_unit": (2, 3),
    "value": (1, 0),
    "net_mass": (2, 0),
}


def ratios(measures: Iterable[Measure]) -> list[tuple[int, int]]:
    """Measures as `logarithms` takes them."""
    return [_RATIOS[measure] for measure in measures]


def logarithms(line: Observation, asked: Iterable[tuple[int, int]]) -> list[int | None]:
    """The logarithms of measures of a line; None: not known, or nothing to divide."""
    known = (
        0,
        _logarithm(line.value),
        _logarithm(line.net_mass),
        _logarithm(line.quantity),
    )
    found: list[int | None] = []
    for above, below in asked:
        over, under = known[above], known[below]
        found.append(None if over is None or under is None else over - under)
    return found


def _logarithm(number: int | None) -> int | None:
    return fixed_point.log2(number) if number is not None and number > 0 else None


def consignment(line: Observation, parts: Parts, settings: IndicatorSet) -> bytes:
    """What copies of one consignment have in common: 8 bytes of a digest.

    A line without any measure is a copy of itself alone.
    """
    measures = [getattr(line, name) for name in settings.copy_measures]
    told = [*parts, *[str(measure) for measure in measures]]
    if not any(measures):
        told += [line.declaration, str(line.item)]
    text = "\x1f".join(told)
    return hashlib.blake2b(text.encode(), digest_size=8).digest()
