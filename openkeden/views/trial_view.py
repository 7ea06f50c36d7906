"""Tried risk profiles as programs see them."""

import decimal
from collections.abc import Mapping

import msgspec

from openkeden.flow.risk.profile_trials import TriedProfiles
from openkeden.risk import disclosure, profile_trial
from openkeden.views import amounts, finding_view


class YieldView(msgspec.Struct, frozen=True):
    """What a number of declarations came to."""

    #: How many there are.
    declarations: int

    #: How many of them were inspected.
    inspected: int

    #: In how many of those a breach was found.
    found: int

    #: What they owe.
    payable: decimal.Decimal


class ProfileYieldView(msgspec.Struct, frozen=True):
    """What one profile strikes."""

    #: Its id.
    id: str

    #: Its name in the language.
    title: str

    #: The lane that it asks for.
    lane: str

    #: All that it strikes.
    struck: YieldView

    #: What no other profile strikes.
    alone: YieldView


class OverlapView(msgspec.Struct, frozen=True):
    """Two profiles that strike the same declarations."""

    #: The ids of both.
    one: str
    other: str

    #: How many declarations both strike.
    declarations: int


class ModelInsteadView(msgspec.Struct, frozen=True):
    """What a model would have chosen instead, as many as the profiles stop."""

    #: How many declarations a model judged; it chooses among these.
    judged: int

    #: What the profiles stop of these, and what the model would have chosen.
    of_profiles: YieldView
    of_model: YieldView

    #: How many both choose.
    both: int


class TrialView(msgspec.Struct, frozen=True, kw_only=True):
    """What the profiles of a policy would have done, chance and models left out."""

    #: The currency.
    currency: str

    #: All declarations that were tried.
    tried: YieldView

    #: How many could not be tried.
    left_out: int

    #: Those that any profile strikes, and those that the profiles stop: yellow and red.
    struck: YieldView
    stopped: YieldView

    #: How many each lane would get, and how many took it, by lane.
    lanes: Mapping[str, int]
    took: Mapping[str, int]

    #: Each profile that strikes anything, in the order of the policy.
    profiles: tuple[ProfileYieldView, ...]

    #: The ids of those that strike nothing.
    idle: tuple[str, ...]

    #: Pairs that strike the same declarations, the most first.
    overlaps: tuple[OverlapView, ...]

    #: The model beside the profiles; None where no declaration was judged by one.
    model: ModelInsteadView | None

    #: The version of the model that was asked now; empty: scores are those recorded.
    model_version: str

    #: What is to be told of the profiles.
    findings: tuple[finding_view.FindingView, ...]


def of(tried: TriedProfiles, language: str) -> TrialView:
    """The view of tried profiles."""
    trial = tried.trial
    idle = [row.profile.id for row in trial.profiles if not row.struck.declarations]
    return TrialView(
        currency=tried.currency,
        tried=_yield(trial.tried),
        left_out=tried.left_out,
        struck=_yield(trial.struck),
        stopped=_yield(trial.stopped),
        lanes=trial.lanes,
        took=trial.took,
        profiles=tuple([_profile(row, language) for row in trial.striking]),
        idle=tuple(idle),
        overlaps=tuple([_overlap(row) for row in trial.overlaps]),
        model=None if trial.model is None else _model(trial.model),
        model_version=tried.model,
        findings=finding_view.each(tried.findings, language),
    )


def _yield(counted: profile_trial.Yield) -> YieldView:
    return YieldView(
        counted.declarations,
        counted.inspected,
        counted.found,
        amounts.exact(counted.payable),
    )


def _profile(row: profile_trial.ProfileYield, language: str) -> ProfileYieldView:
    profile = row.profile
    return ProfileYieldView(
        profile.id,
        disclosure.in_language(profile.title, language),
        profile.lane,
        _yield(row.struck),
        _yield(row.alone),
    )


def _overlap(row: profile_trial.Overlap) -> OverlapView:
    return OverlapView(row.one, row.other, row.declarations)


def _model(instead: profile_trial.ModelInstead) -> ModelInsteadView:
    return ModelInsteadView(
        instead.judged,
        _yield(instead.of_profiles),
        _yield(instead.of_model),
        instead.both,
    )
