"""A declaration of two items as ASYCUDA World writes it, with figures to make wrong."""

from typing import Final

from openkeden.comparison.tax_lines import TaxLine
from openkeden.views import recomputation_view

#: Freight and invoice in dollars at 500: values 270,000 and 180,000; duty 10 %, VAT 12 % of
#: value and duty; three packages and two, 120 kg and 80 kg.
HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<ASYCUDA>
<Property><Sad_flow>I</Sad_flow><Nbers>
<Total_number_of_items>2</Total_number_of_items>
<Total_number_of_packages>5</Total_number_of_packages>
</Nbers></Property>
<Identification><Type>
<Type_of_declaration>IM</Type_of_declaration>
<Declaration_gen_procedure_code>4</Declaration_gen_procedure_code>
</Type></Identification>
<Declarant>
<Declarant_code>990140000017</Declarant_code>
<Declarant_name>SAMPLE LAMPS LLP</Declarant_name>
<Reference><Number>OLD-7</Number></Reference>
</Declarant>
<Financial><Amounts>
<Global_taxes>2000</Global_taxes>
<Totals_taxes>106400</Totals_taxes>
</Amounts></Financial>
<Valuation>
<Weight><Gross_weight>200</Gross_weight></Weight>
<Total_cost>50000</Total_cost>
<Total_CIF>450000</Total_CIF>
<Gs_Invoice>
<Amount_national_currency>400000</Amount_national_currency>
<Amount_foreign_currency>800</Amount_foreign_currency>
<Currency_code>USD</Currency_code>
<Currency_rate>500</Currency_rate>
</Gs_Invoice>
<Gs_External_freight>
<Amount_national_currency>50000</Amount_national_currency>
<Amount_foreign_currency>100</Amount_foreign_currency>
<Currency_code>USD</Currency_code>
<Currency_rate>500</Currency_rate>
</Gs_External_freight>
<Total><Total_invoice>800</Total_invoice><Total_weight>200</Total_weight></Total>
</Valuation>
<Container>
<Item_Number>1</Item_Number><Container_identity>CSQU3054383</Container_identity>
</Container>
"""

ITEM: Final = """<Item>
<Packages><Number_of_packages>{packages}</Number_of_packages></Packages>
<Tarification>
<HScode><Commodity_code>94052100</Commodity_code><Precision_1>00</Precision_1></HScode>
<Extended_customs_procedure>4000</Extended_customs_procedure>
<National_customs_procedure>000</National_customs_procedure>
<Item_price>{invoice}</Item_price>
</Tarification>
<Goods_description>
<Country_of_origin_code>TR</Country_of_origin_code>
<Description_of_goods>Desk lamps</Description_of_goods>
</Goods_description>
<Taxation>
<Item_taxes_amount>{taxes}</Item_taxes_amount>
<Taxation_line>
<Duty_tax_code>DTY</Duty_tax_code>
<Duty_tax_Base>{value}</Duty_tax_Base>
<Duty_tax_rate>10</Duty_tax_rate>
<Duty_tax_amount>{duty}</Duty_tax_amount>
<Duty_tax_MP>1</Duty_tax_MP>
</Taxation_line>
<Taxation_line>
<Duty_tax_code>VAT</Duty_tax_code>
<Duty_tax_Base>{base}</Duty_tax_Base>
<Duty_tax_rate>12</Duty_tax_rate>
<Duty_tax_amount>{vat}</Duty_tax_amount>
<Duty_tax_MP>1</Duty_tax_MP>
</Taxation_line>
</Taxation>
<Valuation_item>
<Weight_itm>
<Gross_weight_itm>{gross}</Gross_weight_itm>
<Net_weight_itm>{net}</Net_weight_itm>
</Weight_itm>
<Total_cost_itm>{freight}</Total_cost_itm>
<Total_CIF_itm>{value}</Total_CIF_itm>
<Statistical_value>{value}</Statistical_value>
<Item_Invoice>
<Amount_national_currency>{invoiced}</Amount_national_currency>
<Amount_foreign_currency>{invoice}</Amount_foreign_currency>
<Currency_code>USD</Currency_code>
<Currency_rate>500</Currency_rate>
</Item_Invoice>
<item_external_freight>
<Amount_national_currency>{freight}</Amount_national_currency>
<Currency_code>USD</Currency_code>
<Currency_rate>500</Currency_rate>
</item_external_freight>
</Valuation_item>
</Item>
"""

_FIRST: Final = {
    "packages": "3",
    "invoice": "480",
    "invoiced": "240000",
    "freight": "30000",
    "value": "270000",
    "duty": "27000",
    "base": "297000",
    "vat": "35640",
    "taxes": "62640",
    "gross": "120",
    "net": "110",
}
_SECOND: Final = {
    "packages": "2",
    "invoice": "320",
    "invoiced": "160000",
    "freight": "20000",
    "value": "180000",
    "duty": "18000",
    "base": "198000",
    "vat": "23760",
    "taxes": "41760",
    "gross": "80",
    "net": "70",
}

SAD: Final = HEAD + ITEM.format(**_FIRST) + ITEM.format(**_SECOND) + "</ASYCUDA>\n"


def sad(*changes: tuple[str, str]) -> str:
    """The declaration with texts replaced, each where it stands first.

    A name of an element and its text are written `Duty_tax_amount=27000`.
    """
    document = SAD
    for old, new in changes:
        before, after = _written(old), _written(new)
        assert before in document, before
        document = document.replace(before, after, 1)
    return document


def _written(text: str) -> str:
    name, equals, value = text.partition("=")
    return f"<{name}>{value}</{name}>" if equals and name.isidentifier() else text


def said(line: TaxLine) -> str:
    """Why a line came out as it did, in English."""
    return recomputation_view.reason(line, "en")
