"""A rebuilt figure of an assessment as programs see it: its parts, its rate and the steps
of its computing.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from openkeden.assessment import explained
from openkeden.base import money
from openkeden.tariff import conditions, duty
from openkeden.views import amounts, quote_view

Unset = msgspec.UnsetType
View = TypeVar("View")


class AddendView(msgspec.Struct, frozen=True):
    """A term of a sum."""

    #: A figure, a code of a charge, or `threshold`.
    name: str

    #: The signed amount in national currency.
    amount: str


class GivenView(msgspec.Struct, frozen=True):
    """An amount as declared."""

    #: The amount in its currency.
    amount: str

    #: The currency.
    currency: str

    #: The exchange rate that converts it; None where it is in national currency.
    quote: quote_view.QuoteView | None


class ShareView(msgspec.Struct, frozen=True):
    """An item's part of a cost."""

    #: What the cost is divided by: mass or price.
    by: str

    #: The item's weight.
    weight: str

    #: The weight of all items.
    whole: str

    #: The whole cost in national currency.
    total: str


class ConditionView(msgspec.Struct, frozen=True):
    """A condition under which a rate applies."""

    #: The condition as the law has it.
    text: str

    #: What it is compared with.
    limit: str

    #: What the goods state.
    stated: str

    #: For how many units that is counted; None: for the item.
    quantity: str | None

    #: Whether the goods meet it.
    holds: bool


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """A term or an operation of a computed charge."""

    #: The canonical text of the term or operation.
    formula: str

    #: What it gives, in national currency.
    amount: str

    #: The customs value a percentage was taken of.
    base: str | Unset = msgspec.UNSET

    #: The quantity of a specific term.
    quantity: str | Unset = msgspec.UNSET

    #: The unit of that quantity.
    unit: str | Unset = msgspec.UNSET

    #: The exchange rate used.
    quote: quote_view.QuoteView | Unset = msgspec.UNSET

    #: What one unit of an index was worth.
    index: str | Unset = msgspec.UNSET

    #: The branch that a comparison or a season took.
    chosen: str | Unset = msgspec.UNSET


class FigureView(msgspec.Struct, frozen=True, kw_only=True):
    """One figure rebuilt; money is in national currency."""

    #: Which figure it is.
    figure: str

    #: The goods line; 0 for the declaration as a whole.
    item: int

    #: The code of the charge, or the kind of cost.
    code: str

    #: What was rebuilt.
    amount: str

    #: What is recorded; None where nothing is.
    recorded: str | None

    #: Whether both are the same.
    exact: bool

    #: The terms it is the sum of.
    parts: tuple[AddendView, ...] | Unset = msgspec.UNSET

    #: The amount as declared.
    given: GivenView | Unset = msgspec.UNSET

    #: The item's part of a cost.
    share: ShareView | Unset = msgspec.UNSET

    #: The rate of a computed charge.
    rate: str | Unset = msgspec.UNSET

    #: Ids of the rows of law.
    rows: tuple[str, ...] | Unset = msgspec.UNSET

    #: How the charge was computed, step by step.
    steps: tuple[StepView, ...] | Unset = msgspec.UNSET

    #: The preference, or `de_minimis`.
    relief: str | Unset = msgspec.UNSET

    #: What the preference leaves of the charge, in per cent.
    percent: int | Unset | None = msgspec.UNSET

    #: The rate of its own that the list of the preference has for the goods.
    own_rate: str | Unset = msgspec.UNSET

    #: Whether the charge is set off in the payer's return.
    offset: bool | Unset = msgspec.UNSET

    #: The conditions under which the rate applies.
    conditions: tuple[ConditionView, ...] | Unset = msgspec.UNSET


def of(line: explained.ExplainedFigure) -> FigureView:
    """The view of a figure; what it does not have is left out."""
    parts = [AddendView(part.name, money.text(part.amount)) for part in line.parts]
    return FigureView(
        figure=line.figure,
        item=line.item,
        code=line.code,
        amount=money.text(line.amount),
        recorded=amounts.maybe(line.stored),
        exact=line.exact,
        parts=_listed(parts),
        given=_given(line.given),
        share=_share(line.share),
        rate=line.rate or msgspec.UNSET,
        rows=line.rows if line.rate else msgspec.UNSET,
        steps=_listed([_step(step) for step in line.steps]),
        relief=line.relief or msgspec.UNSET,
        percent=line.percent if line.relief else msgspec.UNSET,
        own_rate=line.own_rate or msgspec.UNSET,
        offset=line.offset if line.relief else msgspec.UNSET,
        conditions=_listed([_condition(condition) for condition in line.conditions]),
    )


def _listed(views: Sequence[View]) -> tuple[View, ...] | Unset:
    return tuple(views) or msgspec.UNSET


def _given(declared: explained.Given | None) -> GivenView | Unset:
    if declared is None:
        return msgspec.UNSET
    return GivenView(
        money.text(declared.amount), declared.currency, quote_view.maybe(declared.quote)
    )


def _share(share: explained.Apportionment | None) -> ShareView | Unset:
    if share is None:
        return msgspec.UNSET
    digits = money.QUANTITY_DIGITS if share.by == "mass" else money.MINOR_DIGITS
    weight, whole = money.text(share.weight, digits), money.text(share.whole, digits)
    return ShareView(share.by, weight, whole, money.text(share.total))


def _condition(condition: explained.ExplainedCondition) -> ConditionView:
    digits = (
        money.MINOR_DIGITS if condition.of == conditions.VALUE else money.QUANTITY_DIGITS
    )
    limit, stated = (
        money.text(condition.limit, digits),
        money.text(condition.stated, digits),
    )
    return ConditionView(
        condition.text, limit, stated, amounts.quantity(condition.quantity), condition.holds
    )


def _step(step: duty.Step) -> StepView:
    counted = step.quantity is not None
    return StepView(
        formula=step.formula,
        amount=money.text(step.amount),
        base=_or_unset(amounts.maybe(step.base)),
        quantity=_or_unset(amounts.quantity(step.quantity)),
        unit=step.unit if counted else msgspec.UNSET,
        quote=msgspec.UNSET if step.quote is None else quote_view.of(step.quote),
        index=_or_unset(amounts.maybe(step.index)),
        chosen=step.chosen or msgspec.UNSET,
    )


def _or_unset(text: str | None) -> str | Unset:
    return msgspec.UNSET if text is None else text
