"""Policy files: the tables of a policy read and checked.

All findings come at once. A policy with findings must not be put in force.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeVar

import msgspec

from openkeden.base import findings
from openkeden.base.validity import MARKS, Row
from openkeden.risk import budget_rows, conditions
from openkeden.risk.profiles import (
    JOINED,
    LANES,
    REPEATED,
    RESERVED,
    AlarmRow,
    EarlierLot,
    InspectionBudget,
    Lane,
    Policy,
    Profile,
    ProfileRow,
    RandomFloor,
    RandomShare,
    Score,
    ScoreThreshold,
    UnheldGoods,
    rank,
)

PERIOD = findings.Rule(
    number="K.5",
    message="{id} ends on {value}, before it starts on {since}.",
    fix="Give a last day that is not before the first day, or leave it out.",
)
TWICE = findings.Rule(
    number="K.6",
    message="The profile id {value} is already in use.",
    fix="Give every profile, and every new version of one, its own id; random, model, score,"
    " repeated and joined are reserved.",
)
LANE = findings.Rule(
    number="K.7",
    message="{id} asks for the lane {value}, which this policy does not use.",
    fix="Use one of: {known}.",
)
NO_CHECK = findings.Rule(
    number="K.8",
    message="{id} stops goods in the lane {value} but does not say what to check.",
    fix="Name documents to ask for, and for the red lane what to inspect.",
)
FLOOR = findings.Rule(
    number="K.9",
    message="The random share of {id} is {value} millionths, below the floor of {floor}"
    " millionths.",
    fix="Raise the share to the floor, or change the floor by an act of its own.",
)
UNCOVERED = findings.Rule(
    number="K.10",
    message="No {value} row applies to everyone with no end date.",
    fix="Add a row with no office, no class and no last day.",
)
SOURCE = findings.Rule(
    number="K.11",
    message="{id} has the mark {value} and the source {source}; one of them is not valid.",
    fix="Give the source, and a mark: verified, secondary, memory or open.",
)
ORDER = findings.Rule(
    number="K.12",
    message=(
        "The lane {value} starts at the score {score}, not above the score of a milder"
        " lane."
    ),
    fix="Give stricter lanes higher scores.",
)
NO_RATE = findings.Rule(
    number="K.13",
    message="{id} is not applied: it compares an amount in {value}, which has no exchange rate on"
    " this day.",
    fix="Load the rates of the day.",
    severity="warning",
)
LET_GO = findings.Rule(
    number="K.30",
    message="{id} lets goods go in the lane {value} whose measures are not known here.",
    fix="Use a lane in which an officer decides: yellow or red.",
)
UNREADABLE = findings.Rule(
    number="K.31",
    message="{value} cannot be read as profiles: {reason}.",
    fix="Write rows of TOML, each under `[[profile]]`; tables that are left out are those in"
    " force.",
)

RULES = (
    conditions.UNKNOWN_FACT,
    conditions.UNKNOWN_OPERATOR,
    conditions.WRONG_VALUE,
    conditions.WRONG_FIELDS,
    PERIOD,
    TWICE,
    LANE,
    NO_CHECK,
    FLOOR,
    UNCOVERED,
    SOURCE,
    ORDER,
    NO_RATE,
    LET_GO,
    UNREADABLE,
)


class _ProfileRow(ProfileRow, frozen=True, kw_only=True):
    """A profile as a policy file has it."""

    #: Its id, not yet compared with others.
    id: Annotated[str, msgspec.Meta(min_length=1)]

    #: Its conditions, not yet checked.
    conditions: Annotated[list[Any], msgspec.Meta(min_length=1)]

    #: What a hit adds to the score, per mille.
    score: Score = 0


class _PolicyFile(msgspec.Struct, forbid_unknown_fields=True):
    """The tables of a policy file, their rows not yet checked."""

    #: The lanes in use.
    lanes: tuple[Lane, ...]

    #: Rows of `Profile`.
    profile: list[Any]

    #: Rows of `ScoreThreshold`.
    threshold: list[Any]

    #: Rows of `RandomShare`.
    share: list[Any]

    #: Rows of `RandomFloor`.
    floor: list[Any]

    #: Rows of `EarlierLot`.
    earlier: list[Any]

    #: Rows of `UnheldGoods`.
    unheld: list[Any]

    #: Rows of `InspectionBudget`; without any a model has nothing to choose.
    budget: list[Any] = []

    #: Rows of `AlarmRow`.
    alarm: list[Any] = []


_Row = TypeVar("_Row", bound=Row)


def policy(table: Mapping[str, Any]) -> tuple[Policy | None, list[findings.Finding]]:
    """Check a whole policy file, as a TOML reader gives it.

    There is no policy where a finding is an error.
    """
    try:
        file = msgspec.convert(table, _PolicyFile)
    except msgspec.ValidationError as error:
        return None, [findings.of(conditions.WRONG_FIELDS, "", value=error)]
    made, wrong = profiles(file.profile, file.lanes)
    thresholds, of_thresholds = _rows(file.threshold, ScoreThreshold, "threshold")
    shares, of_shares = _rows(file.share, RandomShare, "share")
    floors, of_floors = _rows(file.floor, RandomFloor, "floor")
    earlier, of_earlier = _rows(file.earlier, EarlierLot, "earlier")
    unheld, of_unheld = _rows(file.unheld, UnheldGoods, "unheld")
    budgets, of_budgets = _rows(file.budget, InspectionBudget, "budget")
    alarms, of_alarms = _rows(file.alarm, AlarmRow, "alarm")
    wrong += of_thresholds + of_shares + of_floors + of_earlier + of_unheld
    wrong += of_budgets + of_alarms
    wrong += _check_lanes(thresholds, "threshold", file.lanes)
    wrong += _check_lanes(shares, "share", file.lanes)
    wrong += _check_order(thresholds)
    wrong += _check_lanes(earlier, "earlier", file.lanes)
    wrong += _check_lanes(unheld, "unheld", file.lanes)
    wrong += _check_let_go(unheld)
    wrong += _check_covered(shares, floors, earlier, unheld)
    wrong += _check_floors(shares, floors)
    wrong += _check_lanes(budgets, "budget", file.lanes)
    wrong += budget_rows.check(budgets, floors)
    if findings.refuses(wrong):
        return None, wrong
    of_score, of_chance = tuple(thresholds), (tuple(shares), tuple(floors))
    of_lots, of_models = (tuple(earlier), tuple(unheld)), (tuple(budgets), tuple(alarms))
    rows = (made, of_score, *of_chance, *of_lots, *of_models)
    content = msgspec.json.encode((file.lanes, *rows), order="deterministic")
    return Policy(file.lanes, *rows, hashlib.sha256(content).hexdigest()), wrong


def profiles(
    rows: Sequence[Any], lanes: tuple[Lane, ...]
) -> tuple[tuple[Profile, ...], list[findings.Finding]]:
    """Check profile rows, as a TOML reader gives them; the rows that have findings are left
    out.
    """
    wrong: list[findings.Finding] = []
    made: dict[str, Profile] = {}
    for number, row in enumerate(rows):
        path = f"profile[{number}]"
        profile, faults = _profile(row, path)
        if profile is not None:
            faults += _check_profile(profile, path, lanes)
            if profile.id in made or profile.id in RESERVED:
                faults.append(findings.of(TWICE, f"{path}.id", value=profile.id))
            if not faults:
                made[profile.id] = profile
        wrong += faults
    return tuple(made.values()), wrong


def _profile(row: object, path: str) -> tuple[Profile | None, list[findings.Finding]]:
    """Read one profile and its conditions; None where a condition is not valid."""
    try:
        written = msgspec.convert(row, _ProfileRow)
    except msgspec.ValidationError as error:
        return None, [findings.of(conditions.WRONG_FIELDS, path, value=error)]
    clauses: list[conditions.Clause] = []
    wrong: list[findings.Finding] = []
    for place, condition in enumerate(written.conditions):
        clause, faults = conditions.read(condition, f"{path}.conditions[{place}]")
        wrong += faults
        if clause is not None:
            clauses.append(clause)
    if wrong:
        return None, wrong
    fields = msgspec.structs.asdict(written) | {"conditions": tuple(clauses)}
    return Profile(**fields), wrong


def _rows(
    rows: list[Any], kind: type[_Row], name: str
) -> tuple[list[_Row], list[findings.Finding]]:
    """Rows of one simple table, checked alone; those that do not fit its type are left out."""
    made: list[_Row] = []
    wrong: list[findings.Finding] = []
    for number, row in enumerate(rows):
        path = f"{name}[{number}]"
        try:
            made.append(msgspec.convert(row, kind))
        except msgspec.ValidationError as error:
            wrong.append(findings.of(conditions.WRONG_FIELDS, path, value=error))
        else:
            wrong += _check_row(made[-1], path, path)
    return made, wrong


def _check_profile(
    profile: Profile, path: str, lanes: tuple[Lane, ...]
) -> list[findings.Finding]:
    wrong = _check_row(profile, profile.id, path)
    return wrong + _check_lane(profile, profile.id, path, lanes)


def _check_lane(
    row: ProfileRow, name: str, path: str, lanes: tuple[Lane, ...]
) -> list[findings.Finding]:
    """Findings on the lane of a row and on what the row asks to be checked."""
    wrong = []
    if row.lane not in lanes:
        known = ", ".join(lanes)
        wrong.append(
            findings.of(LANE, f"{path}.lane", id=name, value=row.lane, known=known)
        )
    without_documents = row.lane == "yellow" and not row.documents
    without_inspection = row.lane == "red" and not row.measure
    if without_documents or without_inspection:
        wrong.append(findings.of(NO_CHECK, path, id=name, value=row.lane))
    return wrong


def _check_row(row: Row, name: str, path: str) -> list[findings.Finding]:
    """Findings on the validity of a row and on its source."""
    wrong = []
    if row.until is not None and row.until < row.since:
        period = {"value": row.until, "since": row.since}
        wrong.append(findings.of(PERIOD, f"{path}.until", id=name, **period))
    if row.mark not in MARKS or not row.source:
        stated = {"value": row.mark, "source": row.source or "none"}
        wrong.append(findings.of(SOURCE, f"{path}.source", id=name, **stated))
    return wrong


def _check_lanes(
    rows: Sequence[ProfileRow], name: str, lanes: tuple[Lane, ...]
) -> list[findings.Finding]:
    wrong: list[findings.Finding] = []
    for number, row in enumerate(rows):
        path = f"{name}[{number}]"
        wrong += _check_lane(row, path, path, lanes)
    return wrong


def _check_let_go(unheld: Sequence[UnheldGoods]) -> list[findings.Finding]:
    """Goods whose measures are not known must wait for an officer."""
    wrong = []
    for number, row in enumerate(unheld):
        if rank(row.lane) < rank("yellow"):
            path = f"unheld[{number}]"
            wrong.append(findings.of(LET_GO, f"{path}.lane", id=path, value=row.lane))
    return wrong


def _check_order(thresholds: Sequence[ScoreThreshold]) -> list[findings.Finding]:
    """Stricter lanes need higher scores among thresholds whose periods overlap."""
    wrong = []
    for number, row in enumerate(thresholds):
        if any(_contradict(milder, row) for milder in thresholds):
            path = f"threshold[{number}].score"
            wrong.append(findings.of(ORDER, path, value=row.lane, score=row.score))
    return wrong


def _contradict(milder: ScoreThreshold, stricter: ScoreThreshold) -> bool:
    """Whether the milder of two lanes starts at the same score or a higher one."""
    ordered = LANES.index(milder.lane) < LANES.index(stricter.lane)
    return ordered and stricter.overlaps(milder) and milder.score >= stricter.score


def _check_covered(
    shares: Sequence[RandomShare],
    floors: Sequence[RandomFloor],
    earlier: Sequence[EarlierLot],
    unheld: Sequence[UnheldGoods],
) -> list[findings.Finding]:
    """A share for everybody, a floor, and rows for earlier lots and for unheld measures
    must be in force without an end.
    """
    general = [share for share in shares if not share.office and not share.trusted]
    wrong = []
    if all(share.until is not None for share in general):
        wrong.append(findings.of(UNCOVERED, "share", value="share"))
    if all(row.until is not None for row in unheld):
        wrong.append(findings.of(UNCOVERED, "unheld", value="unheld"))
    if all(floor.until is not None for floor in floors):
        wrong.append(findings.of(UNCOVERED, "floor", value="floor"))
    endless = {row.reason for row in earlier if row.until is None}
    missing = [reason for reason in (REPEATED, JOINED) if reason not in endless]
    return wrong + [findings.of(UNCOVERED, "earlier", value=reason) for reason in missing]


def _check_floors(
    shares: Sequence[RandomShare], floors: Sequence[RandomFloor]
) -> list[findings.Finding]:
    """No share may be below a floor that is in force with it."""
    wrong = []
    for number, share in enumerate(shares):
        lowest = [floor.probability_ppm for floor in floors if floor.overlaps(share)]
        floor = max(lowest, default=0)
        if share.probability_ppm < floor:
            path = f"share[{number}]"
            sizes = {"value": share.probability_ppm, "floor": floor}
            wrong.append(findings.of(FLOOR, f"{path}.probability_ppm", id=path, **sizes))
    return wrong
