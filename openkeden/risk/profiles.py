"""Risk profiles, with their thresholds and random shares: what selection rests on.

Profiles are confidential (EAEU Customs Code art. 376-378): the
officer sees them, the trader what to do. All of it is data: another administration has
another file.
"""

import datetime
from collections.abc import Mapping
from typing import Annotated, Literal, get_args

import msgspec

from openkeden.base.validity import Row
from openkeden.risk import conditions

#: Lanes from the least to the most control: `blue` is release now and check later. A policy
#: names those it uses.
LANES = ("green", "blue", "yellow", "red")
Lane = Literal["green", "blue", "yellow", "red"]

#: Reasons that are no profile: chance, a model's part of the score, the threshold that the
#: score reached, an earlier declaration of the same goods, and several small consignments
#: on one transport document.
RANDOM, MODEL, SCORE, REPEATED, JOINED = RESERVED = (
    "random",
    "model",
    "score",
    "repeated",
    "joined",
)

#: What a model is there for: the champion has most of the inspections, the challenger a
#: share of them to show what it can do.
Role = Literal["champion", "challenger"]
ROLES: tuple[Role, ...] = get_args(Role)

#: What is watched of a model in force: what chance finds, calibration, drift, traders.
Watched = Literal["random", "calibration", "drift", "trader"]

MILLION = 1_000_000

Score = Annotated[int, msgspec.Meta(ge=0, le=1000)]
Ppm = Annotated[int, msgspec.Meta(ge=0, le=MILLION)]
Half = Annotated[int, msgspec.Meta(ge=0, le=MILLION // 2)]
Texts = Annotated[Mapping[str, str], msgspec.Meta(min_length=1)]

_RANK: Mapping[str, int] = {lane: place for place, lane in enumerate(LANES)}


def rank(lane: str) -> int:
    """The place of a lane among the lanes, the strictest last."""
    return _RANK[lane]


class ProfileRow(Row, frozen=True, kw_only=True, omit_defaults=True):
    """What a row does to a declaration that it selects."""

    #: The lane that it asks for.
    lane: Lane

    #: Its name for the officer, by language.
    title: Texts

    #: The documents to ask for, as codes of box 44.
    documents: tuple[str, ...] = ()

    #: What to inspect, for the officer, by language.
    measure: Mapping[str, str] = {}


class Profile(ProfileRow, frozen=True, kw_only=True):
    """A risk profile: when all its conditions hold, those on items for the same item, it
    hits.

    A hit asks for at least `lane` and adds its score; lane green only adds its score.
    """

    #: Its name in selections and reports.
    id: str

    #: The conditions, all of which must hold.
    conditions: tuple[conditions.Clause, ...]

    #: What a hit adds to the score, per mille, once a declaration.
    score: Score = 0


class ScoreThreshold(ProfileRow, frozen=True, kw_only=True):
    """The score from which a declaration goes to `lane` whatever its profiles' lanes."""

    #: The lowest such score, per mille.
    score: Score


class RandomShare(ProfileRow, frozen=True, kw_only=True):
    """The random share of a stratum: everybody, an office, a class of authorised operator,
    or both.

    The narrowest stratum wins.
    """

    #: The share that is checked, in millionths.
    probability_ppm: Ppm

    #: The office; empty: all.
    office: str = ""

    #: The class of authorised operator; empty: all.
    trusted: str = ""

    @property
    def stratum(self) -> str:
        """The stratum as a draw records it: `office/class`, either empty for all."""
        return f"{self.office}/{self.trusted}"


class RandomFloor(Row, frozen=True, kw_only=True, omit_defaults=True):
    """The smallest random share that any stratum may have."""

    #: The share, in millionths.
    probability_ppm: Ppm


class InspectionBudget(ProfileRow, frozen=True, kw_only=True):
    """The inspections of an office and day while a model is in force.

    What profiles and thresholds stop is beside it.
    """

    #: Inspections a day, those by chance among them.
    inspections: Annotated[int, msgspec.Meta(ge=0, le=MILLION)]

    #: Declarations a day that are reckoned with until the office has days of its own.
    declarations: Annotated[int, msgspec.Meta(ge=1, le=MILLION)]

    #: The office; empty: each that has no row of its own.
    office: str = ""

    #: The share of the inspections that chance has, in millionths.
    chance_ppm: Ppm = 100_000

    #: The power of the expected revenue in the utility, in millionths: at 0 findings count
    #: alone, at a million what they bring.
    exponent_ppm: Ppm = 500_000

    #: The share of declarations and inspections that the challenger has, in millionths.
    challenger_ppm: Half = 100_000

    def share_ppm(self, role: Role, *, contested: bool) -> int:
        """The share of declarations and inspections of a role; the champion has all where
        there is no challenger.
        """
        if role == "challenger":
            return self.challenger_ppm
        return MILLION - (self.challenger_ppm if contested else 0)


class EarlierLot(ProfileRow, frozen=True, kw_only=True):
    """What is done about a declaration because of earlier ones of the same lot.

    Where goods are `repeated` it takes at least `lane`, and that of the earlier declaration
    where it is stricter; where small consignments are `joined` it takes at least `lane`.
    """

    #: `repeated` or `joined`.
    reason: Literal["repeated", "joined"]

    #: For how many days after an earlier declaration.
    days: Annotated[int, msgspec.Meta(ge=1)]


class UnheldGoods(ProfileRow, frozen=True, kw_only=True):
    """What is done about goods whose measures the law pack is known not to hold."""


class AlarmRow(Row, frozen=True, kw_only=True, omit_defaults=True):
    """From where on something about a model in force is an alarm."""

    #: What is watched.
    watched: Watched

    #: How far what is found may be from what was expected beyond chance, or what an index
    #: or a share may come to, in millionths.
    limit_ppm: Annotated[int, msgspec.Meta(ge=0)]

    #: The least number of declarations that it rests on.
    least: Annotated[int, msgspec.Meta(ge=1)]

    #: The last days that are looked at beside those before.
    days: Annotated[int, msgspec.Meta(ge=1)] = 28


class Policy(msgspec.Struct, frozen=True):
    """Everything that selection rests on."""

    #: The lanes in use.
    lanes: tuple[Lane, ...]

    #: The risk profiles.
    profiles: tuple[Profile, ...]

    #: The scores from which a lane is given.
    thresholds: tuple[ScoreThreshold, ...]

    #: The random share of each stratum.
    shares: tuple[RandomShare, ...]

    #: The least that a random share may be.
    floors: tuple[RandomFloor, ...]

    #: What is done because of earlier declarations of the same lot.
    earlier: tuple[EarlierLot, ...]

    #: What is done about goods whose measures are not held.
    unheld: tuple[UnheldGoods, ...]

    #: The inspections of each office and day while a model is in force.
    budgets: tuple[InspectionBudget, ...]

    #: From where on something about a model in force is an alarm.
    alarms: tuple[AlarmRow, ...]

    #: The SHA-256 of the content, recorded with each selection.
    version: str

    def budget(self, office: str, on: datetime.date) -> InspectionBudget | None:
        """The inspection budget of an office on a day, its own or that of all; None where
        there is none.
        """
        found = {row.office: row for row in self.budgets if row.holds(on)}
        return found.get(office) or found.get("")

    def floor_ppm(self, on: datetime.date) -> int:
        """The least that chance may have on a day, in millionths."""
        return max([row.probability_ppm for row in self.floors if row.holds(on)], default=0)
