"""Where a code stands in the tariff of a day: in force, over, to come, not known here, or in
no edition at all.
"""

import datetime
from typing import Literal

import msgspec

from openkeden.tariff.edition import Edition

#: `not_held`: the tariff of the chapter is not held on the day, so that nobody here knows;
#: `unknown`: it is held, and no edition of it has the code.
CodeStatus = Literal["in_force", "ended", "not_held", "later", "unknown"]


class CodeStanding(msgspec.Struct, frozen=True):
    """Where a code stands in the tariff of a day."""

    status: CodeStatus

    #: Of one that begins later its first day; of one not held the first day of its chapter.
    day: datetime.date | None = None

    #: Of one that ended the codes that take up its goods.
    successors: tuple[str, ...] = ()


def standing(code: str, law: Edition) -> CodeStanding:
    """Where a code of ten digits stands in the tariff of the edition's day."""
    if code in law.lines:
        return CodeStanding("in_force")
    if code in law.ended:
        return CodeStanding("ended", successors=law.ended[code])
    held = law.held_from(code)
    if held is not None:
        return CodeStanding("not_held", held)
    later = law.later.get(code)
    return CodeStanding("unknown") if later is None else CodeStanding("later", later)
