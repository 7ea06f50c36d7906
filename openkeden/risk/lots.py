"""Lots: what a declaration brings, by what its trader cannot vary freely.

A lot is a trader with a transport document; without one, a trader with the heading and the
origin of the dearest goods. Chance is drawn by lot, so that other spellings of the same lot
meet the same draw, and an earlier declaration of the same lot is seen.
"""

import datetime
import hashlib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from openkeden.base import money
from openkeden.filing import declaration, subjects
from openkeden.risk import profiles

#: Digits of a code that say what the goods are, for the comparison of two lots.
SUBHEADING = 6

#: Earlier declarations that are named to the officer.
LISTED = 20

#: Digits of a code that stand for goods without a transport document.
HEADING = 4

#: Letters and digits that can be written for one another without anybody noticing.
_ALIKE = str.maketrans("авекмнорстухіјѕүөoli", "abekmh0pctyx1jsy0011")

#: The same for numbers of plain letters, in one go: what is no letter or digit is left out.
_ASCII = {
    code: chr(code).lower().translate(_ALIKE) if chr(code).isalnum() else None
    for code in range(128)
}


class Earlier(msgspec.Struct, frozen=True, gc=False):
    """Earlier declarations of a lot that are alike in lane, containers and subheadings."""

    #: The registration number of the newest.
    registration: str

    #: Their lane.
    lane: profiles.Lane

    #: The day on which the newest was registered.
    on: datetime.date

    #: What they count towards the threshold of small consignments, in minor national units.
    worth: int

    #: The containers that each names.
    containers: tuple[str, ...] = ()

    #: The subheadings of their goods.
    subheadings: tuple[str, ...] = ()

    #: How many they are.
    count: int = 1


class Brought(msgspec.Struct, frozen=True, gc=False):
    """What a declaration brings."""

    #: The keys of its lots: SHA-256, one for each transport document.
    keys: tuple[bytes, ...]

    #: The containers that it names.
    containers: tuple[str, ...] = ()

    #: The subheadings of its goods.
    subheadings: tuple[str, ...] = ()

    #: Whether transport documents tell the lots apart.
    by_document: bool = True


def brought(filing: declaration.Filing, transport: Collection[str]) -> Brought:
    """The lots of a filing; `transport` are the kinds of transport documents."""
    holder = subjects.holder_of(filing) or filing.declarant.id
    documents: dict[str, None] = {}
    containers: dict[str, None] = {}
    subheadings: dict[str, None] = {}
    for item in filing.items:
        subheadings[item.code[:SUBHEADING]] = None
        containers.update(dict.fromkeys(item.containers))
        for document in item.documents:
            if document.code in transport:
                documents[plain(document.number)] = None
    documents.pop("", None)
    names = sorted(documents) or [_dearest(filing.items)]
    keys = tuple([_key(holder, name) for name in names])
    return Brought(keys, tuple(containers), tuple(sorted(subheadings)), bool(documents))


def plain(number: str) -> str:
    """The number of a document without what can be spelled in more than one way."""
    if number.isascii():
        return number.translate(_ASCII).lstrip("0")
    folded = unicodedata.normalize("NFKC", number).casefold().translate(_ALIKE)
    return "".join([letter for letter in folded if letter.isalnum()]).lstrip("0")


def _key(holder: str, name: str) -> bytes:
    return hashlib.sha256(f"openkeden lot\n{holder}\n{name}".encode()).digest()


def _dearest(items: Iterable[declaration.Item]) -> str:
    """The heading and the origin of the goods with the highest price: lines that are added
    for little do not change it. A filing that nothing was checked of may have no goods.
    """
    dearest = max(items, key=_price, default=None)
    if dearest is None:
        return "no goods"
    return f"goods {dearest.code[:HEADING]} {dearest.origin}"


def _price(item: declaration.Item) -> int:
    """The price of an item that was not checked yet; 0 where it is not an amount."""
    try:
        return money.parse(item.price)
    except ValueError:
        return 0


def worth(here: Brought, earlier: Iterable[Earlier]) -> int:
    """What earlier declarations on the same transport documents count towards the threshold
    of small consignments.
    """
    return sum([one.worth for one in earlier]) if here.by_document else 0


def same(here: Brought, earlier: Earlier) -> bool:
    """Whether an earlier declaration of one of these lots may be of the same goods.

    It may where they share a subheading, unless both name containers and none in common.
    Of earlier ones without subheadings it is not known.
    """
    known = set(earlier.subheadings)
    if known and not known & set(here.subheadings):
        return False
    named = set(here.containers) and set(earlier.containers)
    return not named or bool(set(here.containers) & set(earlier.containers))


class Known(msgspec.Struct, frozen=True, gc=False):
    """What earlier declarations of the same lots add to a selection."""

    #: What they ask for.
    causes: tuple[profiles.EarlierLot, ...] = ()

    #: Registration numbers, of declarations that are alike the newest.
    registrations: tuple[str, ...] = ()

    #: How many they are.
    count: int = 0


_NOTHING = Known()


def known(
    here: Brought,
    earlier: Sequence[Earlier],
    rows: Mapping[str, profiles.EarlierLot],
    day: datetime.date,
    before: int,
) -> Known:
    """What earlier declarations add: goods declared again, small consignments that belong
    together.

    `rows` are those of the day, by reason; `before` is what the small ones count.
    """
    if not earlier:
        return _NOTHING
    row, joined = rows[profiles.REPEATED], rows[profiles.JOINED]
    recent = [one for one in earlier if (day - one.on).days <= row.days]
    again = [one for one in recent if same(here, one)]
    causes: list[profiles.EarlierLot] = []
    if again:
        lanes = [row.lane, *[one.lane for one in again]]
        lane = max(lanes, key=profiles.rank)
        causes.append(msgspec.structs.replace(row, lane=lane))
    if before:
        causes.append(joined)
        again = list(earlier)
    numbers = dict.fromkeys([one.registration for one in again])
    count = sum([one.count for one in again])
    return Known(tuple(causes), tuple(numbers)[-LISTED:], count)
