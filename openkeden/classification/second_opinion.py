"""What a second opinion on candidate codes came to."""

import msgspec

from openkeden.base.findings import Finding


class SecondOpinion(msgspec.Struct, frozen=True):
    """The order that somebody outside gave candidate codes, or why it gave none."""

    #: The host that the text was sent to.
    host: str

    #: The candidates as they are ranked now: all of them, each once.
    codes: tuple[str, ...]

    #: Whether the second opinion was followed.
    followed: bool

    #: That the text was sent, and why the opinion was not followed.
    notes: tuple[Finding, ...]
