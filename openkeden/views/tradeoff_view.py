"""What fewer inspections cost, as programs see it."""

import datetime

import msgspec

from openkeden.base import money
from openkeden.flow.risk.tradeoffs import Tradeoff
from openkeden.world.tradeoff import Spanned, TradeoffPoint


class TradeoffPointView(msgspec.Struct, frozen=True, kw_only=True):
    """What a share of inspections finds by one way to choose."""

    #: The way to choose: random, rules (else duty), model, model_revenue; of a world best and
    #: best_revenue.
    policy: str

    #: The share of lines that is inspected, in percent.
    inspected_percent: int

    #: How many lines that are.
    inspected: int

    #: The hours that they take.
    hours: int

    #: How many findings.
    findings: int

    #: What they bring, in national currency.
    revenue: str

    #: The share of all findings, in millionths, with the ends of its 95 % interval.
    findings_ppm: int
    findings_ppm_low: int
    findings_ppm_high: int

    #: The share of all revenue, in millionths, with the ends of its 95 % interval.
    revenue_ppm: int
    revenue_ppm_low: int
    revenue_ppm_high: int


class RulesView(msgspec.Struct, frozen=True, kw_only=True):
    """The profiles that lines were asked for."""

    #: The day of the profiles, and of the exchange rates of their amounts.
    on: datetime.date

    #: How many were asked.
    asked: int

    #: How many ask for what the lines do not tell, or for rates that are not at hand.
    left_out: int

    #: How many of the lines one of them strikes.
    struck: int


class TradeoffView(msgspec.Struct, frozen=True, kw_only=True):
    """What fewer inspections cost."""

    #: Whether the lines are of a generated world: it proves the machinery, not the world.
    generated: bool

    #: How many lines the model was learned from.
    learned: int

    #: How many lines were tried.
    tried: int

    #: The first and last day of these.
    since: datetime.date
    until: datetime.date

    #: How many minutes an inspection takes.
    minutes: int

    #: The profiles behind `rules`; null: none can be asked of the lines, and `duty`, the
    #: highest charges, stands in their place.
    rules: RulesView | None

    #: Every way to choose at every share.
    points: tuple[TradeoffPointView, ...]


def of(answer: Tradeoff) -> TradeoffView:
    """The view of an answer."""
    points: list[TradeoffPointView] = []
    for curve in answer.curves:
        points += [_point(curve.policy, point) for point in curve.points]
    return TradeoffView(
        generated=answer.generated,
        learned=answer.learned,
        tried=answer.tried,
        since=answer.since,
        until=answer.until,
        minutes=answer.minutes,
        rules=_rules(answer),
        points=tuple(points),
    )


def _rules(answer: Tradeoff) -> RulesView | None:
    rules = answer.rules
    if rules is None:
        return None
    return RulesView(
        on=rules.on, asked=rules.asked, left_out=rules.left_out, struck=rules.struck
    )


def _point(policy: str, point: TradeoffPoint) -> TradeoffPointView:
    found, revenue = point.found_share, point.revenue_share
    return TradeoffPointView(
        policy=policy,
        inspected_percent=point.share,
        inspected=point.inspected,
        hours=point.hours,
        findings=point.found,
        revenue=money.text(point.revenue),
        findings_ppm=found.value,
        findings_ppm_low=found.low,
        findings_ppm_high=found.high,
        revenue_ppm=revenue.value,
        revenue_ppm_low=revenue.low,
        revenue_ppm_high=revenue.high,
    )


def percent(ppm: int) -> str:
    """Millionths as a percentage with one digit behind the point."""
    tenths = (ppm + 500) // 1_000
    return f"{tenths // 10}.{tenths % 10}"


def spanned(share: Spanned) -> str:
    """A share with its interval."""
    return f"{percent(share.value)} ({percent(share.low)}–{percent(share.high)})"
