"""What a total leaves out or takes too high, as programs see it."""

from collections.abc import Iterable

import msgspec

from openkeden import locale
from openkeden.assessment import completeness
from openkeden.base.findings import Finding
from openkeden.locale import law_words


class MissingView(msgspec.Struct, frozen=True, kw_only=True):
    """A charge that the total leaves out, in whole or in part, or takes too high."""

    #: The key of the charge.
    charge: str

    #: Its name in the reader's language.
    name: str

    #: The key of the gap in the law pack.
    gap: str

    #: What is not known here.
    text: str

    #: Whether what is not known can only lower the charge; else it may raise it.
    lowers: bool


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
                lowers=one.lowers,
            )
            for one in completeness.missing(told)
        ]
    )


def total(amount: str, told: Iterable[Finding], language: str) -> str:
    """A total as a person reads it: at least so much with what is not in it; with a charge
    that may be less, so much that may differ.
    """
    missing = of(told, language)
    words = locale.names(language)["explain"]
    lacking = dict.fromkeys([one.name for one in missing if not one.lowers])
    high = dict.fromkeys([one.name for one in missing if one.lowers])
    less = f"{words['may_be_less']}: {', '.join(high)}"
    left_out = f"{words['not_included']}: {', '.join(lacking)}"
    if high and lacking:
        return f"{amount}, {words['may_differ']} ({left_out}; {less})"
    if high:
        return f"{amount}, {words['may_differ']} ({less})"
    return f"{words['at_least']} {amount} ({left_out})" if lacking else amount
