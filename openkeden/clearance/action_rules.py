"""Rules of what an action names: the action itself, and kinds of documents."""

import difflib
from collections.abc import Collection

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.clearance import lifecycle

UNKNOWN_ACTION = findings.Rule(
    number="L.25",
    message="There is no action {value}.",
    fix="Do you mean {closest}? `keden act REFERENCE` lists what is possible now.",
)
UNKNOWN_KIND = findings.Rule(
    number="L.26",
    message="{value} is no kind of document.",
    fix="Give the code of its kind; asked for are: {asked}.",
    box="44",
)
RULES = (UNKNOWN_ACTION, UNKNOWN_KIND)


def unknown_action(name: str) -> Finding | None:
    """That there is no such action, with the one whose name is closest."""
    if name in lifecycle.ACTIONS:
        return None
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    close = difflib.get_close_matches(plain, lifecycle.ACTIONS, 1, cutoff=0)
    return findings.of(UNKNOWN_ACTION, "action", value=name, closest=close[0])


def unknown_kinds(
    given: Collection[str], kinds: Collection[str], asked: Collection[str]
) -> list[Finding]:
    """The words that name no kind of document."""
    told = ", ".join(asked) or "none"
    return [
        findings.of(UNKNOWN_KIND, "args.documents", value=code, asked=told)
        for code in given
        if code not in kinds
    ]
