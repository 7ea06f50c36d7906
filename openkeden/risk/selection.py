"""A declaration, its assessment, the profiles of the day, the traders' record and a seed in, a lane with reasons out.

The lane is the strictest of what profiles, the score and chance ask for. Chance is a draw that nobody can foresee
without the day's seed and everybody can repeat with it: SHA-256 of seed and declaration digest, modulo a million.
"""

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from openkeden.assessment import charges
from openkeden.base import findings, rates
from openkeden.filing import declaration
from openkeden.risk import conditions, features, profiles

#: Bytes that a seed must have at least, so that nobody can try them all.
SEED_BYTES = 16

MILLION = 1_000_000
MAX_SCORE = 1000

_RANK = {lane: rank for rank, lane in enumerate(profiles.LANES)}


class RandomCheck(msgspec.Struct, frozen=True, gc=False):
    """One draw: `value` of 0 to 999,999 is chosen when below `probability_ppm`, the share of `stratum`."""

    value: int
    probability_ppm: int
    chosen: bool
    stratum: str


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A reason: the profile, its item (0 for the whole declaration) and what it adds to the score, per mille."""

    profile: str
    item: int
    contribution: int


class Judgement(msgspec.Struct, frozen=True):
    """A model's opinion: its version, its score per mille, and what each feature contributed to it."""

    version: str
    score: int
    contributions: tuple[tuple[str, int], ...] = ()


class Model(Protocol):
    """A risk model: the features of one declaration in, its judgement out; the same always for the same."""

    def judge(self, given: features.Features) -> Judgement: ...


class Selection(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The lane of a declaration and all that led to it. `policy` is the version of the profiles applied.

    documents: codes of box 44 to ask for, in order; score: 0 to 1000; model: its judgement where one was asked.
    """

    lane: profiles.Lane
    score: int
    hits: tuple[Hit, ...]
    documents: tuple[str, ...]
    draw: RandomCheck
    policy: str
    model: Judgement | None = None


class AskedOfTrader(msgspec.Struct, frozen=True):
    """What a trader may know of a selection: the documents to give, and whether goods will be inspected."""

    documents: tuple[str, ...]
    inspection: bool


class Reason(msgspec.Struct, frozen=True):
    """What an officer reads of one hit: title, item, contribution, conditions that held, what to inspect, its law."""

    profile: str
    item: int
    contribution: int
    title: str
    conditions: tuple[str, ...] = ()
    measure: str = ""
    basis: str = ""


class Stratum(msgspec.Struct, frozen=True):
    """A stratum's name, its random share, and the row that both come from."""

    name: str
    probability_ppm: int
    row: profiles.RandomShare


_Candidate = tuple[conditions.Test, profiles.Profile]


class _Direction:
    """The candidates for one direction: those of the whole declaration, and those of an item by its code."""

    def __init__(self, candidates: Iterable[_Candidate]) -> None:
        kept = list(candidates)
        self.whole = tuple([one for one in kept if not _of_item(one[1])])
        self.by_code: dict[str, tuple[_Candidate, ...]] = {}
        self._by_prefix: dict[str, list[tuple[int, _Candidate]]] = {}
        for place, one in enumerate(kept):
            for prefix in _prefixes(one[1]) if _of_item(one[1]) else ():
                self._by_prefix.setdefault(prefix, []).append((place, one))
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def of_code(self, code: str) -> tuple[_Candidate, ...]:
        """The item candidates for a code, in the policy's order; kept, since codes are those of the tariff."""
        placed = {
            place: one for n in self._lengths for place, one in self._by_prefix.get(code[:n], ())
        }
        found = self.by_code[code] = tuple([placed[place] for place in sorted(placed)])
        return found


class Compiled:
    """A policy made ready for one day: used for a whole batch; it holds no state but memory of look-ups.

    `findings` names the profiles that this day's exchange rates cannot serve (K.13).
    """

    def __init__(self, policy: profiles.Policy, exchange: rates.Rates, model: Model | None) -> None:
        self.policy = policy
        self.model = model
        self.findings: list[findings.Finding] = []
        self.directions: dict[str, _Direction] = {}
        self.shares: dict[tuple[str, str], Stratum] = {}
        self.thresholds = tuple([row for row in policy.thresholds if row.holds(exchange.on)])
        self._shares = {
            (row.office, row.trusted): row for row in policy.shares if row.holds(exchange.on)
        }
        in_force = [profile for profile in policy.profiles if profile.holds(exchange.on)]
        tests = [(self._test(profile, exchange), profile) for profile in in_force]
        self._candidates = [(test, profile) for test, profile in tests if test is not None]

    def _test(self, profile: profiles.Profile, exchange: rates.Rates) -> conditions.Test | None:
        """The test of all conditions but those that `_Direction` settles; None where a rate is missing."""
        left = [
            clause
            for clause in profile.conditions
            if clause is not _code(profile) and not _directs(clause)
        ]
        try:
            return conditions.every([conditions.test(clause, exchange) for clause in left])
        except rates.NoRate as missing:
            self.findings.append(
                findings.of(profiles.NO_RATE, profile.id, id=profile.id, value=missing.currency)
            )
            return None

    def direction(self, name: str) -> _Direction:
        """The candidates for a direction of box 1.1."""
        found = self.directions[name] = _Direction(
            [one for one in self._candidates if _admits(one[1], name)]
        )
        return found

    def share(self, office: str, trusted: str) -> Stratum:
        """The random share of a stratum: the row of office and class, of the class, of the office, of everybody.

        Raises KeyError where the policy has no row for the day: the check K.10 is for rows without an end.
        """
        for key in ((office, trusted), ("", trusted), (office, "")):
            if key in self._shares:
                break
        else:
            key = ("", "")
        row = self._shares[key]
        found = self.shares[office, trusted] = Stratum(row.stratum, row.probability_ppm, row)
        return found


def _of_item(profile: profiles.Profile) -> bool:
    return any(clause.of_item for clause in profile.conditions)


def _directs(clause: conditions.Clause) -> bool:
    return (
        isinstance(clause, conditions.Condition)
        and clause.fact == "direction"
        and clause.op in ("=", "in")
    )


def _admits(profile: profiles.Profile, direction: str) -> bool:
    """Whether the profile's conditions on direction hold."""
    return all(
        direction in clause.values
        for clause in profile.conditions
        if isinstance(clause, conditions.Condition) and _directs(clause)
    )


def _code(profile: profiles.Profile) -> conditions.Condition | None:
    """The first condition that the item's code starts with something: the one that the index settles."""
    for clause in profile.conditions:
        if (
            isinstance(clause, conditions.Condition)
            and clause.fact == "item.code"
            and clause.op == "starts"
        ):
            return clause
    return None


def _prefixes(profile: profiles.Profile) -> tuple[str, ...]:
    clause = _code(profile)
    return tuple([str(value) for value in clause.values]) if clause else ("",)


def compile_profiles(
    policy: profiles.Policy, exchange: rates.Rates, model: Model | None = None
) -> Compiled:
    """Make a policy ready for the day of `exchange`, whose rates convert the amounts that conditions compare."""
    return Compiled(policy, exchange, model)


def select(
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    compiled: Compiled,
    history: features.History,
    seed: bytes,
) -> Selection:
    """Select one declaration. The same arguments always give the same selection.

    `seed` is the day's secret of 16 bytes or more, whose `commitment` was published before the day; ValueError if shorter.
    """
    filing = declared.filing
    ready = compiled.directions.get(filing.direction) or compiled.direction(filing.direction)
    view = features.View(declared, assessed, history, declared.goods[0], assessed.items[0])
    struck: list[tuple[profiles.Profile, int]] = []
    for holds, profile in ready.whole:
        if holds(view):
            struck.append((profile, 0))
    by_code = ready.by_code
    for goods, valued in zip(declared.goods, assessed.items, strict=True):
        candidates = by_code.get(goods.item.code)
        if candidates is None:
            candidates = ready.of_code(goods.item.code)
        if candidates:
            view.goods, view.valued = goods, valued
            for holds, profile in candidates:
                if holds(view):
                    struck.append((profile, goods.item.number))
    stratum = compiled.shares.get((filing.office, history.trusted)) or compiled.share(
        filing.office, history.trusted
    )
    drawn = draw(seed, declared.digest, stratum.probability_ppm, stratum.name)
    if not struck and not drawn.chosen and compiled.model is None:
        return Selection("green", 0, (), (), drawn, compiled.policy.version)
    judgement = (
        compiled.model.judge(features.of(declared, assessed, history)) if compiled.model else None
    )
    return _selected(struck, judgement, drawn, stratum.row, compiled)


def _selected(
    struck: Sequence[tuple[profiles.Profile, int]],
    judgement: Judgement | None,
    drawn: RandomCheck,
    share: profiles.RandomShare,
    compiled: Compiled,
) -> Selection:
    """The lane and the documents that hits, score and chance add up to."""
    hits = _hits(struck, judgement)
    score = min(sum([hit.contribution for hit in hits]), MAX_SCORE)
    causes: list[profiles.ProfileRow] = [profile for profile, _ in struck]
    reached = [row for row in compiled.thresholds if row.score <= score]
    if reached:
        causes.append(max(reached, key=_strictness))
        hits.append(Hit(profiles.SCORE, 0, 0))
    if drawn.chosen:
        causes.append(share)
        hits.append(Hit(profiles.RANDOM, 0, 0))
    lanes: list[profiles.Lane] = [cause.lane for cause in causes]
    lane = max(lanes, key=_RANK.__getitem__) if lanes else "green"
    stopped = _RANK[lane] >= _RANK["yellow"]
    documents = (
        dict.fromkeys(code for cause in causes for code in cause.documents) if stopped else {}
    )
    return Selection(
        lane, score, tuple(hits), tuple(documents), drawn, compiled.policy.version, judgement
    )


def _strictness(row: profiles.ProfileRow) -> int:
    return _RANK[row.lane]


def _hits(struck: Sequence[tuple[profiles.Profile, int]], judgement: Judgement | None) -> list[Hit]:
    """A hit for each profile and item; a profile adds its score once, however many items it strikes."""
    counted: set[str] = set()
    hits = []
    for profile, item in struck:
        hits.append(Hit(profile.id, item, 0 if profile.id in counted else profile.score))
        counted.add(profile.id)
    if judgement is not None:
        hits.append(Hit(profiles.MODEL, 0, judgement.score))
    return hits


def draw(seed: bytes, digest: bytes, probability_ppm: int, stratum: str) -> RandomCheck:
    """Draw for the declaration with this digest: its value is SHA-256(seed, digest) as a big-endian integer mod 10**6."""
    if len(seed) < SEED_BYTES:
        raise ValueError(f"the seed has {len(seed)} bytes; it needs {SEED_BYTES}")
    value = int.from_bytes(hashlib.sha256(seed + digest).digest()) % MILLION
    return RandomCheck(value, probability_ppm, value < probability_ppm, stratum)


def replay(drawn: RandomCheck, seed: bytes, digest: bytes) -> bool:
    """Whether a recorded draw is what the seed, published later, gives for the declaration with this digest."""
    value = int.from_bytes(hashlib.sha256(seed + digest).digest()) % MILLION
    return drawn.value == value and drawn.chosen == (value < drawn.probability_ppm)


def commitment(seed: bytes) -> bytes:
    """What to publish of a seed before its day: its SHA-256. Who reads the seed later checks it against this."""
    return hashlib.sha256(seed).digest()


def for_trader(selection: Selection) -> AskedOfTrader:
    """What may be told to the trader: what to do. Profiles, score, chance and their number are not in it."""
    return AskedOfTrader(tuple(sorted(selection.documents)), selection.lane == "red")


def for_officer(
    selection: Selection, policy: profiles.Policy, on: datetime.date, language: str = "en"
) -> tuple[Reason, ...]:
    """All reasons, in the order of the hits, of a selection made by `policy` on the day `on`.

    Raises ValueError when another version of the policy selected.
    """
    if policy.version != selection.policy:
        raise ValueError(f"selected by policy {selection.policy}, not {policy.version}")
    return tuple(
        [
            _reason(hit, selection, _cause(hit, selection, policy, on), language)
            for hit in selection.hits
        ]
    )


def _reason(
    hit: Hit, selection: Selection, row: profiles.ProfileRow | None, language: str
) -> Reason:
    if row is None:
        return Reason(
            hit.profile,
            hit.item,
            hit.contribution,
            selection.model.version if selection.model else "",
        )
    clauses = row.conditions if isinstance(row, profiles.Profile) else ()
    return Reason(
        hit.profile,
        hit.item,
        hit.contribution,
        _said(row.title, language),
        tuple([clause.text() for clause in clauses]),
        _said(row.measure, language),
        f"{row.act} {row.article}".strip(),
    )


def _cause(
    hit: Hit, selection: Selection, policy: profiles.Policy, on: datetime.date
) -> profiles.ProfileRow | None:
    """The row that a hit came from; None for a model's."""
    rows: Iterable[profiles.ProfileRow] = (row for row in policy.profiles if row.id == hit.profile)
    if hit.profile == profiles.RANDOM:
        rows = (
            row for row in policy.shares if row.stratum == selection.draw.stratum and row.holds(on)
        )
    elif hit.profile == profiles.SCORE:
        reached = [
            row for row in policy.thresholds if row.score <= selection.score and row.holds(on)
        ]
        rows = sorted(reached, key=_strictness, reverse=True)
    return next(iter(rows), None)


def _said(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in the first that the data gives."""
    return texts.get(language) or next(iter(texts.values()), "")
