"""Russian and Kazakh words in Latin letters, made Cyrillic again."""

import re

#: Groups of letters, the longest first; vowels with a y before them too.
_LETTERS = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "tz": "ц", "ch": "ч", "sh": "ш",
    "gh": "г", "yu": "ю", "iu": "ю", "ju": "ю", "ya": "я", "ia": "я", "ja": "я", "yo": "е",
    "jo": "е", "ye": "е", "je": "е", "yy": "ый", "iy": "ий", "ij": "ий", "ai": "ай",
    "ei": "ей", "oi": "ой", "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф",
    "g": "г", "h": "х", "i": "и", "j": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о",
    "p": "п", "q": "к", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "кс",
    "y": "ы", "z": "з",
}  # fmt: skip

#: What Kazakh writes otherwise.
_KAZAKH = {
    "j": "ж", "ja": "жа", "je": "же", "jo": "жо", "ju": "жу", "w": "у", "x": "х",
    "ia": "иа", "iu": "иу", "ts": "тс", "tz": "тз", "ij": "иж",
}  # fmt: skip

_GROUP = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))

#: Letters that are told apart by ear or not at all.
_ALIKE = str.maketrans({"ь": "", "ъ": "", "й": "и", "ы": "и", "э": "е", "щ": "ш", "ё": "е"})


def cyrillic(word: str, language: str) -> str:
    """A word of Latin letters in lower case as Russian or Kazakh, folded, would write it.

    >>> cyrillic("kurtka", "ru"), cyrillic("zhenskaya", "ru"), cyrillic("jun", "kk")
    ('куртка', 'женская', 'жун')
    """
    letters = _LETTERS | _KAZAKH if language == "kk" else _LETTERS
    return _GROUP.sub(lambda group: letters[group.group()], word)


def sound(word: str) -> str:
    """A Cyrillic word by what its transliteration keeps.

    >>> sound("мебель"), sound("обычный")
    ('мебел', 'обичнии')
    """
    return word.translate(_ALIKE)
