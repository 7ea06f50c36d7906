"""Files that somebody else wrote: read up to a limit, whatever they are."""

import os
import pathlib
import threading

import pytest

from openkeden.base.findings import Refused
from openkeden.flow import given_files


def rule(given: bytes | Refused) -> str:
    assert isinstance(given, Refused)
    return given.findings[0].rule


def test_a_file_of_the_limit_is_read_and_one_byte_more_is_not(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 1000)
    assert given_files.read(path, 1000) == b"x" * 1000
    refused = given_files.read(path, 999)
    assert rule(refused) == "U.30"
    assert refused.findings[0].args["value"] == str(path)
    assert refused.findings[0].args["size"] == "1000"
    assert refused.findings[0].args["limit"] == "999"


def test_a_sparse_file_is_refused_unread(tmp_path):
    path = tmp_path / "a"
    with path.open("wb") as file:
        file.truncate(1 << 40)
    assert rule(given_files.read(path)) == "U.30"


def test_a_device_without_end_is_read_to_the_limit():
    assert rule(given_files.read(pathlib.Path("/dev/zero"), 100_000)) == "U.30"
    assert given_files.read(pathlib.Path(os.devnull)) == b""


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert rule(given_files.read(path, patience=0)) == "U.31"


def test_a_pipe_is_read_to_its_end(tmp_path):
    path = tmp_path / "pipe"
    os.mkfifo(path)
    body = os.urandom(300_000)
    writer = threading.Thread(target=path.write_bytes, args=(body,))
    writer.start()
    assert given_files.read(path) == body
    writer.join()


def test_a_folder_and_no_file_are_told_by_the_system(tmp_path):
    with pytest.raises(IsADirectoryError):
        given_files.read(tmp_path)
    with pytest.raises(FileNotFoundError):
        given_files.read(tmp_path / "a")


@pytest.mark.parametrize("text", ["", "-1", "1e3", "٣", "9" * 13])
def test_a_limit_that_is_no_number_is_refused(tmp_path, monkeypatch, text):
    path = tmp_path / "a"
    path.write_bytes(b"x")
    monkeypatch.setenv("KEDEN_MAX_FILE_BYTES", text)
    assert rule(given_files.read(path)) == "U.32"


def test_the_limit_is_a_setting(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"xx")
    monkeypatch.setenv("KEDEN_MAX_FILE_BYTES", "1")
    assert rule(given_files.read(path)) == "U.30"
    monkeypatch.setenv("KEDEN_MAX_FILE_BYTES", "2")
    assert given_files.read(path) == b"xx"
