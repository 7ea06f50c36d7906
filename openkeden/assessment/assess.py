"""Assessment: every charge line that goods owe by the law of a day, with its base, rate and
rows of law.

A declaration is assessed, or lots that nobody declared. The order of charges is that of
`CHARGES`; inside a line arithmetic is exact and the line is rounded half up once, to the
minor unit. Assessment never fails on a `Declaration`: gate 2 has refused what it could not
compute.
"""

import datetime
from collections.abc import Sequence

import msgspec

from openkeden.assessment import charges, explained, list_rates, valuation
from openkeden.assessment.plans import Arising, PlainCharge, Plan
from openkeden.filing import declaration, subjects
from openkeden.tariff import duty, rate_book
from openkeden.tariff.lot import Lot
from openkeden.tariff.rate_book import Rate

#: A rate of one percent in the millionths that `duty.Percent` keeps, times the hundred of a
#: percentage.
_WHOLE = 100 * 1_000_000
_TWICE = 2 * _WHOLE

NO_CLAIMS = declaration.Preferences()
_NO_GOODS = Lot("")


def assess(
    declared: declaration.Declaration, plan: Plan, before: int = 0
) -> charges.Assessment:
    """Assess one declaration: customs values, then the charges of its procedure in order.

    `before` is what earlier declarations of the same recipient on the same transport
    document count towards the threshold of small consignments, in minor national units.
    """
    filing = declared.filing
    values = valuation.value(declared, plan.exchange, plan.shares)
    currencies = {filing.currency}
    currencies.update(
        [cost.currency for cost in (*declared.additions, *declared.deductions)]
    )
    sheet = _Assessing(
        plan, filing.procedure, values, declared.additions, currencies, before
    )
    sheet.importer = subjects.importer_of(filing)
    sheet.set_fee(declared.goods[0].item.preferences.fee)
    for goods, valued in zip(declared.goods, values, strict=True):
        sheet.charge_declared(goods, valued)
    return sheet.assessment(declared.registered_on)


def charges_on(
    begun: explained.Begun, goods: Sequence[charges.ChargedItem], plan: Plan
) -> charges.Assessment:
    """Assess lots that nobody declared, together and under the procedure of the first.

    `begun` are their prices and what is added to them, lot by lot. Raises exchange.NoRate
    and duty.MissingQuantity.
    """
    values = valuation.of_goods(begun, plan.exchange, plan.shares)
    currencies = {item.currency for item in begun.items}
    currencies.update([cost.currency for cost in begun.additions])
    procedure = goods[0].lot.procedure_code
    sheet = _Assessing(plan, procedure, values, begun.additions, currencies)
    sheet.set_fee(goods[0].claims.fee)
    for item, valued in zip(goods, values, strict=True):
        sheet.charge(item.lot, valued, item.claims)
    return sheet.assessment(plan.law.on)


class _Assessing:
    """The charge lines of one assessment while they are computed, and the currencies they
    are told in.

    `freed`: import duties and taxes do not arise, for the consignment is small (art.
    136(2)). `importer`: who imports declared goods, empty where that is not known.
    """

    def __init__(
        self,
        plan: Plan,
        procedure: str,
        values: tuple[charges.Valued, ...],
        additions: tuple[declaration.Amount, ...],
        currencies: set[str],
        before: int = 0,
    ) -> None:
        self.plan, self.values, self.currencies = plan, values, currencies
        self.procedure = plan.procedure(procedure)
        self.total = sum([valued.value for valued in values])
        self.left_out = 0
        for cost in additions:
            if cost.kind in plan.left_out:
                self.left_out += plan.exchange.convert(cost.amount, cost.currency)
        worth = self.total - self.left_out
        small = self.procedure.taxed and worth <= plan.de_minimis
        self.before = before if small else 0
        self.freed = small and worth + before <= plan.de_minimis
        self.importer = ""
        self.fee: charges.Charge | None = None
        self.fee_share = 0
        self.lines: list[charges.Charge] = []
        self.reduced: list[charges.ReducedItem] = []

    def set_fee(self, claimed: str) -> None:
        """Compute the fee of the whole, if its procedure owes one; the first item's claim
        speaks for it.
        """
        fee = self.procedure.fee
        if fee is None:
            return
        plan, rate, line = self.plan, fee.rate, fee.full
        if fee.on_value:
            computed = duty.amount(
                rate.expression, self.total, {}, plan.exchange, plan.indices
            )
            line = charges.Charge(
                line.code, 0, self.total, rate.text, computed, computed, "", rate.rows
            )
        self.fee = self._preferred(line, rate, _NO_GOODS, claimed) if claimed else line
        self.fee_share = self.fee.amount if plan.fee_in_vat_base else 0

    def charge_declared(self, goods: declaration.Goods, valued: charges.Valued) -> None:
        """Add the charge lines of a declared item; percentages for all goods of a code take
        the short way.
        """
        item = goods.item
        arising = self.procedure.of_code(item.code)
        in_full = not self.freed and item.preferences == NO_CLAIMS
        if item.code in self.procedure.national_rates:
            self.charge(lot_of(goods, self.importer), valued, item.preferences)
        elif in_full and arising.plain is not None:
            _add_in_full(self.lines, arising.plain, valued, self.fee_share)
        else:
            claims = None if in_full else item.preferences
            lot = lot_of(goods, self.importer)
            self.lines += self._lines(arising, lot, valued, claims)
        self.fee_share = 0

    def charge(
        self, lot: Lot, valued: charges.Valued, claims: declaration.Preferences
    ) -> None:
        """Add the charge lines of a lot, at the lower rate of this country where that saves
        something.
        """
        lines = self._lines(self.procedure.of_code(lot.code), lot, valued, claims)
        if lot.code in self.procedure.national_rates and not self.freed and not claims.duty:
            lines = self._at_national_rate(lines, lot, valued, claims)
        self.lines += lines
        self.fee_share = 0

    def assessment(self, on: datetime.date) -> charges.Assessment:
        """The assessment of what was charged."""
        lines, plan = self.lines, self.plan
        if self.fee is not None and self.procedure.fee is not None:
            lines = [*lines, self.fee]
            self.currencies.update(self.procedure.fee.rate.needs.currencies)
        return charges.Assessment(
            on,
            plan.law.version,
            plan.quotes(frozenset(self.currencies)),
            self.values,
            tuple(lines),
            self.total,
            sum([line.amount for line in lines]),
            tuple(self.reduced),
            self.left_out,
            self.before,
        )

    def _at_national_rate(
        self,
        common: list[charges.Charge],
        lot: Lot,
        valued: charges.Valued,
        claims: declaration.Preferences,
    ) -> list[charges.Charge]:
        """The lines at the lower rate, or the common ones where that saves nothing.

        A lower rate that asks for a quantity or currency that is not at hand is not
        applied: `national_rates.notices` says so.
        """
        plan = self.plan
        if plan.book.national(lot.code).lacking(lot.quantities, plan.exchange):
            return common
        before = set(self.currencies)
        arising = self.procedure.at_national_rate(lot.code)
        lower = self._lines(arising, lot, valued, claims)
        saved = sum([line.amount for line in common]) - sum([line.amount for line in lower])
        if saved <= 0:
            self.currencies = before
            return common
        full = next(line for line in common if line.code == charges.DUTY.code)
        self.reduced.append(
            charges.ReducedItem(valued.number, full.rate, full.amount, saved)
        )
        return lower

    def _lines(
        self,
        arising: Arising,
        lot: Lot,
        valued: charges.Valued,
        claims: declaration.Preferences | None,
    ) -> list[charges.Charge]:
        """The charge lines of a lot; the currencies that their rates are quoted in are
        noted.

        `claims` are the preferences of box 36; None: nothing is claimed and nothing freed.
        """
        plan, number, value = self.plan, valued.number, valued.value
        lines: list[charges.Charge] = []
        taxed = value + self.fee_share
        for kind, candidates in arising.kinds:
            rate: Rate | None = candidates[0]
            if not candidates[0].open:
                rate = rate_book.first_holding(candidates, lot, value, plan.worth)
            if rate is None:
                continue
            base = taxed if kind.cumulative else value
            if rate.percent:
                computed = (2 * base * rate.percent + _WHOLE) // _TWICE
            else:
                computed = duty.amount(
                    rate.expression, base, lot.quantities, plan.exchange, plan.indices
                )
            line = charges.Charge(
                kind.code, number, base, rate.text, computed, computed, "", rate.rows
            )
            if claims is not None:
                line = self._relieved(line, kind, rate, lot, claims)
                computed = line.amount
            taxed += computed
            lines.append(line)
            if rate.needs.currencies:
                self.currencies.update(rate.needs.currencies)
        return lines

    def _relieved(
        self,
        line: charges.Charge,
        kind: charges.ChargeKind,
        rate: Rate,
        lot: Lot,
        claims: declaration.Preferences,
    ) -> charges.Charge:
        """The line after the exemption of small consignments, or the preference of box 36."""
        if self.freed and not kind.always:
            rows = (*line.rows, self.plan.de_minimis_row)
            return charges.Charge(
                line.code, line.item, line.base, line.rate, line.computed, 0, "", rows
            )
        claimed = getattr(claims, kind.preference) if kind.preference else ""
        return self._preferred(line, rate, lot, claimed) if claimed else line

    def _preferred(
        self, line: charges.Charge, rate: Rate, lot: Lot, claimed: str
    ) -> charges.Charge:
        """The line after a preference of box 36; one that is not held relieves nothing."""
        plan, preference = self.plan, self.plan.law.preferences.get(claimed)
        if preference is None:
            return line
        terms = preference.terms(lot)
        amount = duty.amount(
            rate.expression,
            line.base,
            lot.quantities,
            plan.exchange,
            plan.indices,
            terms.percent,
        )
        if terms.rate is not None:
            own = list_rates.amount(terms.rate, line.base, lot.quantities, plan.exchange)
            if own is not None:
                amount = min(amount, own)
                self.currencies.update(duty.needs(terms.rate).currencies)
        rows = (*line.rows, preference.row.id, *terms.rows)
        return charges.Charge(
            line.code, line.item, line.base, line.rate, line.computed, amount, claimed, rows
        )


def lot_of(goods: declaration.Goods, importer: str) -> Lot:
    """Declared goods as the rates of the law see them, with who imports them."""
    item = goods.item
    said = item.attributes, goods.quantities
    lot = Lot(item.code, item.origin, *said, importer=importer)
    if item.preferences == NO_CLAIMS:
        return lot
    kinds = frozenset([document.code for document in item.documents])
    return msgspec.structs.replace(lot, documents=kinds)


def _add_in_full(
    lines: list[charges.Charge],
    plain: tuple[PlainCharge, ...],
    valued: charges.Valued,
    fee_share: int,
) -> None:
    """Add the lines of charges that are percentages for all goods of a code, without
    relief.
    """
    number, value = valued.number, valued.value
    taxed = value + fee_share
    for code, percent, text, rows, cumulative in plain:
        base = taxed if cumulative else value
        computed = (2 * base * percent + _WHOLE) // _TWICE
        taxed += computed
        lines.append(charges.Charge(code, number, base, text, computed, computed, "", rows))
