"""Slips of the pen in a declaration of another system: each is told by what it breaks."""

import pathlib
import re
from typing import NamedTuple

import pytest

from openkeden.flow import recomputation
from tests.comparison.sads import SAD, sad, said

NOTHING = "nothing is charged, and neither the line nor the item says why"
OFF = "base x rate gives another amount"


class Slip(NamedTuple):
    """What is written otherwise, and what comes of it."""

    #: Texts and what they become.
    changes: tuple[tuple[str, str], ...]
    #: The rules that are told, each as often as it is.
    rules: str = ""
    #: What is said of the lines that do not match.
    reasons: tuple[str, ...] = ()
    #: Whether the command fails.
    fails: bool = False


def lines(*reasons: str) -> dict[str, object]:
    return {"reasons": reasons, "fails": True}


DUTY = ("Duty_tax_amount=27000", "Item_taxes_amount=62640", "Totals_taxes=106400")

#: The second line of tax of the first item.
VAT_LINE = SAD[SAD.index("<Taxation_line>\n<Duty_tax_code>VAT") : SAD.index("</Taxation>")]

#: Currency and rate of the invoice of an item.
CURRENCY = """<Currency_code>{}</Currency_code>
<Currency_rate>{}</Currency_rate>
</Item_Invoice>"""

#: A line of tax that stands already.
TWICE = """</Taxation_line>
<Taxation_line>
<Duty_tax_code>DTY</Duty_tax_code>
<Duty_tax_Base>270000</Duty_tax_Base>
<Duty_tax_rate>10</Duty_tax_rate>
<Duty_tax_amount>27000</Duty_tax_amount>
</Taxation_line>"""

SLIPS = {
    "nothing is wrong": Slip(()),
    # Lines of tax.
    "duty of nought, the sums made to fit": Slip(
        (
            (DUTY[0], "Duty_tax_amount=0"),
            (DUTY[1], "Item_taxes_amount=35640"),
            (DUTY[2], "Totals_taxes=79400"),
        ),
        "A.9",
        **lines(NOTHING),
    ),
    "base and duty of nought": Slip(
        (
            ("Duty_tax_Base=270000", "Duty_tax_Base=0"),
            (DUTY[0], "Duty_tax_amount=0"),
            (DUTY[1], "Item_taxes_amount=35640"),
            (DUTY[2], "Totals_taxes=79400"),
        ),
        "A.9 A.9",
        **lines(NOTHING),
    ),
    "no base and no duty": Slip(
        (
            ("Duty_tax_Base=270000", "Duty_tax_Base="),
            (DUTY[0], "Duty_tax_amount=0"),
            (DUTY[1], "Item_taxes_amount=35640"),
            (DUTY[2], "Totals_taxes=79400"),
        ),
        "A.9",
        **lines(NOTHING),
    ),
    "a tax with a rate and no base": Slip(
        (("Duty_tax_Base=270000", "Duty_tax_Base="),), "", **lines("no base or rate")
    ),
    "a tax with a base and no rate": Slip(
        (("Duty_tax_rate=10", "Duty_tax_rate="),), "", **lines("no base or rate")
    ),
    "a tax without an amount": Slip(
        ((DUTY[0], "Duty_tax_amount="),), "A.6 A.7 A.9", **lines("no amount")
    ),
    "a tax without its code": Slip(
        (("Duty_tax_code=DTY", "Duty_tax_code="),), "A.25", **lines("no code of a tax")
    ),
    "a hundredfold duty": Slip(
        (
            (DUTY[0], "Duty_tax_amount=2700000"),
            (DUTY[1], "Item_taxes_amount=2735640"),
            (DUTY[2], "Totals_taxes=2779400"),
        ),
        "A.9",
        **lines("a hundredfold of base x rate"),
    ),
    "a tenth of the duty": Slip(
        (
            (DUTY[0], "Duty_tax_amount=2700"),
            (DUTY[1], "Item_taxes_amount=38340"),
            (DUTY[2], "Totals_taxes=82100"),
        ),
        "A.9",
        **lines("a tenth of base x rate"),
    ),
    "digits that changed places": Slip(
        ((DUTY[0], "Duty_tax_amount=72000"),), "A.6 A.7 A.9", **lines(OFF)
    ),
    "a base that is not what the tax was computed on": Slip(
        (("Duty_tax_Base=297000", "Duty_tax_Base=279000"),),
        "A.9",
        **lines("value and earlier taxes x rate, and not base x rate"),
    ),
    "a base that is neither value nor value and duty": Slip(
        (
            ("Duty_tax_Base=297000", "Duty_tax_Base=290000"),
            ("Duty_tax_amount=35640", "Duty_tax_amount=34800"),
            (DUTY[1], "Item_taxes_amount=61800"),
            (DUTY[2], "Totals_taxes=105560"),
        ),
        "A.9",
    ),
    "a base that leaves the duty out, the sums made to fit": Slip(
        (
            ("Duty_tax_Base=297000", "Duty_tax_Base=270000"),
            ("Duty_tax_amount=35640", "Duty_tax_amount=32400"),
            (DUTY[1], "Item_taxes_amount=59400"),
            (DUTY[2], "Totals_taxes=103160"),
        ),
        "A.28",
    ),
    "a negative tax": Slip(
        (
            ("Duty_tax_Base=270000", "Duty_tax_Base=-270000"),
            (DUTY[0], "Duty_tax_amount=-27000"),
            (DUTY[1], "Item_taxes_amount=8640"),
            (DUTY[2], "Totals_taxes=52400"),
        ),
        "A.9 A.9",
        **lines("a negative figure"),
    ),
    "a tax rounded to the next unit": Slip(
        ((DUTY[0], "Duty_tax_amount=27001"), (DUTY[1], "Item_taxes_amount=62641"))
    ),
    "a tax two units off": Slip(
        ((DUTY[0], "Duty_tax_amount=27002"),), "A.6 A.9", **lines(OFF)
    ),
    "a line of tax twice": Slip((("</Taxation_line>", TWICE),), "A.6 A.7 A.9 A.21"),
    "a line of tax with the code of another": Slip(
        (("Duty_tax_code=VAT", "Duty_tax_code=DTY"),), "A.21 A.24 A.25"
    ),
    "a line of tax left out, the sums made to fit": Slip(
        (
            (VAT_LINE, ""),
            (DUTY[1], "Item_taxes_amount=27000"),
            (DUTY[2], "Totals_taxes=70760"),
        ),
        "A.25",
    ),
    "codes of two taxes changed places": Slip(
        (
            ("Duty_tax_code=VAT", "Duty_tax_code=XXX"),
            ("Duty_tax_code=DTY", "Duty_tax_code=VAT"),
            ("Duty_tax_code=XXX", "Duty_tax_code=DTY"),
        ),
        "A.24 A.24",
    ),
    "a mode of payment that nobody knows": Slip(
        (("Duty_tax_MP=1", "Duty_tax_MP=Q"),), "A.22"
    ),
    "an item that pays nothing by its mode, and the sums count it": Slip(
        (("Duty_tax_MP=1", "Duty_tax_MP=0"),), "A.6 A.7"
    ),
    # Figures that cannot be read.
    "blanks of thousands": Slip(
        (("Duty_tax_Base=270000", "Duty_tax_Base=270 000"),),
        "F.44",
        **lines("a figure cannot be read"),
    ),
    "a comma of decimals": Slip(
        ((DUTY[0], "Duty_tax_amount=27000,50"),),
        "F.44 A.6 A.7 A.9",
        **lines("a figure cannot be read"),
    ),
    "a comma of thousands or of decimals": Slip(
        ((DUTY[0], "Duty_tax_amount=27,000"),),
        "F.44 A.6 A.7 A.9",
        **lines("a figure cannot be read"),
    ),
    "commas of thousands and a point": Slip(((DUTY[0], "Duty_tax_amount=27,000.00"),)),
    "an exponent": Slip(
        (("Duty_tax_Base=270000", "Duty_tax_Base=2.7E5"),),
        "F.44",
        **lines("a figure cannot be read"),
    ),
    "a per cent sign in a rate": Slip(
        (("Duty_tax_rate=10", "Duty_tax_rate=10%"),),
        "F.44",
        **lines("a figure cannot be read"),
    ),
    "a letter O for a nought": Slip(
        ((DUTY[0], "Duty_tax_amount=2700O"),),
        "F.44 A.6 A.7 A.9",
        **lines("a figure cannot be read"),
    ),
    "a total that cannot be read": Slip(
        (("Total_CIF=450000", "Total_CIF=450 000"),), "F.44 A.29", fails=True
    ),
    "half an item": Slip(
        (("Total_number_of_items=2", "Total_number_of_items=2.5"),),
        "F.44 A.29",
        fails=True,
    ),
    "a mass that cannot be read": Slip(
        (("Net_weight_itm=110", "Net_weight_itm=110 kg"),), "F.44", fails=True
    ),
    # Totals.
    "invoice of the whole": Slip(
        (
            ("Amount_foreign_currency=800", "Amount_foreign_currency=810"),
            ("Amount_national_currency=400000", "Amount_national_currency=405000"),
        ),
        "A.10 A.13",
    ),
    "a total of nought of the invoice": Slip(
        (("Total_invoice=800", "Total_invoice=0"),), "A.10"
    ),
    "total of the invoice": Slip((("Total_invoice=800", "Total_invoice=8000"),), "A.10"),
    "gross mass": Slip((("Gross_weight=200", "Gross_weight=2000"),), "A.11"),
    "net mass": Slip(
        (
            (
                "<Gross_weight>200</Gross_weight>",
                "<Gross_weight>200</Gross_weight><Net_weight>810</Net_weight>",
            ),
        ),
        "A.11",
    ),
    "total mass": Slip((("Total_weight=200", "Total_weight=20"),), "A.11"),
    "packages": Slip(
        (("Total_number_of_packages=5", "Total_number_of_packages=50"),), "A.12"
    ),
    "count of items": Slip(
        (("Total_number_of_items=2", "Total_number_of_items=3"),), "A.8"
    ),
    "costs of the whole": Slip((("Total_cost=50000", "Total_cost=5000"),), "A.5 A.13 A.14"),
    "value of the whole": Slip((("Total_CIF=450000", "Total_CIF=540000"),), "A.5 A.13"),
    "no total of the taxes": Slip(((DUTY[2], "Totals_taxes="),), "A.29"),
    "no total of the items": Slip(
        (("Total_number_of_items=2", "Total_number_of_items="),), "A.29"
    ),
    "no total of the values": Slip((("Total_CIF=450000", "Total_CIF="),), "A.29"),
    "one total of the masses of two": Slip((("Gross_weight=200", "Gross_weight="),)),
    "a negative total": Slip((("Global_taxes=2000", "Global_taxes=-2000"),), "A.7 A.20"),
    "all taxes": Slip(((DUTY[2], "Totals_taxes=104400"),), "A.7"),
    "taxes of the whole": Slip((("Global_taxes=2000", "Global_taxes=20000"),), "A.7"),
    "a guarantee that is not what is not paid": Slip(
        (
            ("Duty_tax_MP=1", "Duty_tax_MP=0"),
            (DUTY[1], "Item_taxes_amount=35640"),
            (DUTY[2], "Totals_taxes=79400"),
            ("</Amounts>", "</Amounts><Guarantee><Amount>2700</Amount></Guarantee>"),
        ),
        "A.15",
    ),
    # Items.
    "an item without a value": Slip((("Total_CIF_itm=270000", "Total_CIF_itm="),), "A.16"),
    "an item with a value of nought": Slip(
        (("Total_CIF_itm=270000", "Total_CIF_itm=0"),), "A.5 A.16"
    ),
    "masses that changed places": Slip(
        (
            ("Gross_weight_itm=120", "Gross_weight_itm=X"),
            ("Net_weight_itm=110", "Net_weight_itm=120"),
            ("Gross_weight_itm=X", "Gross_weight_itm=110"),
        ),
        "A.11 A.17",
    ),
    "another rate of exchange": Slip(
        ((CURRENCY.format("USD", 500), CURRENCY.format("USD", 505)),), "A.1 A.18"
    ),
    "no currency and no rate": Slip(
        (("Currency_code=USD", "Currency_code="), ("Currency_rate=500", "Currency_rate=")),
        "A.19",
    ),
    "a currency and no rate": Slip((("Currency_rate=500", "Currency_rate=0"),), "A.19"),
    "nothing in national currency": Slip(
        (("Amount_national_currency=240000", "Amount_national_currency=0"),), "A.1"
    ),
    "nothing in the currency of the invoice": Slip(
        (("Amount_foreign_currency=800", "Amount_foreign_currency=0"),), "A.1 A.10"
    ),
    "an item at no rate, and not at that of the whole": Slip(
        (
            (CURRENCY.format("USD", 500), CURRENCY.format("USD", 0)),
            ("Amount_national_currency=240000", "Amount_national_currency=250000"),
        ),
        "A.1 A.3",
    ),
    "a negative value": Slip(
        (("Total_CIF_itm=270000", "Total_CIF_itm=-270000"),), "A.3 A.4 A.5 A.9 A.9 A.20"
    ),
    "a price that is not the invoice": Slip(
        (("Item_price=480", "Item_price=840"),), "A.23"
    ),
    "a price of nought": Slip((("Item_price=480", "Item_price=0"),), "A.23"),
    "a container of an item that is not there": Slip(
        (("Item_Number=1", "Item_Number=3"),), "A.26"
    ),
}


def _report(document: str, folder: pathlib.Path) -> recomputation.FileReport:
    path = folder / "sad.xml"
    path.write_text(document)
    (report,) = recomputation.recompute([path])
    return report


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_told(name: str, tmp_path: pathlib.Path) -> None:
    slip = SLIPS[name]
    report = _report(sad(*slip.changes), tmp_path)
    assert report.compared is not None
    rules = [one.rule for one in report.findings]
    assert sorted(rules) == sorted(slip.rules.split())
    told = [said(line) for line in report.compared.lines if line.outcome != "matched"]
    assert tuple(told) == slip.reasons
    assert recomputation.summary([report]).failed == slip.fails


#: Elements that name something, and net masses, which nothing else in the file gives.
_NAMES = ("_code", "_procedure", "Precision_1", "Net_weight_itm")

FIGURES = [
    found for found in re.finditer(r"<(\w+)>(\d+)</", SAD) if not found[1].endswith(_NAMES)
]


@pytest.mark.parametrize("change", ["{}0", "1{}", "-{}", "{},5", "{}e1"])
def test_a_figure_made_wrong_is_told_wherever_it_stands(
    change: str, tmp_path: pathlib.Path
) -> None:
    assert len(FIGURES) > 50
    for found in FIGURES:
        before, after = SAD[: found.start(2)], SAD[found.end(2) :]
        report = _report(before + change.format(found[2]) + after, tmp_path)
        assert report.compared is not None
        outcomes = {line.outcome for line in report.compared.lines}
        assert report.findings or outcomes != {"matched"}, (found[1], found.start())


def test_every_line_of_the_file_is_counted(tmp_path: pathlib.Path) -> None:
    """Lines that match, are explained, are not, and cannot be read are all lines there are."""
    for slip in SLIPS.values():
        document = sad(*slip.changes)
        total = recomputation.summary([_report(document, tmp_path)])
        outcomes = total.matched + total.explained + total.unexplained + total.unread
        assert total.lines == outcomes == document.count("<Taxation_line>")


def test_taxes_in_another_order_than_on_most_items(tmp_path: pathlib.Path) -> None:
    """Codes that changed places on goods of which there are no others."""
    start, end = SAD.index("<Item>"), SAD.index("</Item>")
    swapped = f"{SAD[start:end]}</Item>".replace("94052100", "94051100")
    swapped = swapped.replace("DTY", "XXX").replace("VAT", "DTY").replace("XXX", "VAT")
    report = _report(SAD.replace("</ASYCUDA>", f"{swapped}</ASYCUDA>"), tmp_path)
    told = [one for one in report.findings if one.rule == "A.27"]
    assert [(one.path, one.args["value"], one.args["other"]) for one in told] == [
        ("items[2].taxes", "VAT", "DTY")
    ]


def test_a_share_of_a_package_may_be_of_one_that_another_item_counts(
    tmp_path: pathlib.Path,
) -> None:
    shared = ("Number_of_packages=2", "Number_of_packages=0.4")
    for total, rules in (("3", []), ("3.4", []), ("4", ["A.12"])):
        changed = ("Total_number_of_packages=5", f"Total_number_of_packages={total}")
        report = _report(sad(shared, changed), tmp_path)
        assert [one.rule for one in report.findings] == rules


def test_invoices_in_several_currencies_are_added_in_national_currency(
    tmp_path: pathlib.Path,
) -> None:
    """Dollars and euros of one declaration have no sum of their own."""
    dollar = CURRENCY.format("USD", 500)
    euro = (dollar, CURRENCY.format("EUR", 600))
    price = ("Amount_foreign_currency=480", "Amount_foreign_currency=400")
    boxes = ("Item_price=480", "Item_price=400")
    assert _report(sad(euro, price, boxes), tmp_path).findings == ()
    less = (
        ("Amount_national_currency=400000", "Amount_national_currency=390000"),
        ("Amount_foreign_currency=800", "Amount_foreign_currency=780"),
        ("Total_CIF=450000", "Total_CIF=440000"),
    )
    report = _report(sad(euro, price, boxes, *less), tmp_path)
    assert [one.rule for one in report.findings] == ["A.5", "A.10"]
