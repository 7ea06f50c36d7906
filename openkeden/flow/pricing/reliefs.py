"""Preferences in a price: those that a question claims, and those that goods of its origin
could claim with the right paper.
"""

import datetime
import os
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from openkeden.assessment import charges
from openkeden.base.validity import Provision
from openkeden.filing import declaration
from openkeden.flow import clock
from openkeden.flow.pricing import questions
from openkeden.lawpack.pack import NotCovered
from openkeden.tariff import duty
from openkeden.tariff.edition import Edition, Preference
from openkeden.tariff.lot import Lot
from openkeden.tariff.preference_goods import Terms


class Relief(msgspec.Struct, frozen=True, kw_only=True):
    """A preference that goods claim or could claim."""

    #: Its code in box 36.
    code: str

    #: What it is called, by language.
    names: Mapping[str, str]

    #: The charge that it relieves, a code.
    charge: str

    #: What it leaves of that charge, in per cent.
    percent: int

    #: The rate of its own that its list has for the goods (empty: none).
    rate: str

    #: Which goods of the code that is for, where not all: a word of
    #: `preference_goods.CONDITIONS`; empty: all.
    condition: str

    #: The kind of document that proves it (empty: none).
    document: str

    #: The English name of that kind.
    document_name: str

    #: Whether the question claims it.
    claimed: bool

    #: The row of law.
    row: Provision


def charge_of(
    code: str,
    *,
    on: datetime.date | None = None,
    law: str = "",
    home: str | os.PathLike[str] | None = None,
) -> str:
    """The charge that a preference relieves, as box 36 names it.

    The duty where no law is held that has a preference of that code: the price then says
    why there is none.
    """
    try:
        pack = questions.pack(law, home)
        day = on or pack.local(clock.now()).date()
        known = pack.on(day).preferences.get(code)
    except (NotCovered, questions.Unpriced):
        known = None
    return charges.DUTY.preference if known is None else known.charge


def of(
    items: Iterable[charges.ChargedItem], assessed: charges.Assessment, law: Edition
) -> tuple[Relief, ...]:
    """The preferences of goods, by charge: what is claimed, else what could be; each once,
    however many of the goods it is for.
    """
    by_number = {item.number: item for item in items}
    found: dict[tuple[str, str], Relief] = {}
    for line in assessed.charges:
        item = by_number.get(line.item)
        if item is not None:
            for relief in _of_charge(line, item, law):
                found.setdefault((relief.charge, relief.code), relief)
    return tuple(found.values())


def _of_charge(
    line: charges.Charge, item: charges.ChargedItem, law: Edition
) -> Iterator[Relief]:
    if line.preference:
        granted = law.preferences[line.preference]
        yield _relief(granted, line.code, item.lot, law, claimed=True)
    elif line.amount:
        for known in _claimable(item.lot, item.claims, line.code, law):
            yield _relief(known, line.code, item.lot, law, claimed=False)


def _claimable(
    lot: Lot, claims: declaration.Preferences, code: str, law: Edition
) -> Iterator[Preference]:
    """What goods could claim for a charge by their origin; a preference that asks for more
    than origin and goods is for whoever knows that he has it.
    """
    kind = next(kind for kind in charges.CHARGES if kind.code == code)
    if not kind.preference or getattr(claims, kind.preference):
        return
    for granted in law.preferences.values():
        fits = lot.origin in granted.origins and granted.covers(lot.code)
        if granted.charge == kind.preference and fits and granted.factor_percent < 100:
            yield granted


def _relief(
    granted: Preference, charge: str, lot: Lot, law: Edition, *, claimed: bool
) -> Relief:
    goods = granted.goods_of(lot.code)
    conditional = goods is not None and bool(goods.condition)
    terms = granted.terms(lot)
    if conditional and not claimed:
        terms = Terms(granted.factor_percent)
    return Relief(
        code=granted.code,
        names=granted.names,
        charge=charge,
        percent=terms.percent,
        rate=duty.text(terms.rate) if terms.rate is not None else "",
        condition=goods.kind if goods is not None else "",
        document=granted.document,
        document_name=law.lists["documents"].get(granted.document, ""),
        claimed=claimed,
        row=granted.row,
    )
