"""The examples of the help: every command has one, and each ends as it says."""

import pathlib
import re
import shlex
import shutil

import pytest
from django.db import connections

from docs import reference
from openkeden.cli import examples
from tests import founded
from tests.bank import at_path, bank
from tests.classification import labelled
from tests.risk import past_inspections, tables

__all__ = ["at_path", "bank"]

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = [name.removeprefix("keden ") for name, _ in reference.commands()]
ALL = [
    example
    for shown in examples.EXAMPLES.values()
    for example in shown
    if not example.lasts
]

ROWS = """
[[parameters]]
values = { "fee.goods_declaration" = "7 MCI" }
since = 2026-04-02
act = "test act"
source = "tests"
mark = "open"
"""

#: Calls whose files the examples name.
BEFORE = (
    "demo",
    (
        "person add a.broker --name A --role declarant --firm 990140000017 --document 1"
        " --actor demo-administrator --at 2026-04-02T10:00+05:00"
    ),
    "signature test-authority --out trial --name A --at 2026-04-02T10:00+05:00",
    "receipt get AID-1 --out AID-1.tlog-proof",
    "ledger export exported",
    "backup yesterday.tar",
    "witness init a.example/w --key .keden/log.vkey --state watching",
)


@pytest.fixture
def prepared(keden, tmp_path, tmp_path_factory):
    """The installation of the demo, with the files that the examples name."""
    kept = tmp_path_factory.getbasetemp() / "examples"
    shutil.rmtree(tmp_path / ".keden")
    connections["default"].close()
    if not kept.exists():
        founded.bare(tmp_path / ".keden")
        for line in BEFORE:
            assert keden(*shlex.split(line)).returncode == 0, line
        _write_files(tmp_path)
        connections["default"].close()
        shutil.copytree(tmp_path, kept)
    shutil.copytree(kept, tmp_path, dirs_exist_ok=True)
    return keden


def _write_files(folder: pathlib.Path) -> None:
    (folder / "declaration.json").write_bytes(founded.lines(founded.lentils("MY-1")))
    (folder / "declaration.p7s").write_bytes(b"no signature")
    shutil.copy(ROOT / "tests/golden/formats/sad.xml", folder / "asycuda.xml")
    (folder / "rates.xml").write_bytes(founded.published("05.04.2026", USD="480.25"))
    (folder / "rows.toml").write_text(ROWS)
    (folder / "past.csv").write_bytes(past_inspections.written())
    (folder / "model.risk").write_bytes(tables.file("m1", {"61": 300_000}))
    page = (ROOT / "docs/tariff-import.md").read_text()
    shown = re.findall(r"^```csv\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    for name, body in zip(("edition", "notes"), shown, strict=True):
        (folder / f"{name}.csv").write_text(body)
    (folder / "declared.csv").write_text(labelled.table(labelled.many(250)))
    (folder / "official.csv").write_text("code,text\n220421,still wine in bottles\n")
    (folder / "duties.csv").write_text("rate\n5\n10% min 0.5 EUR/kg\n")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_an_example_of_itself(name):
    shown = examples.EXAMPLES[name]
    assert shown
    for example in shown:
        called = f"keden {name}".replace("account show", "account")
        assert example.line.startswith(called)


def test_no_example_is_of_a_command_that_is_gone():
    assert set(examples.EXAMPLES) == set(NAMES)


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.line[:60])
def test_each_example_ends_as_it_says(prepared, example, at_path):
    at_path("rates")
    ran = prepared(*shlex.split(example.line)[1:])
    assert ran.returncode == example.code, ran.stderr.decode()


def test_the_help_shows_the_examples_so_that_they_can_be_typed(keden):
    for name in ("duty", "person add"):
        told = keden(*name.split(), "-h").stdout.decode()
        shown = told[told.index("Examples:") :].replace("\\\n", " ")
        for example in examples.EXAMPLES[name]:
            assert shlex.split(example.line) in [
                shlex.split(line) for line in shown.splitlines()[1:]
            ]
