"""Texts of goods whose codes are known: what is learned from, and judged on."""

import re
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

#: What a column of a table may hold.
Role = Literal["text", "code", "group", "language", "found", "trust"]

#: Names of columns by what they hold, as `folded` gives them.
NAMES: Final[Mapping[Role, tuple[str, ...]]] = {
    "text": (
        *("text", "q", "query", "description", "goods", "goodsdescription"),
        *("commercialdescription", "item.description", "name", "title"),
        *("наименование", "наименованиетовара", "описание", "описаниетовара"),
        *("товар", "текст", "тауар", "тауаратауы", "тауарсипаттамасы", "мәтін"),
    ),
    "code": (
        *("code", "hs", "hs6", "hs4", "hs8", "hs10", "hscode", "expectedcode"),
        *("commoditycode", "item.code", "tariffcode", "label"),
        *("код", "кодтнвэд", "тнвэд", "кодтовара", "тауаркоды", "сэқтнкоды"),
    ),
    "group": ("cluster", "group", "sourceid", "ruling"),
    "language": ("lang", "language", "язык", "тіл"),
    "found": ("outcomefound",),
    "trust": ("trust", "доверие", "сенім"),
}

#: How far a code is to be trusted that was checked, and how a table says it.
CHECKED: Final = 2
TRUST: Final[Mapping[str, int]] = {"": 1, "declared": 1, "checked": CHECKED, "ruling": 5}

#: Columns that each hold the text in a language of their own.
LANGUAGES: Final = ("kk", "ru", "en")

_BETWEEN_CODES: Final = re.compile(r"[;,|/]")
_WITHIN_CODES: Final = re.compile(r"[\s.\-]")
_LENGTHS: Final = (2, 4, 6, 8, 10)


class LabelledText(msgspec.Struct, frozen=True, gc=False):
    """A text of goods with the codes that are right for it."""

    #: The text.
    text: str

    #: Its code of 2 to 10 digits; several: each of them is right.
    codes: tuple[str, ...]

    #: Its language, where the table tells it; else empty.
    language: str = ""

    #: What it belongs together with, where the table tells it; else empty.
    group: str = ""

    #: How far the code is to be trusted: 1 as declared, 2 checked by an officer, 5 by a
    #: ruling.
    weight: int = 1

    @property
    def digits(self) -> int:
        """The digits that its shortest code has."""
        return min([len(code) for code in self.codes])

    def labels(self, digits: int) -> tuple[str, ...]:
        """Its codes cut to so many digits, each once, where they have as many."""
        cut = [code[:digits] for code in self.codes if len(code) >= digits]
        return tuple(dict.fromkeys(cut))


def folded(name: str) -> str:
    """The name of a column as it is compared."""
    return re.sub(r"[\s_\-]", "", name).lower().strip("«»\"'")


def column_of(role: Role, names: tuple[str, ...]) -> str:
    """The column of a table that holds this, by its name; empty where there is none."""
    known = {folded(name): name for name in reversed(names)}
    return next((known[one] for one in NAMES[role] if one in known), "")


def language_columns(names: tuple[str, ...]) -> dict[str, str]:
    """The columns of a table that hold the text in a language, by language."""
    known = {folded(name): name for name in names}
    return {language: known[language] for language in LANGUAGES if language in known}


def codes(cell: str) -> tuple[str, ...]:
    """The codes of a cell; none where one of them is no code."""
    pieces = [_WITHIN_CODES.sub("", piece) for piece in _BETWEEN_CODES.split(cell)]
    told = [piece for piece in pieces if piece]
    good = [one.isascii() and one.isdigit() and len(one) in _LENGTHS for one in told]
    return tuple(dict.fromkeys(told)) if all(good) else ()
