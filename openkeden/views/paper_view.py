"""Papers of a declaration as programs see them."""

import datetime
from collections.abc import Iterable

import msgspec

from openkeden.flow.installation import Installation
from openkeden.flow.lodging import paper_files
from openkeden.flow.lodging.papers import KnownPaper
from openkeden.views import document_view


class PaperView(msgspec.Struct, frozen=True, kw_only=True):
    """A paper of a declaration."""

    #: SHA-256 of the file, in hexadecimal: what names it.
    sha256: str

    #: The code of the kind of document.
    kind: str

    #: The name of the kind, in the reader's language.
    kind_name: str

    #: What its sender calls it.
    name: str

    #: What it is by its content.
    media_type: str

    #: Bytes of the file.
    size: int

    #: Where it lies in the folder of the installation.
    file: str

    #: When it was sent.
    at: datetime.datetime

    #: Who sent it.
    actor: str

    #: The index of its fact in the ledger.
    entry: int


class PapersView(msgspec.Struct, frozen=True, kw_only=True):
    """The papers of a declaration."""

    #: The registration number.
    registration: str

    #: The papers, the oldest first.
    papers: tuple[PaperView, ...]


def of(known: KnownPaper, at: Installation, language: str) -> PaperView:
    """The view of a paper."""
    fact = known.fact
    return PaperView(
        sha256=fact.sha256.hex(),
        kind=fact.kind,
        kind_name=document_view.named(fact.kind, at, language),
        name=fact.name,
        media_type=fact.media_type,
        size=fact.size,
        file=paper_files.relative(fact.sha256),
        at=fact.at,
        actor=fact.actor,
        entry=known.entry,
    )


def each(
    number: str, known: Iterable[KnownPaper], at: Installation, language: str
) -> PapersView:
    """The view of the papers of a declaration."""
    return PapersView(registration=number, papers=of_each(known, at, language))


def of_each(
    known: Iterable[KnownPaper], at: Installation, language: str
) -> tuple[PaperView, ...]:
    """The views of papers, in their order."""
    return tuple([of(one, at, language) for one in known])
