"""`keden rates import`: published rates in once, never replaced, and used from then on."""

import json

import pytest

from tests import founded
from tests.bank import at_path, bank

__all__ = ["at_path", "bank"]

#: Who answers for an import, and as of when.
BY = ("--actor", "admin-1", "--at", "2026-04-04T10:00+05:00")

FX = founded.DATA / "fx"
RECORDED = sorted(FX.glob("nbk_*.xml"))


def answer(day: str = "07.01.2026", usd: str = "500.25") -> bytes:
    return founded.published(day, USD=usd, EUR="545")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "rates.xml"
    path.write_bytes(answer())
    return path


def test_rates_are_loaded_once(keden, file):
    first, again = keden("rates", "import", file, *BY), keden("rates", "import", file, *BY)
    assert (first.returncode, again.returncode) == (0, 0)
    assert b"2 rates added, 0 known already" in first.stdout
    assert b"0 rates added, 2 known already" in again.stdout
    assert (
        json.loads(keden("ledger", "verify", "--json").stdout)["size"]
        == founded.ENTRIES + 1
    )


def test_the_same_file_twice_in_one_call(keden, file):
    ran = keden("rates", "import", file, file, *BY)
    assert ran.returncode == 0
    assert b"0 rates added, 2 known already" in ran.stdout


def test_what_became_of_rates_for_programs(keden, file, tmp_path):
    """One list, an answer for each file, the same whether rates value, wait or are refused."""
    jump = tmp_path / "jump.xml"
    jump.write_bytes(answer(day="08.01.2026", usd="900"))
    changed = tmp_path / "changed.xml"
    changed.write_bytes(answer(usd="500.26"))
    ran = keden("rates", "import", file, jump, changed, "--json", *BY)
    loaded, waits, refused = json.loads(ran.stdout)
    assert ran.returncode == 1
    assert (loaded["source"], loaded["outcome"], loaded["added"]) == (
        str(file),
        "loaded",
        2,
    )
    assert (waits["outcome"], waits["added"]) == ("waiting", 0)
    assert waits["waiting"] > 0
    assert "R.17" in [found["rule"] for found in waits["findings"]]
    assert refused["outcome"] == "refused"
    assert "I.4" in [found["rule"] for found in refused["findings"]]
    (held,) = json.loads(keden("rates", "waiting", "--json").stdout)
    by = ("--actor", "admin-2", *BY[2:])
    confirmed = json.loads(keden("rates", "confirm", held["index"], "--json", *by).stdout)
    assert (confirmed["outcome"], confirmed["added"]) == ("loaded", waits["waiting"])


def test_fetched_rates_for_programs(keden, at_path):
    at_path("rates")
    by = ("--actor", "admin-1", "--at", "2026-04-05T10:00+05:00")
    ran = keden("rates", "fetch", "--since", "2026-04-04", "--json", *by)
    told = [(one["source"], one["outcome"], one["added"]) for one in json.loads(ran.stdout)]
    assert told == [("2026-04-04", "loaded", 1), ("2026-04-05", "loaded", 1)]


@pytest.mark.parametrize(
    ("language", "said"),
    [("ru", "курсов добавлено: 2, уже известно: 0"), ("kk", "қосылған бағам: 2")],
)
def test_the_count_is_in_the_language_of_the_reader(keden, file, language, said):
    assert said in keden("rates", "import", file, "--lang", language, *BY).stdout.decode()


def test_a_file_that_cannot_be_read_stops_all_before_anything_is_loaded(keden, file):
    assert keden("rates", "import", file, "missing.xml", *BY).returncode == 2
    assert b"2 rates added" in keden("rates", "import", file, *BY).stdout


def test_a_changed_rate_replaces_nothing(keden, file):
    keden("rates", "import", file, *BY)
    file.write_bytes(answer(usd="500.26"))
    ran = keden("rates", "import", file, *BY)
    assert ran.returncode == 1
    assert b"I.4" in ran.stdout
    assert b"0 rates added" in ran.stdout
    file.write_bytes(answer())
    assert b"2 known already" in keden("rates", "import", file, *BY).stdout


def test_a_loaded_rate_values_declarations(keden, file):
    file.write_bytes(answer(day="04.04.2026", usd="480"))
    (known,) = founded.lines(founded.lentils("A-1")).splitlines()
    before = keden("clear", "-", "--json", "--at", "2026-04-05T10:00+05:00", stdin=known)
    by = ("--actor", "admin-1", "--at", "2026-04-05T10:00+05:00")
    assert keden("rates", "import", file, *by).returncode == 0
    (other,) = founded.lines(founded.lentils("A-2")).splitlines()
    after = keden("clear", "-", "--json", "--at", "2026-04-05T10:00+05:00", stdin=other)
    values = [json.loads(told.stdout)["customs_value"] for told in (before, after)]
    assert values[0] != values[1] == "6840000.00"


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"<rates>", b'<!DOCTYPE a [<!ENTITY b "c">]><rates/>', b"{}"]
)
def test_what_is_no_answer_of_the_bank_loads_nothing(keden, file, body):
    file.write_bytes(body)
    ran = keden("rates", "import", file, *BY)
    assert ran.returncode == 1
    assert b"R.1" in ran.stdout
    assert b"0 rates added" in ran.stdout


@pytest.mark.parametrize(
    ("on", "code"), [("2026-01-07", 0), ("2026-01-08", 1), ("07.01.2026", 0), ("7/1", 2)]
)
def test_the_day_asked_for(keden, file, on, code):
    assert keden("rates", "import", file, "--on", on, *BY).returncode == code


def test_a_file_that_is_not_there(keden):
    ran = keden("rates", "import", "missing.xml", *BY)
    assert ran.returncode == 2
    assert b"missing.xml" in ran.stderr


@pytest.mark.skipif(
    not RECORDED,
    reason="recorded answers of the National Bank are not beside this checkout",
)
def test_recorded_answers_load_and_agree_with_the_bundled_ones(keden):
    ran = keden("rates", "import", *RECORDED, *BY)
    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.count(b"rates added") == len(RECORDED)
    assert b"everything fits" in keden("ledger", "verify").stdout


def test_rates_are_fetched_day_by_day(keden, at_path):
    at_path("rates")
    by = ("--actor", "admin-1", "--at", "2026-04-05T10:00+05:00")
    ran = keden("rates", "fetch", "--since", "2026-04-04", *by)
    assert ran.returncode == 0, ran.stdout
    assert b"2026-04-04: 1 rates added" in ran.stdout
    assert b"2026-04-05: 1 rates added" in ran.stdout
    again = keden("rates", "fetch", *by)
    assert b"2026-04-05: 0 rates added, 1 known already" in again.stdout


def test_without_a_network_the_file_is_named_as_the_other_way_in(keden, monkeypatch):
    monkeypatch.setenv("KEDEN_RATES", "http://127.0.0.1:9/rates")
    monkeypatch.setenv("no_proxy", "*")
    ran = keden("rates", "fetch", "2026-04-04", *BY)
    assert ran.returncode == 1
    assert b"R.22" in ran.stdout
    assert b"http://127.0.0.1:9/rates?fdate=04.04.2026" in ran.stdout
    assert b"`keden rates import FILE`" in ran.stdout


@pytest.mark.parametrize("since", ["2026-05-04", "2024-04-04", "04.13.2026"])
def test_days_that_cannot_be_fetched(keden, since):
    assert keden("rates", "fetch", "--since", since, *BY).returncode == 2
