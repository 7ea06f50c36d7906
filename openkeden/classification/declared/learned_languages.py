"""What a model says of each language that it learned from declarations."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

#: The section of a model that holds it.
SECTION: Final = "declared"


class LearnedLanguage(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """What was learned from texts in a language."""

    #: The language.
    language: str

    #: The digits that its codes have.
    digits: Literal[4, 6]

    #: Texts that were learned from, each distinct set of words of a code once.
    texts: int

    #: The weight of each sign of a code by its name; see `voices`.
    join: Mapping[str, float]


class LearnedLanguages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of them."""

    languages: tuple[LearnedLanguage, ...] = ()


NONE: Final = LearnedLanguages()


def read(sections: Mapping[str, memoryview]) -> LearnedLanguages:
    """What the sections of a model say. Raises what msgspec does."""
    told = sections.get(SECTION)
    return NONE if told is None else msgspec.json.decode(told, type=LearnedLanguages)


def written(languages: LearnedLanguages) -> bytes:
    """The section that holds them."""
    return msgspec.json.encode(languages, order="deterministic")
