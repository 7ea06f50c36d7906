"""The public files of a ledger, and their check with nothing but them and the public key."""

import json
import pathlib
import shutil
import subprocess
import sys

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow.ledger import export_check, export_files, export_writer
from openkeden.ledger import checkpoint, entry, merkle
from openkeden.store import log, read, write
from tests import founded
from tests.flow import filled
from tests.ledger.reference import Reference


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A house of 314 facts, and its whole export."""
    home = filled.fill(tmp_path_factory.mktemp("made") / "home").home
    at = founded.found(home)
    exported = export_writer.write(at, home.parent / "export", entries=True)
    assert isinstance(exported, export_writer.Exported)
    connections["default"].close()
    return home.parent


@pytest.fixture
def folder(made, tmp_path):
    """A copy of the export to be tampered with."""
    shutil.copytree(made / "export", tmp_path / "export")
    return tmp_path / "export"


def check(folder: pathlib.Path, key: str = "") -> export_check.CheckedExport:
    checked = export_check.check(folder, key)
    assert isinstance(checked, export_check.CheckedExport), checked
    return checked


def names(folder: pathlib.Path) -> set[str]:
    return {problem.record for problem in check(folder).problems}


def files(folder: pathlib.Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def test_an_export_fits(made):
    told = check(made / "export", founded.key().verifier.text)
    assert told.problems == ()
    at = founded.found(made / "home")
    size = log.size()
    assert (told.size, told.bodies) == (size, size)
    assert (told.root, told.heads) == (log.head()[1], len(list(log.heads())))
    leaves = [entry.leaf_hash(row.body) for row in read.all_entries()]
    assert told.root == Reference(leaves).root(size)
    assert at.key.verifier.text == (made / "export" / "log.vkey").read_text().strip()
    connections["default"].close()


def test_the_layout_is_that_of_tlog_tiles(made):
    rest = check(made / "export").size - 256
    assert sorted(files(made / "export")) == [
        "checkpoint",
        "heads",
        "log.vkey",
        "tile/0/000",
        f"tile/0/001.p/{rest}",
        "tile/1/000.p/1",
        "tile/entries/000",
        f"tile/entries/001.p/{rest}",
    ]


def test_without_entries_it_tells_nothing_that_a_fact_says(made, tmp_path):
    at = founded.found(made / "home")
    export_writer.write(at, tmp_path / "bare")
    connections["default"].close()
    told = b"".join(
        [(tmp_path / "bare" / name).read_bytes() for name in files(tmp_path / "bare")]
    )
    assert b"990140000017" not in told
    assert check(tmp_path / "bare").bodies == 0
    assert check(tmp_path / "bare").problems == ()


def test_every_flipped_byte_is_noticed(folder):
    """Five places of every file, by a check that trusts the key from elsewhere."""
    key = founded.key().verifier.text
    for name in files(folder):
        path = folder / name
        whole = path.read_bytes()
        for place in range(0, len(whole), max(1, len(whole) // 5)):
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            told = export_check.check(folder, key)
            assert isinstance(told, Refused) or told.problems, (name, place)
        path.write_bytes(whole)
    assert check(folder, key).problems == ()


@pytest.mark.parametrize(
    "name", ["heads", "log.vkey", "tile/0/000", "tile/1/000.p/1", "tile/entries/000"]
)
def test_a_missing_file_is_noticed(folder, name):
    (folder / name).unlink()
    told = export_check.check(folder, founded.key().verifier.text)
    assert told.problems


@pytest.mark.parametrize("left", ["first", "middle", "last"])
def test_a_missing_head_is_noticed(folder, left):
    path = folder / "heads"
    notes = list(export_check.head_file.split(path.read_bytes()).whole)
    del notes[{"first": 0, "middle": len(notes) // 2, "last": -1}[left]]
    path.write_bytes(b"".join(notes))
    assert check(folder).problems


def test_a_file_that_belongs_to_no_tile_is_named(folder):
    for name in (
        "tile/0/002",
        "tile/0/000.p/300",
        "tile/x",
        "tile/9/000",
        "tile/0/000.p/x",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(bytes(32))
    assert names(folder) == {
        "tile/0/002",
        "tile/0/000.p/300",
        "tile/x",
        "tile/9/000",
        "tile/0/000.p/x",
    }


def test_an_export_is_added_to(tmp_path):
    """Each day into the same folder: what was there stays, and still fits."""
    at = founded.found(tmp_path / "home")
    for day in range(3):
        founded.lodge_all(
            at, *[founded.lentils(f"{day}-{number}") for number in range(130)]
        )
        before = {
            name: (tmp_path / "export" / name).read_bytes()
            for name in files(tmp_path / "export")
        }
        export_writer.write(at, tmp_path / "export", entries=True)
        changed = [
            name
            for name, body in before.items()
            if (tmp_path / "export" / name).read_bytes() != body
        ]
        assert sorted(changed) == (["checkpoint", "heads"] if day else [])
    told = check(tmp_path / "export")
    assert (told.problems, told.size) == ((), log.size())
    (earlier,) = (tmp_path / "export" / "tile/0/000.p").iterdir()
    earlier.write_bytes(bytes(len(earlier.read_bytes())))
    assert names(tmp_path / "export") == {f"tile/0/000.p/{earlier.name}"}
    connections["default"].close()


def test_a_shorter_ledger_is_not_exported_over_a_longer_one(tmp_path):
    at = founded.found(tmp_path / "home")
    founded.lodge_one(at, founded.lentils("A-1"))
    export_writer.write(at, tmp_path / "export")
    other = founded.found(tmp_path / "other")
    founded.lodge_one(other, founded.shirts("B-1"))
    refused = export_writer.write(other, tmp_path / "export")
    assert [finding.rule for finding in refused.findings] == ["U.51"]
    third = founded.found(tmp_path / "third")
    refused = export_writer.write(third, tmp_path / "export")
    assert [finding.rule for finding in refused.findings] == ["U.50"]
    connections["default"].close()


def test_a_body_that_no_bundle_holds_lies_beside(tmp_path):
    at = founded.found(tmp_path / "home")
    founded.lodge_one(at, founded.lentils("A-1"))
    long = b"x" * (export_files.LONGEST + 1)
    with write.group() as cursor:
        record = log.LogRecord("x", "x", 0, 0, long)
        log.append(cursor, log.latest(), [record], at.key)
    export_writer.write(at, tmp_path / "export", entries=True)
    connections["default"].close()
    assert check(tmp_path / "export").problems == ()
    (path,) = (tmp_path / "export" / "body").iterdir()
    assert path.read_bytes() == long
    path.write_bytes(path.read_bytes() + b" ")
    (named,) = names(tmp_path / "export")
    assert named.startswith("tile/entries/000.p/")


def test_another_ledgers_key(folder):
    stranger = checkpoint.generate("test.example/log").verifier.text
    refused = export_check.check(folder, stranger)
    assert [finding.rule for finding in refused.findings] == ["U.56"]


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_536, 70_000])
def test_places_are_those_of_the_tree_that_grows(size):
    grown = merkle.grow(merkle.Frontier(), [bytes(32)] * size, lambda *_: b"")[1]
    places = [(tile.level, tile.index, tile.width) for tile in grown]
    assert list(export_files.places(size)) == places


def test_bodies_come_out_as_they_went_in():
    bodies = [b"", b"a", b"b" * 65_535, b"c" * 65_536]
    packed = export_files.pack(bodies)
    assert export_files.unpack(packed) == [b"", b"a", b"b" * 65_535, b""]
    with pytest.raises(export_files.BadExport):
        export_files.unpack(packed[:-3])


def test_the_check_loads_no_database_layer(folder):
    program = (
        "import sys\n"
        "from openkeden.cli import main\n"
        f"sys.argv = ['keden', 'ledger', 'check-export', {str(folder)!r}, '--json']\n"
        "try:\n    main.run()\nfinally:\n    assert 'django' not in sys.modules\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["ok"] is True
