"""Callers: for whom a program asks the service, and what its key lets it do."""

from typing import Final, Literal, get_args

import msgspec

#: What a key may be used for: try filings, file, read what was filed, act on it, see
#: accounts, set webhooks, take receipts.
Scope = Literal["cost", "file", "read", "act", "money", "hooks", "receipts"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)


class Caller(msgspec.Struct, frozen=True):
    """Who asks; nobody in particular where `person` is empty."""

    #: The person of the register to whom the key belongs.
    person: str = ""

    #: The declarants for whom that person may act now.
    firms: frozenset[str] = frozenset()

    #: What the key may be used for.
    scopes: frozenset[Scope] = frozenset()

    #: The part of the key that may be shown: it names the key in logs and limits.
    key: str = ""


#: Who sends no key.
NOBODY: Final = Caller()
