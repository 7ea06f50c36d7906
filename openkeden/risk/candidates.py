"""Candidates: the profiles that may hit, found by direction and by the codes of goods."""

from collections.abc import Sequence
from typing import NamedTuple

from openkeden.base.bounded import Remembered
from openkeden.risk import conditions, profiles


class Candidate(NamedTuple):
    """A profile that may hit."""

    #: The test of the conditions that are left to ask.
    test: conditions.Test

    #: The profile.
    profile: profiles.Profile


class DirectedCandidates:
    """The candidates for one direction: for whole declarations, and for items by their
    codes.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.whole = tuple([each for each in candidates if not _of_item(each.profile)])
        #: The item candidates for a code, in the policy's order.
        self.by_code = Remembered(self._of_code)
        self._by_prefix: dict[str, list[tuple[int, Candidate]]] = {}
        for place, candidate in enumerate(candidates):
            if _of_item(candidate.profile):
                self._add(place, candidate)
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def _add(self, place: int, candidate: Candidate) -> None:
        for prefix in _prefixes(candidate.profile):
            self._by_prefix.setdefault(prefix, []).append((place, candidate))

    def _of_code(self, code: str) -> tuple[Candidate, ...]:
        by_place: dict[int, Candidate] = {}
        for length in self._lengths:
            by_place.update(self._by_prefix.get(code[:length], ()))
        return tuple([by_place[place] for place in sorted(by_place)])


def _of_item(profile: profiles.Profile) -> bool:
    return any(clause.of_item for clause in profile.conditions)


def directs(clause: conditions.Clause) -> bool:
    return (
        isinstance(clause, conditions.Condition)
        and clause.fact == "direction"
        and clause.op in ("=", "in")
    )


def admits(profile: profiles.Profile, direction: str) -> bool:
    """Whether the profile's conditions on direction hold."""
    return all(
        direction in clause.values
        for clause in profile.conditions
        if isinstance(clause, conditions.Condition) and directs(clause)
    )


def code_condition(profile: profiles.Profile) -> conditions.Condition | None:
    """The first condition that an item's code starts with something: the index settles it."""
    for clause in profile.conditions:
        if not isinstance(clause, conditions.Condition):
            continue
        if clause.fact == "item.code" and clause.op == "starts":
            return clause
    return None


def _prefixes(profile: profiles.Profile) -> tuple[str, ...]:
    clause = code_condition(profile)
    return tuple([str(value) for value in clause.values]) if clause else ("",)
