"""English sentences within those of other languages."""

import re

#: What is English in a sentence of any language: code between backticks, commands, options,
#: names of files and fields, marks and reserved ids as they are written.
_CODE = re.compile(
    r"`[^`]*`|keden [a-z]+( [a-z]+)?|--[a-z-]+|\{[^}]*\}|\S*[_./@=]\S*"
    r"|\b(verified|secondary|memory|open|random|model|score)\b"
)
_WORDS = re.compile(r"[A-Za-z]*[a-z]{2,}[A-Za-z]*[,;:]? [A-Za-z]*[a-z]{2,}")


def within(sentence: str) -> str:
    """Two English words in a row outside of code; empty where there are none."""
    found = _WORDS.search(_CODE.sub(" ", sentence))
    return found[0] if found else ""
