"""The price of a consignment as programs see it: what its goods would cost to clear, item by
item and in all.
"""

import datetime
import decimal
from collections.abc import Sequence

import msgspec

from openkeden import locale
from openkeden.assessment import charges
from openkeden.flow.pricing import consignments, goods, questions
from openkeden.views import (
    amounts,
    finding_view,
    missing_view,
    plain_view,
    price_view,
    quote_view,
)
from openkeden.views.price_view import ChargeView, NeedView


class SumView(msgspec.Struct, frozen=True, kw_only=True):
    """A charge on all goods together; money is in national currency."""

    #: The code of the charge.
    code: str

    #: The code of the kind of payment in box 47; empty: not known here.
    payment: str

    #: Its name in the reader's language.
    name: str

    #: What is owed.
    amount: decimal.Decimal


class PricedItemView(msgspec.Struct, frozen=True, kw_only=True):
    """What one lot of a consignment would cost to clear; money is in national currency."""

    #: Its number, from 1 on.
    number: int

    #: Where it was read: the row of a table; empty where it was read from none.
    place: str

    #: The commodity code.
    code: str

    #: What the goods are called.
    description: str

    #: The customs value, with the goods' share of the carriage.
    customs_value: decimal.Decimal

    #: Its charges, without those of the consignment as a whole.
    charges: tuple[ChargeView, ...]

    #: Its charges together.
    total: decimal.Decimal

    #: The documents that the goods need.
    documents: tuple[NeedView, ...]

    #: The quotas that the goods are charged to.
    quotas: tuple[NeedView, ...]

    #: The supplementary unit that a declaration has to count them in; empty: none, or it
    #: was given.
    supplementary_unit: str


class ConsignmentPriceView(plain_view.PlainView, frozen=True, kw_only=True):
    """What the goods of a consignment would cost to clear; money is exact, in `currency`
    (tenge for KZT).
    """

    #: The day.
    on: datetime.date

    #: The national currency.
    currency: str

    #: The customs value of all goods.
    customs_value: decimal.Decimal

    #: The goods.
    items: tuple[PricedItemView, ...]

    #: The charges of the consignment as a whole.
    charges: tuple[ChargeView, ...]

    #: Each charge on all goods together, in the order of computing.
    sums: tuple[SumView, ...]

    #: All charges together.
    total: decimal.Decimal

    #: Whether the total holds all that is owed; false: see `missing`.
    complete: bool

    #: What the total leaves out.
    missing: tuple[missing_view.MissingView, ...]

    #: The customs value and all charges.
    landed: decimal.Decimal

    #: Preferences that are claimed, and those that goods of their origin could claim.
    preferences: tuple[price_view.PreferenceView, ...]

    #: The exchange rates used.
    quotes: tuple[quote_view.QuoteView, ...]

    #: Whether a prohibition stops any of the goods, whatever is paid.
    prohibited: bool

    #: Warnings, and the prohibitions.
    warnings: tuple[finding_view.FindingView, ...]

    #: The version of the law used.
    edition: str


def of(
    priced: consignments.PricedConsignment,
    language: str = "en",
    places: Sequence[str] = (),
) -> ConsignmentPriceView:
    """The view of the price of a consignment, names in `language`; `places` say where each
    of its goods was read.
    """
    assessed, teller = priced.assessment, price_view.ChargeTeller(priced, language)
    by_item: dict[int, list[charges.Charge]] = {}
    for charge in assessed.charges:
        by_item.setdefault(charge.item, []).append(charge)
    items = []
    for read, valued in zip(priced.goods, assessed.items, strict=True):
        place = places[valued.number - 1] if places else ""
        owed = by_item.get(valued.number, [])
        items.append(_item(read, valued, owed, place, teller))
    whole = by_item.get(0, [])
    missing = missing_view.of(priced.findings, language)
    return ConsignmentPriceView(
        on=priced.on,
        currency=priced.currency,
        customs_value=amounts.exact(assessed.customs_value),
        items=tuple(items),
        charges=tuple([teller.view(charge) for charge in whole]),
        sums=_sums(priced, language),
        total=amounts.exact(assessed.payable),
        complete=not missing,
        missing=missing,
        landed=amounts.exact(assessed.customs_value + assessed.payable),
        preferences=price_view.preferences(priced.reliefs, language),
        quotes=tuple([quote_view.of(quote) for quote in assessed.quotes]),
        prohibited=priced.prohibited,
        warnings=finding_view.each(priced.findings, language, questions.catalogue()),
        edition=priced.edition,
    )


def _item(
    read: goods.AskedGoods,
    valued: charges.Valued,
    owed: Sequence[charges.Charge],
    place: str,
    teller: price_view.ChargeTeller,
) -> PricedItemView:
    needs = [price_view.need_view(need, teller.language) for need in read.needs]
    return PricedItemView(
        number=valued.number,
        place=place,
        code=read.asked.code,
        description=read.asked.description,
        customs_value=amounts.exact(valued.value),
        charges=tuple([teller.view(charge) for charge in owed]),
        total=amounts.exact(sum([charge.amount for charge in owed])),
        documents=tuple([need for need in needs if need.document]),
        quotas=tuple([need for need in needs if need.quota]),
        supplementary_unit=read.unit,
    )


def _sums(priced: consignments.PricedConsignment, language: str) -> tuple[SumView, ...]:
    names, sums = locale.names(language)["charges"], priced.totals
    payments = priced.payments.codes
    order = [kind.code for kind in charges.CHARGES if kind.code in sums]
    return tuple(
        [
            SumView(
                code=code,
                payment=payments.get(code, ""),
                name=names[code],
                amount=amounts.exact(sums[code]),
            )
            for code in order
        ]
    )
