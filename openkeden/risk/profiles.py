"""Risk profiles: the tables of a policy checked, with their thresholds and random shares.

Profiles are confidential (EAEU Customs Code art. 376-378): the officer sees them, the trader what
to do. All of it is data: another administration has another file. A policy with findings must not
be put in force.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from openkeden.base import findings
from openkeden.base.validity import MARKS, Row
from openkeden.risk import conditions

#: Lanes from the least to the most control: `blue` is release now and check later. A policy names
#: those it uses.
LANES = ("green", "blue", "yellow", "red")
Lane = Literal["green", "blue", "yellow", "red"]

#: Reasons that are no profile: chance, a model's part of the score, and the threshold that the
#: score reached.
RANDOM, MODEL, SCORE = RESERVED = ("random", "model", "score")

Score = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Ppm = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]
Texts = Annotated[Mapping[str, str], msgspec.Meta(min_length=1)]

PERIOD = findings.Rule(
    number="K.5",
    message="{id} would end on {value}, before it starts on {since}.",
    fix="Give a last day that is not before the first, or none.",
)
TWICE = findings.Rule(
    number="K.6",
    message="The profile id {value} is taken.",
    fix=(
        "Give every profile an id of its own, also a new version of a profile; random, model "
        "and score are reserved."
    ),
)
LANE = findings.Rule(
    number="K.7",
    message="{id} asks for the lane {value}, which this policy does not use.",
    fix="Use one of: {known}.",
)
NO_CHECK = findings.Rule(
    number="K.8",
    message="{id} stops goods in the lane {value} and does not say what to check.",
    fix="Name documents to ask for, and for the red lane what to inspect.",
)
FLOOR = findings.Rule(
    number="K.9",
    message=(
        "The random share of {id} is {value} millionths, below the floor of {floor} millionths."
    ),
    fix="Raise the share to the floor, or change the floor by an act of its own.",
)
UNCOVERED = findings.Rule(
    number="K.10",
    message="No {value} row applies to everybody without an end.",
    fix="Add a row without office and class, with no last day.",
)
SOURCE = findings.Rule(
    number="K.11",
    message="{id} has the mark {value} and the source {source}.",
    fix="Give the source, and a mark: verified, secondary, memory or open.",
)
ORDER = findings.Rule(
    number="K.12",
    message=(
        "The lane {value} starts at the score {score}, which is not above that of a milder lane."
    ),
    fix="Give stricter lanes higher scores.",
)
NO_RATE = findings.Rule(
    number="K.13",
    message=(
        "{id} compares an amount in {value}, for which this day has no exchange rate; it is "
        "not applied."
    ),
    fix="Load the rates of the day.",
    severity="warning",
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
)


class ProfileRow(Row, frozen=True, kw_only=True, omit_defaults=True):
    """What a row does to a declaration it selects.

    Its lane, documents to ask for (codes of box 44), what to inspect.

    `title` and `measure` are texts by language, for the officer.
    """

    lane: Lane
    title: Texts
    documents: tuple[str, ...] = ()
    measure: Mapping[str, str] = {}


class Profile(ProfileRow, frozen=True, kw_only=True):
    """A risk profile.

    When all its conditions hold (item conditions for one and the same item), it hits.

    A hit asks for at least `lane` and adds `score` per mille, once a declaration; lane green only
    adds its score.
    """

    id: str
    conditions: tuple[conditions.Clause, ...]
    score: Score = 0


class ScoreThreshold(ProfileRow, frozen=True, kw_only=True):
    """The score from which a declaration goes to `lane` whatever its profiles' lanes."""

    score: Score


class RandomShare(ProfileRow, frozen=True, kw_only=True):
    """The random share of a stratum: everybody, an office, a class of authorised operator, or both.

    The closest wins.
    """

    probability_ppm: Ppm
    office: str = ""
    trusted: str = ""

    @property
    def stratum(self) -> str:
        """The stratum as a draw records it: `office/class`, either empty for all."""
        return f"{self.office}/{self.trusted}"


class RandomFloor(Row, frozen=True, kw_only=True, omit_defaults=True):
    """The smallest random share that any stratum may have, in millionths."""

    probability_ppm: Ppm


class Policy(msgspec.Struct, frozen=True):
    """All there is to select by.

    `version` is the SHA-256 of the content, recorded with each selection.
    """

    lanes: tuple[Lane, ...]
    profiles: tuple[Profile, ...]
    thresholds: tuple[ScoreThreshold, ...]
    shares: tuple[RandomShare, ...]
    floors: tuple[RandomFloor, ...]
    version: str


class _ProfileRow(ProfileRow, frozen=True, kw_only=True):
    id: Annotated[str, msgspec.Meta(min_length=1)]
    conditions: Annotated[list[Any], msgspec.Meta(min_length=1)]
    score: Score = 0


class _Table(msgspec.Struct, forbid_unknown_fields=True):
    lanes: tuple[Lane, ...]
    profile: list[Any]
    threshold: list[Any]
    share: list[Any]
    floor: list[Any]


_Row = TypeVar("_Row", bound=Row)


def policy(table: Mapping[str, Any]) -> tuple[Policy | None, list[findings.Finding]]:
    """Check a whole policy file, as a TOML reader gives it.

    With findings of severity error there is no policy.
    """
    try:
        given = msgspec.convert(table, _Table)
    except msgspec.ValidationError as wrong:
        return None, [findings.of(conditions.WRONG_FIELDS, "", value=wrong)]
    made, found = profiles(given.profile, given.lanes)
    thresholds = _rows(given.threshold, ScoreThreshold, "threshold", found)
    shares = _rows(given.share, RandomShare, "share", found)
    floors = _rows(given.floor, RandomFloor, "floor", found)
    _check_lanes(thresholds, "threshold", given.lanes, found)
    _check_lanes(shares, "share", given.lanes, found)
    _check_order(thresholds, found)
    _check_shares(shares, floors, found)
    if findings.refuses(found):
        return None, found
    rows = (made, tuple(thresholds), tuple(shares), tuple(floors))
    version = hashlib.sha256(
        msgspec.json.encode((given.lanes, *rows), order="deterministic")
    ).hexdigest()
    return Policy(given.lanes, *rows, version), found


def profiles(
    rows: Sequence[Any], lanes: tuple[Lane, ...]
) -> tuple[tuple[Profile, ...], list[findings.Finding]]:
    """Check profile rows, as a TOML reader gives them; the rows that have findings are left out."""
    found: list[findings.Finding] = []
    made: dict[str, Profile] = {}
    for number, row in enumerate(rows):
        path = f"profile[{number}]"
        profile, wrong = _profile(row, path)
        if profile is not None:
            wrong += _check_dated(profile, profile.id, path) + _check_lane(
                profile, profile.id, path, lanes
            )
            if profile.id in made or profile.id in RESERVED:
                wrong.append(findings.of(TWICE, f"{path}.id", value=profile.id))
            if not wrong:
                made[profile.id] = profile
        found += wrong
    return tuple(made.values()), found


def _profile(row: object, path: str) -> tuple[Profile | None, list[findings.Finding]]:
    try:
        given = msgspec.convert(row, _ProfileRow)
    except msgspec.ValidationError as wrong:
        return None, [findings.of(conditions.WRONG_FIELDS, path, value=wrong)]
    pairs = [
        conditions.read(clause, f"{path}.conditions[{n}]")
        for n, clause in enumerate(given.conditions)
    ]
    found = [finding for _, several in pairs for finding in several]
    if found:
        return None, found
    clauses = tuple(clause for clause, _ in pairs if clause is not None)
    fields = {
        name: getattr(given, name) for name in given.__struct_fields__ if name != "conditions"
    }
    return Profile(conditions=clauses, **fields), found


def _rows(
    rows: list[Any], kind: type[_Row], name: str, found: list[findings.Finding]
) -> list[_Row]:
    """Rows of one simple table, with those that do not fit its type reported and left out."""
    made = []
    for number, row in enumerate(rows):
        path = f"{name}[{number}]"
        try:
            made.append(msgspec.convert(row, kind))
        except msgspec.ValidationError as wrong:
            found.append(findings.of(conditions.WRONG_FIELDS, path, value=wrong))
        else:
            found += _check_dated(made[-1], path, path)
    return made


def _check_lane(
    row: ProfileRow, name: str, path: str, lanes: tuple[Lane, ...]
) -> list[findings.Finding]:
    """Findings on the lane and the check of one row."""
    found = []
    if row.lane not in lanes:
        found.append(
            findings.of(LANE, f"{path}.lane", id=name, value=row.lane, known=", ".join(lanes))
        )
    if (row.lane == "yellow" and not row.documents) or (row.lane == "red" and not row.measure):
        found.append(findings.of(NO_CHECK, path, id=name, value=row.lane))
    return found


def _check_dated(row: Row, name: str, path: str) -> list[findings.Finding]:
    found = []
    if row.until is not None and row.until < row.since:
        found.append(
            findings.of(PERIOD, f"{path}.until", id=name, value=row.until, since=row.since)
        )
    if row.mark not in MARKS or not row.source:
        found.append(
            findings.of(
                SOURCE, f"{path}.source", id=name, value=row.mark, source=row.source or "none"
            )
        )
    return found


def _check_lanes(
    rows: Sequence[ProfileRow], name: str, lanes: tuple[Lane, ...], found: list[findings.Finding]
) -> None:
    for number, row in enumerate(rows):
        path = f"{name}[{number}]"
        found += _check_lane(row, path, path, lanes)


def _check_order(rows: Sequence[ScoreThreshold], found: list[findings.Finding]) -> None:
    """Stricter lanes need higher scores among thresholds whose periods meet."""
    for number, row in enumerate(rows):
        milder = [
            other
            for other in rows
            if LANES.index(other.lane) < LANES.index(row.lane)
            and row.overlaps(other)
            and other.score >= row.score
        ]
        if milder:
            found.append(
                findings.of(ORDER, f"threshold[{number}].score", value=row.lane, score=row.score)
            )


def _check_shares(
    shares: Sequence[RandomShare], floors: Sequence[RandomFloor], found: list[findings.Finding]
) -> None:
    if not any(share.until is None and not share.office and not share.trusted for share in shares):
        found.append(findings.of(UNCOVERED, "share", value="share"))
    if not any(floor.until is None for floor in floors):
        found.append(findings.of(UNCOVERED, "floor", value="floor"))
    for number, share in enumerate(shares):
        floor = max((row.probability_ppm for row in floors if row.overlaps(share)), default=0)
        if share.probability_ppm < floor:
            path = f"share[{number}]"
            found.append(
                findings.of(
                    FLOOR,
                    f"{path}.probability_ppm",
                    id=path,
                    value=share.probability_ppm,
                    floor=floor,
                )
            )
