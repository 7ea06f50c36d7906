"""Tables of texts and codes in the forms that people keep them in."""

import codecs

import pytest

from openkeden.base.findings import Refused
from openkeden.classification.labelled_text import LabelledText
from openkeden.formats import labelled_table
from openkeden.formats.labelled_table import LabelledTable, NamedColumns


def read(table: str | bytes, **named: str) -> LabelledTable:
    data = table if isinstance(table, bytes) else table.encode()
    found = labelled_table.read(data, "goods.csv", NamedColumns(**named))
    assert isinstance(found, LabelledTable), found
    return found


def refused(table: str | bytes, **named: str) -> list[str]:
    data = table if isinstance(table, bytes) else table.encode()
    found = labelled_table.read(data, "goods.csv", NamedColumns(**named))
    assert isinstance(found, Refused), found
    return [one.rule for one in found.findings]


@pytest.mark.parametrize(
    "head",
    [
        "code,text",
        "hs6,q",
        "expected_code,Query",
        "HS Code,Goods Description",
        "Код ТН ВЭД,Наименование товара",
    ],
)
def test_columns_are_known_by_their_names(head: str) -> None:
    found = read(f"{head}\n851679,kettle\n")
    assert found.texts == (LabelledText("kettle", ("851679",)),)


def test_columns_are_named() -> None:
    found = read("a;b;text\n1;8516;x\n2;8517;y\n", text="a", code="b")
    assert [one.text for one in found.texts] == ["1", "2"]


def test_each_language_of_a_row_is_a_text() -> None:
    found = read("hs4,kk,ru,en\n8516,шәйнек,чайник,kettle\n")
    assert [(one.language, one.text) for one in found.texts] == [
        ("kk", "шәйнек"),
        ("ru", "чайник"),
        ("en", "kettle"),
    ]


def test_several_codes_are_each_right() -> None:
    one = read("code,text\n8516.79; 8516 72 00 00 | 8516,kettle\n").texts[0]
    assert one.codes == ("851679", "8516720000", "8516")
    assert one.labels(6) == ("851679", "851672")
    assert one.labels(4) == ("8516",)
    assert one.digits == 4


def test_groups_and_languages_are_told_by_the_table() -> None:
    one = read("code,text,cluster,lang\n8516,kettle,7,en\n").texts[0]
    assert (one.group, one.language) == ("7", "en")


def test_utf_16_is_read() -> None:
    data = codecs.BOM_UTF16_LE + "code\ttext\n8516\tшәйнек\n".encode("utf-16-le")
    assert read(data).texts[0].text == "шәйнек"


def test_rows_that_cannot_be_used_are_named_and_left_out() -> None:
    rows = "code,text\n8516,kettle\n813300000,crisps\n8517,\n8518,phone\n8519,cup\n"
    found = read(rows)
    assert [one.text for one in found.texts] == ["kettle", "phone", "cup"]
    assert [(one.rule, one.path) for one in found.notices] == [
        ("C.22", "row 3"),
        ("C.23", "row 4"),
    ]


def test_further_bad_rows_are_counted() -> None:
    rows = "code,text\n" + "8516,kettle\n" * 40 + "85x,phone\n" * 30
    notices = read(rows).notices
    assert len(notices) == 21
    assert (notices[-1].rule, notices[-1].args["value"]) == ("C.24", "10")


def test_what_was_checked_counts_more_and_what_was_wrong_is_left_out() -> None:
    found = read("code,description,outcome_found\n8516,kettle,\n8516,pot,0\n8517,tv,1\n")
    assert [(one.text, one.weight) for one in found.texts] == [("kettle", 1), ("pot", 2)]
    assert [(one.rule, one.args["value"]) for one in found.notices] == [("C.32", "1")]


def test_a_table_says_how_far_to_trust_a_code() -> None:
    rows = (
        "code,text,trust\n8516,kettle,ruling\n8516,pot,\n8517,tv,much\n8518,fan,checked\n"
    )
    found = read(rows)
    assert [one.weight for one in found.texts] == [5, 1, 2]
    assert [(one.rule, one.args["value"]) for one in found.notices] == [("C.33", "much")]


def test_a_table_of_bad_rows_is_refused() -> None:
    assert refused("code,text\nkettle,8516\nphone,8517\n")[0] == "C.25"


def test_a_table_without_the_columns_is_refused_for_all_of_them() -> None:
    assert refused("a,b\n1,2\n") == ["C.20", "C.21"]
    assert refused("code,text\n1,2\n", text="words", code="hs") == ["C.27", "C.27"]


def test_an_empty_table_is_refused() -> None:
    assert refused("") == ["C.26"]
    assert refused("code,text\n") == ["C.26"]


def test_windows_1251_is_refused_where_it_stands() -> None:
    data = "code,text\n8516,чайник\n8517,телефон\n".encode("cp1251")
    assert "F.2" in refused(data)


def test_a_text_of_a_million_letters_is_read() -> None:
    assert len(read("code,text\n8516," + "a" * 1_000_000 + "\n").texts[0].text) == 10**6
