"""Read declarations of ASYCUDA World (SAD XML), leniently: no version of the format is
official.

What has no place in a filing stays out; what a filing needs and the document lacks is left
empty for gate 2 to name. Where each field stands is in `asycuda_paths`. Dates stay as they
were written: nobody can tell day from month in them.
"""

import codecs
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.base import bounded, findings
from openkeden.filing import declaration, fields
from openkeden.formats import asycuda_paths, rules, shape, xml
from openkeden.formats.asycuda_paths import Kind, Place
from openkeden.formats.asycuda_repeats import REPEATED
from openkeden.formats.message import MARK, Limits, Reading, Received, Source, Unread

MEDIA_TYPE: Final = "application/xml"
ROOT: Final = "ASYCUDA"
PARTS: Final = frozenset({"item", "container", "prev_decl"})
ITEM_PARTS: Final = frozenset(
    {"attached_documents", "taxation/taxation_line", "tarification/supplementary_unit"}
)

_DIRECTIONS: Final = {"I": "IM", "E": "EX", "T": "TR"}
_MOST_DIGITS: Final = 18

#: What may stand before the first `<`: blanks, the marks of UTF-8 and UTF-16, and the
#: noughts of letters that are written in two bytes.
_BEFORE: Final = MARK + codecs.BOM_UTF16_LE + b"\x00 \t\r\n"


def sniff(head: bytes) -> bool:
    """Whether the input begins as XML does; which root it has is seen when it is parsed."""
    return head.lstrip(_BEFORE).startswith(b"<")


def read(source: Source, limits: Limits) -> Reading:
    """The one declaration of the document, or every finding about it."""
    body = source.rest(limits.message_bytes + 1)
    branch = branch_of(body, limits)
    if isinstance(branch, tuple):
        yield Unread(branch, "document")
        return
    count = len(branch.parts["item"])
    if count > limits.items:
        many = findings.of(rules.TOO_MANY_ITEMS, "items", value=count, limit=limits.items)
        yield Unread((many,), "document")
        return
    wrong = bounded.FindingList()
    filing = shape.filing(_tree(branch, wrong), limits.items)
    if isinstance(filing, tuple):
        wrong.add(filing)
        yield Unread(wrong.told(), "document")
    elif wrong:
        yield Unread(wrong.told(), "document")
    else:
        yield Received(filing, body, MEDIA_TYPE, "document")


def branch_of(body: bytes, limits: Limits) -> xml.Branch | tuple[findings.Finding, ...]:
    """The document as paths and texts, or every finding why it is not read."""
    element = xml.parse(body, ROOT, limits)
    if isinstance(element, findings.Finding):
        return (element,)
    return xml.twice(element, REPEATED) or xml.Branch(element, PARTS)


def direction(branch: xml.Branch) -> str:
    """Box 1.1: the type as filed when it is one of ours, else by the flow, else as filed."""
    filed = branch("identification/type/type_of_declaration")
    if filed in _DIRECTIONS.values():
        return filed
    return _DIRECTIONS.get(branch("property/sad_flow"), filed)


def reference(branch: xml.Branch) -> str:
    """The declarant's reference with its year, else the number of registration."""
    year, number = branch("declarant/reference/year"), branch("declarant/reference/number")
    if number:
        return f"{year} {number}".strip()
    return " ".join(
        [
            branch(f"identification/registration/{part}")
            for part in ("serial_number", "number")
        ]
    ).strip()


def code(item: xml.Branch) -> str:
    """Box 33: the commodity code and its first precision, as filed."""
    return _text(asycuda_paths.CODE, item)


def _tree(branch: xml.Branch, wrong: bounded.FindingList) -> dict[str, Any]:
    """The document as the plain values of a filing; numbers that cannot be read go to
    `wrong`.
    """
    parts = enumerate(branch.each("item", ITEM_PARTS), 1)
    boxes = _containers(branch)
    items = [_item(number, part, boxes, wrong) for number, part in parts]
    placed = _placed(declaration.Filing, asycuda_paths.FILING, branch, wrong, "")
    packages = sum([item.get("packages", 0) for item in items])
    placed["items_total"] = placed["items_total"] or len(items)
    placed["packages_total"] = placed["packages_total"] or packages
    return {
        **placed,
        **_parties(branch),
        "reference": reference(branch),
        "direction": direction(branch),
        "procedure": _general(branch, items),
        "declarant": _declarant(branch),
        "items": items,
        "additions": _costs(branch, asycuda_paths.ADDITIONS),
        "deductions": _costs(branch, asycuda_paths.DEDUCTIONS),
    }


def _placed(
    record: type[msgspec.Struct],
    places: Sequence[Place],
    branch: xml.Branch,
    wrong: bounded.FindingList,
    at: str,
) -> dict[str, Any]:
    """The fields of a record that the document fills, and those that it must have, by a
    table.
    """
    required = {field.name for field in fields.of(record) if field.required}
    values = {place.field: _value(place, branch, wrong, at) for place in places}
    return {name: value for name, value in values.items() if value or name in required}


def _value(place: Place, branch: xml.Branch, wrong: bounded.FindingList, at: str) -> Any:
    if place.kind is Kind.COUNT:
        return _whole(branch, place.paths[0], wrong, at)
    text = _text(place, branch)
    return text.lower() == "true" if place.kind is Kind.FLAG else text


def _text(place: Place, branch: xml.Branch) -> str:
    texts = [branch(path) for path in place.paths]
    if place.kind is Kind.JOINED:
        return "".join(texts)
    return next((text for text in texts if text), "")


def _general(branch: xml.Branch, items: list[dict[str, Any]]) -> str:
    """Box 1.2 in two digits: those of the first item where they begin so, else as filed."""
    general = branch("identification/type/declaration_gen_procedure_code")
    first = str(items[0]["procedure"])[:2] if items else ""
    return first if general and first.startswith(general) else general


def _declarant(branch: xml.Branch) -> dict[str, str]:
    return {
        "name": branch("declarant/declarant_name"),
        "country": "",
        "id": branch("declarant/declarant_code"),
    }


def _parties(branch: xml.Branch) -> dict[str, Any]:
    """The other persons that are named; only the country of the exporter is known."""
    parties: dict[str, Any] = {}
    dispatch = branch("general_information/country/export/export_country_code")
    for role in ("exporter", "consignee", "financial"):
        name = branch(f"traders/{role}/{role}_name")
        number = branch(f"traders/{role}/{role}_code")
        country = dispatch if role == "exporter" else ""
        if name or number:
            parties[role] = {"name": name, "country": country, "id": number}
    return parties


def _costs(branch: xml.Branch, kinds: Mapping[str, str]) -> tuple[dict[str, str], ...]:
    costs = []
    for part, kind in kinds.items():
        amount = branch(f"valuation/{part}/amount_foreign_currency")
        currency = branch(f"valuation/{part}/currency_code")
        if amount.strip("0."):
            costs.append({"kind": kind, "amount": amount, "currency": currency})
    return tuple(costs)


def _item(
    number: int,
    item: xml.Branch,
    boxes: Mapping[str, list[str]],
    wrong: bounded.FindingList,
) -> dict[str, Any]:
    at = f"item {number}, "
    return {
        **_placed(declaration.Item, asycuda_paths.ITEM, item, wrong, at),
        **_supplementary(item),
        **_preferences(item),
        "number": number,
        "containers": tuple(boxes.get(str(number), ())),
        "previous": _previous(item),
        "documents": _documents(item),
    }


def _supplementary(item: xml.Branch) -> dict[str, Any]:
    """The first supplementary unit that is named (box 41)."""
    for unit in item.each("tarification/supplementary_unit"):
        name, quantity = (
            unit("suppplementary_unit_code"),
            unit("suppplementary_unit_quantity"),
        )
        if name or quantity:
            return {"supplementary_unit": name, "supplementary_quantity": quantity}
    return {}


def _preferences(item: xml.Branch) -> dict[str, Any]:
    """The preference that is claimed (box 36)."""
    preference = item("tarification/preference_code")
    return {"preferences": {"duty": preference}} if preference else {}


def _containers(branch: xml.Branch) -> dict[str, list[str]]:
    """The containers that name an item, by its number."""
    boxes: dict[str, list[str]] = {}
    for part in branch.each("container"):
        identity = part("container_identity")
        if identity:
            boxes.setdefault(part("item_number"), []).append(identity)
    return boxes


def _previous(item: xml.Branch) -> tuple[dict[str, str], ...]:
    names = ("summary_declaration", "previous_document_reference")
    numbers = [item(f"previous_doc/{name}") for name in names]
    return tuple([{"code": "", "number": number} for number in numbers if number])


def _documents(item: xml.Branch) -> tuple[dict[str, str], ...]:
    documents = [_document(part) for part in item.each("attached_documents")]
    return tuple(
        [document for document in documents if document["code"] or document["number"]]
    )


def _document(part: xml.Branch) -> dict[str, str]:
    return {
        "code": part("attached_document_code"),
        "number": part("attached_document_reference"),
        "issued_on": part("attached_document_date"),
    }


def _whole(branch: xml.Branch, path: str, wrong: bounded.FindingList, at: str) -> int:
    """A count; a share of a package (`0.09`) counts as none, as for goods that share
    packages. One and a half is no count.
    """
    text = branch(path)
    whole, _, fraction = text.partition(".")
    digits = whole.isascii() and whole.isdigit() and len(whole) <= _MOST_DIGITS
    counts = digits and not fraction.strip("0123456789")
    if not text or (counts and not (whole.strip("0") and fraction.strip("0"))):
        return int(whole or 0)
    value = shape.shown(text)
    place = f"{at}{path}"
    wrong.add([findings.of(rules.XML_NUMBER, place, value=value, expected="whole number")])
    return 0
