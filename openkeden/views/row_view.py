"""A row of law as programs see it, wherever a figure, a measure or an answer rests on one."""

import datetime
from collections.abc import Iterable, Mapping

import msgspec

from openkeden.base.validity import Provision
from openkeden.locale import law_words


class RowView(msgspec.Struct, frozen=True, kw_only=True):
    """A row of law; of one that the law pack at hand does not hold, the id alone is filled."""

    #: The key by which figures name it, with its first day.
    id: str

    #: The value as text: a rate, an amount, a title.
    value: str = ""

    #: The unit or currency of the value, where it has one.
    unit: str = ""

    #: The act that says it.
    act: str = ""

    #: The article of that act.
    article: str = ""

    #: What a reader must know besides.
    remark: str = ""

    #: Where it was read.
    source: str = ""

    #: How sure the row is.
    mark: str = ""

    #: The first day in force.
    since: datetime.date | None = None

    #: The last day in force; None where no end is known.
    until: datetime.date | None = None


def of(row: Provision, language: str) -> RowView:
    """The view of a row, its words in a language; rates stay in the canonical notation."""
    return RowView(
        id=row.id,
        value=law_words.translated(row.value, language) or row.value,
        unit=row.unit,
        act=law_words.told(row.act, language),
        article=law_words.told(row.article, language),
        remark=law_words.told(row.remark, language),
        source=law_words.translated(row.source, language) or row.source,
        mark=row.mark,
        since=row.since,
        until=row.until,
    )


def basis(row: RowView) -> str:
    """Its act with the article, and what a reader must know besides."""
    act = f"{row.act}, {row.article}" if row.article else row.act
    return f"{act}; {row.remark}" if row.remark else act


def titled(row: Provision, language: str) -> RowView:
    """The view of a row whose value is a title, which is in the language too."""
    title = law_words.told(row.value, language)
    return msgspec.structs.replace(of(row, language), value=title)


def by_id(
    ids: Iterable[str], rows: Mapping[str, Provision | None], language: str
) -> tuple[RowView, ...]:
    """The views of the rows with these ids, in their order."""
    views = []
    for id_ in ids:
        row = rows.get(id_)
        views.append(RowView(id=id_) if row is None else of(row, language))
    return tuple(views)
