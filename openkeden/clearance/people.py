"""The register of people: who may act in which role, and what may be entered in it.

A person is known by one id, and holds a role from one day to another: an officer at an
office or at all of them, a declarant's person or a broker for a firm.
"""

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from openkeden.base import findings, identities
from openkeden.base.findings import Finding
from openkeden.clearance import lifecycle, separation

ADMINISTRATOR = separation.ADMINISTRATOR
AUDITOR, ANALYST, SUPERVISOR = separation.READERS

#: The roles that a person may hold; the system is none.
ROLES = (
    *[role for role in lifecycle.ROLES if role != lifecycle.SYSTEM],
    ADMINISTRATOR,
    *separation.READERS,
)

#: Roles that belong to an office, and the one that belongs to a firm.
_OF_AN_OFFICE = (lifecycle.INSPECTOR, lifecycle.CHIEF, SUPERVISOR)
_OF_A_FIRM = (lifecycle.DECLARANT,)

#: Names under which the program itself acts or speaks.
RESERVED = frozenset({"openkeden", "keden", lifecycle.SYSTEM})

#: Who hands in a filing that names nobody: no id, so that no person can be called so.
UNNAMED = "unnamed sender"

#: The longest id, in letters.
LONGEST = 48

BAD_ID = findings.Rule(
    number="PE.1",
    message="{value} is not a valid id of a person: {reason}.",
    fix="Use Latin letters, digits, ., _ and -; begin with a letter; at most 48 of them.",
)
NO_ROLE = findings.Rule(
    number="PE.2",
    message="{value} is not a valid role of a person.",
    fix="Use one of: {roles}. The system acts by itself, never by a person.",
)
NOBODY = findings.Rule(
    number="PE.3",
    message="{value} is not in the register of people.",
    fix="An administrator enters people with `keden person add`; `keden person list` shows them.",
)
NOT_APPOINTED = findings.Rule(
    number="PE.4",
    message="{value} may not act as {role} for {place} on {on}.",
    fix="{value} is appointed as: {held}. An administrator enters what is missing.",
)
HIMSELF = findings.Rule(
    number="PE.5",
    message="{value} may not enter an appointment of their own.",
    fix="Have another administrator enter it.",
)
LAST_ADMINISTRATOR = findings.Rule(
    number="PE.6",
    message="Without {value} nobody would keep the register.",
    fix="Appoint another administrator without a last day first.",
)
FIRST = findings.Rule(
    number="PE.7",
    message="The register is empty, and {value} cannot be the first of it.",
    fix=(
        "Begin with an administrator who enters himself, from today and without a last"
        " day: --role administrator, and --actor with the same id."
    ),
)
BAD_PLACE = findings.Rule(
    number="PE.8",
    message="An appointment as {role} needs {needed}; found {value}.",
    fix=(
        "Give --office to an inspector, a chief or a supervisor, --firm to a declarant,"
        " none to others."
    ),
)
BOTH = findings.Rule(
    number="PE.9",
    message="{value} is {held} and may not be {role} at the same time.",
    fix="Appoint another person, or end the other appointment first.",
)
BAD_DAYS = findings.Rule(
    number="PE.10",
    message="An appointment cannot run from {value} to {until}: it is entered on {on}.",
    fix="Let it begin on the day it is entered or later, and end on its first day or later.",
)
OTHER_NAME = findings.Rule(
    number="PE.11",
    message="{value} is the id of {known}, not of {name}.",
    fix="Give another person another id.",
)
KNOWN = findings.Rule(
    number="PE.12",
    message="{value} is appointed so already, by entry {entry}.",
    fix="End that appointment first, or choose days after it.",
)
NOTHING_TO_END = findings.Rule(
    number="PE.13",
    message="{value} holds no such appointment as {role} that could end.",
    fix="{value} is appointed as: {held}.",
)
BAD_END = findings.Rule(
    number="PE.14",
    message="An appointment cannot end on {value}: it is {on}.",
    fix="Name a last day from yesterday on; yesterday ends it at once.",
)
NO_TEXT = findings.Rule(
    number="PE.15",
    message="{name} is not given; found '{value}'.",
    fix="Give {name} as text of at most 200 letters.",
)
NO_POWER = findings.Rule(
    number="PE.16",
    message="{value} has no power of attorney of {declarant} on {on}.",
    fix="Have a person of {declarant} lodge it, or a broker with a power of attorney.",
    box="54",
    basis="EAEU Customs Code art. 111(5)",
)
RULES = (
    BAD_ID,
    NO_ROLE,
    NOBODY,
    NOT_APPOINTED,
    HIMSELF,
    LAST_ADMINISTRATOR,
    FIRST,
    BAD_PLACE,
    BOTH,
    BAD_DAYS,
    OTHER_NAME,
    KNOWN,
    NOTHING_TO_END,
    BAD_END,
    NO_TEXT,
    NO_POWER,
)


class Tenure(msgspec.Struct, frozen=True):
    """A role that a person holds from one day to another."""

    #: Index of the fact that entered it.
    entry: int

    #: The id of the person.
    person: str

    #: The name of the person.
    name: str

    #: The role.
    role: str

    #: The office of an officer; empty for all offices.
    office: str

    #: The firm that is acted for.
    firm: str

    #: The first day.
    since: datetime.date

    #: The last day; None where it is open.
    until: datetime.date | None = None

    def on(self, day: datetime.date) -> bool:
        """Whether it is held on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def text(self) -> str:
        """As findings tell it."""
        place = self.office or self.firm
        where = f" for {place}" if place else ""
        return f"{self.role}{where} from {self.since} to {self.until or 'further notice'}"


def spelling(person: str, path: str = "actor") -> Finding | None:
    """What is wrong with the id of a person, in its normal spelling."""
    stray = identities.stray(person)
    reason = ""
    if stray:
        reason = f"{identities.letter(stray)} is in it"
    elif not person[:1].isalpha():
        reason = "it does not begin with a letter"
    elif len(person) > LONGEST:
        reason = f"it has {len(person)} letters"
    elif person in RESERVED:
        reason = "the program itself is called so"
    return findings.of(BAD_ID, path, value=person, reason=reason) if reason else None


def role(name: str) -> Finding | None:
    """What is wrong with a role in which a person is to act."""
    if name in ROLES:
        return None
    return findings.of(NO_ROLE, "role", value=name, roles=", ".join(ROLES))


def may_act(
    held: Sequence[Tenure],
    person: str,
    role: str,
    days: Iterable[datetime.date],
    place: str = "",
) -> Finding | None:
    """Why a person who holds these may not act in a role; all of the days must allow it.

    `place` is the office or the firm that is acted for; empty where any will do.
    """
    if not held:
        return findings.of(NOBODY, "actor", value=person)
    for day in days:
        if not any(_covers(tenure, role, day, place) for tenure in held):
            return findings.of(
                NOT_APPOINTED,
                "actor",
                value=person,
                role=role,
                place=place or "this installation",
                on=day,
                held=_told(held),
            )
    return None


def represents(
    held: Sequence[Tenure], person: str, declarant: str, days: Iterable[datetime.date]
) -> Finding | None:
    """Why a person may not lodge for a declarant."""
    for day in days:
        if not any(_covers(one, lifecycle.DECLARANT, day, declarant) for one in held):
            return findings.of(
                NO_POWER, "declarant", value=person, declarant=declarant, on=day
            )
    return None


def _covers(tenure: Tenure, role: str, day: datetime.date, place: str) -> bool:
    if tenure.role != role or not tenure.on(day):
        return False
    at = tenure.firm if role in _OF_A_FIRM else tenure.office
    everywhere = at == "" and role not in _OF_A_FIRM
    return not place or everywhere or at == place


def _told(held: Sequence[Tenure]) -> str:
    return "; ".join([tenure.text for tenure in held]) or "nothing"


#: The longest name or document, in letters.
_TEXT = 200


def unfit(wanted: Tenure, document: str, on: datetime.date) -> list[Finding]:
    """What is wrong with an appointment in itself that is entered on a day."""
    found = [
        spelling(wanted.person, "person"),
        role(wanted.role),
        _place(wanted),
        _days(wanted, on),
        text("name", wanted.name),
        text("document", document),
    ]
    return [finding for finding in found if finding is not None]


def not_first(wanted: Tenure, actor: str, on: datetime.date) -> list[Finding]:
    """Why an appointment that is entered on a day cannot be the first of the register."""
    for_good = wanted.until is None and wanted.since == on
    if wanted.role == ADMINISTRATOR and for_good and actor == wanted.person:
        return []
    return [findings.of(FIRST, "person", value=wanted.person)]


def against(wanted: Tenure, known: Sequence[Tenure], actor: str) -> list[Finding]:
    """What in the register, and in who enters it, stands against an appointment."""
    held = [tenure for tenure in known if tenure.person == wanted.person]
    found = [_himself(wanted, actor), _other_name(wanted, held)]
    found += [_clash(tenure, wanted) for tenure in held if _overlap(tenure, wanted)]
    return [finding for finding in found if finding is not None]


def _himself(wanted: Tenure, actor: str) -> Finding | None:
    if identities.normal(actor) != wanted.person:
        return None
    return findings.of(HIMSELF, "actor", value=wanted.person)


def _other_name(wanted: Tenure, held: Sequence[Tenure]) -> Finding | None:
    if not held or held[0].name == wanted.name:
        return None
    return findings.of(
        OTHER_NAME, "name", value=wanted.person, known=held[0].name, name=wanted.name
    )


def _overlap(one: Tenure, other: Tenure) -> bool:
    """Whether there is a day on which both are held."""
    return one.on(max(one.since, other.since)) and other.on(max(one.since, other.since))


def _clash(tenure: Tenure, wanted: Tenure) -> Finding | None:
    """Why two appointments of one person cannot be held on one day."""
    same = (tenure.role, tenure.office, tenure.firm)
    if same == (wanted.role, wanted.office, wanted.firm):
        return findings.of(KNOWN, "person", value=wanted.person, entry=tenure.entry)
    pair = (tenure.role, wanted.role)
    apart = separation.INCOMPATIBLE
    if pair in apart or pair[::-1] in apart:
        return findings.of(
            BOTH, "role", value=wanted.person, held=tenure.role, role=wanted.role
        )
    return None


def _place(wanted: Tenure) -> Finding | None:
    """Officers may have an office, who declares has a firm, others have neither."""
    needed = ""
    if wanted.role in _OF_A_FIRM:
        if wanted.office or not wanted.firm:
            needed = "a firm and no office"
    elif wanted.role in _OF_AN_OFFICE:
        if wanted.firm:
            needed = "an office, or none for all of them, and no firm"
    elif wanted.role in ROLES and (wanted.office or wanted.firm):
        needed = "neither office nor firm"
    if not needed:
        return None
    given = f"office '{wanted.office}', firm '{wanted.firm}'"
    return findings.of(BAD_PLACE, "role", role=wanted.role, needed=needed, value=given)


def _days(wanted: Tenure, on: datetime.date) -> Finding | None:
    ends_first = wanted.until is not None and wanted.until < wanted.since
    if wanted.since >= on and not ends_first:
        return None
    return findings.of(
        BAD_DAYS, "since", value=wanted.since, until=wanted.until or "further notice", on=on
    )


def text(name: str, said: str) -> Finding | None:
    """What is wrong with what is said in words; `name` is what it is."""
    if said.strip() and len(said) <= _TEXT and said.isprintable():
        return None
    return findings.of(NO_TEXT, name, name=name, value=said)


def ending(
    known: Sequence[Tenure], person: str, role: str, until: datetime.date, place: str
) -> list[Tenure]:
    """The appointments of a person that would end later than on `until`."""
    return [
        tenure
        for tenure in known
        if (tenure.person, tenure.role) == (person, role)
        and (tenure.until is None or tenure.until > until)
        and place in ("", tenure.office or tenure.firm)
    ]


def against_ending(
    known: Sequence[Tenure],
    ended: Sequence[Tenure],
    person: str,
    role: str,
    until: datetime.date,
    reason: str,
    on: datetime.date,
) -> Finding | None:
    """What stands against ending these appointments on the day `on`."""
    held = [tenure for tenure in known if tenure.person == person]
    if not held:
        return findings.of(NOBODY, "person", value=person)
    if not ended:
        return findings.of(
            NOTHING_TO_END, "role", value=person, role=role, held=_told(held)
        )
    if until < on - datetime.timedelta(days=1):
        return findings.of(BAD_END, "until", value=until, on=on)
    if role == ADMINISTRATOR and not _keeps(known, ended, until):
        return findings.of(LAST_ADMINISTRATOR, "person", value=person)
    return text("reason", reason)


def _keeps(known: Sequence[Tenure], ended: Sequence[Tenure], until: datetime.date) -> bool:
    """Whether an administrator without a last day is left on the day after `until`."""
    left = [tenure for tenure in known if tenure not in ended and tenure.until is None]
    after = until + datetime.timedelta(days=1)
    return any(tenure.role == ADMINISTRATOR and tenure.on(after) for tenure in left)
