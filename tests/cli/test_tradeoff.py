"""`keden risk tradeoff`: figures, a page that loads nothing, and what cannot be tried."""

import html.parser
import json
import re

import pytest

from openkeden.flow.risk import models

pytest.importorskip("lightgbm", reason="pip install 'openkeden[train]'")

WORLD = ("world", "--weeks", "24", "--per-week", "300", "--on", "2026-04-02")
TRADEOFF = ("risk", "tradeoff")
POLICIES = ("random", "rules", "model", "model_revenue", "best", "best_revenue")


@pytest.fixture
def world(keden):
    """The folder of a small world."""
    assert keden(*WORLD, "--out", "made").returncode == 0
    return "made"


class Tags(html.parser.HTMLParser):
    """The tags of a page, each with its attributes; those that are open."""

    def __init__(self):
        super().__init__()
        self.seen, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "line", "polyline", "polygon"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_world_is_tried_and_drawn(keden, world, tmp_path):
    out = ("--out", "chart.html", "--lang", "kk")
    ran = keden(*TRADEOFF, "--world", world, *out, "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["generated"] is True
    points = {(one["policy"], one["inspected_percent"]): one for one in told["points"]}
    assert len(points) == 12 * len(POLICIES)
    assert {policy for policy, _ in points} == set(POLICIES)
    rules = told["rules"]
    assert rules["on"] == "2026-04-03"
    assert min(rules["asked"], rules["left_out"], rules["struck"]) > 0
    assert points["model", 100]["findings_ppm"] == 1_000_000
    best, chance = points["best", 10], points["random", 10]
    assert best["findings_ppm"] > 2 * chance["findings_ppm"]
    assert points["model", 10]["hours"] * 60 >= points["model", 10]["inspected"] * 90
    body = (tmp_path / "chart.html").read_text("utf-8")
    assert "2026-04-03" in body
    tags = Tags()
    tags.feed(body)
    assert tags.open == []
    seen = [tag for tag, _ in tags.seen]
    assert seen.count("svg") == 2 + 5 + 5
    assert seen.count("tbody") == 6
    assert not {"script", "link", "img", "iframe"} & set(seen)
    assert not re.search(r"https?:|url\(", body)
    charts = [held for tag, held in tags.seen if tag == "svg" and held.get("role")]
    ids = [held["id"] for _, held in tags.seen if "id" in held]
    assert all(set(held["aria-labelledby"].split()) <= set(ids) for held in charts)
    assert ("html", {"lang": "kk"}) in tags.seen
    assert "prefers-color-scheme: dark" in body


def test_a_history_is_tried_on_what_was_inspected(keden, world):
    ran = keden(*TRADEOFF, "made/history.csv", "--minutes", "30")
    assert ran.returncode == 0, ran.stderr
    said = ran.stdout.decode()
    assert "Only inspected lines are tried" in said
    assert "An inspection takes 30 minutes" in said
    assert "best possible" not in said
    assert "No profile can be asked of these lines" in said
    assert "highest charges first" in said
    assert "profiles in force" not in said


def test_one_of_data_and_world_is_named(keden, world):
    for words in ((), ("made/history.csv", "--world", world)):
        ran = keden(*TRADEOFF, *words)
        assert ran.returncode == 2
        assert "DATA or --world" in ran.stderr.decode()


@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_u152_a_folder_that_is_no_world(keden, world, tmp_path, damage):
    truth = tmp_path / world / "truth.csv"
    if damage == "gone":
        truth.unlink()
    else:
        truth.write_text("declaration,item\nW001-000001,1\n")
    ran = keden(*TRADEOFF, "--world", world)
    assert ran.returncode == 2
    assert "holds no generated world" in ran.stderr.decode()


def test_training_needs_its_libraries(keden, world, monkeypatch):
    monkeypatch.setattr(models, "_LIBRARIES", ("no_such_library",))
    ran = keden(*TRADEOFF, "--world", world)
    assert ran.returncode == 2
    assert "pip install 'openkeden[train]'" in ran.stderr.decode()


def test_too_little_to_learn_from_is_said(keden):
    assert keden(*WORLD[:2], "2", *WORLD[3:], "--out", "tiny").returncode == 0
    ran = keden(*TRADEOFF, "--world", "tiny")
    assert ran.returncode == 1
    assert "M." in ran.stderr.decode()
