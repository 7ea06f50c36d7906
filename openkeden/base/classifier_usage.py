"""Rules of training and judging classifiers: what keeps a call from doing anything."""

from openkeden.base import findings

NO_TRAINING = findings.Rule(
    number="U.161",
    message="Classifiers cannot be trained or judged here: {value} is not installed.",
    fix="Install it with pip install 'openkeden[train]'; use needs none of it.",
)
NO_DATA = findings.Rule(
    number="U.162",
    message="No data are named to learn from.",
    fix="Name CSV files of texts and codes, or --installed for what was declared here.",
)
RULES = (NO_TRAINING, NO_DATA)
