"""The rule on papers of box 44 that show the transaction: a contract, an invoice."""

from openkeden.filing.context import Context
from openkeden.filing.rules.rule import Breach, rule
from openkeden.filing.subjects import Totals


@rule("G44.30", "items", box="44", basis="EAEU CC art. 108(1)", severity="warning")
def transaction_undocumented(totals: Totals, context: Context) -> Breach:
    """Box 44 names neither a contract nor an invoice for any of {value} items: nothing shows
    what was bought, and at which price.

    Fix: enter the papers of the transaction in box 44, of a kind among {known}.
    """
    papers = context.lists["transaction_documents"]
    items = totals.filing.items
    for item in items:
        for document in item.documents:
            if document.code in papers:
                return None
    known = ", ".join([f"{code} {name}" for code, name in papers.items()])
    return {"value": len(items), "known": known} if items else None


CHECKS = (transaction_undocumented,)
