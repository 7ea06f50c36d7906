"""Rules of asking for a second opinion: what keeps it from being asked at all."""

from openkeden.base import findings

NO_OPINION = findings.Rule(
    number="U.166",
    message="No second opinion can be asked: {value} is not set.",
    fix=(
        "Set KEDEN_SECOND_OPINION_URL and KEDEN_SECOND_OPINION_MODEL, or leave"
        " --second-opinion out; with it the text leaves this machine."
    ),
)
NO_ENDPOINT = findings.Rule(
    number="U.167",
    message="{value} is no address that a second opinion can be asked at.",
    fix="Set KEDEN_SECOND_OPINION_URL to one such as https://host.example/v1.",
)
RULES = (NO_OPINION, NO_ENDPOINT)
