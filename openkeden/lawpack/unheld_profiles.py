"""Profiles of goods whose measures are not held: such goods are never released without an
officer.

The policy says once what is done about them (`unheld`); each gap of measures says which
goods they are. A gap that is closed takes its profile along.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from openkeden.lawpack.sources import GapRow
from openkeden.risk import conditions, profiles


def guarded(policy: profiles.Policy, gaps: Iterable[GapRow]) -> profiles.Policy:
    """The policy with a profile for each gap of measures, and a version that tells which."""
    added = tuple(_profiles(policy, gaps))
    if not added:
        return policy
    content = msgspec.json.encode((policy.version, added), order="deterministic")
    return msgspec.structs.replace(
        policy,
        profiles=(*policy.profiles, *added),
        version=hashlib.sha256(content).hexdigest(),
    )


def _profiles(
    policy: profiles.Policy, gaps: Iterable[GapRow]
) -> Iterator[profiles.Profile]:
    for gap in gaps:
        if gap.masks and not gap.charge:
            for row in policy.unheld:
                if row.overlaps(gap):
                    yield _profile(row, gap)


def _profile(row: profiles.UnheldGoods, gap: GapRow) -> profiles.Profile:
    """What the row asks for, on the days of both, for the goods of a gap."""
    since = max(row.since, gap.since)
    ends = [day for day in (row.until, gap.until) if day is not None]
    return profiles.Profile(
        id=f"{gap.key}@{since}",
        lane=row.lane,
        title=_joined(row.title, gap.goods),
        documents=row.documents,
        measure=_joined(row.measure, gap.ask),
        conditions=tuple(_conditions(gap)),
        since=since,
        until=min(ends, default=None),
        act=row.act,
        article=row.article,
        remark=gap.text,
        source=gap.source,
        mark=gap.mark,
    )


def _joined(said: Mapping[str, str], of: Mapping[str, str]) -> dict[str, str]:
    """A text of the policy with that of the gap after it, in each language that has both."""
    return {
        language: f"{text}: {of[language]}"
        for language, text in said.items()
        if language in of
    }


def _conditions(gap: GapRow) -> Iterator[conditions.Clause]:
    if gap.directions:
        yield conditions.Condition("direction", "in", gap.directions)
    yield conditions.Condition("item.code", "starts", gap.masks)
