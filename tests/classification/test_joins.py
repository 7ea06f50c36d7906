"""The weights of signs are fitted on texts with known codes: signs that speak for the right
codes get weight.
"""

import pytest

from docs import joins

#: Texts of our own with the subheading that they mean.
TEXTS = (
    ("wireless headphones with microphone", "851830"),
    ("cotton t-shirt for men", "610910"),
    ("dog food in bags", "230910"),
    ("стиральный порошок", "340250"),
    ("аккумулятор автомобильный стартерный", "850710"),
    ("фен для волос", "851631"),
    ("gaming laptop", "847130"),
    ("car shock absorber", "870880"),
    ("instant coffee in jars", "210111"),
    ("молоко сгущенное с сахаром", "040299"),
    ("office chair with wheels", "940139"),
    ("men's leather belt", "420330"),
)


@pytest.fixture
def table(tmp_path):
    lines = ["text,code", *[f"{text},{code}" for text, code in TEXTS]]
    file = tmp_path / "known.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_signs_that_speak_for_the_right_codes_get_weight(table, capsys):
    assert joins.main([str(table)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == f"headings, {len(TEXTS)} texts"
    weights = dict(line.split(" = ") for line in said if " = " in line)
    assert float(weights["  words4.line"]) > 0
    assert float(weights["  heading"]) > 0
    assert float(weights["  words6.within"]) > 0


def test_without_texts_there_is_nothing_to_fit(tmp_path, capsys):
    empty = tmp_path / "empty.csv"
    empty.write_text("text,code\n", encoding="utf-8")
    assert joins.main([str(empty)]) == 1
    assert "name tables" in capsys.readouterr().err


def test_weights_with_loaded_texts_are_judged_on_texts_held_out(table, tmp_path, capsys):
    official = tmp_path / "official.csv"
    official.write_text("text,code\nloudspeakers and headphones,851830\n", encoding="utf-8")
    given = [str(table), "--official", str(official), "--folds", "3"]
    assert joins.main(given) == 0
    said = capsys.readouterr().out.splitlines()
    names = [line.split(" = ")[0].strip() for line in said]
    assert {"official4", "official6", "official6.within"} <= set(names)
    (headings, subheadings) = [line for line in said if line.startswith("held out")]
    assert headings.startswith(f"held out, 4 digits, {len(TEXTS)} texts: ")
    first, among_five, among_ten = map(float, subheadings.split(": ")[1].split(" / "))
    assert 0 < first <= among_five <= among_ten <= 100
