"""Disclosure of a selection to an officer: all its reasons, each with its title."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.risk import budget, profiles, random_check, selection


class Reason(msgspec.Struct, frozen=True):
    """What an officer reads of one hit."""

    #: The id of the profile, or one of `profiles.RESERVED`.
    profile: str

    #: The item that it found; 0 for the whole declaration.
    item: int

    #: What it adds to the score, per mille.
    contribution: int

    #: Its name.
    title: str

    #: The conditions that held.
    conditions: tuple[str, ...] = ()

    #: What to inspect.
    measure: str = ""

    #: The act and the article that it rests on.
    basis: str = ""


def for_officer(
    selected: selection.Selection,
    policy: profiles.Policy,
    on: datetime.date,
    language: str = "en",
) -> tuple[Reason, ...]:
    """All reasons, in the order of the hits, of a selection made by `policy` on the day
    `on`.

    Raises ValueError when another version of the policy selected.
    """
    if policy.version != selected.policy:
        raise ValueError(f"selected by policy {selected.policy}, not {policy.version}")
    reasons = []
    for hit in selected.hits:
        row = _cause(hit, selected, policy, on)
        assert row is not None, f"the policy that selected has {hit.profile}"
        reasons.append(_reason(hit, row, language, selected.earlier))
    return tuple(reasons)


def _reason(
    hit: selection.Hit,
    row: profiles.ProfileRow,
    language: str,
    earlier: tuple[str, ...],
) -> Reason:
    return Reason(
        profile=hit.profile,
        item=hit.item,
        contribution=hit.contribution,
        title=in_language(row.title, language),
        conditions=_conditions(row, earlier),
        measure=in_language(row.measure, language),
        basis=f"{row.act} {row.article}".strip(),
    )


def _conditions(row: profiles.ProfileRow, earlier: tuple[str, ...]) -> tuple[str, ...]:
    """The conditions of a profile, or the declarations that went before."""
    if isinstance(row, profiles.EarlierLot):
        return earlier
    if isinstance(row, profiles.Profile):
        return tuple([clause.text() for clause in row.conditions])
    return ()


def _cause(
    hit: selection.Hit,
    selected: selection.Selection,
    policy: profiles.Policy,
    on: datetime.date,
) -> profiles.ProfileRow | None:
    """The row that a hit came from."""
    if hit.profile == profiles.MODEL and selected.choice is not None:
        return _budget_of(selected.choice, policy, on)
    if hit.profile == profiles.RANDOM:
        return _share_of(selected.draw, policy, on)
    if hit.profile in (profiles.REPEATED, profiles.JOINED):
        return _earlier_of(hit.profile, policy, on)
    if hit.profile == profiles.SCORE:
        return _threshold_of(selected.score, policy, on)
    return next((row for row in policy.profiles if row.id == hit.profile), None)


def _earlier_of(
    reason: str, policy: profiles.Policy, on: datetime.date
) -> profiles.EarlierLot | None:
    """The row of the day for earlier declarations of the same lot."""
    for row in policy.earlier:
        if row.reason == reason and row.holds(on):
            return row
    return None


def _threshold_of(
    score: int, policy: profiles.Policy, on: datetime.date
) -> profiles.ScoreThreshold | None:
    """The strictest threshold that a score reaches."""
    in_force = [row for row in policy.thresholds if row.holds(on)]
    reached = [row for row in in_force if row.score <= score]
    return max(reached, key=selection.strictness, default=None)


def _share_of(
    drawn: random_check.RandomCheck, policy: profiles.Policy, on: datetime.date
) -> profiles.RandomShare | None:
    """The row of the day that gave a draw its share."""
    for row in policy.shares:
        if row.stratum == drawn.stratum and row.holds(on):
            return row
    return None


def _budget_of(
    choice: budget.Choice, policy: profiles.Policy, on: datetime.date
) -> profiles.InspectionBudget | None:
    """The row of the day that a model chose within."""
    for row in policy.budgets:
        if row.office == choice.office and row.holds(on):
            return row
    return None


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in the first that the data gives."""
    return texts.get(language) or next(iter(texts.values()), "")
