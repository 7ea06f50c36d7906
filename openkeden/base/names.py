"""Names as they are compared: spellings that a reader takes for one are one.

Compared are forms after NFKC, without letters that nobody sees, with single blanks and
without case. Letters of different alphabets that look alike stay different.
"""

import functools
import unicodedata
from typing import Final

#: What stands before the key of a person who has a name and no number, so that a firm that
#: is called as another one's number is not that firm.
NAMED: Final = "name:"

#: Letters of a key of a person; of a longer name the beginning, and hexadecimal digits of
#: the SHA-256 of all of it.
WIDTH: Final = 64
_DIGITS: Final = 16

#: Letters without a shape of their own that Unicode does not count as format characters.
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_SELECTORS: Final = (
    range(0x180B, 0x1810),
    range(0xFE00, 0xFE10),
    range(0xE0100, 0xE01F0),
)


def comparable(text: str) -> str:
    """The form in which a name or reference is compared.

    >>> comparable(" K-1"), comparable("\uff2b\uff0d\uff11"), comparable("k\u200b-1")
    ('k-1', 'k-1', 'k-1')
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split()).lower()
    seen = "".join([letter for letter in text if _is_seen(letter)])
    folded = unicodedata.normalize("NFKC", seen).casefold()
    again = unicodedata.normalize("NFKC", folded)
    return " ".join("".join([letter for letter in again if _is_seen(letter)]).split())


def _is_seen(letter: str) -> bool:
    """Whether a letter shows, or is a blank."""
    if letter.isspace():
        return True
    if letter in _UNSEEN or unicodedata.category(letter) in ("Cf", "Cc"):
        return False
    return not any(ord(letter) in selectors for selectors in _SELECTORS)


def person(number: str, name: str) -> str:
    """What a person is known by: the number in a register, or the name where there is none.

    >>> person("990140000017", "Alem LLP"), person("", "990140000017")
    ('990140000017', 'name:990140000017')
    """
    return number or _by_name(name)


@functools.lru_cache(maxsize=4096)
def _by_name(name: str) -> str:
    key = NAMED + comparable(name)
    if len(key) <= WIDTH:
        return key
    import hashlib  # noqa: PLC0415 - few keys are so long

    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{key[: WIDTH - _DIGITS - 1]}~{digest[:_DIGITS]}"


def shown(key: str) -> str:
    """A key of a person as people read it: a name can never be taken for a number.

    >>> shown("990140000017"), shown("name:acme ltd")
    ('990140000017', 'acme ltd (by name, without a number)')
    """
    if not key.startswith(NAMED):
        return key
    return f"{key.removeprefix(NAMED)} (by name, without a number)"
