"""A price as programs see it: what goods would cost to clear, or what goods of a person
would owe.
"""

import datetime
import decimal
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from openkeden import locale
from openkeden.assessment import charges
from openkeden.flow.pricing import consignments, price, questions
from openkeden.flow.pricing.reliefs import Relief
from openkeden.locale import law_words
from openkeden.tariff import duty
from openkeden.views import (
    amounts,
    finding_view,
    missing_view,
    payment_view,
    plain_view,
    quote_view,
    row_view,
)

if TYPE_CHECKING:
    from openkeden.assessment.persons import PersonalCharge
    from openkeden.flow.pricing import persons


class ChargeView(msgspec.Struct, frozen=True, kw_only=True):
    """A charge with its law; money is in national currency."""

    #: The code of the charge.
    code: str

    #: How the form names it.
    payment: payment_view.PaymentView

    #: Its name in the reader's language.
    name: str

    #: What it is computed of.
    base: decimal.Decimal

    #: The rate.
    rate: str

    #: What the rate gives.
    computed: decimal.Decimal

    #: The preference that was applied.
    preference: str

    #: What is owed.
    amount: decimal.Decimal

    #: The branch that a comparison or a season of the rate took.
    chosen: str

    #: The exchange rates that the rate was computed with.
    quotes: tuple[quote_view.QuoteView, ...]

    #: The rows of law it rests on.
    law: tuple[row_view.RowView, ...]


class NeedView(msgspec.Struct, frozen=True, kw_only=True):
    """A document or a quota that the goods need."""

    #: The kind of document; empty where a quota is needed.
    document: str

    #: The name of the document.
    name: str

    #: The quota; empty where a document is needed.
    quota: str

    #: How much of the quota there is.
    limit: str

    #: The measure that asks for it.
    why: str = msgspec.field(name="for")

    #: The code of the goods without the document, where the line is only for goods with it;
    #: empty: theirs.
    otherwise: str

    #: The rate of duty under that code.
    otherwise_rate: str

    #: Whether it is advised only.
    advice: bool

    #: The row of law.
    law: row_view.RowView


class PreferenceView(msgspec.Struct, frozen=True, kw_only=True):
    """A preference that the goods claim or could claim."""

    #: Its code in box 36.
    code: str

    #: Its name in the reader's language.
    name: str

    #: The code of the charge that it relieves.
    charge: str

    #: What it leaves of that charge, in per cent.
    percent: int

    #: The rate of its own that its list has for the goods, of which and the common one the
    #: lower counts; empty: none.
    rate: str

    #: Which goods of the code that is for, where not all: `part`, `season`, `mark`, `used`
    #: or `quota`; empty: all.
    condition: str

    #: The kind of document that proves it; empty: none.
    document: str

    #: The name of the document.
    document_name: str

    #: Whether it is claimed.
    claimed: bool

    #: The row of law.
    law: row_view.RowView


class PriceView(plain_view.PlainView, frozen=True, kw_only=True):
    """What goods would cost to clear; money is exact, in `currency` (tenge for KZT)."""

    #: The day.
    on: datetime.date

    #: The commodity code.
    code: str

    #: The national currency.
    currency: str

    #: The customs value.
    customs_value: decimal.Decimal

    #: Duty, excise, value added tax and fee, in the order of computing.
    charges: tuple[ChargeView, ...]

    #: All charges together.
    total: decimal.Decimal

    #: Whether the total holds all that is owed; false: see `missing`.
    complete: bool

    #: What the total leaves out.
    missing: tuple[missing_view.MissingView, ...]

    #: The customs value and all charges.
    landed: decimal.Decimal

    #: The exchange rates used.
    quotes: tuple[quote_view.QuoteView, ...]

    #: The documents that the goods need.
    documents: tuple[NeedView, ...]

    #: The quotas that the goods are charged to.
    quotas: tuple[NeedView, ...]

    #: Preferences that are claimed, and those that goods of this origin could claim.
    preferences: tuple[PreferenceView, ...]

    #: Whether a prohibition stops the goods, whatever is paid.
    prohibited: bool

    #: The supplementary unit that a declaration has to count them in; empty: none, or it
    #: was given.
    supplementary_unit: str

    #: Warnings, and the prohibitions.
    warnings: tuple[finding_view.FindingView, ...]

    #: The version of the law used.
    edition: str


class FreeView(msgspec.Struct, frozen=True):
    """What of goods of a person is free of charges."""

    #: The value, in national currency.
    value: decimal.Decimal | None

    #: The mass, in kilograms.
    kg: str | None


class PersonalPriceView(plain_view.PlainView, frozen=True, kw_only=True):
    """What goods of a person would owe; money is in national currency."""

    #: The day.
    on: datetime.date

    #: The regime.
    regime: str

    #: The commodity code.
    code: str

    #: The national currency.
    currency: str

    #: The value of the goods.
    customs_value: decimal.Decimal

    #: What is free.
    free: FreeView

    #: What the charges are taken of: the whole, or what is above the free part.
    of: str

    #: The charges.
    charges: tuple[ChargeView, ...]

    #: All charges together.
    total: decimal.Decimal

    #: Whether the total holds all that is owed; false: see `missing`.
    complete: bool

    #: What the total leaves out.
    missing: tuple[missing_view.MissingView, ...]

    #: The exchange rates used.
    quotes: tuple[quote_view.QuoteView, ...]

    #: The limits that the goods keep, and what is not known of them here.
    warnings: tuple[finding_view.FindingView, ...]

    #: The row of the regime.
    law: row_view.RowView

    #: The version of the law used.
    edition: str


def of_goods(priced: price.Landed, language: str = "en") -> PriceView:
    """The view of what goods would cost to clear, names in `language`."""
    teller, assessed = ChargeTeller(priced, language), priced.assessment
    needs = [need_view(need, language) for need in priced.needs]
    missing = missing_view.of(priced.findings, language)
    return PriceView(
        on=priced.on,
        code=priced.code,
        currency=priced.currency,
        customs_value=amounts.exact(assessed.customs_value),
        charges=tuple([teller.view(charge) for charge in assessed.charges]),
        total=amounts.exact(assessed.payable),
        complete=not missing,
        missing=missing,
        landed=amounts.exact(assessed.customs_value + assessed.payable),
        quotes=tuple([quote_view.of(quote) for quote in assessed.quotes]),
        documents=tuple([need for need in needs if need.document]),
        quotas=tuple([need for need in needs if need.quota]),
        preferences=preferences(priced.reliefs, language),
        prohibited=priced.prohibited,
        supplementary_unit=priced.unit,
        warnings=finding_view.each(priced.findings, language, questions.catalogue()),
        edition=priced.edition,
    )


def preferences(reliefs: Iterable[Relief], language: str) -> tuple[PreferenceView, ...]:
    """The views of preferences, names in `language`."""
    return tuple([_preference(one, language) for one in reliefs])


def _preference(relief: Relief, language: str) -> PreferenceView:
    return PreferenceView(
        code=relief.code,
        name=relief.names[language],
        charge=relief.charge,
        percent=relief.percent,
        rate=relief.rate,
        condition=relief.condition,
        document=relief.document,
        document_name=law_words.told(relief.document_name, language),
        claimed=relief.claimed,
        law=row_view.of(relief.row, language),
    )


class ChargeTeller:
    """The views of the charges of a price, names in a language."""

    def __init__(
        self, priced: price.Landed | consignments.PricedConsignment, language: str
    ) -> None:
        self.law, self.language = priced.law, language
        self.names = locale.names(language)["charges"]
        self.payments = priced.payments
        self.steps: dict[tuple[int, str], tuple[duty.Step, ...]] = {}
        for line in priced.lines:
            if line.figure == "computed":
                self.steps[line.item, line.code] = line.steps

    def view(self, charge: charges.Charge) -> ChargeView:
        """The view of one of them."""
        steps = self.steps[charge.item, charge.code]
        return ChargeView(
            code=charge.code,
            payment=payment_view.of(
                charge.code, self.payments, relieved=charge.amount < charge.computed
            ),
            name=self.names[charge.code],
            base=amounts.exact(charge.base),
            rate=charge.rate,
            computed=amounts.exact(charge.computed),
            preference=charge.preference,
            amount=amounts.exact(charge.amount),
            chosen=steps[-1].chosen,
            quotes=_quotes(steps),
            law=row_view.by_id(charge.rows, self.law, self.language),
        )


def _quotes(steps: tuple[duty.Step, ...]) -> tuple[quote_view.QuoteView, ...]:
    return tuple([quote_view.of(step.quote) for step in steps if step.quote is not None])


def need_view(need: price.Need, language: str) -> NeedView:
    """The view of what goods need, names in a language."""
    return NeedView(
        document=need.document,
        name=law_words.told(need.name, language),
        quota=need.quota,
        limit=law_words.told(need.limit, language),
        why=need.why,
        otherwise=need.otherwise,
        otherwise_rate=need.otherwise_rate,
        advice=need.advice,
        law=row_view.titled(need.row, language),
    )


def of_person(priced: "persons.PersonalPrice", language: str = "en") -> PersonalPriceView:
    """The view of what goods of a person would owe, names in `language`."""
    owed = priced.owed
    missing = missing_view.of(priced.findings, language)
    return PersonalPriceView(
        on=priced.on,
        regime=owed.regime.code,
        code=priced.code,
        currency=priced.currency,
        customs_value=amounts.exact(priced.customs_value),
        free=FreeView(amounts.maybe_exact(owed.free_value), amounts.volume(owed.free_mass)),
        of=owed.regime.base,
        charges=tuple([_personal_charge(line, priced, language) for line in owed.lines]),
        total=amounts.exact(priced.total),
        complete=not missing,
        missing=missing,
        quotes=tuple([quote_view.of(quote) for quote in priced.quotes]),
        warnings=finding_view.each(priced.findings, language, questions.catalogue()),
        law=row_view.titled(owed.regime.row, language),
        edition=priced.edition,
    )


def _personal_charge(
    line: "PersonalCharge", priced: "persons.PersonalPrice", language: str
) -> ChargeView:
    return ChargeView(
        code=line.code,
        payment=payment_view.of(line.code, priced.payments, relieved=False),
        name=locale.names(language)["charges"][line.code],
        base=amounts.exact(line.base),
        rate=line.rate,
        computed=amounts.exact(line.amount),
        preference="",
        amount=amounts.exact(line.amount),
        chosen=line.steps[-1].chosen,
        quotes=_quotes(line.steps),
        law=row_view.by_id(line.rows, priced.law, language),
    )
