"""The text of an item against its code, as an officer and his programs see it."""

import msgspec

from openkeden import locale
from openkeden.base import money
from openkeden.classification.candidate_codes import CandidateCode
from openkeden.flow.classification import agreements
from openkeden.flow.classification.agreements import ItemAgreement
from openkeden.flow.law import goods_names

#: Decimals of a distance.
_THOUSANDTHS = 3


class LikelierCodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A code that the text of an item speaks for more than for its own."""

    #: A heading of four digits, or a subheading of six.
    code: str

    #: The name of its goods.
    title: str

    #: The words of the text that spoke for it.
    words: tuple[str, ...]


class AgreementView(msgspec.Struct, frozen=True, kw_only=True):
    """The text of an item against its code."""

    #: Box 32.
    number: int

    #: The description of the goods.
    text: str

    #: The declared code, box 33.
    code: str

    #: The name of its goods.
    title: str

    #: How far the code is from the text: the natural logarithm of how much likelier the best
    #: heading is, as decimal text; null: the text is not enough to tell.
    distance: str | None

    #: Likelier codes, best first.
    better: tuple[LikelierCodeView, ...]

    #: All of this in a sentence.
    line: str


def each(found: tuple[ItemAgreement, ...], language: str) -> tuple[AgreementView, ...]:
    """The views of the items of a declaration."""
    return tuple([of(one, language) for one in found])


def of(item: ItemAgreement, language: str) -> AgreementView:
    """The view of one item."""
    found = item.found
    better = found.better if found is not None else ()
    return AgreementView(
        number=item.number,
        text=item.text,
        code=item.code,
        title=goods_names.short(item.code, language),
        distance=money.short(found.distance, _THOUSANDTHS) if found is not None else None,
        better=tuple([_likelier(one, language) for one in better]),
        line=_line(item, language),
    )


def _likelier(one: CandidateCode, language: str) -> LikelierCodeView:
    return LikelierCodeView(
        code=one.code,
        title=goods_names.short(one.code, language),
        words=tuple(dict.fromkeys([spoken.typed for spoken in one.spoken])),
    )


def _line(item: ItemAgreement, language: str) -> str:
    said = locale.names(language)["agreement"]
    found = item.found
    kind = "vague" if found is None else "other" if found.better else "agrees"
    better = found.better if found is not None else ()
    return said[kind].format(
        number=item.number,
        code=f"{item.code} {goods_names.short(item.code, language)}".rstrip(),
        text=locale.shown(item.text, language),
        better=agreements.candidates(better, language),
    )
