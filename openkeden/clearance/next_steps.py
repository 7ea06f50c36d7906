"""Next steps: what a declarant has to do so that a declaration goes on, and until when."""

import msgspec

from openkeden.base import findings, money
from openkeden.base.findings import Finding

PAY = findings.Rule(
    number="L.28",
    message="{value} {currency} must be paid or secured by {due}.",
    fix=(
        "Have what {payer} pays booked (`keden deposit`): it pays what waits at once, the"
        " nearest deadline first."
    ),
    severity="notice",
    basis="EAEU Customs Code art. 118(1), 136(9)",
)
GIVE = findings.Rule(
    number="L.29",
    message="Documents must be given by {due}: {value}.",
    fix=(
        "Give them: `keden act {registration} supply_documents --role declarant --actor ID"
        " --arg documents={value}`."
    ),
    severity="notice",
    box="44",
    basis="EAEU Customs Code art. 325",
)
CHANGE = findings.Rule(
    number="L.30",
    message="The declaration {value} must be amended by {due}.",
    fix="`keden amend {value} FILE --actor ID`, with the changed declaration in the file.",
    severity="notice",
    basis="EAEU Customs Code art. 112(2)",
)
TOO_LATE = findings.Rule(
    number="L.31",
    message="What the declarant had to do by {value} was not done; it is too late for it now.",
    fix="Contact the office: release may be refused, and a term is extended before it ends.",
    severity="warning",
    basis="EAEU Customs Code art. 119, 125(1), 325",
)
RULES = (PAY, GIVE, CHANGE, TOO_LATE)

#: States in which nothing can be made good any more once the deadline has passed.
_STRICT = ("documents_asked", "amendment_demanded")


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How a declaration stands, as far as its declarant has to do something."""

    #: A state of the lifecycle.
    state: str

    #: The registration number.
    number: str

    #: What is neither paid nor secured, in minor national units.
    missing: int

    #: Codes of the documents that are missing.
    documents: tuple[str, ...]

    #: When it must be done, as people read it.
    due: str

    #: Whether it is too late for that.
    overdue: bool = False


def of(standing: Standing, payer: str, currency: str) -> tuple[Finding, ...]:
    """What the declarant has to do next."""
    due = standing.due
    if standing.overdue and standing.state in _STRICT:
        return (findings.of(TOO_LATE, "at", value=due),)
    match standing.state:
        case "awaiting_payment":
            missing = money.grouped(standing.missing)
            args = {"value": missing, "currency": currency, "payer": payer or "–"}
            return (findings.of(PAY, "payable", due=due, **args),)
        case "documents_asked" if standing.documents:
            codes = ",".join(standing.documents)
            args = {"value": codes, "registration": standing.number}
            return (findings.of(GIVE, "documents", due=due, **args),)
        case "amendment_demanded":
            return (findings.of(CHANGE, "state", value=standing.number, due=due),)
    return ()
