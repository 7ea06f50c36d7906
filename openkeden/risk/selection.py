"""Risk selection: the lane of a declaration, the documents to ask for, and every reason.

The lane is the strictest of what profiles, the score, a model within its budget and chance
ask for. Chance is the draw of `openkeden.risk.random_check`, the budget that of
`openkeden.risk.budget`.
"""

from collections.abc import Iterable, Sequence

import msgspec

from openkeden.assessment import charges
from openkeden.base import findings, rates
from openkeden.base.bounded import Remembered
from openkeden.filing import declaration
from openkeden.risk import (
    budget,
    candidates,
    conditions,
    features,
    lots,
    policy_file,
    profiles,
    random_check,
)
from openkeden.risk.explained_choice import ExplainedChoice

MAX_SCORE = 1000


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A reason for a selection."""

    #: The id of the profile, or one of `profiles.RESERVED`.
    profile: str

    #: The item that it found; 0 for the whole declaration.
    item: int

    #: What it adds to the score, per mille.
    contribution: int


class Judgement(msgspec.Struct, frozen=True):
    """A model's opinion of one declaration."""

    #: The version of the model.
    version: str

    #: Its score, per mille.
    score: int

    #: What each term contributed to the score.
    contributions: tuple[tuple[str, int], ...] = ()


class Selection(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """The lane of a declaration and all that led to it."""

    #: The lane.
    lane: profiles.Lane

    #: The score, 0 to 1000.
    score: int

    #: The reasons, in the order of the policy.
    hits: tuple[Hit, ...]

    #: The documents to ask for, as codes of box 44, in order.
    documents: tuple[str, ...]

    #: The random check.
    draw: random_check.RandomCheck

    #: The version of the profiles applied.
    policy: str

    #: The judgement of the model, where one was asked.
    model: Judgement | None = None

    #: Registration numbers of earlier declarations of the same goods, or of small
    #: consignments on the same transport document; of those alike the newest.
    earlier: tuple[str, ...] = ()

    #: How many earlier declarations they are.
    earlier_count: int = 0

    #: The choice that the model had, where one was in force.
    choice: budget.Choice | None = None

    #: SHA-256 of a model in force whose file could not be used.
    lacking: bytes = b""

    #: Why the model chose the declaration, where it did.
    explained: ExplainedChoice | None = None


class Stratum(msgspec.Struct, frozen=True):
    """A part of all declarations that has a random share of its own."""

    #: Its name, as `profiles.RandomShare.stratum` has it.
    name: str

    #: The share, in millionths.
    probability_ppm: int

    #: The row that both come from.
    row: profiles.RandomShare


class Compiled:
    """A policy made ready for one day, for a whole batch.

    It holds no state but the memory of its look-ups. `findings` names the profiles that the
    exchange rates of the day cannot serve (K.13).
    """

    def __init__(self, policy: profiles.Policy, exchange: rates.Rates) -> None:
        self.policy = policy
        self.findings: list[findings.Finding] = []
        #: The candidates for each direction of box 1.1.
        self.directions = Remembered(self._direction)
        #: The random share of each office and class, by the narrowest row for both. Raises
        #: KeyError where the policy has no row for the day: K.10 looks at rows without an
        #: end.
        self.shares = Remembered(self._share)
        self.thresholds = tuple(
            [row for row in policy.thresholds if row.holds(exchange.on)]
        )
        self._shares = {
            (row.office, row.trusted): row
            for row in policy.shares
            if row.holds(exchange.on)
        }
        self.earlier: dict[str, profiles.EarlierLot] = {
            row.reason: row for row in policy.earlier if row.holds(exchange.on)
        }
        self._candidates: list[candidates.Candidate] = []
        for profile in policy.profiles:
            if profile.holds(exchange.on):
                self._add(profile, exchange)

    def _add(self, profile: profiles.Profile, exchange: rates.Rates) -> None:
        """Make the test of a profile: of all its conditions but those that
        `candidates.DirectedCandidates` settles.
        """
        settled = candidates.code_condition(profile)
        asked = [
            each
            for each in profile.conditions
            if each is not settled and not candidates.directs(each)
        ]
        try:
            tests = [conditions.test(clause, exchange) for clause in asked]
        except rates.NoRate as missing:
            finding = findings.of(
                policy_file.NO_RATE, profile.id, id=profile.id, value=missing.currency
            )
            self.findings.append(finding)
        else:
            self._candidates.append(candidates.Candidate(conditions.every(tests), profile))

    def _direction(self, name: str) -> candidates.DirectedCandidates:
        admitted = [one for one in self._candidates if candidates.admits(one.profile, name)]
        return candidates.DirectedCandidates(admitted)

    def _share(self, of: tuple[str, str]) -> Stratum:
        row = self._share_row(*of)
        return Stratum(row.stratum, row.probability_ppm, row)

    def _share_row(self, office: str, trusted: str) -> profiles.RandomShare:
        """The row of office and class, else of the class, else of the office, else of
        everybody.
        """
        for key in ((office, trusted), ("", trusted), (office, "")):
            if key in self._shares:
                return self._shares[key]
        return self._shares["", ""]


def compile_profiles(policy: profiles.Policy, exchange: rates.Rates) -> Compiled:
    """Make a policy ready for the day of `exchange`.

    Its rates convert the amounts that conditions compare.
    """
    return Compiled(policy, exchange)


def select(
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    compiled: Compiled,
    history: features.History,
    seed: bytes,
    brought: lots.Brought,
    earlier: Sequence[lots.Earlier] = (),
    aim: budget.Aim | None = None,
) -> Selection:
    """Select one declaration. The same arguments always give the same selection.

    `aim` is what a model in force brings; chance has the share that its budget says.

    `seed` is the day's secret of 16 bytes or more, whose `random_check.commitment` was
    published before the day; `earlier` are the declarations before it of the lots that are
    `brought`. Raises ValueError if the seed is shorter.
    """
    office, trusted = declared.filing.office, history.trusted
    matches = _matches(declared, assessed, compiled, history)
    stratum = compiled.shares[office, trusted]
    share_ppm = stratum.probability_ppm if aim is None else aim.chance_ppm
    drawn = random_check.draw(seed, brought.keys, share_ppm, stratum.name)
    if not matches and not drawn.chosen and aim is None and not earlier:
        return Selection("green", 0, (), (), drawn, compiled.policy.version)
    day, before = declared.registered_on, assessed.before
    known = lots.known(brought, earlier, compiled.earlier, day, before)
    return _selected(matches, aim, drawn, stratum.row, compiled, known)


#: A profile whose conditions hold, and the item that they hold for (0: the whole
#: declaration).
_Match = tuple[profiles.Profile, int]


def _matches(
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    compiled: Compiled,
    history: features.History,
) -> list[_Match]:
    """The profiles whose conditions hold: of the whole declaration, then item by item."""
    name = declared.filing.direction
    direction = compiled.directions[name]
    view = features.View(declared, assessed, history, declared.goods[0], assessed.items[0])
    matches = [(profile, 0) for holds, profile in direction.whole if holds(view)]
    return matches + _item_matches(view, direction)


def _item_matches(
    view: features.View, direction: candidates.DirectedCandidates
) -> list[_Match]:
    """The profiles whose conditions hold for an item; `view` moves from item to item."""
    matches: list[_Match] = []
    by_code = direction.by_code
    for goods, valued in zip(view.declared.goods, view.assessed.items, strict=True):
        candidates = by_code[goods.item.code]
        if candidates:
            view.goods, view.valued = goods, valued
            number = goods.item.number
            matches += [(profile, number) for holds, profile in candidates if holds(view)]
    return matches


def _selected(
    matches: Sequence[_Match],
    aim: budget.Aim | None,
    drawn: random_check.RandomCheck,
    share: profiles.RandomShare,
    compiled: Compiled,
    known: lots.Known,
) -> Selection:
    """The lane and the documents that hits, score, earlier declarations, model and chance
    add up to.
    """
    hits = _hits(matches)
    score = min(sum([hit.contribution for hit in hits]), MAX_SCORE)
    causes: list[profiles.ProfileRow] = [profile for profile, _ in matches]
    reached = [row for row in compiled.thresholds if row.score <= score]
    if reached:
        causes.append(max(reached, key=strictness))
        hits.append(Hit(profiles.SCORE, 0, 0))
    choice = None
    if aim is not None:
        rules = _rules([*causes, *known.causes], aim.row, share)
        choice = budget.choose(aim, drawn, rules)
        if choice.chosen:
            causes.append(aim.row)
            hits.append(Hit(profiles.MODEL, aim.opinion.item, 0))
    if drawn.chosen:
        causes.append(share)
        hits.append(Hit(profiles.RANDOM, 0, 0))
    causes += known.causes
    hits += [Hit(row.reason, 0, 0) for row in known.causes]
    lane = max(causes, key=strictness).lane if causes else "green"
    return Selection(
        lane=lane,
        score=score,
        hits=tuple(hits),
        documents=_documents(causes, lane),
        draw=drawn,
        policy=compiled.policy.version,
        model=judgement(aim.opinion) if aim is not None else None,
        earlier=known.registrations,
        earlier_count=known.count,
        choice=choice,
    )


#: The lane from which on a declaration is checked before it is released.
CHECKED = profiles.rank("yellow")


def _rules(
    causes: Iterable[profiles.ProfileRow],
    row: profiles.InspectionBudget,
    share: profiles.RandomShare,
) -> budget.Rules:
    """What rules alone make of a declaration."""
    strictest = max([strictness(cause) for cause in causes], default=0)
    return budget.Rules(
        stopped=strictest >= strictness(row),
        checked=strictest >= CHECKED,
        drawn_is_checked=strictness(share) >= CHECKED,
    )


def judgement(opinion: budget.Opinion) -> Judgement:
    """An opinion as it is recorded."""
    score = opinion.probability_ppm * MAX_SCORE // profiles.MILLION
    return Judgement(opinion.version, score)


def explained(
    selected: Selection,
    contributions: tuple[tuple[str, int], ...],
    choice: ExplainedChoice,
) -> Selection:
    """A selection with the reasons of the model that chose it."""
    assert selected.model is not None, "a model chose it"
    model = msgspec.structs.replace(selected.model, contributions=contributions)
    return msgspec.structs.replace(selected, model=model, explained=choice)


def strictness(row: profiles.ProfileRow) -> int:
    """The place of a row's lane among the lanes, the strictest last."""
    return profiles.rank(row.lane)


def _documents(
    causes: Iterable[profiles.ProfileRow], lane: profiles.Lane
) -> tuple[str, ...]:
    """The documents to ask for, each once; none in a lane that stops nothing."""
    if profiles.rank(lane) < CHECKED:
        return ()
    codes: dict[str, None] = {}
    for cause in causes:
        codes.update(dict.fromkeys(cause.documents))
    return tuple(codes)


def _hits(matches: Sequence[_Match]) -> list[Hit]:
    """A hit for each profile and item; a profile adds its score once, whatever its items."""
    counted: set[str] = set()
    hits = []
    for profile, item in matches:
        hits.append(Hit(profile.id, item, 0 if profile.id in counted else profile.score))
        counted.add(profile.id)
    return hits
