"""`keden risk train` and `keden risk evaluate`: what they write, and what they say of data
that cannot be used.
"""

import importlib.util
import json

import pytest

pytest.importorskip("lightgbm")

from openkeden.risk.model import model_file
from tests.risk import past_inspections


@pytest.fixture
def history(tmp_path):
    path = tmp_path / "history.csv"
    path.write_bytes(past_inspections.written())
    return path


def _findings(answer) -> list[str]:
    assert answer.returncode in (1, 2), answer
    return [finding["rule"] for finding in json.loads(answer.stdout)["findings"]]


def test_a_model_is_trained_and_judged(keden, history, tmp_path):
    out = tmp_path / "model.risk"
    remark = ("--remark", "Of the year before.")
    trained = keden("risk", "train", history, "--out", out, "--json", *remark)
    assert trained.returncode == 0, trained.stderr
    told = json.loads(trained.stdout)
    assert (told["lines"], told["inspected"]) == (1200, 1200)
    assert told["digest"] == model_file.digest(out.read_bytes())
    assert out.stat().st_mode & 0o777 == 0o600
    card = (tmp_path / "model.md").read_text()
    for words in (
        told["digest"],
        told["data"],
        "law | KZ ",
        "random 220",
        "false alarms",
        "origin",
        "Of the year before.",
        "| tenth | lines | said | found | share found |",
    ):
        assert words in card
    tenths = card.split("| tenth |")[1].split("\n\n")[0].splitlines()[2:]
    counts = [int(row.split("|")[2]) for row in tenths]
    assert (len(counts), sum(counts)) == (10, told["evaluation"]["about"]["scored"])
    judged = keden("risk", "evaluate", history, "--model", out, "--json")
    figures = json.loads(judged.stdout)
    assert figures["champion"]["auc"] > told["evaluation"]["champion"]["auc"]
    assert "M.22" in [finding["rule"] for finding in figures["about"]["findings"]]


def test_data_after_the_last_day_are_refused_m_8(keden, history, tmp_path):
    call = ("risk", "train", history, "--out", tmp_path / "m.risk", "--json")
    answer = keden(*call, "--until", "2025-12-30")
    assert set(_findings(answer)) == {"M.8"}
    assert not (tmp_path / "m.risk").exists()


def test_an_evaluation_is_told_in_three_languages(keden, history):
    said = {
        lang: keden("risk", "evaluate", history, "--lang", lang).stdout.decode()
        for lang in ("en", "ru", "kk")
    }
    assert "dictionary (control)" in said["en"]
    assert "словарь (контроль)" in said["ru"]
    assert "сөздік (бақылау)" in said["kk"]


def test_parquet_is_read_as_csv_is(keden, history, tmp_path):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = past_inspections.columns()
    columns["outcome_inclusion_ppm"] = [
        cell or None for cell in columns["outcome_inclusion_ppm"]
    ]
    path = tmp_path / "history.parquet"
    parquet.write_table(arrow.table(columns), path)
    both = [
        json.loads(keden("risk", "evaluate", file, "--json").stdout)
        for file in (history, path)
    ]
    for engine in ("champion", "challenger", "ladder", "random", "duty", "dictionary"):
        assert both[0][engine] == both[1][engine]


BROKEN = [
    ("M.5", {}, 0),
    ("M.7", {"value": "a lot"}, 3),
    ("M.7", {"value": "-5"}, 3),
    ("M.7", {"day": "yesterday"}, 3),
    ("M.7", {"day": ""}, 3),
    ("M.7", {"code": "wheat"}, 3),
    ("M.7", {"outcome_found": "perhaps"}, 3),
    ("M.7", {"outcome_way": "by luck"}, 3),
    ("M.8", {"day": "2199-01-01"}, 3),
    ("M.9", {"outcome_known_on": "2001-01-01"}, 3),
    ("M.10", {"outcome_found": ""}, None),
    ("M.11", {"outcome_found": "1"}, None),
    ("M.13", {"value": "1000000000000000"}, 3),
    ("M.14", {}, 60),
    ("M.16", {"declaration": "D1"}, 3),
]


@pytest.mark.parametrize(("rule", "changed", "place"), BROKEN)
def test_broken_data_are_a_finding(keden, tmp_path, rule, changed, place):
    rows = past_inspections.rows(400)
    if not changed:
        rows = rows[:place]
    for number, row in enumerate(rows):
        if changed and place in (None, number):
            row.update(changed)
    path = tmp_path / "broken.csv"
    path.write_bytes(past_inspections.written(rows))
    answer = keden("risk", "evaluate", path, "--json")
    assert _findings(answer)[0] == rule
    if place == 3:
        where = json.loads(answer.stdout)["findings"][0]["path"]
        assert where.endswith("row 5") or rule == "M.16"


def test_a_missing_column_is_named_m_6(keden, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("declaration,day,code\nA,2026-01-01,1001990000\n")
    answer = keden("risk", "evaluate", path, "--json")
    assert _findings(answer) == ["M.6"]
    assert json.loads(answer.stdout)["findings"][0]["value"] == "outcome_found"


def test_a_constant_column_is_told_m_12(keden, history):
    answer = keden("risk", "evaluate", history, "--json")
    told = json.loads(answer.stdout)["about"]["findings"]
    assert [one["value"] for one in told if one["rule"] == "M.12"] == ["duty_ppm"]


def test_a_file_that_is_no_table_is_told_m_19(keden, tmp_path):
    path = tmp_path / "broken.parquet"
    path.write_bytes(b"PAR1 and nothing of it")
    assert _findings(keden("risk", "evaluate", path, "--json")) == ["M.19"]
    path.write_bytes(b"")
    assert _findings(keden("risk", "evaluate", path, "--json")) == ["M.19"]


MAP = """
blocks = ["code"]
[line]
day = "When"
code = "What"
declaration = "Which"
[outcome]
found = "Hit"
"""


@pytest.mark.parametrize(
    "text",
    ["nonsense", "[line]\n", MAP + "officer2 = 'x'\n", MAP.replace('"code"', '"x"')],
)
def test_a_map_that_cannot_be_used_is_told_m_20(keden, history, tmp_path, text):
    (tmp_path / "map.toml").write_text(text)
    answer = keden("risk", "evaluate", history, "--map", tmp_path / "map.toml", "--json")
    assert _findings(answer) == ["M.20"]
    answer = keden("risk", "evaluate", history, "--map", "nobody", "--json")
    assert _findings(answer) == ["M.20"]


def test_a_map_of_ones_own_is_read(keden, tmp_path):
    (tmp_path / "map.toml").write_text(MAP)
    rows = past_inspections.rows(400)
    lines = [
        f"{row['day']};{row['code']};{row['declaration']};{row['outcome_found']}"
        for row in rows
    ]
    path = tmp_path / "mine.csv"
    path.write_text("\n".join(["When;What;Which;Hit", *lines]))
    answer = keden("risk", "evaluate", path, "--map", tmp_path / "map.toml", "--json")
    assert json.loads(answer.stdout)["about"]["lines"] == 400


def test_protocols_need_what_they_need(keden, history, tmp_path):
    (tmp_path / "map.toml").write_text(MAP.replace('["code"]', "[]"))
    mine = tmp_path / "mine.csv"
    mine.write_text("When,What,Which,Hit\n2026-01-01,1001,A,1\n2026-01-02,1001,B,0\n")
    call = ("risk", "evaluate", mine, "--map", tmp_path / "map.toml", "--json")
    assert _findings(keden(*call, "--protocol", "one-row-per-block")) == ["M.17"]
    call = ("risk", "evaluate", history, "--json", "--protocol")
    assert _findings(keden(*call, "published")) == ["M.21"]
    assert _findings(keden(*call, "best")) == ["U.138"]


def test_without_the_libraries_it_says_what_to_install_u_137(keden, history, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name, *more: None if name == "lightgbm" else found(name, *more),
    )
    answer = keden("risk", "evaluate", history)
    assert answer.returncode == 2
    assert "U.137" not in answer.stdout.decode()
    assert "pip install 'openkeden[train]'" in answer.stderr.decode()


def test_a_model_that_was_altered_is_not_used_m_26(keden, history, tmp_path):
    out = tmp_path / "model.risk"
    out.write_bytes(b"openkeden risk model 00\n{}\n")
    answer = keden("risk", "evaluate", history, "--model", out, "--json")
    assert _findings(answer) == ["M.26"]


def test_no_output_is_written_over_its_input(keden, history):
    answer = keden("risk", "train", history, "--out", history, "--json")
    assert answer.returncode == 2
    assert history.read_bytes() == past_inspections.written()
