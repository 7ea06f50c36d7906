"""Ids of people and of devices: one spelling for each, so that no second spelling of a name
makes a second person.
"""

import string
import unicodedata

_LETTERS = frozenset(string.ascii_lowercase + string.digits + "._-")


def normal(text: str) -> str:
    """The one spelling of an id: compatibility forms composed, case folded, trimmed.

    >>> normal(" Ivanov "), normal("ＩＶＡＮＯＶ")
    ('ivanov', 'ivanov')
    """
    return unicodedata.normalize("NFKC", text).casefold().strip()


def stray(text: str) -> str:
    """The first letter of a normal id that no id may have; empty where all are allowed.

    >>> stray("i.ivanov-2"), stray("\\u0456vanov")
    ('', 'і')
    """
    strays = [letter for letter in text if letter not in _LETTERS]
    return strays[0] if strays else ""


def letter(character: str) -> str:
    """A letter told so that nobody can mistake it for another.

    >>> letter("\\u0456")
    'U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I'
    """
    return f"U+{ord(character):04X} {unicodedata.name(character, 'without a name')}"
