"""What a total leaves out, as programs see it."""

from collections.abc import Iterable

import msgspec

from openkeden import locale
from openkeden.assessment import completeness
from openkeden.base.findings import Finding
from openkeden.locale import law_words


class MissingView(msgspec.Struct, frozen=True, kw_only=True):
    """A charge that the total leaves out, in whole or in part."""

    #: The key of the charge.
    charge: str

    #: Its name in the reader's language.
    name: str

    #: The key of the gap in the law pack.
    gap: str

    #: What is not known here.
    text: str


def of(told: Iterable[Finding], language: str = "en") -> tuple[MissingView, ...]:
    """The views of what a total leaves out, by what was told of the goods."""
    names = locale.names(language)["charge_keys"]
    return tuple(
        [
            MissingView(
                charge=one.charge,
                name=names.get(one.charge, one.charge),
                gap=one.gap,
                text=law_words.told(one.text, language),
            )
            for one in completeness.missing(told)
        ]
    )


def total(amount: str, told: Iterable[Finding], language: str) -> str:
    """A total as a person reads it: with something missing at least so much, and what is
    not in it.
    """
    names = dict.fromkeys([one.name for one in of(told, language)])
    if not names:
        return amount
    words = locale.names(language)["explain"]
    left_out = f"{words['not_included']}: {', '.join(names)}"
    return f"{words['at_least']} {amount} ({left_out})"
