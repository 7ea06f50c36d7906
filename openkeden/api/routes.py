"""Every route of the interface. What is not here cannot be asked."""

from typing import Final

from openkeden.api.resources import (
    accounts,
    actions,
    checks,
    code_lists,
    cost,
    declarations,
    feed,
    filing_shapes,
    filings,
    law,
    ledger,
    measures,
    papers,
    service,
    standing,
    suggestions,
    tariff,
)
from openkeden.api.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *cost.ROUTES,
    *tariff.ROUTES,
    *suggestions.ROUTES,
    *measures.ROUTES,
    *law.ROUTES,
    *code_lists.ROUTES,
    *filing_shapes.ROUTES,
    *filings.ROUTES,
    *declarations.ROUTES,
    *actions.ROUTES,
    *checks.ROUTES,
    *papers.ROUTES,
    *feed.ROUTES,
    *accounts.ROUTES,
    *ledger.ROUTES,
    *service.ROUTES,
    *standing.ROUTES,
)
