"""Files written whole: what stood there before or all of it, private where it must be, and
nothing left beside them when writing fails.
"""

import os
import pathlib
import resource
import signal
import stat
import sys
import tempfile
import traceback
from collections.abc import Callable

import pytest

from openkeden.files import whole_file

NOBODY = 65534


def mode(path: pathlib.Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: pathlib.Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def apart(run: Callable[[], None]) -> None:
    """Run in a process of its own, whose limits and user are its own too."""
    child = os.fork()
    if child == 0:
        try:
            run()
        except BaseException:  # noqa: BLE001
            traceback.print_exc(file=sys.__stderr__)
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


@pytest.fixture
def no_umask():
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("no_umask")
def test_a_private_file_is_its_owners_alone_whatever_the_umask(tmp_path):
    path = tmp_path / "key"
    path.write_bytes(b"old")
    path.chmod(0o666)
    whole_file.write(path, b"new", private=True)
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)
    whole_file.make_private_file(tmp_path / "database")
    assert mode(tmp_path / "database") == 0o600
    whole_file.make_private_folder(tmp_path / "above" / "home")
    assert mode(tmp_path / "above" / "home") == 0o700
    assert mode(tmp_path / "above") == 0o777


def test_what_is_open_to_others_is_made_private(tmp_path):
    folder, file = tmp_path / "home", tmp_path / "home" / "database"
    folder.mkdir(mode=0o755)
    file.write_bytes(b"kept")
    file.chmod(0o644)
    whole_file.make_private_folder(folder)
    whole_file.make_private_file(file)
    assert (mode(folder), mode(file), file.read_bytes()) == (0o700, 0o600, b"kept")


def test_another_file_has_the_mode_of_the_one_before_or_that_of_the_umask(tmp_path):
    before = os.umask(0o027)
    whole_file.write(tmp_path / "new", b"1")
    os.umask(before)
    assert mode(tmp_path / "new") == 0o640
    (tmp_path / "new").chmod(0o604)
    whole_file.write(tmp_path / "new", b"2")
    assert mode(tmp_path / "new") == 0o604
    assert names(tmp_path) == ["new"]


def test_a_link_is_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real/file")
    for body in (b"first", b"second"):
        whole_file.write(tmp_path / "link", body)
        assert (tmp_path / "real" / "file").read_bytes() == body
    assert (tmp_path / "link").is_symlink()
    assert names(tmp_path / "real") == ["file"]


def test_another_name_of_the_file_keeps_what_was_there(tmp_path):
    (tmp_path / "file").write_bytes(b"before")
    os.link(tmp_path / "file", tmp_path / "other")
    whole_file.write(tmp_path / "file", b"after")
    assert (tmp_path / "other").read_bytes() == b"before"


def test_a_device_and_a_pipe_are_written_to_as_they_come(tmp_path):
    whole_file.write(pathlib.Path("/dev/null"), b"gone")
    assert not pathlib.Path("/dev/null").is_file()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    whole_file.write(pipe, b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert names(tmp_path) == ["pipe"]


@pytest.mark.parametrize("name", ["folder", "nowhere/file", "file/below"])
def test_a_place_that_cannot_be_is_named(tmp_path, name):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"kept")
    expected = (IsADirectoryError, FileNotFoundError, NotADirectoryError)
    with pytest.raises(expected) as raised:
        whole_file.write(tmp_path / name, b"x")
    assert raised.value.filename == str(tmp_path / name)
    assert names(tmp_path) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"kept"


def test_a_file_that_grows_too_large_leaves_what_was_there(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"before")

    def write() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with pytest.raises(OSError, match="too large") as raised:
            whole_file.write(path, bytes(200_000), private=True)
        assert raised.value.filename == str(path)

    apart(write)
    assert (path.read_bytes(), names(tmp_path)) == (b"before", ["file"])


@pytest.mark.skipif(os.getuid() != 0, reason="root alone can become somebody else")
def test_a_folder_that_may_not_be_written_to_is_left_as_it_was():
    folder = pathlib.Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "file").write_bytes(b"before")

    def write() -> None:
        os.setuid(NOBODY)
        with pytest.raises(PermissionError) as raised:
            whole_file.write(folder / "file", b"after")
        assert raised.value.filename == str(folder / "file")
        whole_file.make_private_folder(folder)

    apart(write)
    assert ((folder / "file").read_bytes(), names(folder)) == (b"before", ["file"])
    assert mode(folder) == 0o755, "what somebody else owns is his"
    (folder / "file").unlink()
    folder.rmdir()


class Stopped(Exception):
    """What ends a block in the middle."""


def write_and_stop(path: pathlib.Path, body: bytes, unfinished=None) -> None:
    with whole_file.replacing(path, unfinished=unfinished) as file:
        file.write(body)
        raise Stopped


def test_a_block_that_fails_leaves_nothing(tmp_path):
    (tmp_path / "file").write_bytes(b"before")
    with pytest.raises(Stopped):
        write_and_stop(tmp_path / "file", b"after\n")
    assert (tmp_path / "file").read_bytes() == b"before"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        (b"one\ntwo\nthr", b"one\ntwo\n"),
        (b"one\n", b"one\n"),
        (b"none", b""),
        (b"", b""),
        (b"one\n" + bytes(200_000), b"one\n"),
        (bytes(200_000), b""),
        (bytes(65_535) + b"\n" + bytes(65_536), bytes(65_535) + b"\n"),
    ],
)
def test_whole_lines_are_kept_where_they_are_asked_for(tmp_path, body, kept):
    told: list[pathlib.Path] = []
    with pytest.raises(Stopped):
        write_and_stop(tmp_path / "file", body, told.append)
    assert not (tmp_path / "file").exists()
    assert [path.read_bytes() for path in told] == ([kept] if kept else [])
    assert names(tmp_path) == [path.name for path in told]


def write_lines(path: pathlib.Path, told: list[pathlib.Path]) -> None:
    with whole_file.replacing(path, unfinished=told.append) as file:
        for _ in range(3000):
            file.write(b"x" * 99 + b"\n")


def write_until_stopped(path: pathlib.Path, told: list[pathlib.Path]) -> None:
    """Write numbered lines in blocks of four until a signal raises, some time soon."""

    def stop(*_: object) -> None:
        raise Stopped

    signal.signal(signal.SIGALRM, stop)
    with whole_file.replacing(path, unfinished=told.append) as file:
        file.write(b"%09d\n" % 0)
        signal.setitimer(signal.ITIMER_REAL, 0.0005)
        for number in range(1, 10**9):
            file.write(b"%09d\n" % number)
            if number % 4 == 0:
                file.flush()


def test_no_line_is_written_twice_or_left_out_where_a_signal_comes(tmp_path):
    """A signal may come between the writing and its end, also where it is told of."""

    def write() -> None:
        told: list[pathlib.Path] = []
        for _ in range(300):
            with pytest.raises(Stopped):
                write_until_stopped(tmp_path / "file", told)
        for path in told:
            numbers = [int(line) for line in path.read_bytes().splitlines()]
            assert numbers == list(range(len(numbers)))
        assert len(told) == 300

    apart(write)


def test_lines_are_kept_when_the_file_grows_too_large(tmp_path):
    told: list[pathlib.Path] = []

    def write() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        with pytest.raises(OSError, match="too large"):
            write_lines(tmp_path / "file", told)
        assert [path.read_bytes() for path in told] == [(b"x" * 99 + b"\n") * 1000]

    apart(write)
    assert len(names(tmp_path)) == 1


def test_whoever_reads_finds_one_or_the_other(tmp_path):
    """A writer that is killed at any moment, beside a reader."""
    path = tmp_path / "file"
    bodies = {bytes([number]) * 50_000 for number in range(2)}
    whole_file.write(path, min(bodies))
    child = os.fork()
    if child == 0:
        while True:
            for body in sorted(bodies):
                whole_file.write(path, body)
    found = {path.read_bytes() for _ in range(300)}
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert found <= bodies
    assert path.read_bytes() in bodies


def test_a_folder_takes_its_place_whole_or_not_at_all(tmp_path):
    with whole_file.new_private_folder(tmp_path / "above" / "home") as folder:
        with whole_file.new_private_file(folder / "file") as file:
            file.write(b"body")
        assert not (tmp_path / "above" / "home").exists()
    assert names(tmp_path / "above") == ["home"]
    assert mode(tmp_path / "above" / "home") == 0o700
    assert (tmp_path / "above" / "home" / "file").read_bytes() == b"body"
    assert mode(tmp_path / "above" / "home" / "file") == 0o600


def fill_and_stop(folder: pathlib.Path) -> None:
    with whole_file.new_private_folder(folder) as filled:
        (filled / "file").write_bytes(b"x")
        raise Stopped


def test_a_folder_that_fails_leaves_nothing(tmp_path):
    (tmp_path / "home").mkdir()
    with pytest.raises(Stopped):
        fill_and_stop(tmp_path / "home")
    assert (names(tmp_path), names(tmp_path / "home")) == (["home"], [])


def fill_meanwhile(folder: pathlib.Path) -> None:
    with whole_file.new_private_folder(folder):
        folder.mkdir()
        (folder / "other").write_bytes(b"kept")


def test_a_folder_is_never_put_over_what_came_meanwhile(tmp_path):
    with pytest.raises(OSError, match="not empty") as raised:
        fill_meanwhile(tmp_path / "home")
    assert raised.value.filename == str(tmp_path / "home")
    assert names(tmp_path / "home") == ["other"]
    assert names(tmp_path) == ["home"]
