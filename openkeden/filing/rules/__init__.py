"""The filing rules of gate 2, by subject: a number, a sentence and a test each."""

import itertools

import msgspec

from openkeden.base import findings
from openkeden.filing import item_subjects, subjects
from openkeden.filing.declaration import Document, Party
from openkeden.filing.preference_papers import RestsOn
from openkeden.filing.rules import (
    costs,
    countries,
    documents,
    header,
    item_codes,
    items,
    lines,
    measures,
    papers,
    parties,
    preferences,
    procedures,
    totals,
    transaction,
    transaction_papers,
    transport,
)
from openkeden.filing.rules.rule import Check


class Checks(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of gate 2 by what they are asked of, each list in the order in which it is
    asked.

    A rule works by standing in one of these lists, and nowhere else.
    """

    #: Of the codes and dates of the declaration as a whole.
    header: tuple[Check[subjects.Header], ...]
    #: Of the parties beside each other.
    people: tuple[Check[subjects.People], ...]
    #: Of each party.
    party: tuple[Check[Party], ...]
    #: Of the declaration beside the sums of its items.
    totals: tuple[Check[subjects.Totals], ...]
    #: Of each addition and deduction.
    cost: tuple[Check[subjects.Charged], ...]
    #: Of the codes of each item that are of no goods.
    handling: tuple[Check[item_subjects.Handling], ...]
    #: Of the codes of its goods.
    goods: tuple[Check[subjects.ItemCodes], ...]
    #: Of each preference that an item claims.
    claim: tuple[Check[subjects.PreferenceClaim], ...]
    #: Of the papers that such a preference rests on.
    papers: tuple[Check[RestsOn], ...]
    #: Of each item and its numbers.
    item: tuple[Check[subjects.Numbers], ...]
    #: Of the number of each container.
    container: tuple[Check[str], ...]
    #: Of each document of boxes 40 and 44.
    document: tuple[Check[Document], ...]

    def rules(self) -> tuple[findings.Rule, ...]:
        """Every rule of the lists, one list after the other."""
        lists = [getattr(self, name) for name in self.__struct_fields__]
        return tuple([check.rule for check in itertools.chain(*lists)])


#: The rules that every filing is asked.
CHECKS = Checks(
    header=(*header.CHECKS, *countries.CHECKS, *transaction.CHECKS, *transport.CHECKS),
    people=parties.PEOPLE,
    party=parties.PARTY,
    totals=(*totals.CHECKS, *transaction_papers.CHECKS),
    cost=costs.CHECKS,
    handling=(*item_codes.HANDLING, *procedures.CHECKS),
    goods=(*item_codes.GOODS, *measures.CHECKS, *lines.CHECKS),
    claim=preferences.CHECKS,
    papers=papers.CHECKS,
    item=items.CHECKS,
    container=items.CONTAINER,
    document=documents.CHECKS,
)

#: Every rule of gate 2, for catalogues and documentation.
RULES = CHECKS.rules()
