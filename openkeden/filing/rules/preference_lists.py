"""Rules on the list of goods of a preference claimed in box 36, and on the paper that proves
its origin.
"""

from collections.abc import Mapping

from openkeden.filing.context import Context
from openkeden.filing.rules.rule import Breach, rule
from openkeden.filing.subjects import PreferenceClaim
from openkeden.tariff import preference_goods
from openkeden.tariff.preference_goods import CoveredGoods

#: Which goods a list means where we have no words for them.
BY_NAME = "by name"

_LISTS = "EAEU CC art. 53(2); EAEU Treaty art. 35, 36"
_ORIGIN = "EAEU CC art. 29, 31"


@rule("G34.10", "", box="34", basis=_ORIGIN, severity="warning")
def proof_of_unknown_kind(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} rests on a proof of origin, and which kind of document that is under {act} is
    not known here.

    Fix: name the proof in box 44, and ask the customs office by which kind.
    """
    row = context.edition.preferences.get(claim.code)
    if row is None or row.document or claim.line.origin not in row.origins:
        return None
    return {"value": claim.code, "act": row.row.act}


@rule("G36.11", "", basis=_ORIGIN)
def paper_of_other_kind(claim: PreferenceClaim, context: Context) -> Breach:
    """Document {document} ({kind}) does not prove {value}; what proves it is {right}
    ({right_kind}).

    Fix: name the paper in box 44 as {right} if that is what it is, or remove the claim.
    """
    row = context.edition.preferences.get(claim.code)
    if row is None or row.document in claim.line.documents:
        return None
    wrong = sorted(row.mistaken.intersection(claim.line.documents))
    if not wrong:
        return None
    kinds = context.lists["documents"]
    return {
        "value": claim.code,
        "document": wrong[0],
        "kind": kinds.get(wrong[0], "-"),
        "right": row.document,
        "right_kind": kinds.get(row.document, "-"),
    }


@rule("G36.12", "", basis=_LISTS, severity="warning")
def goods_named_in_part(claim: PreferenceClaim, context: Context) -> Breach:
    """The list of {value} means only some goods of code {code} ({goods}; {act}), and the item
    does not say whether it is of them; it gets no relief by that.

    Fix: compare the goods with the list, and state the attribute {attribute}: {named} if the
    list means them, {other} if not.
    """
    return _unstated(claim, context, preference_goods.PART)


@rule("G36.13", "", basis=_LISTS, severity="warning")
def goods_of_season(claim: PreferenceClaim, context: Context) -> Breach:
    """The list of {value} means goods of code {code} in a season only ({act}), which is not
    known here; the item is charged as in the season.

    Fix: look the season up in the act, and state the attribute {attribute}: {named} within
    it, {other} outside it.
    """
    return _unstated(claim, context, preference_goods.SEASON)


@rule("G36.14", "", basis=_LISTS, severity="warning")
def goods_of_quota(claim: PreferenceClaim, context: Context) -> Breach:
    """Goods of code {code} are free by {value} only within the quota of the agreement ({act}),
    with document {document} ({kind}); the item is charged as outside it.

    Fix: if it is within the quota, name the licence as {document} in box 44 and state the
    attribute {attribute} as {quota}; if not, {named}.
    """
    goods = _restricted(claim, context, preference_goods.QUOTA)
    if goods is None:
        return None
    stated = _stated(claim)
    proved = goods.document in claim.line.documents
    if stated and (stated != preference_goods.WITHIN_QUOTA or proved):
        return None
    return {
        **_told(claim, goods),
        "document": goods.document,
        "kind": context.lists["documents"].get(goods.document, "-"),
        "quota": preference_goods.WITHIN_QUOTA,
    }


@rule("G36.15", "", basis=_LISTS, severity="warning")
def goods_with_mark(claim: PreferenceClaim, context: Context) -> Breach:
    """Goods of code {code} are free by {value} only with a mark in their certificate of origin
    ({goods}; {act}); the item is charged as without it.

    Fix: read the certificate, and state the attribute {attribute}: {other} if the mark is
    there, {named} if not.
    """
    return _unstated(claim, context, preference_goods.MARK)


@rule("G36.16", "", basis=_LISTS, severity="warning")
def goods_used(claim: PreferenceClaim, context: Context) -> Breach:
    """Of code {code} the list of {value} leaves out used goods only ({act}), and the item does
    not say whether it is new; it is charged as used.

    Fix: state the attribute {attribute}: {other} if the goods are new, {named} if they are
    used.
    """
    return _unstated(claim, context, preference_goods.USED)


@rule("G36.17", "", basis=_LISTS)
def list_word_unknown(claim: PreferenceClaim, _: Context) -> Breach:
    """The attribute {attribute} is {value}, which is none of {known}.

    Fix: use one of these words, or leave the attribute out.
    """
    stated = _stated(claim)
    if not stated or stated in preference_goods.WORDS:
        return None
    known = ", ".join(preference_goods.WORDS)
    return {"value": stated, "attribute": preference_goods.ATTRIBUTE, "known": known}


@rule("G36.18", "", basis=_LISTS)
def goods_left_out(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} is not granted to goods of code {code}: its list leaves out {mask} ({act}).

    Fix: remove the claim, or correct the code; such goods bear the common rate.
    """
    row = context.edition.preferences.get(claim.code)
    if row is None or row.covers(claim.line.code):
        return None
    goods = row.goods_of(claim.line.code)
    if goods is None:
        return None
    told = {"value": claim.code, "code": claim.line.code}
    return {**told, "mask": goods.mask, "act": goods.row.basis}


CHECKS = (
    proof_of_unknown_kind,
    paper_of_other_kind,
    goods_named_in_part,
    goods_of_season,
    goods_of_quota,
    goods_with_mark,
    goods_used,
    list_word_unknown,
    goods_left_out,
)


def _unstated(claim: PreferenceClaim, context: Context, kind: str) -> Breach:
    """That a row means some goods of a code, where the goods do not say what they are."""
    goods = _restricted(claim, context, kind)
    stated = _stated(claim)
    if goods is None or stated in (preference_goods.NAMED, preference_goods.OTHER):
        return None
    return _told(claim, goods)


def _restricted(claim: PreferenceClaim, context: Context, kind: str) -> CoveredGoods | None:
    """The row that decides on the goods of a claim, if it has a condition of a kind."""
    row = context.edition.preferences.get(claim.code)
    if row is None or (row.origins and claim.line.origin not in row.origins):
        return None
    goods = row.goods_of(claim.line.code)
    return goods if goods is not None and goods.kind == kind else None


def _stated(claim: PreferenceClaim) -> str:
    return dict(claim.line.attributes).get(preference_goods.ATTRIBUTE, "")


def _told(claim: PreferenceClaim, goods: CoveredGoods) -> Mapping[str, object]:
    return {
        "value": claim.code,
        "code": claim.line.code,
        "goods": goods.part or BY_NAME,
        "act": goods.row.act,
        "attribute": preference_goods.ATTRIBUTE,
        "named": preference_goods.NAMED,
        "other": preference_goods.OTHER,
    }
