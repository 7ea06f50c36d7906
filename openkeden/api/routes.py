"""Every route of the interface. What is not here cannot be asked."""

from typing import Final

from openkeden.api.resources import (
    accounts,
    actions,
    checks,
    code_lists,
    declarations,
    feed,
    filings,
    papers,
)
from openkeden.api.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *code_lists.ROUTES,
    *filings.ROUTES,
    *declarations.ROUTES,
    *actions.ROUTES,
    *checks.ROUTES,
    *papers.ROUTES,
    *feed.ROUTES,
    *accounts.ROUTES,
)
