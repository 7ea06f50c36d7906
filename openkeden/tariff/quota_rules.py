"""Rules of quotas: what keeps goods from being allocated to a quota, with the share that is
short.
"""

from collections.abc import Mapping

from openkeden.base import findings, money
from openkeden.tariff import quotas

_BASIS = "EAEU CC art. 7"

NOT_ENOUGH = findings.Rule(
    number="N.1",
    message=(
        "Of the quota {quota} {left} {unit} are left, the declaration asks for {value}:"
        " {act}, {since} - {until}."
    ),
    fix="Declare no more than {left} {unit} under this quota.",
    box="39",
    basis=_BASIS,
)
NOT_ENOUGH_FOR_GROUP = findings.Rule(
    number="N.2",
    message=(
        "Of the part of {group} in the quota {quota} {left} {unit} are left, the declaration"
        " asks for {value}: {act}, {since} - {until}."
    ),
    fix="Declare no more than {left} {unit} under this quota.",
    box="39",
    basis=_BASIS,
)
NOT_ENOUGH_FOR_HOLDER = findings.Rule(
    number="N.3",
    message=(
        "Of the share of {holder} in the quota {quota} {left} {unit} are left, the"
        " declaration asks for {value}: {act}, {since} - {until}."
    ),
    fix=(
        "Declare no more than {left} {unit}; what is over the share of one holder needs"
        " another quota."
    ),
    box="39",
    basis=_BASIS,
)
UNCOUNTED = findings.Rule(
    number="N.4",
    message=(
        "Goods of code {value} draw on the quota {quota} in {unit}, and the item does not"
        " say how many {unit} there are."
    ),
    fix="Give the quantity in {unit}, or state it as an attribute.",
    box="41",
    basis=_BASIS,
)
RULES = (NOT_ENOUGH, NOT_ENOUGH_FOR_GROUP, NOT_ENOUGH_FOR_HOLDER, UNCOUNTED)


#: The rule of a share by its kind; a share without a kind is that of the whole quota.
_BY_KIND = {"group": NOT_ENOUGH_FOR_GROUP, "holder": NOT_ENOUGH_FOR_HOLDER}


def short(shortage: quotas.Shortage, law: Mapping[str, quotas.Quota]) -> findings.Finding:
    """The finding on a share in which too little is left."""
    id_, share = shortage.share
    quota = law[id_]
    kind, _, name = share.partition(" ")
    return findings.of(
        _BY_KIND.get(kind, NOT_ENOUGH),
        f"items[{shortage.item - 1}].quota",
        value=money.short(shortage.asked, money.QUANTITY_DIGITS),
        left=money.short(shortage.left, money.QUANTITY_DIGITS),
        unit=quota.unit,
        quota=quota.id,
        act=quota.row.act,
        since=quota.row.since,
        until=quota.row.until or "...",
        **({kind: name} if kind else {}),
    )


def uncounted(item: int, code: str, quota: quotas.Quota) -> findings.Finding:
    """The finding on an item whose quantity in the unit of the quota is not stated."""
    path = f"items[{item - 1}].supplementary_quantity"
    return findings.of(UNCOUNTED, path, value=code, quota=quota.id, unit=quota.unit)
