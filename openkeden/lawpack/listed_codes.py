"""Code lists of a law pack: the codes of each with their dates, and whether it holds all of
them.
"""

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from openkeden.base.validity import ALWAYS, Validity
from openkeden.lawpack.pack_files import PackFiles, first_day, last_day

#: The columns of the codes of a list.
LISTED = ("code", "name", "mark", "since", "until")


class ListedCode(Validity, frozen=True, kw_only=True):
    """One code of a list."""

    #: The first day on which it is in the list: always, where the list gives none.
    since: datetime.date = ALWAYS

    code: str
    name: str

    #: How sure it is: see `validity.MARKS`.
    mark: str


class CodeList(msgspec.Struct, frozen=True):
    """A code list with what it rests on."""

    name: str
    title: str
    act: str
    source: str
    rows: tuple[ListedCode, ...]

    #: Whether it holds every code there is; false: it is an extract.
    complete: bool = True

    #: What a code of the whole list looks like, as a regular expression; empty: anything.
    form: str = ""


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    file: str
    title: str
    act: str
    source: str
    complete: bool
    form: str = ""


def code_list(files: PackFiles, table: object) -> CodeList:
    """The list that a row of `lists.toml` names. Raises ValueError for another shape."""
    heading = msgspec.convert(table, _List)
    return CodeList(
        heading.name,
        heading.title,
        heading.act,
        heading.source,
        tuple(map(listed_code, files.csv(heading.file))),
        heading.complete,
        heading.form,
    )


def listed_code(cells: Sequence[str]) -> ListedCode:
    """A code of a list in the order of `LISTED`. Raises ValueError for what is not a day."""
    code, name, mark, since, until = cells
    return ListedCode(
        code=code, name=name, mark=mark, since=first_day(since), until=last_day(until)
    )


def on(lists: Mapping[str, CodeList], day: datetime.date) -> dict[str, dict[str, str]]:
    """The names of the codes of each list on a day."""
    return {name: _names(codes, day) for name, codes in lists.items()}


def _names(codes: CodeList, day: datetime.date) -> dict[str, str]:
    return {row.code: row.name for row in codes.rows if row.holds(day)}


def extracts(lists: Mapping[str, CodeList]) -> dict[str, str]:
    """The lists that hold only a part of their codes, with the form of these."""
    return {name: codes.form for name, codes in lists.items() if not codes.complete}
