"""Rules of a check before filing: what it cannot know, and what was lodged already."""

from openkeden.base import findings

LODGED = findings.Rule(
    number="I.31",
    message="This very declaration was lodged on {on} as {value}: it is not lodged twice.",
    fix="`keden status {value}` says how it stands.",
    severity="notice",
)
TWICE = findings.Rule(
    number="I.32",
    message="The reference {value} stands twice here: {where} declares something else by it.",
    fix="Give every declaration a reference of its own.",
)
ALONE = findings.Rule(
    number="I.33",
    message="There is no installation here that knows {value}: nothing of it was compared.",
    fix="Check with --home where it was lodged.",
    severity="warning",
)
USE_UNKNOWN = findings.Rule(
    number="I.34",
    message="What is used up of the quota {value} is not known without an installation.",
    fix="Check with --home, or ask the holder of the quota how much is left.",
    severity="warning",
)
RULES = (LODGED, TWICE, ALONE, USE_UNKNOWN)
