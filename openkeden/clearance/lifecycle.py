"""The life of a goods declaration as one table: in a state, who may do what, and what
follows.

Buttons, API actions, refusals and the drawn graph come from `TABLE`; the conditions named
in it are in `conditions`. Articles are of the EAEU Customs Code; withdrawal (art. 113) is
from memory.
"""

from collections.abc import Mapping

from openkeden.base import transitions
from openkeden.base.cases import Argument

DECLARANT, SYSTEM, INSPECTOR, CHIEF, TREASURY = ROLES = (
    "declarant",
    "system",
    "inspector",
    "chief",
    "treasury",
)

#: States with what each means, in the order a case usually passes them.
STATES: Mapping[str, str] = {
    "draft": "written, not sent",
    "filed": "received, not yet registered: counts as not filed (art. 111(7))",
    "registration_refused": "not registered, with all grounds (art. 111(5))",
    "awaiting_goods": "preliminary declaration registered, goods not yet presented (art. 114)",
    "registered": "registered, the time for release runs (art. 111, 119)",
    "selected": "a lane is chosen, what follows from it not yet done (art. 378)",
    "documents_asked": "documents or data asked for (art. 325)",
    "inspection_ordered": "inspection announced (art. 328)",
    "under_check": "an officer has what was asked for and decides (art. 324)",
    "inspected": "the act of inspection is made, an officer decides (art. 328)",
    "amendment_demanded": "the declarant must amend before release (art. 112(2))",
    "awaiting_payment": "all else is met, payment or security is missing (art. 118(1))",
    "suspended": "release suspended to protect intellectual property (art. 124)",
    "partly_released": "some goods lines released, the rest open (art. 118(5))",
    "released_on_security": "released against security, the check goes on (art. 121)",
    "released": "all goods lines released (art. 118)",
    "released_in_part": "some goods lines released, release of the rest refused (art. 118(5), 125)",
    "release_refused": "release refused, with all grounds (art. 125(1))",
    "release_annulled": "a release taken back by two persons",
    "withdrawn": "withdrawn by the declarant before release (art. 113)",
}

START = "draft"

#: The state of what waits for payment alone.
AWAITING_PAYMENT = "awaiting_payment"

#: States in which at least one goods line has left customs control or may leave it.
RELEASED = frozenset(
    {"partly_released", "released_on_security", "released", "released_in_part"}
)

#: States that end a case. A release may still be annulled.
ENDS = (
    "registration_refused",
    "released",
    "released_in_part",
    "release_refused",
    "release_annulled",
    "withdrawn",
)

#: Conditions that rows of the table need, and what each asks.
CONDITIONS: Mapping[str, str] = {
    "in_time": "the deadline of this state has not passed",
    "overdue": "the deadline of this state has passed",
    "grounds": "every ground is one of the law's closed list for this action",
    "no_inspection": "the lane is not red",
    "clear_lane": "the lane is green or blue",
    "covered": "what is payable is paid or secured",
    "documents": "every document that was asked for was given",
    "no_breach": "no breach found by inspection is left uncured",
    "second_person": "another person, at another device, proposed it",
    "device": "the device is named",
    "unannounced": "no documents were asked, no inspection announced (art. 112(1))",
    "items": "each line is of the declaration and not released, and some line stays open",
    "known_items": "each line that is named is of the declaration",
    "extension": "within the law's limit, and the first extension",
    "security_121": "security covers what may become payable in addition, "
    "and compliance with measures is shown",
    "due_within_security": "what became payable is not more than the security taken for it",
}

_REASON = Argument("reason", "text")
_GROUNDS = Argument("grounds", "codes")
_DOCUMENTS = Argument("documents", "codes")
_ALSO = Argument("documents", "codes", required=False)
_DIGEST = Argument("digest", "text")
_ITEMS = Argument("items", "numbers")
_PAYABLE = Argument("payable", "amount")
_AMOUNT = Argument("amount", "amount")
_NUMBER = Argument("number", "text")
_PROOF = Argument("document", "text")
_PAYER = Argument("payer", "text", required=False)
_NOTE = Argument("reason", "text", required=False)
#: What officers say to each other; reasons that the law wants told are not among them.
_INTERNAL = Argument("reason", "text", confidential=True)
_ASIDE = Argument("reason", "text", required=False, confidential=True)

#: Actions with their arguments.
ACTIONS: Mapping[str, tuple[Argument, ...]] = {
    "file": (_DIGEST, _ITEMS),
    "register": (_NUMBER, _PAYABLE),
    "register_preliminary": (_NUMBER, _PAYABLE),
    "refuse_registration": (_GROUNDS,),
    "present_goods": (Argument("notice", "text"),),
    "select_lane": (Argument("lane", "text", choices=("green", "blue", "yellow", "red")),),
    "ask_documents": (_DOCUMENTS, _ASIDE),
    "supply_documents": (_DOCUMENTS,),
    "order_inspection": (_ALSO, _ASIDE),
    "report_inspection": (
        Argument("act", "text"),
        Argument("result", "text", choices=("conforms", "breach")),
        Argument("items", "numbers", required=False),
    ),
    "propose_waiver": (_INTERNAL,),
    "confirm_waiver": (_INTERNAL,),
    "demand_amendment": (_REASON,),
    "amend": (_DIGEST, _ITEMS, _PAYABLE),
    "amend_details": (
        _DIGEST,
        Argument("detail", "text", choices=("goods_location", "typing_error")),
    ),
    "demand_payment": (),
    "confirm_payment": (_AMOUNT, _PROOF, _PAYER),
    "secure": (_AMOUNT, _PROOF, _PAYER),
    "release": (_ASIDE,),
    "release_items": (_ITEMS, _REASON),
    "release_on_security": (
        Argument("additional", "amount"),
        Argument("compliance", "text", choices=("shown",)),
    ),
    "close_check": (Argument("due", "amount"),),
    "extend_term": (Argument("working_days", "count"), _REASON),
    "suspend": (_REASON,),
    "resume": (_NOTE,),
    "refuse_release": (_GROUNDS,),
    "propose_annulment": (_INTERNAL,),
    "annul_release": (_REASON,),
    "withdraw": (_NOTE,),
}

#: Actions that confirm, each with the action that proposes.
CONFIRMS: Mapping[str, str] = {
    "confirm_waiver": "propose_waiver",
    "annul_release": "propose_annulment",
}

_ON_CHECK = ("under_check", "inspected")
_OPEN = (
    "documents_asked",
    "inspection_ordered",
    *_ON_CHECK,
    "amendment_demanded",
    "awaiting_payment",
    "partly_released",
)
_LIVE = ("registered", "selected", *_OPEN)


def _row(
    state: str, action: str, roles: str, to: str, needs: str = ""
) -> transitions.Transition:
    return transitions.Transition(
        state, action, tuple(roles.split()), to, tuple(needs.split())
    )


def _each(
    states: tuple[str, ...], action: str, roles: str, to: str = "", needs: str = ""
) -> list[transitions.Transition]:
    """The same row for several states; without `to`, the case stays where it is."""
    return [_row(state, action, roles, to or state, needs) for state in states]


_INTAKE = [
    _row("draft", "file", "declarant", "filed"),
    _row("draft", "withdraw", "declarant", "withdrawn"),
    _row("filed", "register", "system inspector", "registered"),
    _row("filed", "register_preliminary", "system inspector", "awaiting_goods"),
    _row(
        "filed",
        "refuse_registration",
        "system inspector",
        "registration_refused",
        "grounds",
    ),
    _row("filed", "withdraw", "declarant", "withdrawn"),
    _row("awaiting_goods", "amend", "declarant", "awaiting_goods"),
    _row("awaiting_goods", "present_goods", "declarant", "registered", "in_time"),
    _row(
        "awaiting_goods", "refuse_release", "system", "release_refused", "grounds overdue"
    ),
    _row("awaiting_goods", "refuse_release", "inspector", "release_refused", "grounds"),
    _row("awaiting_goods", "withdraw", "declarant", "withdrawn"),
    _row("registered", "select_lane", "system", "selected"),
    *_each(
        ("registered", "selected", "awaiting_payment"),
        "amend",
        "declarant",
        "registered",
        "unannounced",
    ),
    *_each(
        ("registered", "selected", "awaiting_payment"),
        "withdraw",
        "declarant",
        "withdrawn",
        "no_breach",
    ),
]

_SELECTED = [
    _row("selected", "release", "system", "released", "clear_lane covered"),
    _row("selected", "demand_payment", "system", "awaiting_payment", "clear_lane"),
    _row(
        "selected", "ask_documents", "system inspector", "documents_asked", "no_inspection"
    ),
    _row("selected", "order_inspection", "system inspector", "inspection_ordered"),
]

_CONTROL = [
    _row("documents_asked", "supply_documents", "declarant", "under_check", "in_time"),
    _row("documents_asked", "withdraw", "declarant", "withdrawn"),
    *_each(
        ("documents_asked", "inspection_ordered"),
        "propose_waiver",
        "inspector",
        "",
        "device",
    ),
    *_each(
        ("documents_asked", "inspection_ordered"),
        "confirm_waiver",
        "chief",
        "under_check",
        "second_person",
    ),
    _row(
        "inspection_ordered", "report_inspection", "inspector", "inspected", "known_items"
    ),
    *_each(
        ("inspection_ordered", *_ON_CHECK, "partly_released"),
        "supply_documents",
        "declarant",
        "",
        "in_time",
    ),
    *_each(
        ("documents_asked", *_ON_CHECK, "awaiting_payment"),
        "order_inspection",
        "inspector",
        "inspection_ordered",
    ),
    *_each(
        (*_ON_CHECK, "awaiting_payment"), "ask_documents", "inspector", "documents_asked"
    ),
    *_each(_ON_CHECK, "demand_amendment", "inspector", "amendment_demanded"),
    _row("amendment_demanded", "amend", "declarant", "under_check", "in_time"),
    *_each(_OPEN, "amend_details", "declarant", "", "in_time"),
    *_each(_OPEN, "extend_term", "chief", "", "in_time extension"),
    *_each(_ON_CHECK, "suspend", "inspector", "suspended"),
    _row("suspended", "extend_term", "chief", "suspended", "in_time extension"),
    _row("suspended", "resume", "inspector", "under_check"),
    _row("inspected", "withdraw", "declarant", "withdrawn", "no_breach"),
]

_MONEY = [
    *_each(
        (*_LIVE, "suspended", "released_on_security"), "confirm_payment", "treasury system"
    ),
    *_each((*_LIVE, "suspended", "released_on_security"), "secure", "treasury system"),
    *_each(
        _ON_CHECK, "demand_payment", "inspector", "awaiting_payment", "documents no_breach"
    ),
]

_RELEASE = [
    *_each(_ON_CHECK, "release", "inspector", "released", "covered documents no_breach"),
    _row(
        "awaiting_payment",
        "release",
        "system inspector",
        "released",
        "covered documents no_breach",
    ),
    _row(
        "partly_released", "release", "inspector", "released", "covered documents no_breach"
    ),
    *_each(
        (*_ON_CHECK, "partly_released"),
        "release_items",
        "inspector",
        "partly_released",
        "items covered no_breach",
    ),
    *_each(
        ("documents_asked", *_ON_CHECK),
        "release_on_security",
        "inspector",
        "released_on_security",
        "security_121 no_breach",
    ),
    _row(
        "released_on_security",
        "supply_documents",
        "declarant",
        "released_on_security",
        "in_time",
    ),
    _row(
        "released_on_security",
        "close_check",
        "inspector",
        "released",
        "due_within_security",
    ),
    *_each(
        ("documents_asked", "awaiting_payment"),
        "refuse_release",
        "system",
        "release_refused",
        "grounds overdue",
    ),
    *_each(
        ("registered", "selected", *_OPEN[:-1], "suspended"),
        "refuse_release",
        "inspector",
        "release_refused",
        "grounds",
    ),
    _row("partly_released", "refuse_release", "inspector", "released_in_part", "grounds"),
    *_each(
        ("released", "released_in_part"), "propose_annulment", "inspector", "", "device"
    ),
    *_each(
        ("released", "released_in_part"),
        "annul_release",
        "chief",
        "release_annulled",
        "second_person",
    ),
]

TABLE = transitions.table([*_INTAKE, *_SELECTED, *_CONTROL, *_MONEY, *_RELEASE])


def graph() -> str:
    """The life of a declaration as a Mermaid state diagram."""
    return transitions.mermaid(TABLE, START, ENDS)


def states_markdown() -> str:
    """The states as a Markdown table."""
    return _markdown("| state | meaning |", STATES)


def conditions_markdown() -> str:
    """The conditions as a Markdown table."""
    return _markdown("| condition | what it asks |", CONDITIONS)


def _markdown(head: str, meanings: Mapping[str, str]) -> str:
    lines = [f"| `{name}` | {meaning} |" for name, meaning in meanings.items()]
    return "\n".join([head, "|---|---|", *lines])


def table_markdown() -> str:
    """The transitions as a Markdown table, in the order of `STATES`."""
    return transitions.markdown(TABLE, STATES)
