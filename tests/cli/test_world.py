"""`keden world`: the files of a world, the same again, and its declarations clear."""

import csv
import json

import pytest

from openkeden.flow.risk import models
from tests import founded
from tests.cli.conftest import AT

WORLD = ("world", "--weeks", "4", "--per-week", "60", "--on", "2026-04-02")


def test_a_world_is_written_and_its_declarations_clear(keden, tmp_path):
    ran = keden(*WORLD, "--out", "made", "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["lines"], told["weeks"], told["on"]) == (240, 4, "2026-04-02")
    low, high = told["estimated_ppm"]
    assert 0 <= low < high
    assert told["illicit_ppm"] > 0
    folder = tmp_path / "made"
    with (folder / "history.csv").open(encoding="utf-8") as file:
        history = list(csv.DictReader(file))
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    assert len(history) == 240
    assert len(truth) == 300
    inspected = [row for row in history if row["outcome_found"]]
    assert len(inspected) == told["inspected"]
    assert not any("probability" in name or "offence" in name for name in history[0])
    assert max(row["day"] for row in history) < "2026-04-02"
    assert "not the world" in (folder / "README.md").read_text("utf-8")
    cleared = keden("clear", "made/declarations.jsonl", "--at", AT, "--json")
    answers = [json.loads(line) for line in cleared.stdout.splitlines()]
    registered = [answer for answer in answers if answer["status"] == "registered"]
    assert len(answers) == told["declarations"]
    assert len(registered) * 20 >= len(answers) * 19


def test_the_same_seed_gives_the_same_bytes(keden, tmp_path):
    for name, seed in (("one", "7"), ("again", "7"), ("other", "8")):
        assert keden(*WORLD, "--out", name, "--seed", seed).returncode == 0
    for name in ("history.csv", "truth.csv", "declarations.jsonl", "README.md"):
        body = (tmp_path / "one" / name).read_bytes()
        assert (tmp_path / "again" / name).read_bytes() == body
        assert (tmp_path / "other" / name).read_bytes() != body


@pytest.mark.parametrize(("kind", "tells"), [("words", True), ("soft", False)])
def test_where_words_show_false_codes_a_history_tells_how_far_they_are(
    keden, tmp_path, kind, tells
):
    assert keden(*WORLD, "--out", "made", "--kind", kind).returncode == 0
    with (tmp_path / "made" / "history.csv").open(encoding="utf-8") as file:
        away = [row["text_distance"] for row in csv.DictReader(file)]
    assert any(away) == tells
    if tells:
        assert away.count("0") > len(away) // 2


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_it_is_said_what_a_world_proves(keden, lang):
    ran = keden(*WORLD, "--out", "made", "--lang", lang)
    assert ran.returncode == 0
    assert len(ran.stdout.splitlines()) == 6
    assert "made/truth.csv" in ran.stdout.decode()


def test_inspections_are_chosen_by_an_engine_that_learns(keden):
    pytest.importorskip("lightgbm", reason="pip install 'openkeden[train]'")
    more = ("--weeks", "10", "--per-week", "500", "--on", "2026-04-02", "--every", "4")
    told = {}
    for by in ("random", "challenger"):
        ran = keden("world", *more, "--by", by, "--out", by, "--json")
        assert ran.returncode == 0, ran.stderr
        told[by] = json.loads(ran.stdout)
    assert told["challenger"]["by"] == "challenger"
    assert told["challenger"]["hits_of_best_ppm"] > told["random"]["hits_of_best_ppm"]


def test_an_engine_needs_its_libraries(keden, monkeypatch):
    monkeypatch.setattr(models, "_LIBRARIES", ("no_such_library",))
    ran = keden(*WORLD, "--by", "champion", "--out", "made")
    assert ran.returncode == 2
    assert "openkeden[train]" in ran.stderr.decode()


def test_u150_there_is_no_world_for_another_country(keden, monkeypatch):
    monkeypatch.setenv("KEDEN_JURISDICTION", "KG")
    ran = keden(*WORLD, "--out", "made", "--home", "none")
    assert ran.returncode == 2
    assert "No world can be generated for KG" in ran.stderr.decode()


def test_without_a_day_it_is_the_last_with_exchange_rates(keden, tmp_path):
    for more in ((), ("--on", "2026-04-03")):
        assert keden(*WORLD[:-2], *more, "--out", f"made{len(more)}").returncode == 0
    for name in ("history.csv", "README.md"):
        body = (tmp_path / "made0" / name).read_bytes()
        assert body == (tmp_path / "made2" / name).read_bytes()
    (tmp_path / "rates.xml").write_bytes(
        founded.published("07.04.2026", USD="480.25", EUR="520.10", CNY="66.00")
    )
    by = ("--actor", "admin-1", "--at", AT)
    assert keden("rates", "import", "rates.xml", *by).returncode == 0
    assert keden(*WORLD[:-2], "--out", "later").returncode == 0
    assert "--on 2026-04-07" in (tmp_path / "later" / "README.md").read_text("utf-8")


def test_u151_declarations_need_exchange_rates(keden):
    ran = keden(*WORLD[:-1], "2026-11-30", "--out", "made")
    assert ran.returncode == 2
    assert "there is no exchange rate of USD" in ran.stderr.decode()


def test_u153_no_world_is_written_over_another(keden):
    assert keden(*WORLD, "--out", "made").returncode == 0
    ran = keden(*WORLD, "--out", "made", "--seed", "2")
    assert ran.returncode == 2
    assert "made/history.csv is there already" in ran.stderr.decode()
