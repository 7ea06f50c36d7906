"""The documents of a declaration as programs see them: asked for, given, by name."""

from collections.abc import Iterable, Sequence

import msgspec

from openkeden.base.cases import Event
from openkeden.flow.installation import Installation
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.locale import law_words

#: The actions that ask for documents.
_ASKING = ("ask_documents", "order_inspection")


class DocumentView(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of document."""

    #: The code of the kind.
    code: str

    #: The name of the kind, in the reader's language.
    name: str

    #: Whether it was asked for.
    asked: bool

    #: Whether it is still missing.
    missing: bool


def of(looked_up: KnownCase, at: Installation, language: str) -> tuple[DocumentView, ...]:
    """Every kind of document that was asked for or given, in that order."""
    asked = _named(looked_up.events, _ASKING)
    given = _named(looked_up.events, ("supply_documents",))
    missing = looked_up.case.documents
    return tuple(
        [
            DocumentView(
                code=code,
                name=named(code, at, language),
                asked=code in asked,
                missing=code in missing,
            )
            for code in dict.fromkeys([*asked, *missing, *given])
        ]
    )


def _named(happened: Iterable[Event], actions: Sequence[str]) -> tuple[str, ...]:
    """The kinds that events of some actions name."""
    found: list[str] = []
    for event in happened:
        if event.action in actions:
            found += event.codes("documents")
    return tuple(found)


def named(code: str, at: Installation, language: str) -> str:
    """The name of a kind of document; its code where the law pack has no such kind."""
    listed = {row.code: row.name for row in at.pack.sources.lists["documents"].rows}
    return law_words.told(listed.get(code, code), language)


def text(kinds: Iterable[DocumentView]) -> str:
    """Kinds with their names, as people read them."""
    return ", ".join([f"{kind.code} {kind.name}" for kind in kinds])
