"""A filing as people write it, read into the form of the rules, field by field.

A filing that is in that form already is told by a few comparisons and given back as it is.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

import msgspec

from openkeden.base import bounded, findings, written
from openkeden.base.written import Written
from openkeden.filing import declaration, fields

R = TypeVar("R", bound=msgspec.Struct)
HowWritten = Callable[[str], Written]

_CODES: Final = (
    *("direction", "procedure", "office", "feature", "currency"),
    *("delivery_terms", "border_office"),
)
_COUNTRIES: Final = (
    "trading_country",
    "dispatch_country",
    "origin_country",
    "destination_country",
)
_DIGITS: Final = ("border_mode", "inland_mode", "nature")
_NUMBERS: Final = (
    "invoice_total",
    "exchange_rate",
    "customs_value_total",
    "gross_mass_total_kg",
)
_TEXTS: Final = (
    *("reference", "departure_transport", "border_transport", "delivery_place"),
    *("goods_location", "guarantee", "deferral", "signatory", "amends"),
)
_ITEM_CODES: Final = ("procedure", "package_kind", "valuation_method")
_ITEM_NUMBERS: Final = (
    *("gross_mass_kg", "net_mass_kg", "price", "supplementary_quantity", "quota"),
    *("customs_value", "statistical_value"),
)


def _each(how: HowWritten, names: tuple[str, ...]) -> dict[str, HowWritten]:
    return dict.fromkeys(names, how)


#: How the text of each field is read, by record.
HOW: Final[Mapping[type, Mapping[str, HowWritten]]] = {
    declaration.Filing: {
        **_each(written.code, _CODES),
        **_each(written.country, _COUNTRIES),
        **_each(written.digits, _DIGITS),
        **_each(written.number, _NUMBERS),
        **_each(written.phrase, _TEXTS),
        "declared_on": written.date,
    },
    declaration.Item: {
        **_each(written.code, _ITEM_CODES),
        "origin": written.country,
        **_each(written.number, _ITEM_NUMBERS),
        "code": written.digits,
        "containers": written.joined,
        "description": written.phrase,
    },
    declaration.Party: {
        "name": written.phrase,
        "country": written.country,
        "id": written.digits,
        "address": written.phrase,
    },
    declaration.Document: {
        "code": written.digits,
        "number": written.phrase,
        "issued_on": written.date,
    },
    declaration.Cost: {
        "kind": written.trimmed,
        "amount": written.number,
        "currency": written.code,
    },
    declaration.Preferences: _each(written.preference, ("fee", "duty", "excise", "vat")),
}


class ReadFiling(NamedTuple):
    """A filing in the form of the rules."""

    #: The filing.
    filing: declaration.Filing
    #: What is said about how it was read: notices, in the order of the fields.
    notices: tuple[findings.Finding, ...] = ()


def read(filing: declaration.Filing) -> ReadFiling:
    """Read every field of a filing as it may be written."""
    if _is_plain(filing):
        return ReadFiling(filing)
    reader = _FieldReader()
    return ReadFiling(reader.record(filing, ""), reader.notices.told())


class _FieldReader:
    """Reads records field by field, and keeps what is to be said."""

    def __init__(self) -> None:
        self.notices = bounded.FindingList()

    def record(self, record: R, path: str) -> R:
        """The record with its texts read; the same where none changes."""
        changed = {}
        for field in fields.of(type(record)):
            was = getattr(record, field.name)
            how = HOW[type(record)].get(field.name)
            now = self._value(was, how, f"{path}{field.name}", field.box)
            if now is not was:
                changed[field.name] = now
        return msgspec.structs.replace(record, **changed) if changed else record

    def _value(self, value: Any, how: HowWritten | None, path: str, box: str) -> Any:
        if isinstance(value, str):
            return self._text(value, how, path, box) if how is not None else value
        if isinstance(value, msgspec.Struct):
            return self.record(value, f"{path}.")
        if isinstance(value, tuple):
            return tuple(
                [
                    self._value(entry, how, f"{path}[{place}]", box)
                    for place, entry in enumerate(value)
                ]
            )
        if isinstance(value, Mapping):
            return {
                written.trimmed(name).text: written.trimmed(text).text
                for name, text in value.items()
            }
        return value

    def _text(self, text: str, how: HowWritten, path: str, box: str) -> str:
        read = how(text)
        self.notices.add([told(note, text, path, box) for note in read.notes])
        return text if read.text == text else read.text


def told(note: written.Note, text: str, path: str, box: str) -> findings.Finding:
    """What is said about a text that stands in a field."""
    return msgspec.structs.replace(note.told(text, path), box=box)


_OF_FILING: Final = (
    operator.attrgetter(*_CODES, *_COUNTRIES, *_DIGITS),
    operator.attrgetter(*_NUMBERS),
    operator.attrgetter(*_TEXTS),
)
_OF_ITEM: Final = (
    operator.attrgetter("origin", *_ITEM_CODES),
    operator.attrgetter(*_ITEM_NUMBERS),
)
_TWO_POINTS: Final = re.compile(r"\.[0-9]*\.")
_NO_PREFERENCES: Final = declaration.Preferences()
_OF_PREFERENCES: Final = operator.attrgetter(*declaration.Preferences.__struct_fields__)


class _Texts(NamedTuple):
    """The texts of a filing by how they are read; each kind is looked at in one go, for what
    is asked of a text is asked of its letters.
    """

    codes: list[str]
    numbers: list[str]
    digits: list[str]
    phrases: list[str]
    days: set[str]


def _is_plain(filing: declaration.Filing) -> bool:
    """Whether surely no text of a filing is read in another way than it is written."""
    texts = _texts(filing)
    return (
        _are_codes(texts.codes)
        and _are_numbers(texts.numbers)
        and written.is_digits("".join(texts.digits))
        and "".join(texts.phrases).isprintable()
        and all(map(_is_day, texts.days))
        and all(map(_is_plain_cost, filing.additions + filing.deductions))
        and all(map(_is_plain_otherwise, filing.items))
    )


def _texts(filing: declaration.Filing) -> _Texts:
    """The texts of a filing but for costs, attributes and preferences, which few have."""
    codes, numbers, phrases = [list(read(filing)) for read in _OF_FILING]
    digits: list[str] = []
    days = {filing.declared_on}
    for party in (filing.exporter, filing.consignee, filing.financial, filing.declarant):
        if party is not None:
            codes.append(party.country)
            digits.append(party.id)
            phrases += (party.name, party.address)
    for item in filing.items:
        codes += _OF_ITEM[0](item)
        codes += item.containers
        numbers += _OF_ITEM[1](item)
        digits.append(item.code)
        phrases.append(item.description)
        for document in item.documents + item.previous:
            digits.append(document.code)
            phrases.append(document.number)
            days.add(document.issued_on)
    return _Texts(codes, numbers, digits, phrases, days)


def _is_plain_cost(cost: declaration.Cost) -> bool:
    known = cost.kind.isascii() and cost.kind == cost.kind.strip()
    return known and _are_codes((cost.currency,)) and _are_numbers((cost.amount,))


def _is_plain_otherwise(item: declaration.Item) -> bool:
    """Whether the attributes and preferences of an item are plain."""
    stated = item.attributes
    if stated and not all(map(_is_plain_attribute, stated.items())):
        return False
    return item.preferences == _NO_PREFERENCES or _are_plain_preferences(item.preferences)


def _are_plain_preferences(preferences: declaration.Preferences) -> bool:
    claimed = [text for text in _OF_PREFERENCES(preferences) if text not in ("", "-")]
    return not claimed or _are_codes(claimed)


def _is_plain_attribute(attribute: tuple[str, str]) -> bool:
    name, text = attribute
    trimmed = name == name.strip() and text == text.strip()
    return trimmed and name.isprintable() and text.isprintable()


def _is_day(text: str) -> bool:
    if not text:
        return True
    return text[4:8:3] == "--" and written.is_digits(text[:4] + text[5:7] + text[8:])


def _are_codes(texts: Sequence[str]) -> bool:
    joined = "".join(texts)
    return joined.isascii() and joined.isalnum() and joined == joined.upper()


def _are_numbers(texts: Sequence[str]) -> bool:
    """Whether the texts are of plain digits, each with one point at most."""
    joined = " ".join(texts)
    if joined.count(" ") >= len(texts) or _TWO_POINTS.search(joined):
        return False
    return written.is_digits(joined.replace(" ", "").replace(".", ""))
