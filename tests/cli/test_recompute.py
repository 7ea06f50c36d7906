"""`keden recompute`: exit codes, counts and the JSON of its reports; what it does not read,
`keden clear` does not read either.
"""

import json

import pytest

from tests.comparison.sads import SAD, sad

NOUGHT = ("Duty_tax_amount=27000", "Duty_tax_amount=0")
BLANKS = ("Duty_tax_amount=27000", "Duty_tax_amount=27 000")
TOTAL = ("Total_CIF=450000", "Total_CIF=450 000")
MASS = ("Gross_weight=200", "Gross_weight=2000")
TWICE = ("<Item_price>480", "<Item_price>1</Item_price><Item_price>480")

ENDS = {
    "right": ((), 0),
    "a total that does not fit": ((MASS,), 0),
    "a duty of nought": ((NOUGHT,), 1),
    "a figure of tax that cannot be read": ((BLANKS,), 1),
    "another figure that cannot be read": ((TOTAL,), 1),
    "an element that stands twice": ((TWICE,), 2),
}


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("options", [(), ("--json",)])
def test_exit_codes(keden, tmp_path, name: str, options: tuple[str, ...]) -> None:
    changes, code = ENDS[name]
    (tmp_path / "old.xml").write_text(sad(*changes))
    assert keden("recompute", "old.xml", *options).returncode == code


def test_counts_and_reports_for_programs(keden, tmp_path) -> None:
    for name, changes in {"a": (BLANKS,), "b": (NOUGHT, MASS), "c": (TWICE,)}.items():
        (tmp_path / f"{name}.xml").write_text(sad(*changes))
    told = json.loads(keden("recompute", "a.xml", "b.xml", "c.xml", "--json").stdout)
    reports = told.pop("reports")
    assert told == {
        "files": 3,
        "unreadable": 1,
        "items": 4,
        "lines": 8,
        "matched": 6,
        "exact": 6,
        "explained": 0,
        "unexplained": 1,
        "unread": 1,
        "unread_figures": 1,
        # The sums of taxes in both files, and the gross mass.
        "unreconciled": 5,
    }
    assert [(one["path"], one["readable"], len(one["lines"])) for one in reports] == [
        ("a.xml", True, 4),
        ("b.xml", True, 4),
        ("c.xml", False, 0),
    ]
    unread, free = reports[0]["lines"][0], reports[1]["lines"][0]
    assert (unread["outcome"], unread["base"], unread["amount"]) == (
        "unread",
        "270000",
        None,
    )
    assert (free["outcome"], free["computed"]) == ("unexplained", "27000")
    rules = [[found["rule"] for found in one["findings"]] for one in reports]
    assert rules[0][:1] + rules[2] == ["F.44", "F.80"]


def test_more_unread_figures_than_are_listed_are_counted(keden, tmp_path) -> None:
    line = SAD[SAD.index("<Taxation_line>") : SAD.index("</Taxation_line>")]
    many = f"{line}</Taxation_line>".replace(">27000<", ">27 000<") * 1_200
    document = SAD.replace(line, f"{many}{line}", 1)
    (tmp_path / "old.xml").write_text(document)
    told = json.loads(keden("recompute", "old.xml", "--json").stdout)
    assert (told["unread"], told["unread_figures"]) == (1_200, 1_200)


def test_text_names_what_was_not_read(keden, tmp_path) -> None:
    (tmp_path / "old.xml").write_text(sad(BLANKS))
    told = keden("recompute", "old.xml").stdout.decode()
    assert "27 000 is not a valid number" in told
    assert "unread: a figure cannot be read" in told
    assert "1 unread (1 figures)" in told


def test_clear_refuses_what_stands_twice(keden, tmp_path) -> None:
    (tmp_path / "old.xml").write_text(sad(TWICE))
    ended = keden("clear", "old.xml", "--at", "2026-04-02T10:00+05:00")
    assert ended.returncode != 0
    assert b"Item[1]/Tarification/Item_price" in ended.stdout


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1251"])
def test_clear_reads_the_encodings_that_recompute_reads(keden, tmp_path, codec) -> None:
    declared = "windows-1251" if codec == "cp1251" else codec.removesuffix("-sig")
    document = sad().replace("UTF-8", declared).replace("Desk lamps", "Лампы")
    (tmp_path / "old.xml").write_bytes(document.encode(codec))
    assert keden("recompute", "old.xml").returncode == 0
    ended = keden("clear", "old.xml", "--at", "2026-04-02T10:00+05:00")
    # A declaration of another country breaks many rules here, and is read all the same.
    assert ended.returncode == 1
    assert b" F." not in ended.stdout
    assert b"OLD-7" in ended.stdout


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("unexplained", "nothing is charged", "1 unexplained")),
        ("ru", ("не объяснена", "ничего не взимается", "не объяснены: 1")),
        ("kk", ("түсіндірілмеген", "ештеңе алынбайды", "түсіндірілмеген: 1")),
    ],
)
def test_reasons_and_counts_are_in_the_language_of_the_reader(
    keden, tmp_path, language, words
) -> None:
    (tmp_path / "old.xml").write_text(sad(NOUGHT))
    shown = keden("recompute", "old.xml", "--lang", language).stdout.decode()
    for said in words:
        assert said in shown
    told = json.loads(keden("recompute", "old.xml", "--lang", language, "--json").stdout)
    line = told["reports"][0]["lines"][0]
    assert line["reason_key"] == "nothing_charged"
    assert words[1] in line["reason"]


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "gross mass"), ("ru", "масса брутто"), ("kk", "брутто масса")],
)
def test_what_a_finding_is_about_is_in_its_language(
    keden, tmp_path, language, word
) -> None:
    (tmp_path / "old.xml").write_text(sad(MASS))
    told = json.loads(keden("recompute", "old.xml", "--lang", language, "--json").stdout)
    (found,) = [one for one in told["reports"][0]["findings"] if one["rule"] == "A.11"]
    assert word in found["message"]
    assert found["args"]["part"] == "gross mass"
