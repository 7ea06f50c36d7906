"""What would change money most: the charges of a file by the rows that they rest on."""

import datetime
import io
import json
import pathlib

import pytest
from typer import testing

import openkeden
from openkeden.cli import main, show
from openkeden.flow.law import stakes
from openkeden.flow.lodging import checking
from tests import support

SAMPLES = pathlib.Path(openkeden.__file__).parent / "samples"
IMPORTERS = SAMPLES / "09-importers.json"
DAY = datetime.date(2026, 4, 2)


def at_stake(body: bytes, home: pathlib.Path) -> stakes.Stakes:
    answer = stakes.of_streams([io.BytesIO(body)], "KZ", None, home, DAY)
    assert isinstance(answer, stakes.Stakes)
    return answer


@pytest.fixture
def charged():
    """Every charge of the samples, as a check has them."""
    pack = support.pack()
    noon = pack.on_clock(datetime.datetime.combine(DAY, datetime.time(12)))
    with IMPORTERS.open("rb") as stream:
        answers = list(
            checking.check_stream(stream, "", noon, pack, 1_000_000, checking.Foregoing())
        )
    return [line for answer in answers for line in answer.lines]


def test_on_each_doubtful_row_rests_the_sum_of_its_charges(charged, tmp_path):
    found = at_stake(IMPORTERS.read_bytes(), tmp_path)
    assert (found.declarations, found.left_out, found.currency) == (14, 0, "KZT")
    assert found.payable == sum([line.amount for line in charged])
    law = support.pack().on(DAY)
    granted = {preference.row.id for preference in law.preferences.values()}
    for told in found.rows:
        touched = [line for line in charged if told.row.id in line.rows]
        assert told.row.mark != "verified"
        assert set(told.charges) == {line.code for line in touched}
        if told.row.id in granted:
            relieved = [line.computed - line.amount for line in touched]
            assert told.amount == sum(relieved) > 0
        elif not any(line.preference for line in touched):
            assert told.amount == sum([line.computed for line in touched]) > 0
    amounts = [told.amount for told in found.rows]
    assert amounts == sorted(amounts, reverse=True)


def test_what_rests_on_verified_rows_alone_is_apart(charged, tmp_path):
    found = at_stake(IMPORTERS.read_bytes(), tmp_path)
    doubtful = {told.row.id for told in found.rows}
    sound = [line.amount for line in charged if doubtful.isdisjoint(line.rows)]
    assert found.verified == sum(sound)
    assert 0 < found.verified < found.payable


def test_gaps_are_told_with_the_value_of_their_goods(tmp_path):
    found = at_stake(IMPORTERS.read_bytes(), tmp_path)
    assert [(told.gap.charge, told.declarations) for told in found.gaps] == [("vat", 1)]
    assert found.gaps[0].value > 0


def test_what_cannot_be_assessed_is_counted(tmp_path):
    filed = json.loads(IMPORTERS.read_bytes())[:2]
    filed[0]["items"][0]["code"] = "0000000000"
    lines = [*[json.dumps(one).encode() for one in filed], b"{", b""]
    found = at_stake(b"\n".join(lines), tmp_path)
    assert (found.declarations, found.left_out) == (1, 2)


def run(*words: str) -> testing.Result:
    return testing.CliRunner().invoke(main.app, ["law", "audit", *words])


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_audit_tells_it_of_a_file(language, tmp_path):
    asked = ("--on", str(IMPORTERS), "--on", str(DAY), "--home", str(tmp_path))
    told = run(*asked, "--lang", language)
    assert told.exit_code == 0
    assert "1 824 345.60 KZT" in told.stdout
    view = json.loads(run(*asked, "--lang", language, "--json").stdout)["stakes"]
    assert view["rows"][0]["row"]["id"] == "eaeu:preference/FTA@2018-01-01"
    assert view["rows"][0]["amount"] == "1824345.60"


def test_without_a_file_nothing_is_at_stake_and_two_days_are_no_day(tmp_path):
    view = json.loads(run("--on", str(DAY), "--home", str(tmp_path), "--json").stdout)
    assert "stakes" not in view
    with pytest.raises(show.UserError, match="2026-04-02 2026-04-03"):
        testing.CliRunner().invoke(
            main.app,
            ["law", "audit", "--on", "2026-04-02", "--on", "2026-04-03"],
            catch_exceptions=False,
            standalone_mode=False,
        )
