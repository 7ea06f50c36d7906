"""Law that is kept as it was read is that of its files, and of the program that reads them."""

import pathlib
import shutil
import sys
from importlib import resources

import pytest

from openkeden.lawpack import compiled
from openkeden.lawpack.pack_files import PackFiles
from openkeden.lawpack.sources import read_sources

BUNDLED = pathlib.Path(str(resources.files("openkeden.law")))


@pytest.fixture
def law(tmp_path, monkeypatch):
    """A copy of the law that may be written beside, and a program that keeps."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    ignored = shutil.ignore_patterns("__pycache__")
    return pathlib.Path(shutil.copytree(BUNDLED, tmp_path / "law", ignore=ignored))


def kept(law: pathlib.Path) -> list[pathlib.Path]:
    return list((law / "__pycache__").glob("*.law"))


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
    held = compiled.sources_in(law, "kg")
    module = law.parent / "tariff" / "changed.py"
    module.parent.mkdir()
    module.write_text("", "utf-8")
    reads = []
    monkeypatch.setattr(
        compiled,
        "read_sources",
        lambda files, folder: reads.append(folder) or read_sources(files, folder),
    )
    assert compiled.sources_in(law, "kg") == held
    assert reads == ["kg"]


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
