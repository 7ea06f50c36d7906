"""Rules of training and judging risk models: what keeps a call from doing anything."""

from openkeden.base import findings

NO_TRAINING = findings.Rule(
    number="U.137",
    message="Risk models cannot be trained or judged here: {value} is not installed.",
    fix="Install it with pip install 'openkeden[train]'; scoring needs none of it.",
)
NO_PROTOCOL = findings.Rule(
    number="U.138",
    message="There is no protocol {value}.",
    fix="Name one of these: {known}.",
)
RULES = (NO_TRAINING, NO_PROTOCOL)
