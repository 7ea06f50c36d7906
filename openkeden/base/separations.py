"""Separation of duties: acts of which no one person does both in one case.

Persons are compared by the normal spelling of their ids, whoever spelled them.
"""

import msgspec

from openkeden.base import findings, identities

ONE_HAND = findings.Rule(
    number="L.18",
    message="{value} did {done} in this case and may not do {action} as well.",
    fix="Leave it to another person: no one person has both in hand.",
)
RULES = (ONE_HAND,)


class Hand(msgspec.Struct, frozen=True, gc=False):
    """Who did what in a case."""

    #: The action.
    action: str

    #: The id of the person, in its normal spelling.
    person: str


class Separation(msgspec.Struct, frozen=True):
    """Two groups of actions of which no one person does both in one case, in whichever
    order.
    """

    #: The actions of the one group.
    one: frozenset[str]

    #: The actions of the other.
    other: frozenset[str]

    #: Why, in a sentence.
    why: str


class Duties:
    """All separations of one kind of case, looked up by action."""

    def __init__(self, separations: tuple[Separation, ...]) -> None:
        self._barred = _barred(separations)

    def objection(
        self, hands: tuple[Hand, ...], action: str, actor: str
    ) -> findings.Finding | None:
        """Why who acts may not, for what the same person did before."""
        barred = self._barred.get(action)
        if not barred:
            return None
        person = identities.normal(actor)
        mine = [hand.action for hand in hands if hand.person == person]
        done = [name for name in mine if name in barred]
        if not done:
            return None
        told = ", ".join(done)
        return findings.of(ONE_HAND, "actor", value=person, done=told, action=action)

    def after(self, hands: tuple[Hand, ...], action: str, actor: str) -> tuple[Hand, ...]:
        """Who did what after an act: kept where some act is kept apart from it."""
        if action not in self._barred:
            return hands
        hand = Hand(action, identities.normal(actor))
        return hands if hand in hands else (*hands, hand)


def _barred(separations: tuple[Separation, ...]) -> dict[str, frozenset[str]]:
    """For each action those that whoever does it may not have done."""
    barred: dict[str, frozenset[str]] = {}
    for row in separations:
        for group, against in ((row.one, row.other), (row.other, row.one)):
            for action in group:
                barred[action] = barred.get(action, frozenset()) | against
    return barred
