"""ASYCUDA World SAD XML in, filings out: read leniently, by path, since versions and countries differ and none is official.

What has no place in a filing stays out; what a filing needs and the document lacks is left empty for gate 2 to name.
Dates stay as they were written: nobody can tell day from month in them.
"""

from typing import Any, Final

from openkeden.base import findings
from openkeden.formats import rules, shape, xml
from openkeden.formats.message import MARK, Limits, Reading, Received, Source, Unread

MEDIA_TYPE: Final = "application/xml"
ROOT: Final = "ASYCUDA"
PARTS: Final = frozenset({"item", "container", "prev_decl"})
ITEM_PARTS: Final = frozenset(
    {"attached_documents", "taxation/taxation_line", "tarification/supplementary_unit"}
)

_DIRECTIONS: Final = {"I": "IM", "E": "EX", "T": "TR"}
#: The costs of the declaration and the names they have in a filing; those without one there keep their own.
_ADDITIONS: Final = {
    "gs_external_freight": "transport",
    "gs_insurance": "insurance",
    "gs_internal_freight": "internal_freight",
    "gs_other_cost": "other_cost",
}
_DEDUCTIONS: Final = {"gs_deduction": "deduction"}


def sniff(head: bytes) -> bool:
    """Whether the input begins as XML does; which root it has is seen when it is parsed."""
    return head.removeprefix(MARK).lstrip().startswith(b"<")


def read(source: Source, limits: Limits) -> Reading:
    """The one declaration of the document, or every finding about it."""
    body = source.rest(limits.message_bytes + 1)
    branch = branch_of(body, limits)
    if isinstance(branch, findings.Finding):
        yield Unread((branch,), "document")
        return
    found: list[findings.Finding] = []
    filing = shape.filing(_tree(branch, found), limits.items)
    if isinstance(filing, tuple):
        found.extend(filing)
        yield Unread(tuple(found), "document")
    elif found:
        yield Unread(tuple(found), "document")
    else:
        yield Received(filing, body, MEDIA_TYPE, "document")


def branch_of(body: bytes, limits: Limits) -> xml.Branch | findings.Finding:
    """The document as paths and texts, or the finding why it is not read."""
    element = xml.parse(body, ROOT, limits)
    return element if isinstance(element, findings.Finding) else xml.Branch(element, PARTS)


def direction(branch: xml.Branch) -> str:
    """Box 1.1: the type as filed when it is one of ours, else by the flow, else as filed."""
    filed = branch("identification/type/type_of_declaration")
    if filed in _DIRECTIONS.values():
        return filed
    return _DIRECTIONS.get(branch("property/sad_flow"), filed)


def reference(branch: xml.Branch) -> str:
    """The declarant's reference, with its year where one is given, else the number of registration."""
    year, number = branch("declarant/reference/year"), branch("declarant/reference/number")
    if number:
        return f"{year} {number}".strip()
    return " ".join(
        [branch(f"identification/registration/{part}") for part in ("serial_number", "number")]
    ).strip()


def code(item: xml.Branch) -> str:
    """Box 33: the commodity code and its first precision, as filed."""
    return item("tarification/hscode/commodity_code") + item("tarification/hscode/precision_1")


def procedure(item: xml.Branch) -> str:
    """Box 37: the extended procedure, four digits, and the national one."""
    return item("tarification/extended_customs_procedure") + item(
        "tarification/national_customs_procedure"
    )


def _tree(branch: xml.Branch, found: list[findings.Finding]) -> dict[str, Any]:
    """The document as the plain values of a filing; numbers that are none go to `found`."""
    items = [
        _item(number, item, branch, found)
        for number, item in enumerate(branch.each("item", ITEM_PARTS), 1)
    ]
    invoice = "valuation/gs_invoice/"
    packages = _whole(branch, "property/nbers/total_number_of_packages", found)
    return {
        "reference": reference(branch),
        "direction": direction(branch),
        "procedure": _general(branch, items),
        "office": branch("identification/office_segment/customs_clearance_office_code"),
        "declarant": _declarant(branch),
        "items": items,
        "items_total": _whole(branch, "property/nbers/total_number_of_items", found) or len(items),
        "packages_total": packages or sum([item.get("packages", 0) for item in items]),
        "currency": branch(f"{invoice}currency_code"),
        "invoice_total": branch(f"{invoice}amount_foreign_currency"),
        "exchange_rate": branch(f"{invoice}currency_rate"),
        "customs_value_total": branch("valuation/total_cif"),
        "declared_on": branch("property/date_of_declaration")
        or branch("identification/registration/date"),
    } | _given(_parties(branch) | _countries(branch) | _transport(branch) | _money(branch))


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that say something."""
    return {name: value for name, value in fields.items() if value}


def _general(branch: xml.Branch, items: list[dict[str, Any]]) -> str:
    """Box 1.2 in two digits: those of the first item when they begin with the general procedure, else as filed."""
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
    parties: dict[str, Any] = {}
    for role in ("exporter", "consignee", "financial"):
        name, number = branch(f"traders/{role}/{role}_name"), branch(f"traders/{role}/{role}_code")
        country = (
            branch("general_information/country/export/export_country_code")
            if role == "exporter"
            else ""
        )
        if name or number:
            parties[role] = {"name": name, "country": country, "id": number}
    return parties


def _countries(branch: xml.Branch) -> dict[str, Any]:
    country = "general_information/country/"
    return {
        "trading_country": branch(f"{country}trading_country"),
        "dispatch_country": branch(f"{country}export/export_country_code"),
        "destination_country": branch(f"{country}destination/destination_country_code"),
        "signatory": branch("declarant/declarant_representative"),
    }


def _transport(branch: xml.Branch) -> dict[str, Any]:
    means = "transport/means_of_transport/"
    return {
        "departure_transport": branch(f"{means}departure_arrival_information/identity"),
        "border_transport": branch(f"{means}border_information/identity"),
        "border_mode": branch(f"{means}border_information/mode"),
        "inland_mode": branch(f"{means}inland_mode_of_transport"),
        "container": branch("transport/container_flag").lower() == "true",
        "delivery_terms": branch("transport/delivery_terms/code"),
        "delivery_place": branch("transport/delivery_terms/place"),
        "border_office": branch("transport/border_office/code"),
        "goods_location": branch("transport/location_of_goods"),
    }


def _money(branch: xml.Branch) -> dict[str, Any]:
    transaction = "financial/financial_transaction/code"
    return {
        "nature": branch(f"{transaction}1") + branch(f"{transaction}2"),
        "deferral": branch("financial/deffered_payment_reference"),
        "gross_mass_total_kg": branch("valuation/weight/gross_weight"),
        "additions": _costs(branch, _ADDITIONS),
        "deductions": _costs(branch, _DEDUCTIONS),
    }


def _costs(branch: xml.Branch, kinds: dict[str, str]) -> tuple[dict[str, str], ...]:
    costs = []
    for part, kind in kinds.items():
        amount = branch(f"valuation/{part}/amount_foreign_currency")
        if amount.strip("0."):
            costs.append(
                {
                    "kind": kind,
                    "amount": amount,
                    "currency": branch(f"valuation/{part}/currency_code"),
                }
            )
    return tuple(costs)


def _item(
    number: int, item: xml.Branch, branch: xml.Branch, found: list[findings.Finding]
) -> dict[str, Any]:
    tariff, value = "tarification/", "valuation_item/"
    preference = item(f"{tariff}preference_code")
    return {
        "number": number,
        "code": code(item),
        "description": item("goods_description/commercial_description")
        or item("goods_description/description_of_goods"),
        "origin": item("goods_description/country_of_origin_code"),
        "procedure": procedure(item),
        "gross_mass_kg": item(f"{value}weight_itm/gross_weight_itm"),
        "net_mass_kg": item(f"{value}weight_itm/net_weight_itm"),
        "price": item(f"{tariff}item_price")
        or item(f"{value}item_invoice/amount_foreign_currency"),
    } | _given(
        {
            "packages": _whole(item, "packages/number_of_packages", found, number),
            "package_kind": item("packages/kind_of_packages_code"),
            "containers": _containers(branch, number),
            "quota": item(f"{tariff}quota_code"),
            "previous": _previous(item),
            "valuation_method": item(f"{tariff}valuation_method_code"),
            "documents": _documents(item),
            "customs_value": item(f"{value}total_cif_itm"),
            "statistical_value": item(f"{value}statistical_value"),
            "preferences": {"duty": preference} if preference else (),
        }
        | _supplementary(item)
    )


def _supplementary(item: xml.Branch) -> dict[str, Any]:
    """The first supplementary unit that is named (box 41)."""
    for unit in item.each("tarification/supplementary_unit"):
        name, quantity = unit("suppplementary_unit_code"), unit("suppplementary_unit_quantity")
        if name or quantity:
            return {"supplementary_unit": name, "supplementary_quantity": quantity}
    return {}


def _containers(branch: xml.Branch, number: int) -> tuple[str, ...]:
    rows = [(one("item_number"), one("container_identity")) for one in branch.each("container")]
    return tuple([identity for item, identity in rows if item == str(number) and identity])


def _previous(item: xml.Branch) -> tuple[dict[str, str], ...]:
    numbers = [
        item(f"previous_doc/{name}")
        for name in ("summary_declaration", "previous_document_reference")
    ]
    return tuple([{"code": "", "number": number} for number in numbers if number])


def _documents(item: xml.Branch) -> tuple[dict[str, str], ...]:
    documents = []
    for one in item.each("attached_documents"):
        name, number = one("attached_document_code"), one("attached_document_reference")
        if name or number:
            documents.append(
                {"code": name, "number": number, "issued_on": one("attached_document_date")}
            )
    return tuple(documents)


def _whole(branch: xml.Branch, path: str, found: list[findings.Finding], item: int = 0) -> int:
    """A count; a share of a package (`0.09`) counts as none of its own, as for goods that share packages."""
    text = branch(path)
    whole, _, fraction = text.partition(".")
    if not text or (
        whole.isascii()
        and whole.isdigit()
        and len(whole) <= 18
        and not fraction.strip("0123456789")
    ):
        return int(whole or 0)
    at = f"item {item}, {path}" if item else path
    found.append(
        findings.of(rules.XML_NUMBER, at, value=shape.shown(text), expected="whole number")
    )
    return 0
