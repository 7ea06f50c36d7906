"""`keden split`: two files that can be lodged, a comparison that adds up, and reasons where
there is no mix.
"""

import json
import re

import pytest

from openkeden.cli import main, split
from openkeden.flow import installation_files
from openkeden.flow.law import law_here
from tests import founded, national_rates
from tests.cli.conftest import AT
from tests.filing import gate

MIX = [
    {"code": national_rates.SHOES},
    {
        "code": national_rates.TYRES,
        "description": "Tyres of cars, new",
        "supplementary_unit": "pc",
    },
]


@pytest.fixture
def keden_split(keden, monkeypatch):
    """Call `keden split WORD...` under the law with lower rates; the command is added where
    it is not yet there.
    """
    if split.split not in [known.callback for known in main.app.registered_commands]:
        monkeypatch.setattr(
            main.app, "registered_commands", [*main.app.registered_commands]
        )
        main.app.command()(split.split)
    given = national_rates.pack()
    for module in (installation_files, law_here):
        monkeypatch.setattr(module, "load_pack", lambda *_, **__: given)
    return lambda *words: keden("split", *words, "--at", AT)


def amount(text):
    return round(float(text) * 100)


def test_two_files_are_written_that_can_be_lodged(keden_split, keden, tmp_path):
    (tmp_path / "a.json").write_bytes(
        founded.lines(gate.filing(items=MIX, reference="A/1"))
    )
    ran = keden_split("a.json", "--out-dir", "parts", "--json")
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["tied_items"], told["tied"]["file"], told["free"]["reference"]) == (
        [1],
        "parts/A_1-1.json",
        "A/1-2",
    )
    files = (told["tied"]["file"], told["free"]["file"])
    lodged = keden("clear", *files, "--at", AT, "--json", "--home", "lower")
    assert lodged.returncode == 0
    answers = [json.loads(line) for line in lodged.stdout.splitlines()]
    assert [answer["payable"] for answer in answers] == [
        told["tied"]["payable"],
        told["free"]["payable"],
    ]


def test_the_comparison_adds_up(keden_split, tmp_path):
    (tmp_path / "a.json").write_bytes(founded.lines(gate.filing(items=MIX)))
    told = json.loads(keden_split("a.json", "--out-dir", "parts", "--json").stdout)
    whole, tied, free = (told[name] for name in ("whole", "tied", "free"))
    for code in ("2010", "5010"):
        assert amount(tied["charges"][code]) + amount(free["charges"][code]) == amount(
            whole["charges"][code]
        )
    assert (
        tied["charges"]["1010"]
        == free["charges"]["1010"]
        == whole["charges"]["1010"]
        == told["surplus"]
    )
    assert (tied["saved"], free["saved"]) == (whole["saved"], "0.00")
    assert amount(whole["saved"]) > 0


def test_people_see_a_table_the_saving_and_the_second_fee(keden_split, tmp_path):
    (tmp_path / "a.json").write_bytes(founded.lines(gate.filing(items=MIX)))
    ran = keden_split("a.json", "--out-dir", "parts")
    text = ran.stdout.decode()
    assert ran.returncode == 0, ran.stderr
    saved = re.search(r"saved beside the common rates: (.*) as one, (.*) as two", text)
    assert saved is not None
    assert saved[1] == saved[2], "what is saved does not depend on how goods are declared"
    assert "a second declaration owes a second fee: 25 950.00 KZT" in text
    assert text.splitlines()[1].startswith("KZT ")
    assert text.splitlines()[-2:] == ["parts/A-1-1.json", "parts/A-1-2.json"]


def test_what_is_not_mixed_is_left_alone(keden_split, tmp_path):
    (tmp_path / "a.json").write_bytes(founded.lines(gate.filing(items=MIX[:1])))
    ran = keden_split("a.json", "--out-dir", "parts")
    assert (ran.returncode, ran.stdout) == (0, b"")
    assert b"S.1" in ran.stderr
    assert not (tmp_path / "parts").exists()


def test_a_refused_declaration_ends_with_1_and_an_unread_one_with_2(keden_split, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(founded.lines(gate.filing(items=MIX, items_total=7)))
    ran = keden_split("a.jsonl", "--out-dir", "parts", "--json")
    assert (ran.returncode, json.loads(ran.stdout)["findings"][0]["rule"]) == (1, "G5.1")
    (tmp_path / "b.jsonl").write_bytes(b"{\n")
    assert keden_split("b.jsonl", "--out-dir", "parts").returncode == 2
    assert keden_split("none.json", "--out-dir", "parts").returncode == 2


def test_another_file_is_never_written_over(keden_split, tmp_path):
    (tmp_path / "a.json").write_bytes(founded.lines(gate.filing(items=MIX)))
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "A-1-1.json").write_text("mine")
    ran = keden_split("a.json", "--out-dir", "parts")
    assert ran.returncode == 2
    assert b"A-1-1.json" in ran.stderr
    assert (tmp_path / "parts" / "A-1-1.json").read_text() == "mine"
    (tmp_path / "parts" / "A-1-1.json").unlink()
    assert [keden_split("a.json", "--out-dir", "parts").returncode for _ in range(2)] == [
        0,
        0,
    ]
