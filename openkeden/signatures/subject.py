"""Whose a certificate is: the name, the number of the person and that of the firm, as they
stand in its subject.
"""

import re
from typing import Any, Final

import msgspec

#: Numbers as they stand in subjects: with letters before them that say whose they are.
_PERSON: Final = re.compile(r"(?:IIN)?([0-9]{12})")
_FIRM: Final = re.compile(r"BIN([0-9]{12})")


class Holder(msgspec.Struct, frozen=True):
    """Whose a certificate is."""

    #: The name.
    name: str

    #: The number of the person; empty where there is none.
    number: str

    #: The number of the firm; empty where there is none.
    firm: str

    #: What it may be used for, as object identifiers.
    uses: tuple[str, ...]


def of(certificate: Any) -> Holder:
    """Whose a certificate is, by its subject."""
    named = certificate.subject.native
    uses = certificate.extended_key_usage_value
    return Holder(
        name=_first(named.get("common_name")),
        number=_number(_PERSON, named.get("serial_number")),
        firm=_number(_FIRM, named.get("organizational_unit_name")),
        uses=tuple([use.dotted for use in uses]) if uses is not None else (),
    )


def _texts(value: object) -> list[str]:
    """The texts of an attribute, which may stand several times."""
    found = value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]


def _first(value: object) -> str:
    return next(iter(_texts(value)), "")


def _number(form: re.Pattern[str], value: object) -> str:
    """The number in an attribute; none where it holds two."""
    matches = [form.fullmatch(text.strip()) for text in _texts(value)]
    numbers = {match[1] for match in matches if match is not None}
    return numbers.pop() if len(numbers) == 1 else ""
