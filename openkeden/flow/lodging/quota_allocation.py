"""A declaration in, what it takes from the quotas of its day out, or everything that is short; and what is given back.

A draw is made when a declaration is registered, in the transaction that registers it, and stands in its fact. It is
given back when an amendment replaces the version, when the declaration is withdrawn, and when release is refused: of a
partial release, for the items not released. A release that is annulled gives nothing back: the goods may be gone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping

import msgspec

from openkeden.base import findings, money
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.filing import declaration, subjects, validation
from openkeden.flow import installation
from openkeden.flow.lodging import facts, history
from openkeden.tariff import quotas

_BASIS = "EAEU CC art. 7"

NOT_ENOUGH = findings.Rule(
    number="N.1",
    message="Of the quota {quota} {left} {unit} are left, the declaration asks for {value}: {act}, {since} - {until}.",
    fix="Declare no more than {left} {unit} under this quota.",
    box="39",
    basis=_BASIS,
)
NOT_ENOUGH_FOR_GROUP = findings.Rule(
    number="N.2",
    message="Of the part of {group} in the quota {quota} {left} {unit} are left, the declaration asks for {value}: {act},"
    " {since} - {until}.",
    fix="Declare no more than {left} {unit} under this quota.",
    box="39",
    basis=_BASIS,
)
NOT_ENOUGH_FOR_HOLDER = findings.Rule(
    number="N.3",
    message="Of the share of {holder} in the quota {quota} {left} {unit} are left, the declaration asks for {value}: {act},"
    " {since} - {until}.",
    fix="Declare no more than {left} {unit}; what is over the share of one holder needs another quota.",
    box="39",
    basis=_BASIS,
)
UNCOUNTED = findings.Rule(
    number="N.4",
    message="Goods of code {value} draw on the quota {quota} in {unit}, and the item does not say how many {unit} there are.",
    fix="Give the quantity in {unit} in box 41, or as an attribute in box 31.",
    box="41",
    basis=_BASIS,
)
RULES = (NOT_ENOUGH, NOT_ENOUGH_FOR_GROUP, NOT_ENOUGH_FOR_HOLDER, UNCOUNTED)

#: The states in which what is not released gives its draws back.
GIVING_BACK = frozenset({"withdrawn", "release_refused", "released_in_part"})

Used = Callable[[Iterable[quotas.Share]], Mapping[quotas.Share, int]]


class Allocated(msgspec.Struct, frozen=True):
    """What a version draws, and what the versions before it give back at the same moment."""

    draws: tuple[quotas.Allocation, ...] = ()
    returned: tuple[quotas.Allocation, ...] = ()


NOTHING = Allocated()


def take(
    declared: declaration.Declaration,
    declarant: str,
    day: installation.LawOfDay,
    known: history.Known,
    used: Used,
) -> Allocated | list[findings.Finding]:
    """What a declaration takes from the quotas of the day, or all that stands against it.

    The share is that of the exporter of an export, else of the consignee, and of the `declarant` where that one has no
    number. `known` are the facts of the versions before; `used` gives what is used up of shares, and must hold until
    the fact is written: it reads within the transaction.
    """
    returned = held(known) if known else ()
    law = day.edition.quotas
    if not law:
        return Allocated((), returned) if returned else NOTHING
    drawn = _draws(declared, declarant, day)
    if isinstance(drawn, list):
        return drawn
    if not drawn:
        return Allocated((), returned) if returned else NOTHING
    short = quotas.over(drawn, returned, used(quotas.sums(drawn)), law)
    return [_short(one, law) for one in short] if short else Allocated(drawn, returned)


def held(known: Collection[facts.Lodging | facts.CaseStep]) -> tuple[quotas.Allocation, ...]:
    """The draws of a declaration that were not given back, by its facts."""
    drawn = [draw for fact in known if isinstance(fact, facts.Lodging) for draw in fact.draws]
    return quotas.outstanding(drawn, [draw for fact in known for draw in fact.returned])


def given_back(
    known: Collection[facts.Lodging | facts.CaseStep], after: DeclarationCase
) -> tuple[quotas.Allocation, ...]:
    """The draws that a step to the case `after` gives back: of all goods, when it ends, that are not released."""
    if after.state not in GIVING_BACK:
        return ()
    return tuple([draw for draw in held(known) if draw.item not in after.released])


def _draws(
    declared: declaration.Declaration, declarant: str, day: installation.LawOfDay
) -> tuple[quotas.Allocation, ...] | list[findings.Finding]:
    context = validation.prepare(day.edition, day.exchange)
    holder = subjects.holder_of(declared.filing) or declarant
    drawn: list[quotas.Allocation] = []
    uncounted: list[findings.Finding] = []
    for goods in declared.goods:
        item = goods.item
        if not context.measures.candidates(item.code):
            continue
        codes = subjects.item_codes(declared.filing, item, context.measures)
        for measure in context.measures_on(codes):
            if not measure.own or measure.effect != "quota":
                continue
            quota = day.edition.quotas[measure.quota]
            amount = goods.quantities.get(quota.unit)
            if amount is None:
                path = f"items[{item.number - 1}].supplementary_quantity"
                uncounted.append(
                    findings.of(UNCOUNTED, path, value=item.code, quota=quota.id, unit=quota.unit)
                )
                continue
            group = quota.group_of(holder, day.edition.lists)
            drawn.append(quotas.Allocation(item.number, quota.id, holder, amount, group))
    return uncounted or tuple(drawn)


def _short(one: quotas.Shortage, law: Mapping[str, quotas.Quota]) -> findings.Finding:
    """The finding on a share in which too little is left."""
    quota, share = law[one.share[0]], one.share[1]
    kind, _, name = share.partition(" ")
    rule = {"group": NOT_ENOUGH_FOR_GROUP, "holder": NOT_ENOUGH_FOR_HOLDER}.get(kind, NOT_ENOUGH)
    row = quota.row
    return findings.of(
        rule,
        f"items[{one.item - 1}].quota",
        value=money.short(one.asked, money.QUANTITY_DIGITS),
        left=money.short(one.left, money.QUANTITY_DIGITS),
        unit=quota.unit,
        quota=quota.id,
        act=row.act,
        since=row.since,
        until=row.until or "...",
        **({kind: name} if kind else {}),
    )
