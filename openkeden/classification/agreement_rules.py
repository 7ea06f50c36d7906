"""Rules of text against code: what a trader is told of a code that its text does not fit."""

from openkeden.base import findings

OTHER_GOODS = findings.Rule(
    number="C.50",
    message='Item {item}: "{text}" speaks for other goods than {value}: {better}.',
    fix=(
        "Look at the code and at the description again; where both are right, nothing has to"
        " be done. `keden suggest` says more."
    ),
    severity="warning",
    box="33",
)
RULES = (OTHER_GOODS,)
