"""Facts about advance rulings on codes of goods: entered, and withdrawn."""

import datetime

from openkeden.classification.advance_rulings import SUBJECT
from openkeden.flow.facts.fact import Fact


class RulingEntered(Fact, frozen=True, kw_only=True, tag="ruling"):
    """An advance ruling was entered in the register of the house."""

    #: The number that its authority gave it.
    number: str
    #: The code that the goods have by it.
    code: str
    #: What the goods are.
    text: str
    #: Why they have the code.
    reasons: str
    #: The authority that decided.
    decided: str
    #: The first and the last day on which it counts.
    since: datetime.date
    until: datetime.date
    #: Whether everybody may see it; else officers alone.
    public: bool

    @property
    def subject(self) -> str:
        return SUBJECT


class RulingWithdrawn(Fact, frozen=True, kw_only=True, tag="ruling_withdrawn"):
    """An advance ruling counts no more."""

    #: Index of the fact that it was entered.
    entry: int
    number: str
    #: The first day on which it does not count.
    on: datetime.date
    reason: str

    @property
    def subject(self) -> str:
        return SUBJECT
