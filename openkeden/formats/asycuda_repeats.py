"""Which elements of ASYCUDA World may stand more than once; everything else is said once."""

from typing import Final

#: Paths from the root, in lower case: lists of the declaration, of its assessment and of an
#: item.
REPEATED: Final = frozenset(
    {
        "item",
        "container",
        "prev_decl",
        "suppliers_documents",
        "supplier_documents",
        "scanned_documents",
        "export_release",
        "assessment_notice/item_tax_total",
        "global_taxes/global_tax_item",
        "transit/seals",
        "item/attached_documents",
        "item/scanned_documents",
        "item/suppliers_link",
        "item/tarification/supplementary_unit",
        "item/taxation/taxation_line",
    }
)
