"""What a line of the tariff asks for, as `keden measures` and `keden duty` tell it: the
licence of a quota line, the season, the use, and papers of one kind in one line.
"""

import json

from typer import testing

from openkeden.cli import main

IMPORT = ("--direction", "import", "--origin", "BR")
GOODS = ("--value", "1000", "--currency", "USD", "--net", "100", "--on", "2026-04-02")


def call(*words, code=0):
    ran = testing.CliRunner().invoke(main.app, words)
    assert ran.exit_code == code, ran.output
    return ran.stdout


def answer(*words, code=0):
    return json.loads(call(*words, "--json", code=code))


def by_id(day):
    return {one["id"]: one for one in (*day["measures"], *day["also"])}


def test_a_quota_line_needs_its_licence_and_names_the_other_code():
    asked = ("measures", "0201100001", *IMPORT, "--on", "2026-04-02")
    (day,) = answer(*asked, "--document", "01201", code=1)["days"]
    assert day["verdict"] == "document"
    assert by_id(day)["eaeu-quota-beef-fresh"]["otherwise"] == "0201100008"
    assert "Without it: 0201100008" in call(*asked, code=1)
    papers = ("--document", "01201", "--document", "01011", "--document", "01402")
    assert answer(*asked, *papers)["days"][0]["verdict"] == "advised"


def test_a_price_of_a_quota_line_tells_the_rate_without_the_licence():
    asked = ("duty", "--code", "0201100001", "--origin", "BR", *GOODS)
    needs = {one["for"]: one for one in answer(*asked)["documents"]}
    quota = needs["eaeu-quota-beef-fresh"]
    found = quota["document"], quota["otherwise"], quota["otherwise_rate"]
    assert found == ("01011", "0201100008", "50% min 1 EUR/kg")
    (said,) = [line for line in call(*asked).splitlines() if "01011" in line]
    assert said.endswith("without it: 0201100008, 50% min 1 EUR/kg")


def test_a_line_of_one_use_warns_with_the_rate_of_others():
    asked = ("duty", "--code", "8408209904", "--origin", "CN", *GOODS, "--qty", "1")
    (said,) = [one for one in answer(*asked)["warnings"] if one["rule"] == "G44.41"]
    assert "body for industry" in said["message"]
    assert "code 8408209907, at 5%" in said["fix"]


def test_a_season_turns_the_verdict_on_its_days():
    asked = ("measures", "0702000001", *IMPORT, "--on", "2026-04-02")
    told = answer(*asked, "--document", "01207", code=1)
    assert by_id(told["days"][0])["season/0702000001"]["effect"] == "refuse"
    turns = [(change["on"], change["verdict"]) for change in told["changes"]]
    assert turns == [
        ("2024-01-01", "advised"),
        ("2024-04-01", "refused"),
        ("2025-01-01", "advised"),
        ("2025-04-01", "refused"),
        ("2026-01-01", "advised"),
        ("2026-04-01", "refused"),
    ]


def test_the_turns_of_a_season_end_where_they_are_asked_to():
    asked = ("measures", "0707000501", "--direction", "export", "--document", "01207")
    told = answer(*asked, "--from", "2026-02-01", "--to", "2026-03-31")
    turns = [(change["on"], change["verdict"]) for change in told["changes"]]
    assert turns == [("2026-02-01", "free"), ("2026-03-01", "refused")]


def test_a_price_out_of_season_is_refused_with_the_code_of_the_day():
    asked = ("duty", "--code", "0702000001", "--origin", "CN", *GOODS)
    told = answer(*asked, code=1)
    (said,) = [one for one in told["findings"] if one["rule"] == "G33.30"]
    assert "0702000002" in said["fix"]


def test_papers_of_one_kind_stand_in_one_line():
    asked = ("duty", "--code", "8450111900", "--origin", "CN", *GOODS, "--qty", "1")
    said = [line for line in call(*asked).splitlines() if line.startswith("May be needed")]
    assert ["01401" in said[0], "01402" in said[1], len(said)] == [True, True, 2]
    assert "TR CU 004/2011" in said[0]
    assert "TR CU 020/2011" in said[0]
    every = [line for line in call(*asked, "-v").splitlines() if "eaeu-tr-" in line]
    assert len(every) == 4


def test_measures_that_advise_are_one_line_each_by_the_document():
    asked = ("measures", "8450111900", *IMPORT, "--on", "2026-04-02")
    said = call(*asked).splitlines()
    head = said.index(
        "  Document: 01401 certificate of conformity to a technical regulation"
    )
    assert said[head + 1].startswith("    eaeu-tr-004-certificate conformity of")
    assert said[head + 2].startswith("    eaeu-tr-020-certificate")
    assert (
        said[head + 3]
        == "  Document: 01402 declaration of conformity to a technical regulation"
    )


def test_a_measure_of_two_directions_says_both():
    said = call("tariff", "show", "2903761000", "--on", "2026-04-02")
    assert "Measure eaeu-licence-1.1: refuse, import / export: ban" in said
