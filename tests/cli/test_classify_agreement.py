"""`keden classify agreement`: wrong codes planted in texts that somebody keeps."""

import json

import pytest

from tests.classification.test_planted_codes import GOODS


@pytest.fixture
def table(tmp_path):
    rows = [f"{code},{text}" for code, texts in GOODS.items() for text in texts]
    copies = [f"{row} 12 pcs" for row in rows]
    content = "\n".join(["code,text", *rows, *copies])
    (tmp_path / "declared.csv").write_text(content, encoding="utf-8")


def test_figures_are_told_by_kind_and_near_duplicates_count_once(keden, table):
    ran = keden("classify", "agreement", "-", "declared.csv", "--json")
    told = json.loads(ran.stdout)
    assert (ran.returncode, told["rows"]) == (0, 18)
    far, near = told["planted"]
    assert (far["nearness"], near["nearness"]) == ("other_chapter", "same_chapter")
    assert far["auc"]["low"] <= far["auc"]["mean"] <= far["auc"]["high"]
    assert far["auc"]["mean"] > 0.9


@pytest.mark.parametrize(
    ("language", "kind"),
    [("en", "other chapter"), ("ru", "другая группа"), ("kk", "басқа топ")],
)
def test_people_get_a_table(keden, table, language, kind):
    ran = keden("classify", "agreement", "-", "declared.csv", "--lang", language)
    assert (ran.returncode, kind in ran.stdout.decode()) == (0, True)


def test_a_model_that_is_none_is_refused(keden, table):
    ran = keden("classify", "agreement", "declared.csv", "declared.csv")
    assert (ran.returncode, b"C.1" in ran.stderr) == (1, True)
