"""Every route of the interface. What is not here cannot be asked."""

from typing import Final

from openkeden.api.resources import (
    code_lists,
    cost,
    filing_shapes,
    filings,
    law,
    ledger,
    measures,
    service,
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
    *ledger.ROUTES,
    *service.ROUTES,
)
