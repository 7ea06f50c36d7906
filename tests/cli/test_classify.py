"""`keden classify train` and `evaluate`: learning from what was lodged here, and the memory
that judging took.
"""

import json

from tests.classification import labelled

FRESH = ("--home", "fresh")


def test_a_model_learns_from_what_was_lodged_here(keden, tmp_path):
    assert keden("demo", *FRESH).returncode == 0
    asking = ("--officer", "demo-inspector", *FRESH)
    assert keden("risk", "history", *asking, "--out", "past.csv").returncode == 0
    told = []
    for source, out in ((asking, "lodged.kgc"), (("past.csv", *FRESH), "table.kgc")):
        ran = keden("classify", "train", *source, "--out", out, "--json")
        assert ran.returncode == 0, ran
        told.append(json.loads(ran.stdout))
    lodged, table = told
    assert lodged["texts"] == table["texts"] > 0
    assert lodged["digest"] == table["digest"]
    assert [one["rule"] for one in lodged["findings"]] == [
        one["rule"] for one in table["findings"]
    ]


def test_what_was_lodged_an_officer_asks_for(keden):
    ran = keden("classify", "train", "--out", "ours.kgc", "--json")
    assert ran.returncode == 2
    assert b"--officer" in ran.stderr + ran.stdout
    other = ("--officer", "nobody", "--json")
    ran = keden("classify", "train", "--out", "ours.kgc", *other)
    assert ran.returncode == 1, ran


def test_judging_tells_the_memory_that_it_took(keden, tmp_path):
    rows = labelled.table(labelled.texts()[:40])
    (tmp_path / "declared.csv").write_text(rows, encoding="utf-8")
    told = json.loads(keden("classify", "evaluate", "-", "declared.csv", "--json").stdout)
    assert 30 < told["memory_mb"] < 4_000
    said = keden("classify", "evaluate", "-", "declared.csv", "--lang", "ru").stdout
    assert "МБ" in said.decode()
