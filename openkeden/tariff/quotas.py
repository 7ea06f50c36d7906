"""Quotas: what goods take from each share of a quota, and where too little is left.

A quota has a volume for all, may have a part of it for each group of holders, and may limit
each holder. Amounts are integers of millionths of the quota's unit. Whoever keeps the books
of what is used up calls `over` before an allocation and `sums` after it, in one
transaction: then the last tonne is given once.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import msgspec

from openkeden.base.validity import Provision

#: A share of a quota: the quota's id, and `""` (all of it), `group NAME` or `holder
#: PERSON`.
Share = tuple[str, str]

WHOLE = ""
_GROUP, _HOLDER = "group ", "holder "

#: The largest volume that books hold, in millionths.
LARGEST = 2**63 - 1


class HolderGroup(msgspec.Struct, frozen=True):
    """A part of a quota kept for a group of holders."""

    #: The name of the group.
    name: str

    #: The register whose members are the group.
    register: str

    #: The volume of the part, in millionths.
    volume: int

    #: The limit of one holder of the group; None: no limit.
    each: int | None = None


class Quota(msgspec.Struct, frozen=True, kw_only=True):
    """A quota in force (EAEU Treaty annex 7), one row of law."""

    #: The id by which measures name it.
    id: str

    #: The unit of its amounts.
    unit: str

    #: The volume for the time of its row, in millionths of the unit.
    volume: int

    #: The row of law.
    row: Provision

    #: The limit of one holder who is in no group; None: no limit.
    each: int | None = None

    #: Shares allotted to persons by name; they go before any other limit of one holder.
    holders: Mapping[str, int] = {}

    #: Parts of the volume; the first whose register holds the person counts.
    groups: tuple[HolderGroup, ...] = ()

    def group_of(self, person: str, lists: Mapping[str, Mapping[str, str]]) -> str:
        """The group of a person by the registers of the day, which are code lists; or
        empty.
        """
        for group in self.groups:
            if person in lists.get(group.register, ()):
                return group.name
        return ""

    def limits(self, allocation: "Allocation") -> list[tuple[Share, int]]:
        """Each share that an allocation takes from, with its volume."""
        limits = [((self.id, WHOLE), self.volume)]
        each = self.each
        for group in self.groups:
            if group.name == allocation.group:
                limits.append(((self.id, _GROUP + group.name), group.volume))
                each = group.each
        each = self.holders.get(allocation.holder, each)
        if each is not None:
            limits.append(((self.id, _HOLDER + allocation.holder), each))
        return limits


class Allocation(msgspec.Struct, frozen=True):
    """What the goods of one item take from a quota."""

    #: The number of the item.
    item: int

    #: The id of the quota.
    quota: str

    #: The person for whom it is taken.
    holder: str

    #: The amount, in millionths of the quota's unit.
    amount: int

    #: The group that the holder was in on the day: the amount is given back to the same
    #: one.
    group: str = ""


class Shortage(msgspec.Struct, frozen=True):
    """A share of a quota in which too little is left."""

    #: The share.
    share: Share

    #: The first item that takes from it.
    item: int

    #: What was asked of it, in millionths.
    asked: int

    #: What is left of it, in millionths.
    left: int


def shares(allocation: Allocation) -> tuple[Share, ...]:
    """The shares that an allocation is booked on: all of the quota, any group, the holder.

    The holder's is booked without a limit too, so that a limit that starts later counts
    from the first allocation.
    """
    quota = allocation.quota
    own = (quota, _HOLDER + allocation.holder)
    if allocation.group:
        return (quota, WHOLE), (quota, _GROUP + allocation.group), own
    return (quota, WHOLE), own


def sums(allocations: Iterable[Allocation]) -> Counter[Share]:
    """What allocations take from each share together."""
    total: Counter[Share] = Counter()
    for allocation in allocations:
        for share in shares(allocation):
            total[share] += allocation.amount
    return total


def over(
    allocations: Collection[Allocation],
    returned: Iterable[Allocation],
    used: Mapping[Share, int],
    quotas: Mapping[str, Quota],
) -> list[Shortage]:
    """The shares in which too little is left for all of `allocations`, each once.

    `used` is what is taken of each share up to now, and `returned` are allocations of it
    that are given back at the same moment: those of the version that an amendment replaces.
    What a declaration holds it may keep, even where a quota was made smaller since.
    """
    asked, back = sums(allocations), sums(returned)
    short: dict[Share, Shortage] = {}
    for allocation in allocations:
        for share, volume in quotas[allocation.quota].limits(allocation):
            left = max(0, volume - used.get(share, 0)) + back[share]
            if asked[share] > left:
                short.setdefault(
                    share, Shortage(share, allocation.item, asked[share], left)
                )
    return list(short.values())


def outstanding(
    allocated: Iterable[Allocation], returned: Iterable[Allocation]
) -> tuple[Allocation, ...]:
    """The allocations that were not given back. Each is given back whole or not at all."""
    left = list(allocated)
    for allocation in returned:
        left.remove(allocation)
    return tuple(left)


def left(quota: Quota, used: Mapping[Share, int]) -> int:
    """What is left of all of a quota, in millionths of its unit."""
    return max(0, quota.volume - used.get((quota.id, WHOLE), 0))
