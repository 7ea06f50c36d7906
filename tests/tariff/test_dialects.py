import csv
import json
import pathlib

import pytest

from openkeden.tariff import dialects, duty

FOLDER = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data" / "tariff"
LAW = pathlib.Path(__file__).resolve().parents[2] / "openkeden" / "law"
OFFICIAL = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the official rate texts are not at {FOLDER}"
)

LOWER = (
    "15, либо 12,5, но не менее 0,6 евро за 1 см³ объема двигателя, "
    "в зависимости от того, какая из исчисленных сумм таможенной пошлины ниже"
)


def rows(name: str) -> list[tuple[str, int]]:
    """Distinct rate texts of a tariff and the number of lines that bear each."""
    with (FOLDER / "expressions" / f"{name}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        head, *found = csv.reader(file)
    text = head.index("text") if "text" in head else 0
    count = next(i for i, name in enumerate(head) if name in ("codes", "rows"))
    return [(row[text], int(row[count])) for row in found]


@pytest.mark.parametrize(
    ("dialect", "official", "canonical"),
    [
        ("eaeu", "6,5", "6.5%"),
        ("eaeu", "25, но не менее 0,2 евро за 1 кг", "25% min 0.2 EUR/kg"),
        ("eaeu", "10 %, но не менее 1,5 евро за 1 шт", "10% min 1.5 EUR/pc"),
        ("eaeu", "10 плюс 0,08 евро за 1 кг", "10% + 0.08 EUR/kg"),
        ("eaeu", "203 доллара США за 1000 кг", "203 USD/1000 kg"),
        ("eaeu", "1,25 евро за 1 пару", "1.25 EUR/pair"),
        ("eaeu", "0,38 евро за 1 м^{2 }", "0.38 EUR/m2"),
        ("eaeu", "3 евро за 1 см^{3 } объема двигателя", "3 EUR/cm3"),
        ("eaeu", "2 евро за 1 л 100 % спирта", "2 EUR/l100"),
        (
            "eaeu",
            LOWER,
            "lower(15%, 12.5% min 0.6 EUR/cm3)",
        ),
        ("uk", "0.50 GBP/%vol/hl + 2.60 GBP/hl", "0.5 GBP/l100 + 2.6 GBP/100 l"),
        ("uk", "42.00 GBP/100kg mas", "42 GBP/100 kg[dry matter]"),
        ("uk", "127.00 GBP/ 1000 items", "127 GBP/1000 pc"),
        (
            "uk",
            "20.00% (01 JUL - 31 JAN), 0.00% (01 FEB - 30 JUN)",
            "season(20% on 07-01..01-31, 0% on 02-01..06-30)",
        ),
        ("eu", "2,765.00 EUR / tonne", "2765 EUR/1000 kg"),
        ("eu", "9.00% +  EA MAX 24.20%  + ADSZ", "9% + table EA max 24.2% + table ADSZ"),
        ("eu", "0.50 EUR / item MIN 2.70% MAX 4.60%", "0.5 EUR/pc min 2.7% max 4.6%"),
        ("eu", "8.3 + 3.8 EUR/100 kg eda", "8.3% + 3.8 EUR/100 kg[drained]"),
        ("eu", "0.40 EUR / 100 kg /net/ % sacchar.", "0.4 EUR/kg[saccharose]"),
        ("eu", "Entry Price", "table ENTRY_PRICE"),
        (
            "eu",
            "4.00% (01 JAN-31 MAR, 01-31 DEC), 5.10% (01 JUN-30 NOV)",
            "season(4% on 01-01..03-31 12-01..12-31, 5.1% on 06-01..11-30)",
        ),
        ("eu", "2 EUR/1000 p/st", "2 EUR/1000 pc"),
        ("eu", "2 EUR / 1 000 p / st", "2 EUR/1000 pc"),
        ("uk", "0.70 GBP / 100 p/st", "0.7 GBP/100 pc"),
        ("uk", "3.500 GBP", "3.5 GBP"),
        ("uk", "4.00% MAX 3.500 GBP", "4% max 3.5 GBP"),
        ("uk", "2.000% + AC", "2% + table AC"),
        ("uk", "2.000% + AC R MAX 9.000% + SD (reduced)", (
            "2% + table AC_R max 9% + table SD_R"
        )),
        ("eu", "3.00 % + EAR MAX 8.00 % + ADFMR", "3% + table EA_R max 8% + table ADFM_R"),
        ("eu", "0.45 XEM / 100 kg / lactic.", "0.45 XEM/100 kg[lactic matter]"),
        ("eu", "NIHIL", "free"),
        ("eu", "6 % + 1.2 EUR / m²", "6% + 1.2 EUR/m2"),
        ("eu", "1.2 EUR / 1000 m³", "1.2 EUR/1000 m3"),
        ("eu", "1.5 EUR / pa", "1.5 EUR/pair"),
        ("eu", "1.5 EUR / l alc. 100%", "1.5 EUR/l100"),
        ("eu", "1.5 EUR / kg P2O5", "1.5 EUR/kg[phosphorus pentoxide]"),
        ("eu", "15.00 % - 2 EUR / 100 kg", "15% - 2 EUR/100 kg"),
        ("us", "30.5¢/kg + 8.5%", "0.305 USD/kg + 8.5%"),
        ("us", "33 1/3%", "33 1/3%"),
        ("us", "10¢/1,000 pins + 3.5%", "0.1 USD/1000 pc + 3.5%"),
        ("us", "No additional duty", "free"),
        ("us", "Free (A*,AU, S+) 2.5% (JP)", "claim(free for A* AU S+, 2.5% for JP)"),
        ("us", "Free (BH)See 9908.04.01-9908.04.05, 9909.01 (IL)", (
            "claim(free for BH, rate of [provision: 9908.04.01-9908.04.05 9909.01] for"
            " IL)"
        )),
        ("us", "$1.75 each + 4.8% on the case", "1.75 USD/pc + 4.8% of [case]"),
        (
            "us",
            "The duty provided in the applicable subheading + 25%.",
            "rate of [applicable subheading] + 25%",
        ),
        (
            "us",
            "Free, under bond, as prescribed in U.S. note 1 to this subchapter",
            "free if [under bond: 1]",
        ),
    ],
)  # fmt: skip
def test_official_text_is_read(dialect, official, canonical):
    assert duty.text(dialects.read(official, dialect)) == canonical


def test_sugar_degree_is_a_quantity_of_its_own():
    official = (
        "1.4606¢/kg less 0.020668¢/kg for each degree under 100 degrees"
        " (and fractions of a degree in proportion) but not less than 0.943854¢/kg"
    )
    expression = dialects.read(official, "us")
    assert duty.needs(expression).units == {"kg", "kg[degrees under 100]"}
    assert duty.obstacles(expression) == ()


@pytest.mark.parametrize(
    ("raw", "canonical", "note"),
    [
        ("5^{63С) }", "5%", 63),
        ("0^{9C) }", "0%", 9),
        ("6,5", "6.5%", None),
        (
            "20, но не менее 0,8 евро за 1 см^{3 } объема двигателя",
            "20% min 0.8 EUR/cm3",
            None,
        ),
        ("8, но не менее 0,16 евро за 1 кг^{63С) }", "8% min 0.16 EUR/kg", 63),
    ],
)
def test_raw_cell_gives_its_rate_and_its_note(raw, canonical, note):
    expression, found = dialects.read_cell(raw)
    assert (duty.text(expression), found) == (canonical, note)


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("eaeu", "563С)"),
        ("eaeu", "5, но не менее"),
        ("eaeu", "5 евро за 1 бочку"),
        ("eaeu", "5 рублей за 1 кг"),
        ("eaeu", "6.5"),
        ("eaeu", "5 евро за 1 клик"),
        ("uk", "5"),
        ("uk", "5.00 GBP/100 bananas"),
        ("eu", "9.60% (01 JAN-15 MAY), 13.40%"),
        ("eu", "9.60% (01 JAN-31 APR)"),
        ("eu", "5% + XY"),
        ("us", "5% on the hat"),
        ("us", "See 99"),
        ("us", "See 9822.01 and more"),
        ("us", "Free, if it pleases"),
        ("us", "The rate applicable to something else"),
        ("us", "3¢/kg of goodwill"),
        ("us", "Free (AU) and more"),
        ("us", "12..5%"),
        ("us", "1 2/4%"),
        ("us", ""),
    ],
)
def test_unknown_text_is_unreadable_with_a_reason(dialect, text):
    with pytest.raises(dialects.UnreadableExpression) as unreadable:
        dialects.read(text, dialect)
    assert unreadable.value.text == text
    assert "expected" in unreadable.value.reason


def test_coverage_counts_texts_and_lines():
    found = dialects.coverage(
        [("5.00%", 3), ("9.00% +  EA", 2), ("5% of nothing", 1)], "eu"
    )
    assert (found.texts, found.parsed, found.evaluable) == (3, 2, 1)
    assert (found.lines, found.lines_parsed, found.lines_evaluable) == (6, 5, 3)
    assert [text for text, _ in found.unreadable] == ["5% of nothing"]
    assert found.not_evaluable == (("9.00% +  EA", "depends on table EA"),)


@OFFICIAL
@pytest.mark.parametrize(
    ("name", "dialect", "unreadable"),
    [
        ("eaeu_rate_texts", "eaeu", 0),
        ("ukgt_duty_rate", "uk", 0),
        ("cet_duty_rate", "eu", 2),
        ("us_general", "us", 2),
        ("us_additional", "us", 0),
        ("us_column", "us", 2),
        ("us_special", "us", 2),
    ],
)
def test_official_tariffs_are_covered_and_print_back(name, dialect, unreadable):
    official = rows(name)
    found = dialects.coverage(official, dialect)
    assert len(found.unreadable) == unreadable
    assert found.lines_parsed >= 0.999 * found.lines
    refused = {text for text, _ in found.unreadable}
    for text, _ in official:
        if text not in refused:
            expression = dialects.read(text, dialect)
            assert duty.parse(duty.text(expression)) == expression


@OFFICIAL
def test_every_rate_of_the_eaeu_and_the_uk_can_be_computed():
    for name, dialect in (("eaeu_rate_texts", "eaeu"), ("ukgt_duty_rate", "uk")):
        found = dialects.coverage(rows(name), dialect)
        assert found.evaluable == found.texts


@OFFICIAL
def test_raw_cells_give_the_texts_and_the_notes_that_exist():
    texts = {duty.text(dialects.read(text, "eaeu")) for text, _ in rows("eaeu_rate_texts")}
    cells = [dialects.read_cell(raw) for raw, _ in rows("eaeu_rate_cells_raw")]
    assert {duty.text(expression) for expression, _ in cells} == texts
    with (FOLDER / "eaeu" / "ett_notes_2025-09-21.json").open(encoding="utf-8") as file:
        written = {int(number.rstrip("СC")) for number in json.load(file)}
    noted = {note for _, note in cells if note is not None}
    assert {note for note in noted if note <= max(written)} <= written
    assert len(noted) == 89


@OFFICIAL
def test_the_law_pack_carries_the_official_rate_and_note_of_every_line():
    """The rows in force when the chapters were published; later editions are not in the
    folder.
    """
    with (FOLDER / "eaeu" / "ett_2026-03_leaf.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        official = {
            row["code"]: dialects.read_cell(row["rate"]) for row in csv.DictReader(file)
        }
    with (LAW / "eaeu" / "tariff.csv").open(encoding="utf-8", newline="") as file:
        lines = [
            row
            for row in csv.DictReader(file)
            if row["since"] <= "2026-03-08" <= (row["until"] or "2026-03-08")
        ]
    carried = {
        row["code"]: (duty.parse(row["rate"]), int(row["note"]) if row["note"] else None)
        for row in lines
    }
    # The note of this line was found later to have begun before the publication.
    assert carried.pop("8408209904")[1] == 118
    del official["8408209904"]
    assert carried == official


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2.000% + AC", "depends on table AC"),
        ("2.000% + FD R", "depends on table FD_R"),
        ("0.45 XEM / 100 kg", "depends on the worth of the unit of account XEM"),
        ("4.00% + 3.5 XEM", "depends on the worth of the unit of account XEM"),
        ("3.500 GBP", ""),
        ("NIHIL", ""),
    ],
)
def test_what_is_read_and_not_computed(text: str, reason: str) -> None:
    counted = dialects.coverage([(text, 3)], "uk")
    assert (counted.parsed, counted.lines_evaluable) == (1, 0 if reason else 3)
    assert counted.not_evaluable == (((text, reason),) if reason else ())


@pytest.mark.parametrize(
    "text",
    ["2 EUR 100 kg", "2 EUR / 1000", "NIHIL 2%", "2% + AC AC", "2 EUR / st", "m²", "2% -"],
)
def test_what_no_tariff_of_europe_writes(text: str) -> None:
    assert dialects.coverage([(text, 1)], "eu").parsed == 0
