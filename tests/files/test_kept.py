"""What is kept counts while the files that it was made of are as they were."""

import os
import subprocess
import sys
import zipfile

import msgspec
import pytest

from openkeden.files import bundled, kept


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    path = tmp_path / "words"
    path.write_text("one")
    return path


def keep(file, made=(1, 2)):
    place = kept.place(file.parent, "words")
    kept.keep(place, kept.states(place, [file]), msgspec.msgpack.encode(made))
    return place


def test_what_is_kept_is_found_again(file):
    assert kept.found(keep(file), tuple[int, ...]) == (1, 2)


def test_nothing_is_found_of_another_kind(file):
    assert kept.found(keep(file), str) is None


def test_nothing_is_found_where_nothing_is_kept(file):
    assert kept.found(kept.place(file.parent, "words"), tuple[int, ...]) is None


def test_a_longer_file_ends_it(file):
    place = keep(file)
    file.write_text("three")
    assert kept.found(place, tuple[int, ...]) is None


def test_another_time_ends_it(file):
    place = keep(file)
    file.write_text("two")
    os.utime(file, ns=(0, 0))
    assert kept.found(place, tuple[int, ...]) is None


def test_a_file_that_is_gone_ends_it(file):
    place = keep(file)
    file.unlink()
    assert kept.found(place, tuple[int, ...]) is None


def test_a_folder_that_was_moved_keeps_it(file, tmp_path):
    keep(file)
    moved = tmp_path.with_name(f"{tmp_path.name}-moved")
    tmp_path.rename(moved)
    assert kept.found(kept.place(moved, "words"), tuple[int, ...]) == (1, 2)


def test_nothing_is_kept_where_byte_code_is_not(file, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert not keep(file).exists()


def test_folders_of_the_package_are_found_in_an_archive(tmp_path):
    package = bundled.folder("files").parent
    archive = tmp_path / "package.zip"
    parts = ("__init__.py", "files/__init__.py", "files/bundled.py", "locale/en.toml")
    with zipfile.ZipFile(archive, "w") as zipped:
        for part in parts:
            zipped.write(package / part, f"openkeden/{part}")
    told = (
        f"import sys; sys.path.insert(0, {str(archive)!r});"
        " from openkeden.files import bundled;"
        " sys.stdout.buffer.write((bundled.folder('locale') / 'en.toml').read_bytes())"
    )
    command = [sys.executable, "-c", told]
    ran = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path)
    assert ran.stdout == (package / "locale" / "en.toml").read_bytes()
