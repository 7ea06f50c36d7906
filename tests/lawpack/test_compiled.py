"""Law that is kept as it was read is that of its files, and of the program that reads them."""

import datetime
import pathlib
import shutil
import sys
from importlib import resources

import msgspec
import pytest

from openkeden.lawpack import compiled
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.pack_files import PackFiles
from openkeden.lawpack.sources import read_sources
from openkeden.tariff import edition

BUNDLED = pathlib.Path(str(resources.files("openkeden.law")))


@pytest.fixture
def law(tmp_path, monkeypatch):
    """A copy of the law that may be written beside, and a program that keeps."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    ignored = shutil.ignore_patterns("__pycache__")
    return pathlib.Path(shutil.copytree(BUNDLED, tmp_path / "law", ignore=ignored))


def kept(law: pathlib.Path) -> list[pathlib.Path]:
    return list((law / "__pycache__").glob("*.kept"))


def without_preferences(law: edition.Edition) -> edition.Edition:
    """The law of a day but for its preferences, which read their lists when asked."""
    return msgspec.structs.replace(law, preferences={})


@pytest.mark.parametrize("folder", ["kz", "kg"])
def test_what_is_kept_is_what_is_read(law, folder, monkeypatch):
    read = read_sources(PackFiles(law), folder)
    assert compiled.sources_in(law, folder) == read
    assert len(kept(law)) == 1
    monkeypatch.setattr(compiled, "read_sources", None)
    assert compiled.sources_in(law, folder) == read


def test_a_changed_file_is_read_anew(law):
    before = compiled.sources_in(law, "kz")
    path = law / "kz" / "parameters.toml"
    path.write_text(path.read_text("utf-8") + "\n# read again\n", "utf-8")
    after = compiled.sources_in(law, "kz")
    assert before.digest != after.digest
    assert after.digest == read_sources(PackFiles(law), "kz").digest


def test_what_another_program_kept_does_not_count(law, monkeypatch):
    module = law.parent / "tariff" / "changed.py"
    module.parent.mkdir()
    module.write_text("", "utf-8")
    held = compiled.sources_in(law, "kg")
    module.write_text("# Changed.\n", "utf-8")
    reads = []
    monkeypatch.setattr(
        compiled,
        "read_sources",
        lambda files, folder: reads.append(folder) or read_sources(files, folder),
    )
    assert compiled.sources_in(law, "kg") == held
    assert reads == ["kg"]


def test_a_file_that_is_gone_is_told(law):
    compiled.sources_in(law, "kg")
    (law / "kg" / "parameters.toml").unlink()
    with pytest.raises(OSError, match=r"parameters\.toml"):
        compiled.sources_in(law, "kg")


def test_a_file_that_changes_while_it_is_read_is_not_kept(law, monkeypatch):
    def read(files, folder):
        found = read_sources(files, folder)
        path = law / "kg" / "parameters.toml"
        path.write_text(path.read_text("utf-8") + "\n# meanwhile\n", "utf-8")
        return found

    monkeypatch.setattr(compiled, "read_sources", read)
    compiled.sources_in(law, "kg")
    assert not kept(law)


@pytest.mark.parametrize("damage", [b"", b"\x00", b"\x96\xa0"])
def test_a_damaged_file_does_not_count(law, damage):
    held = compiled.sources_in(law, "kg")
    kept(law)[0].write_bytes(damage)
    assert compiled.sources_in(law, "kg") == held


def test_nothing_is_kept_where_byte_code_is_not(law, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    compiled.sources_in(law, "kg")
    assert not kept(law)


def test_law_that_cannot_be_written_beside_is_read(law):
    (law / "__pycache__").write_text("", "utf-8")
    assert compiled.sources_in(law, "kg").manifest.jurisdiction == "KG"


def test_a_line_is_read_with_its_heading_alone(law):
    compiled.sources_in(law, "kz")
    rows = compiled.sources_in(law, "kz").tariff
    assert [row.code for row in rows.of("6403993600")] == ["6403993600"]
    assert {code[:4] for code in rows._by_code} == {"6403"}
    assert not rows.of("0000000000")
    assert not rows.of("")
    assert "_all" not in vars(rows)


def test_an_edition_is_the_same_of_what_is_kept_and_of_what_is_read(law):
    day = datetime.date(2026, 9, 1)
    read = Pack(read_sources(PackFiles(law), "kg"))
    compiled.sources_in(law, "kg")
    again = Pack(compiled.sources_in(law, "kg"))
    assert again.on(day).preferences.keys() == read.on(day).preferences.keys()
    assert without_preferences(again.on(day)) == without_preferences(read.on(day))
    codes = list(read.sources.tariff[::997])
    assert [again.row(f"eaeu:{row.id}") for row in codes] == [
        read.row(f"eaeu:{row.id}") for row in codes
    ]
    assert again.complete_since == read.complete_since
