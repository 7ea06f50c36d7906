"""The exchange rates that a house has to load for its day: who files does not answer for
their lack.
"""

from collections.abc import Iterable

from openkeden.base.findings import Finding
from openkeden.base.rates import Rates
from openkeden.filing.rules import costs, item_codes, transaction

_RULES = (
    transaction.currency_unquoted.rule,
    transaction.currency_stale.rule,
    costs.cost_currency_unquoted.rule,
    item_codes.rate_currency_unquoted.rule,
)
_NUMBERS = frozenset([rule.number for rule in _RULES])


def lacking(found: Iterable[Finding], exchange: Rates) -> bool:
    """Whether a filing is refused for nothing but that the house has no rate of any
    currency in force on the day.

    Where it has some, a currency without one is not quoted, and that is the filing's fault.
    """
    errors = {one.rule for one in found if one.severity == "error"}
    return errors <= _NUMBERS and not _has_any(exchange)


def _has_any(exchange: Rates) -> bool:
    oldest = exchange.carry_over_days
    ages = [(exchange.on - quote.effective_on).days for quote in exchange.quotes.values()]
    return any(age <= oldest for age in ages)
