"""Rules of listing declarations: what may be asked for, and by whom."""

from openkeden.base import findings

NO_STATE = findings.Rule(
    number="L.32",
    message="There is no state {value}.",
    fix="Choose from: {known}.",
)
NO_LANE = findings.Rule(
    number="L.33",
    message="There is no lane {value}.",
    fix="Choose from: {known}.",
)
OFFICERS_ONLY = findings.Rule(
    number="L.34",
    message="Lists by lane ({value}) are for officers.",
    fix="Say with --officer which inspector or chief asks.",
    basis="EAEU Customs Code art. 378",
)
RULES = (NO_STATE, NO_LANE, OFFICERS_ONLY)
