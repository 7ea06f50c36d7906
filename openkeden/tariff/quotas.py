"""Quotas and the goods that draw on them in, what each draw takes from each share and what is too much out.

A quota has a volume for all, may have a part of it for each group of holders, and may limit each holder. Amounts are
integers of millionths of the quota's unit. Whoever keeps the books of what is used up calls `over` before a draw and
`sums` after it, in one transaction: then the last tonne is given once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import msgspec

from openkeden.base.validity import Provision

#: A share of a quota: the quota's id, and `""` (all of it), `group NAME` or `holder PERSON`.
Share = tuple[str, str]

WHOLE = ""
_GROUP, _HOLDER = "group ", "holder "

#: The largest volume that books hold, in millionths.
LARGEST = 2**63 - 1


class HolderGroup(msgspec.Struct, frozen=True):
    """A part of a quota kept for the members of a `register`; `each` is the limit of one holder of it (None: none)."""

    name: str
    register: str
    volume: int
    each: int | None = None


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """A quota in force (EAEU Treaty annex 7), one row of law: `volume` of `unit` for the time of its row.

    each: the limit of one holder who is in no group (None: none); holders: shares allotted to persons by name, which
    go before any other limit of one holder; groups: parts of the volume, of which the first whose register holds the
    person counts.
    """

    id: str
    unit: str
    volume: int
    row: Provision
    each: int | None = None
    holders: Mapping[str, int] = {}
    groups: tuple[HolderGroup, ...] = ()

    def group_of(self, person: str, lists: Mapping[str, Mapping[str, str]]) -> str:
        """The group of a person by the registers of the day, which are code lists; empty when in none."""
        return next(
            (group.name for group in self.groups if person in lists.get(group.register, ())), ""
        )

    def limits(self, draw: "Allocation") -> list[tuple[Share, int]]:
        """Each share that a draw takes from, with its volume."""
        found = [((self.id, WHOLE), self.volume)]
        each = self.each
        for group in self.groups:
            if group.name == draw.group:
                found.append(((self.id, _GROUP + group.name), group.volume))
                each = group.each
        each = self.holders.get(draw.holder, each)
        if each is not None:
            found.append(((self.id, _HOLDER + draw.holder), each))
        return found


class Allocation(msgspec.Struct, frozen=True):
    """What the goods of one item, by its number, take from a quota: `amount` millionths of the quota's unit.

    `group` is the group that the holder was in on the day of the draw: it is given back to the same one.
    """

    item: int
    quota: str
    holder: str
    amount: int
    group: str = ""


class Shortage(msgspec.Struct, frozen=True):
    """A share of a quota in which too little is left: what was asked of it, and what is left, in millionths."""

    share: Share
    item: int
    asked: int
    left: int


def shares(draw: Allocation) -> tuple[Share, ...]:
    """Every share that a draw is booked on: all of the quota, the group if there is one, the holder.

    The holder's is booked without a limit too, so that a limit that starts later counts from the first draw.
    """
    own = (draw.quota, _HOLDER + draw.holder)
    if draw.group:
        return (draw.quota, WHOLE), (draw.quota, _GROUP + draw.group), own
    return (draw.quota, WHOLE), own


def sums(draws: Iterable[Allocation]) -> Counter[Share]:
    """What draws take from each share together."""
    total: Counter[Share] = Counter()
    for draw in draws:
        for share in shares(draw):
            total[share] += draw.amount
    return total


def over(
    draws: Collection[Allocation],
    returned: Iterable[Allocation],
    used: Mapping[Share, int],
    quotas: Mapping[str, Quota],
) -> list[Shortage]:
    """The shares in which too little is left for all of `draws`, each once; none when all may be given.

    `used` is what is drawn of each share up to now, and `returned` are draws of it that are given back at the same
    moment: those of the version that an amendment replaces. What a declaration holds it may keep, even where a quota
    was made smaller since.
    """
    asked, back = sums(draws), sums(returned)
    found: dict[Share, Shortage] = {}
    for draw in draws:
        for share, volume in quotas[draw.quota].limits(draw):
            left = max(0, volume - used.get(share, 0)) + back[share]
            if asked[share] > left:
                found.setdefault(share, Shortage(share, draw.item, asked[share], left))
    return list(found.values())


def outstanding(
    drawn: Iterable[Allocation], returned: Iterable[Allocation]
) -> tuple[Allocation, ...]:
    """The draws that were not given back. Each draw is given back whole or not at all."""
    left = list(drawn)
    for draw in returned:
        left.remove(draw)
    return tuple(left)


def left(quota: Quota, used: Mapping[Share, int]) -> int:
    """What is left of all of a quota, in millionths of its unit."""
    return max(0, quota.volume - used.get((quota.id, WHOLE), 0))
