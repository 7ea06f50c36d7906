"""What would change money most, as programs see it: rows to confirm, and what is not held."""

import decimal

import msgspec

from openkeden import locale
from openkeden.flow.law.at_stake import GapAtStake, RowAtStake, Stakes
from openkeden.locale import law_words
from openkeden.views import amounts, row_view


class RowAtStakeView(msgspec.Struct, frozen=True):
    """A row that is not verified, and what rests on it."""

    #: The row.
    row: row_view.RowView

    #: The codes of the charges that it sets or relieves.
    charges: tuple[str, ...]

    #: How many charges of goods rest on it.
    lines: int

    #: How much they are, or how much it relieves.
    amount: decimal.Decimal


class GapAtStakeView(msgspec.Struct, frozen=True):
    """What the law says of a charge and is not held, and the goods that it touches."""

    #: The key of the gap.
    gap: str

    #: The key of the charge, and its name in the language.
    charge: str
    name: str

    #: What is not held.
    text: str

    #: How many declarations have such goods, and their customs value.
    declarations: int
    value: decimal.Decimal


class StakesView(msgspec.Struct, frozen=True, kw_only=True):
    """What would change money most for the declarations of a file."""

    #: The currency.
    currency: str

    #: How many declarations were assessed, and how many messages were not.
    declarations: int
    left_out: int

    #: What the declarations owe, and how much of it rests on verified rows alone.
    payable: decimal.Decimal
    verified: decimal.Decimal

    #: The rows that are not verified, what most rests on first.
    rows: tuple[RowAtStakeView, ...]

    #: The gaps, those of the greatest value first.
    gaps: tuple[GapAtStakeView, ...]


def of(stakes: Stakes, language: str) -> StakesView:
    """The view of what is at stake."""
    return StakesView(
        currency=stakes.currency,
        declarations=stakes.declarations,
        left_out=stakes.left_out,
        payable=amounts.exact(stakes.payable),
        verified=amounts.exact(stakes.verified),
        rows=tuple([_row(row, language) for row in stakes.rows]),
        gaps=tuple([_gap(gap, language) for gap in stakes.gaps]),
    )


def _row(at_stake: RowAtStake, language: str) -> RowAtStakeView:
    row = row_view.of(at_stake.row, language)
    amount = amounts.exact(at_stake.amount)
    return RowAtStakeView(row, at_stake.charges, at_stake.lines, amount)


def _gap(at_stake: GapAtStake, language: str) -> GapAtStakeView:
    missing = at_stake.gap
    names = locale.names(language)["charge_keys"]
    return GapAtStakeView(
        gap=missing.gap,
        charge=missing.charge,
        name=names.get(missing.charge, missing.charge),
        text=law_words.told(missing.text, language),
        declarations=at_stake.declarations,
        value=amounts.exact(at_stake.value),
    )
