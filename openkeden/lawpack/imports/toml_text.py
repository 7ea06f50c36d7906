"""TOML that somebody else wrote, read when its keys and brackets are no deeper than those of
rows of law.

The reader of the standard library takes time and memory by the square of the parts of a key.
"""

import re
import tomllib
from typing import Any, Final

#: Bytes of the largest text; the largest file of the package has a hundred thousand.
MAX_BYTES: Final = 4 * 1024 * 1024

#: Dots of a key, and brackets within each other; rows of law have three.
MOST_DOTS, DEEPEST = 8, 32

#: What no key or bracket stands in, and what parts them. An open text goes on to the end, as
#: it does for the reader, which stops there.
_TOKENS: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+"
    r"|[][{}.,=\n]",
    re.DOTALL,
)


def read(text: str) -> dict[str, Any]:
    """The tables of a text. Raises ValueError with what is wrong with it."""
    if len(text) > MAX_BYTES:
        raise ValueError(f"it has more than {MAX_BYTES} letters; large tables are CSV")
    _measure(text)
    return tomllib.loads(text)


def _measure(text: str) -> None:
    """Look through the keys and brackets. Raises ValueError for one too deep."""
    dots = depth = 0
    for token in _TOKENS.finditer(text):
        mark = token[0]
        if mark == ".":
            dots += 1
            if dots > MOST_DOTS:
                raise ValueError(f"a key has more than {MOST_DOTS} dots")
        elif mark in "[]{},=\n":
            dots = 0
            depth += (mark in "[{") - (mark in "]}")
            if depth > DEEPEST:
                raise ValueError(f"more than {DEEPEST} brackets stand within each other")
