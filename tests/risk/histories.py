"""Goods lines of the past for the tests of risk indicators: made up, and drawn at random."""

import datetime

from hypothesis import strategies as st

from openkeden.risk.indicators.observation import (
    HistoryLine,
    InspectionOutcome,
    Observation,
)

START = datetime.date(2026, 1, 5)


def day(number: int) -> datetime.date:
    """A day of the tests by its number from 0."""
    return START + datetime.timedelta(number)


def observed(declaration: str, on: int = 0, **parts) -> Observation:
    """A goods line of a day."""
    usual = {
        "trader": "990140000017",
        "code": "8471300000",
        "origin": "CN",
        "dispatch": "CN",
        "office": "55301",
        "value": 1_000_000,
        "net_mass": 100_000_000,
    }
    return Observation(declaration, 1, day(on), **(usual | parts))


def outcome(on: int, *, found: bool, **told) -> InspectionOutcome:
    """An outcome that is known from a day."""
    return InspectionOutcome(found, day(on), **told)


_TRADERS = st.sampled_from(["", "1", "2", "3"])
_CODES = st.sampled_from(["", "84", "847130", "8471300000", "8471410000", "0101210000"])
_COUNTRIES = st.sampled_from(["", "CN", "DE"])
_AMOUNTS = st.sampled_from([None, 0, 1, 999, 1_000_000, 10**14])

_OBSERVED = st.builds(
    Observation,
    declaration=st.just(""),
    item=st.just(1),
    day=st.integers(0, 30).map(day),
    trader=_TRADERS,
    agent=_TRADERS,
    office=st.sampled_from(["", "55301"]),
    code=_CODES,
    origin=_COUNTRIES,
    dispatch=_COUNTRIES,
    value=_AMOUNTS,
    net_mass=_AMOUNTS,
    quantity=_AMOUNTS,
    charges=_AMOUNTS,
    more=st.fixed_dictionaries({}, optional={"tax": st.sampled_from(["A", "B"])}),
)


def _line(observation: Observation, number: int, after: int | None, found: bool):
    numbered = Observation(
        f"D{number}", 1, *[getattr(observation, name) for name in _FURTHER]
    )
    if after is None:
        return HistoryLine(numbered)
    known = observation.day + datetime.timedelta(after)
    return HistoryLine(numbered, InspectionOutcome(found, known))


_FURTHER = Observation.__struct_fields__[2:]


@st.composite
def histories(draw) -> list[HistoryLine]:
    """Some lines of a month, each with its own number, many of them alike; an outcome may
    be known before its line.
    """
    told = st.tuples(_OBSERVED, st.sampled_from([None, -1, 0, 1, 5, 40]), st.booleans())
    drawn = draw(st.lists(told, max_size=25))
    return [_line(line, n, after, found) for n, (line, after, found) in enumerate(drawn)]
