"""`keden law lists`: which lists there are, and the codes of one."""

import json

import pytest
from typer.testing import CliRunner

from openkeden import locale
from openkeden.cli import main


def run(*words):
    return CliRunner().invoke(main.app, ["law", "lists", *words])


def test_every_list_says_whether_it_is_whole(tmp_path):
    views = json.loads(run("--json", "--home", str(tmp_path)).stdout)
    extents = {view["name"]: (view["complete"], view["count"]) for view in views}
    assert extents["documents"] == (True, 297)
    assert extents["offices"] == (False, 9)
    assert all(view["codes"] == [] for view in views)


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "power of attorney"), ("ru", "доверенность"), ("kk", "сенімхат")],
)
def test_the_codes_of_one_list(tmp_path, language, name):
    where = ("--home", str(tmp_path), "--lang", language)
    (view,) = json.loads(run("documents", "--json", *where).stdout)
    assert view["codes"][-1] == {"code": "11004", "name": name, "mark": "secondary"}
    mark = locale.names(language)["marks"]["secondary"]
    assert f"11004  {name} [{mark}]" in run("documents", *where).stdout


@pytest.mark.parametrize(
    ("named", "code", "ru", "kk"),
    [
        ("currencies", "JPY", "иена", "иена"),
        ("units", "kg_u", "килограмм урана, ОКЕИ 867", "уран килограмы, ОКЕИ 867"),
        ("package_kinds", "1A", "барабан, сталь", "барабан, болат"),
    ],
)
def test_names_of_other_lists_are_told_too(tmp_path, named, code, ru, kk):
    for language, name in (("ru", ru), ("kk", kk)):
        where = ("--json", "--home", str(tmp_path), "--lang", language)
        (view,) = json.loads(run(named, *where).stdout)
        names = {one["code"]: one["name"] for one in view["codes"]}
        assert names[code] == name
        assert not [one for one in names.values() if one.endswith("(en)")]


def test_the_codes_are_those_of_the_day(tmp_path):
    where = ("payment_codes", "--json", "--home", str(tmp_path), "--on")
    (before,) = json.loads(run(*where, "2023-12-31").stdout)
    (since,) = json.loads(run(*where, "2024-01-01").stdout)
    assert (before["count"], since["count"]) == (0, 9)


def test_a_list_that_is_not_there(tmp_path):
    ran = run("nope", "--home", str(tmp_path))
    assert "U.75" in repr(ran.exception)


def test_another_country_has_its_own_lists(tmp_path):
    where = ("--home", str(tmp_path), "--country", "KG", "--json")
    views = json.loads(run(*where).stdout)
    assert "payment_codes" not in [view["name"] for view in views]
