"""The law that was in use as programs see it, one fact after the other."""

from collections.abc import Sequence

import msgspec

from openkeden.flow.law.in_use import KnownLaw


class LawInUseView(msgspec.Struct, frozen=True, kw_only=True):
    """Law in use from a fact on."""

    #: The index of the fact.
    index: int

    #: The moment from which it counts.
    at: str

    #: When it was recorded, by the clock.
    recorded: str

    #: Who answers for it; the program where a new version of it brought the law.
    actor: str

    #: Whose law it is.
    jurisdiction: str

    #: The version of the program.
    program: str

    #: SHA-256 of the pack of the program, in hexadecimal.
    pack: str

    #: SHA-256 of the pack with the files merged.
    digest: str

    #: The files that were imported up to then, each with its SHA-256.
    files: dict[str, str]

    #: The files that this fact adds.
    added: tuple[str, ...]


def of(history: Sequence[KnownLaw]) -> list[LawInUseView]:
    """The views of all law that was in use, the oldest first."""
    views = []
    before: set[str] = set()
    for known in history:
        fact = known.fact
        files = {file.name: file.digest.hex() for file in fact.files}
        views.append(
            LawInUseView(
                index=known.index,
                at=fact.at.isoformat(timespec="seconds"),
                recorded=fact.recorded.isoformat(timespec="seconds"),
                actor=fact.actor,
                jurisdiction=fact.jurisdiction,
                program=fact.program,
                pack=fact.pack.hex(),
                digest=fact.digest.hex(),
                files=files,
                added=tuple([name for name in files if name not in before]),
            )
        )
        before = set(files)
    return views
