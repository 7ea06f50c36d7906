"""Every route of the interface. What is not here cannot be asked."""

from typing import Final

from openkeden.api.resources import code_lists, filings
from openkeden.api.route import Route

ROUTES: Final[tuple[Route, ...]] = (
    *code_lists.ROUTES,
    *filings.ROUTES,
)
