"""Second opinions on codes as programs see them."""

import msgspec

from openkeden.classification.second_opinion import SecondOpinion
from openkeden.views import finding_view


class SecondOpinionView(msgspec.Struct, frozen=True, kw_only=True):
    """What came of asking for a second opinion: the text has left this machine."""

    #: The host that the text was sent to.
    host: str

    #: Whether the codes stand in its order; else in that of the program.
    followed: bool

    #: That the text was sent, and why its order was not followed.
    findings: tuple[finding_view.FindingView, ...]


def of(opinion: SecondOpinion, language: str) -> SecondOpinionView:
    """The view of a second opinion."""
    return SecondOpinionView(
        host=opinion.host,
        followed=opinion.followed,
        findings=finding_view.each(opinion.notes, language),
    )
