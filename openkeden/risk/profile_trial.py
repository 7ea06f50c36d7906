"""Profile trial: what the profiles of a policy select among declarations of the past, what
inspections found in those, and how the profiles overlap.

Chance and scores of a model are left out of the lane: what is tried is the profiles.
"""

import itertools
from collections.abc import Iterable, Sequence

import msgspec

from openkeden.assessment import charges
from openkeden.filing import declaration
from openkeden.risk import features, lots, profiles, random_check, selection

#: Of a draw that chooses nobody.
_NO_SEED = bytes(random_check.SEED_BYTES)
_NO_LOTS = lots.Brought((b"",))


class Tried(msgspec.Struct, frozen=True, gc=False):
    """A declaration under the profiles that are tried."""

    #: The ids of the profiles that strike it, each once, in the order of the policy.
    struck: tuple[str, ...]

    #: The lane that they ask for.
    lane: profiles.Lane

    #: What it owes, in minor national units.
    payable: int

    #: Whether its inspection found a breach; None: it was not inspected.
    found: bool | None = None

    #: The lane that it took; empty where it was never lodged.
    took: str = ""

    #: The score that a model gave it, per mille; None: no model judged it.
    score: int | None = None


class Yield(msgspec.Struct, frozen=True):
    """What a number of declarations came to."""

    #: How many there are.
    declarations: int = 0

    #: How many of them were inspected.
    inspected: int = 0

    #: In how many of those a breach was found.
    found: int = 0

    #: What they owe, in minor national units.
    payable: int = 0


class ProfileYield(msgspec.Struct, frozen=True):
    """What one profile strikes."""

    #: The profile.
    profile: profiles.Profile

    #: All that it strikes.
    struck: Yield

    #: What no other profile strikes.
    alone: Yield


class Overlap(msgspec.Struct, frozen=True):
    """Two profiles that strike the same declarations."""

    #: The id of one of them.
    one: str

    #: The id of the other.
    other: str

    #: How many declarations both strike.
    declarations: int


class ModelInstead(msgspec.Struct, frozen=True):
    """What a model would have chosen instead: as many declarations as the profiles stop, the
    highest scores first.
    """

    #: How many declarations a model judged; it chooses among these.
    judged: int

    #: What the profiles stop of these.
    of_profiles: Yield

    #: What the model would have chosen.
    of_model: Yield

    #: How many both choose.
    both: int


class Trial(msgspec.Struct, frozen=True):
    """What the profiles of a policy would have done."""

    #: All declarations.
    tried: Yield

    #: Those that any profile strikes.
    struck: Yield

    #: Those that the profiles stop: yellow and red.
    stopped: Yield

    #: How many declarations each lane would get, by lane.
    lanes: dict[str, int]

    #: How many took each lane, by lane; of those that were lodged.
    took: dict[str, int]

    #: Each profile, in the order of the policy.
    profiles: tuple[ProfileYield, ...]

    #: Pairs of profiles that strike the same declarations, the most first.
    overlaps: tuple[Overlap, ...]

    #: The model beside the profiles; None where no declaration was judged by one.
    model: ModelInstead | None

    @property
    def striking(self) -> list[ProfileYield]:
        """The profiles that strike anything."""
        return [row for row in self.profiles if row.struck.declarations]


def quiet(policy: profiles.Policy) -> profiles.Policy:
    """A policy that chooses nothing by chance."""
    shares = [msgspec.structs.replace(share, probability_ppm=0) for share in policy.shares]
    return msgspec.structs.replace(policy, shares=tuple(shares))


def by_profiles(
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    compiled: selection.Compiled,
    history: features.History,
) -> selection.Selection:
    """The selection of one declaration by the profiles of a `quiet` policy alone."""
    return selection.select(declared, assessed, compiled, history, _NO_SEED, _NO_LOTS)


def try_one(
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    compiled: selection.Compiled,
    history: features.History,
) -> Tried:
    """Try the profiles of a `quiet` policy on one declaration."""
    chosen = by_profiles(declared, assessed, compiled, history)
    ids = [hit.profile for hit in chosen.hits if hit.profile not in profiles.RESERVED]
    return Tried(tuple(dict.fromkeys(ids)), chosen.lane, assessed.payable)


def count(tried: Sequence[Tried], policy: profiles.Policy) -> Trial:
    """Count what was tried."""
    overlaps: dict[tuple[str, str], int] = {}
    for one in tried:
        for pair in itertools.combinations(one.struck, 2):
            overlaps[pair] = overlaps.get(pair, 0) + 1
    pairs = sorted(overlaps.items(), key=lambda pair: (-pair[1], pair[0]))
    return Trial(
        tried=_yield(tried),
        struck=_yield([one for one in tried if one.struck]),
        stopped=_yield([one for one in tried if _stops(one)]),
        lanes=_lanes([one.lane for one in tried]),
        took=_lanes([one.took for one in tried if one.took]),
        profiles=tuple([_of_profile(row, tried) for row in policy.profiles]),
        overlaps=tuple([Overlap(*ids, number) for ids, number in pairs]),
        model=_instead([one for one in tried if one.score is not None]),
    )


def _stops(tried: Tried) -> bool:
    return profiles.rank(tried.lane) >= profiles.rank("yellow")


def _yield(tried: Iterable[Tried]) -> Yield:
    declarations = inspected = found = payable = 0
    for one in tried:
        declarations += 1
        inspected += one.found is not None
        found += one.found is True
        payable += one.payable
    return Yield(declarations, inspected, found, payable)


def _lanes(lanes: Sequence[str]) -> dict[str, int]:
    return {lane: lanes.count(lane) for lane in profiles.LANES if lane in lanes}


def _of_profile(profile: profiles.Profile, tried: Iterable[Tried]) -> ProfileYield:
    struck = [one for one in tried if profile.id in one.struck]
    alone = [one for one in struck if len(one.struck) == 1]
    return ProfileYield(profile, _yield(struck), _yield(alone))


def _instead(judged: Sequence[Tried]) -> ModelInstead | None:
    """What a model would have chosen of those that it judged; equal scores in the order of
    lodging.
    """
    if not judged:
        return None
    stopped = {place for place, one in enumerate(judged) if _stops(one)}
    by_score = sorted(range(len(judged)), key=lambda place: (-_score(judged[place]), place))
    chosen = set(by_score[: len(stopped)])
    return ModelInstead(
        judged=len(judged),
        of_profiles=_yield([judged[place] for place in stopped]),
        of_model=_yield([judged[place] for place in chosen]),
        both=len(stopped & chosen),
    )


def _score(tried: Tried) -> int:
    assert tried.score is not None, "only what was judged is compared"
    return tried.score
