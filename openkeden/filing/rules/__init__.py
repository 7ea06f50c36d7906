"""The filing rules of gate 2, by subject: a number, a sentence and a test each."""

from openkeden.filing.rules import (
    costs,
    countries,
    documents,
    header,
    items,
    lines,
    parties,
    preferences,
    totals,
    transaction,
    transport,
)

#: Rules of one subject each, in the order in which they are asked; see `openkeden.filing.subjects`.
HEADING = (*header.CHECKS, *countries.CHECKS, *transaction.CHECKS, *transport.CHECKS)
PARTY = parties.PARTY
PEOPLE = parties.PEOPLE
TOTALS = totals.CHECKS
COST = costs.CHECKS
LINE = lines.CHECKS
CLAIM = preferences.CHECKS
ITEM = items.CHECKS
CONTAINER = items.CONTAINER
DOCUMENT = documents.CHECKS

#: Every rule of gate 2, for catalogues and documentation.
RULES = tuple(
    check.rule
    for group in (HEADING, PARTY, PEOPLE, TOTALS, COST, LINE, CLAIM, ITEM, CONTAINER, DOCUMENT)
    for check in group
)
