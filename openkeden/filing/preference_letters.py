"""The letters of box 36: what they mean in each of its four parts, and which preference of
the law here they stand for.

The same letters mean different things in different parts. The list `preference_letters`
has a row for each part and its letters: `nothing`, `unknown`, or the codes of the
preferences, of which the origin of the goods decides.
"""

from typing import Final

from openkeden.base import written
from openkeden.filing import declaration
from openkeden.filing.context import Context

#: The list of the letters.
LETTERS: Final = "preference_letters"
#: The parts of box 36.
PARTS: Final = declaration.Preferences.__struct_fields__
#: What a row says of letters that claim nothing, and of those whose meaning was not found.
NOTHING, UNKNOWN = "nothing", "unknown"


def key(part: str, letters: str) -> str:
    """The code that letters in a part of box 36 have in the list."""
    return f"{part} {letters}"


def meaning(part: str, letters: str, context: Context) -> str | None:
    """What the list says of letters in a part; None where it does not hold them."""
    return context.lists[LETTERS].get(key(part, letters))


def parts_with(letters: str, context: Context) -> list[str]:
    """The parts in which letters mean something."""
    return [part for part in PARTS if meaning(part, letters, context) is not None]


def granted(part: str, letters: str, origin: str, context: Context) -> list[str]:
    """The preferences that letters stand for, of those that goods of an origin have."""
    in_force = context.edition.preferences
    named = (meaning(part, letters, context) or "").split()
    return [code for code in named if code in in_force and origin in in_force[code].origins]


def read(text: str, part: str, origin: str, context: Context) -> str:
    """The code of the preference that a text in a part of box 36 stands for; empty where it
    claims nothing, the letters themselves where they stand for none or for several.
    """
    if not text or text in context.edition.preferences:
        return text
    for letters in (text, written.cyrillic(text)):
        said = meaning(part, letters, context)
        if said == NOTHING:
            return ""
        if said is not None:
            codes = granted(part, letters, origin, context)
            return codes[0] if len(codes) == 1 else letters
    return text
