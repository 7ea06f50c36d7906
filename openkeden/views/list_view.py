"""The code lists of the law as programs see them."""

from typing import Final

import msgspec

from openkeden.lawpack.listed_codes import CodeList
from openkeden.locale import law_words

#: The lists whose names are told in the reader's language.
_TOLD: Final = ("currencies", "documents", "package_kinds", "procedures", "units")


class ListedCodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A code of a list."""

    #: The code.
    code: str

    #: Its name; that of a document, procedure, currency, unit or package in the reader's
    #: language.
    name: str

    #: How sure it is.
    mark: str


class ListView(msgspec.Struct, frozen=True, kw_only=True):
    """A code list on a day."""

    #: Its name.
    name: str

    #: What its codes are.
    title: str

    #: Whether it holds every code there is; false: it is an extract.
    complete: bool

    #: What a code of an extract looks like, as a regular expression; empty: anything.
    form: str

    #: How many codes are held.
    count: int

    #: The act that has the whole list.
    act: str

    #: Where the codes were read.
    source: str

    #: The codes; none where several lists are told.
    codes: tuple[ListedCodeView, ...]


def of(held: CodeList, language: str, *, whole: bool) -> ListView:
    """The view of a list; `whole` with its codes."""
    told = held.name in _TOLD
    codes = [
        ListedCodeView(
            code=row.code,
            name=law_words.told(row.name, language) if told else row.name,
            mark=row.mark,
        )
        for row in held.rows
    ]
    return ListView(
        name=held.name,
        title=law_words.told(held.title, language),
        complete=held.complete,
        form=held.form,
        count=len(held.rows),
        act=law_words.told(held.act, language),
        source=held.source,
        codes=tuple(codes) if whole else (),
    )
