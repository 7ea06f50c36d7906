"""Rules of training and judging classifiers: what keeps a call from doing anything."""

from openkeden.base import findings

NO_TRAINING = findings.Rule(
    number="U.161",
    message="Classifiers cannot be trained or judged here: {value} is not installed.",
    fix="Install it with `pip install 'openkeden[train]'`; use needs none of it.",
)
RULES = (NO_TRAINING,)
