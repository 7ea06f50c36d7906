"""What goods must have beside payment: documents and shares of quotas, by the measures and
preferences of a day.
"""

from collections.abc import Iterable

import msgspec

from openkeden.base.validity import Provision
from openkeden.filing import subjects
from openkeden.filing.context import Context
from openkeden.tariff import duty, measures, preference_goods


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """A document or a share of a quota that goods must have."""

    #: The measure or the preference that asks for it.
    why: str

    #: The row of law.
    row: Provision

    #: The kind of the document (empty: none).
    document: str = ""

    #: The English name of that kind.
    name: str = ""

    #: The id of the quota (empty: none).
    quota: str = ""

    #: The quota as its act words it.
    limit: str = ""

    #: The code of the goods without the document, where the line is only for goods with it
    #: (empty: theirs).
    otherwise: str = ""

    #: The rate of duty under that code.
    otherwise_rate: str = ""

    #: The act means some goods of the code, and whether these are among them was not
    #: decided.
    advice: bool = False


def of_goods(line: subjects.ItemCodes, context: Context) -> tuple[Need, ...]:
    """What measures in force and the preferences claimed ask for."""
    return (*_of_measures(line, context), *_of_preferences(line, context))


def documents(needs: Iterable[Need]) -> tuple[str, ...]:
    """The kinds of documents that are needed in any case."""
    return tuple([need.document for need in needs if need.document and not need.advice])


def _of_measures(line: subjects.ItemCodes, context: Context) -> list[Need]:
    found = []
    for one in context.told_of(line):
        asks = one.document or one.effect == "quota"
        if one.own and one.effect != "refuse" and asks:
            found.append(_need(one, line.code, context))
    return found


def _need(measure: measures.Measure, code: str, context: Context) -> Need:
    otherwise = measure.otherwise.get(code, "")
    without = context.edition.lines.get(otherwise)
    return Need(
        why=measure.id,
        row=measure.row,
        document=measure.document,
        name=context.lists["documents"].get(measure.document, ""),
        quota=measure.quota if measure.effect == "quota" else "",
        limit=measure.limit,
        otherwise=otherwise,
        otherwise_rate=duty.text(without.rate) if without else "",
        advice=measure.effect in measures.ADVICE,
    )


def _of_preferences(line: subjects.ItemCodes, context: Context) -> list[Need]:
    found = []
    for claim in subjects.claims(line):
        preference = context.edition.preferences.get(claim.code)
        if preference is None:
            continue
        if preference.document:
            found.append(_paper(claim.code, preference.row, preference.document, context))
        goods = preference.goods_of(line.code)
        if goods is not None and goods.document and _within_quota(line):
            found.append(_paper(claim.code, goods.row, goods.document, context))
    return found


def _paper(why: str, row: Provision, document: str, context: Context) -> Need:
    name = context.lists["documents"].get(document, "")
    return Need(why=why, row=row, document=document, name=name)


def _within_quota(line: subjects.ItemCodes) -> bool:
    """Whether goods are said to be within the quota of an agreement."""
    said = dict(line.attributes).get(preference_goods.ATTRIBUTE)
    return said == preference_goods.WITHIN_QUOTA
