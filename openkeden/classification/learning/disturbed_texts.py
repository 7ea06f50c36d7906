"""Texts as they arrive in life: with typing errors, in Latin letters, with brands, shouted,
said at length; and texts that tell nothing.
"""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np

#: Texts that no code can be told from.
VAGUE: Final = (
    *("", " ", "goods", "parts", "spare parts", "N/A", "other", "various", "samples"),
    *("gift", "personal effects", "товар", "прочее", "запчасти", "разное", "подарок"),
    *("тауар", "басқа", "әртүрлі", "12345", "???", "XK-2000"),
)

#: How many letters in a hundred are mistyped.
MISTYPED: Final = 6

#: A way to disturb a text: from what is drawn by chance.
Disturb = Callable[[str, np.random.Generator], str]

_BRANDS: Final = ("Zenvorix", "Talmaro", "QUBEX", "Orlindo", "Kestova", "Brinor")
_LATIN: Final = {
    **dict(zip("абвгдезийклмнопрстуф", "abvgdeziyklmnoprstuf", strict=True)),
    **dict(zip("ёыэәіңғүұқөһ", "eyeainguuqoh", strict=True)),
    **dict(
        zip("жхцчшщюя", ["zh", "kh", "ts", "ch", "sh", "shch", "yu", "ya"], strict=True)
    ),
    **dict.fromkeys("ъь", ""),
}


def mistyped(text: str, random: np.random.Generator) -> str:
    """With letters left out, doubled, swapped with the next or replaced by another."""
    letters = list(text)
    wrong = random.random(len(letters)) * 100 < MISTYPED
    ways = random.integers(0, 4, len(letters))
    others = random.integers(0, max(1, len(letters)), len(letters))
    told: list[str] = []
    for place, letter in enumerate(letters):
        if not (wrong[place] and letter.isalpha()):
            told.append(letter)
        elif ways[place] == 0:
            continue
        elif ways[place] == 1:
            told.append(letter * 2)
        elif ways[place] == 2 and told:
            told.insert(-1, letter)
        else:
            told.append(letters[int(others[place])])
    return "".join(told)


def in_latin(text: str, _: np.random.Generator) -> str:
    """In Latin letters; what is so already stays as it is."""
    if text.isascii():
        return text
    return "".join([_LATIN.get(letter, letter) for letter in text.lower()])


def with_brands(text: str, random: np.random.Generator) -> str:
    """With a brand before and a model number after it."""
    brand = _BRANDS[int(random.integers(0, len(_BRANDS)))]
    return f"{brand} {text} {brand[:2].upper()}-{random.integers(100, 9999)}B"


def shouted(text: str, _: np.random.Generator) -> str:
    """In capital letters."""
    return text.upper()


def at_length(text: str, _: np.random.Generator) -> str:
    """Said four times over."""
    return ". ".join([text] * 4)


#: Ways by name.
WAYS: Final[Mapping[str, Disturb]] = {
    "mistyped": mistyped,
    "in_latin": in_latin,
    "with_brands": with_brands,
    "shouted": shouted,
    "at_length": at_length,
}
