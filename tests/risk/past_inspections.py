"""Goods lines of a small past with a known mechanism, as the flat form of a history."""

import csv
import datetime
import io
import random

from openkeden.risk.history import column_map, past_lines
from openkeden.risk.history.past_lines import PastLines

COLUMNS = (
    *("declaration", "item", "day", "trader", "agent", "office", "code", "origin"),
    *("dispatch", "value", "net_mass", "duty_ppm", "charges"),
    *("outcome_found", "outcome_known_on", "outcome_revenue", "outcome_way"),
    "outcome_inclusion_ppm",
)
_CODES = ["1001990000", "8471300000", "6203423100", "2204214200", "8703231981"]
_ORIGINS = ["CN", "DE", "TR", "RU"]
_FIRST = datetime.date(2025, 1, 6)


def rows(count: int = 1200, seed: int = 7) -> list[dict[str, object]]:
    """The lines of a year: heading, origin and trader weigh, and what is undervalued."""
    draw = random.Random(seed)
    weights = {trader: draw.gauss(0, 1) for trader in range(60)}
    found = []
    for number in range(count):
        trader = draw.randrange(60)
        code, origin = draw.choice(_CODES), draw.choice(_ORIGINS)
        odds = -2.6 + weights[trader] + (code[0] == "6") * 1.2 + (origin == "CN") * 0.8
        irregular = draw.random() < 1 / (1 + 2.718281828**-odds)
        mass = round(draw.lognormvariate(5, 1) * 1_000_000)
        price = int(code[:2]) * (0.6 if irregular and draw.random() < 0.5 else 1.0)
        value = round(mass / 1_000_000 * price * draw.lognormvariate(0, 0.3) * 100)
        day = _FIRST + datetime.timedelta(number * 360 // count)
        found.append(_row(number, day, trader, code, origin, value, mass, irregular, draw))
    return found


def _row(number, day, trader, code, origin, value, mass, irregular, draw):
    by_chance = draw.random() < 0.2
    return {
        "declaration": f"D{number}",
        "item": 1,
        "day": day,
        "trader": f"T{trader}",
        "agent": f"A{trader % 7}",
        "office": str(57505 + trader % 3),
        "code": code,
        "origin": origin,
        "dispatch": origin,
        "value": value,
        "net_mass": mass,
        "duty_ppm": 50_000,
        "charges": value // 6,
        "outcome_found": int(irregular),
        "outcome_known_on": day + datetime.timedelta(3),
        "outcome_revenue": value // 10 if irregular else 0,
        "outcome_way": "random" if by_chance else "officer",
        "outcome_inclusion_ppm": 200_000 if by_chance else "",
    }


def columns(count: int = 1200, **changed: list[object]) -> dict[str, list[object]]:
    """The lines as columns."""
    told = rows(count)
    return {name: [row[name] for row in told] for name in COLUMNS} | changed


def written(told: list[dict[str, object]] | None = None) -> bytes:
    """The lines as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows() if told is None else told)
    return text.getvalue().encode()


def past(count: int = 1200, **changed: list[object]) -> PastLines:
    """The lines as they are read."""
    return past_of({"past": columns(count, **changed)})


def past_of(tables: dict[str, dict[str, list[object]]]) -> PastLines:
    """What tables hold."""
    today = datetime.date(2026, 4, 1)
    told = past_lines.read(tables, column_map.OBSERVATIONS, today)
    assert isinstance(told, PastLines), told
    return told
