"""The subject of the rules on papers: a preference of box 36 with the documents that it may
rest on.
"""

import msgspec

from openkeden.filing import declaration, subjects


class RestsOn(msgspec.Struct, frozen=True):
    """A preference that an item claims, with the documents of its box 44."""

    #: The charge that it is claimed for.
    charge: str
    #: The code of the preference.
    code: str
    #: All documents of the item.
    documents: tuple[declaration.Document, ...]


def resting(row: subjects.Numbers) -> list[RestsOn]:
    """The preferences that an item claims, each with the papers that it may rest on."""
    papers = row.item.documents
    return [
        RestsOn(claim.charge, claim.code, papers) for claim in subjects.claims(row.codes)
    ]
