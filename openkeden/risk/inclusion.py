"""The probability with which a declaration was to be checked, from its selection: what
figures about all declarations are estimated from.
"""

import msgspec

from openkeden.risk import profiles, random_check, selection
from openkeden.risk.indicators.observation import Way
from openkeden.risk.random_check import MILLION


class Inclusion(msgspec.Struct, frozen=True, gc=False):
    """How a declaration came to be checked, and how likely that was."""

    #: What selected it for a check; None: nothing did.
    way: Way | None

    #: The probability of a check, in millionths: all of it where a profile or a model asks
    #: for one.
    ppm: int


def of(selected: selection.Selection, policy: profiles.Policy) -> Inclusion:
    """The inclusion of a selection by the policy of its day.

    By another policy the lanes of its rows are not known: each of them counts as asking for
    a check where the selection does.
    """
    known = policy if policy.version == selected.policy else None
    asking = [hit for hit in selected.hits if _asks(hit, selected, known)]
    if any(hit.profile != profiles.RANDOM for hit in asking):
        return Inclusion(_way(asking), MILLION)
    drawn = selected.draw
    if known is not None and not _draw_checks(drawn.stratum, known):
        return Inclusion(None, 0)
    return Inclusion("random" if asking else None, random_check.inclusion_ppm(drawn))


def _asks(
    hit: selection.Hit, selected: selection.Selection, policy: profiles.Policy | None
) -> bool:
    """Whether a hit asks for a check."""
    if policy is None or hit.profile == profiles.REPEATED:
        return profiles.rank(selected.lane) >= selection.CHECKED
    lanes = [row.lane for row in _rows(hit, selected, policy)]
    return any(profiles.rank(lane) >= selection.CHECKED for lane in lanes)


def _rows(
    hit: selection.Hit, selected: selection.Selection, policy: profiles.Policy
) -> list[profiles.ProfileRow]:
    """The rows of the policy that a hit stands for."""
    if hit.profile == profiles.RANDOM:
        return [row for row in policy.shares if row.stratum == selected.draw.stratum]
    if hit.profile == profiles.SCORE:
        return [row for row in policy.thresholds if row.score <= selected.score]
    if hit.profile == profiles.MODEL and selected.choice is not None:
        return [row for row in policy.budgets if row.office == selected.choice.office]
    if hit.profile == profiles.JOINED:
        return [row for row in policy.earlier if row.reason == hit.profile]
    return [row for row in policy.profiles if row.id == hit.profile]


def _draw_checks(stratum: str, policy: profiles.Policy) -> bool:
    rows = [row for row in policy.shares if row.stratum == stratum]
    return any(profiles.rank(row.lane) >= selection.CHECKED for row in rows)


def _way(asking: list[selection.Hit]) -> Way:
    """A profile before a model: what the law asks for is none of its merit."""
    ours = (profiles.RANDOM, profiles.MODEL)
    by_profile = any(hit.profile not in ours for hit in asking)
    return "profile" if by_profile else "model"
