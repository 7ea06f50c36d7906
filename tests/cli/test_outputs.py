"""Files that commands write: never over their input or the installation, whole or not at
all, and everything of an installation its owner's alone.
"""

import contextlib
import json
import os
import pathlib
import resource
import shutil
import signal
import stat
import subprocess
import threading
import time

import pytest

from openkeden.flow import installation_files
from tests import founded, lodgers, warm

AT = "2026-04-02T09:30+05:00"
DATABASE = installation_files.DATABASE_FILE
JOURNAL = installation_files.BESIDE_DATABASE[0]


@pytest.fixture
def house(keden, tmp_path):
    """A folder with an installation in `.keden` that holds one declaration."""
    founded.lodge_one(founded.found(tmp_path / ".keden"), founded.lentils("A-1"))
    founded.connections["default"].close()
    (tmp_path / "a.jsonl").write_bytes(founded.lines(founded.lentils("A-2")))
    return tmp_path


def content(folder: pathlib.Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def link(house: pathlib.Path) -> None:
    (house / "link").symlink_to(".keden/log.key")
    os.link(house / ".keden" / "log.key", house / "hard")
    (house / "new").symlink_to(".keden/new")
    (house / "same.jsonl").symlink_to("a.jsonl")
    os.link(house / "a.jsonl", house / "twin.jsonl")
    (house / "home").symlink_to(".keden")


CLEAR = ("clear", "a.jsonl", "--at", AT, "--out")
GET = ("receipt", "get", "A-1", "--out")
OF_THE_HOUSE = [
    ".keden/log.key",
    ".keden/new",
    ".keden/law/0001-a.csv",
    ".keden/../.keden/new",
    f".keden/{DATABASE}",
    "home/new",
    "link",
    "hard",
    "new",
    ".keden",
]


@pytest.mark.parametrize(
    "command", [CLEAR, GET, ("backup",), ("split", "a.jsonl", "--out-dir")]
)
def test_nothing_is_written_over_the_installation(keden, house, command):
    link(house)
    before = content(house)
    for out in OF_THE_HOUSE:
        ran = keden(*command, out)
        assert ran.returncode == 2
        assert b"belongs to the installation" in ran.stderr
        assert content(house) == before


def test_nothing_is_written_over_the_input(keden, house):
    link(house)
    (house / "b.jsonl").write_bytes(founded.lines(founded.lentils("A-3")))
    before = content(house)
    for out in ("a.jsonl", "./a.jsonl", "same.jsonl", "twin.jsonl"):
        ran = keden("clear", "b.jsonl", "a.jsonl", "--out", out)
        assert ran.returncode == 2
        assert b"is what is read" in ran.stderr
        assert content(house) == before


def test_standard_input_is_an_input_too(house):
    before = content(house)
    with (house / "a.jsonl").open("rb") as file:
        ran = subprocess.run(
            [founded.KEDEN, "clear", "-", "--out", "a.jsonl"],
            cwd=house,
            stdin=file,
            capture_output=True,
            env=founded.environment(),
            check=False,
        )
    assert (ran.returncode, content(house)) == (2, before)
    assert b"is what is read" in ran.stderr


def test_outputs_may_go_to_devices(keden, house):
    assert keden(*GET, "/dev/null").returncode == 0
    ran = keden(*CLEAR, "/dev/full")
    assert (ran.returncode, b"No space left" in ran.stderr) == (2, True)
    ran = founded.keden(*CLEAR, "/dev/stdout", folder=house)
    assert json.loads(ran.stdout)["reference"] == "A-2"


def test_where_the_answers_cannot_go_nothing_is_lodged(keden, house):
    (house / "folder").mkdir()
    before = keden("ledger", "head").stdout
    for out in ("folder", "nowhere/answers", "a.jsonl/answers"):
        ran = keden(*CLEAR, out)
        assert ran.returncode == 2
        assert out.encode() in ran.stderr
    assert keden("ledger", "head").stdout == before


def limited(size: int, *words: str, folder: pathlib.Path) -> subprocess.CompletedProcess:
    """Run the command where no file may grow beyond a size."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(
        [founded.KEDEN, *words],
        cwd=folder,
        capture_output=True,
        env=founded.environment(),
        preexec_fn=limit,
        check=False,
    )


def test_answers_that_cannot_be_written_leave_the_earlier_ones(house):
    """Unreadable messages have long answers and no place in the database."""
    (house / "bad.jsonl").write_bytes(b'{"x": 1}\n' * 120)
    (house / "out").write_bytes(b"earlier\n")
    ran = limited(200_000, "clear", "bad.jsonl", "--out", "out", "--at", AT, folder=house)
    assert ran.returncode == 2
    assert b"out cannot be used: File too large" in ran.stderr
    assert b"Traceback" not in ran.stderr
    assert (house / "out").read_bytes() == b"earlier\n"
    (kept,) = house.glob("*.partial")
    assert kept.name.encode() in ran.stderr
    lines = kept.read_bytes().splitlines(keepends=True)
    assert len(lines) > 10
    assert [json.loads(line)["status"] for line in lines] == ["unreadable"] * len(lines)


def test_a_receipt_that_cannot_be_written_leaves_the_earlier_one(keden, house):
    keden(*GET, "out")
    founded.connections["default"].close()
    before = content(house)
    ran = limited(100, *GET, "out", folder=house)
    assert ran.returncode == 2
    assert content(house) == before


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_run_that_is_ended_keeps_its_answers_and_closes_the_database(house, ending):
    count = 1200
    many = [founded.lentils(f"B-{number}") for number in range(count)]
    (house / "b.jsonl").write_bytes(founded.lines(*many))
    (house / "out").write_bytes(b"earlier\n")
    command = ["clear", "b.jsonl", "--out", "out", "--at", AT]
    process = subprocess.Popen(
        [founded.KEDEN, "clear", "-", *command[2:]],
        cwd=house,
        bufsize=0,
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=founded.environment(),
        preexec_fn=lambda: signal.signal(ending, signal.SIG_DFL),  # noqa: PLW1509
    )
    # Its input has no end, so that it cannot be done before it is ended.
    feeding = threading.Thread(target=feed, args=(process, founded.lines(*many)))
    feeding.start()
    while not any(path.stat().st_size for path in house.glob("out.*.partial")):
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.005)
    process.send_signal(ending)
    feeding.join()
    _, told = process.communicate()
    assert process.returncode in (128 + ending, 1)
    assert b"Traceback" not in told
    assert (house / "out").read_bytes() == b"earlier\n"
    assert not (house / ".keden" / JOURNAL).exists()
    (kept,) = house.glob("out.*.partial")
    assert kept.name.encode() in told
    # The signal may have come in the middle of a line.
    answered = kept.read_bytes().rpartition(b"\n")[0].splitlines()
    assert 0 < len(answered) < count
    again = founded.keden(*command, folder=house)
    assert (again.returncode, (house / "out").exists()) == (0, True)
    assert (house / "out").read_bytes().splitlines()[: len(answered)] == answered
    assert json.loads(answered[0])["reference"] == "B-0"
    assert b"everything fits" in founded.keden("ledger", "verify", folder=house).stdout


def feed(process: subprocess.Popen, body: bytes) -> None:
    """Write to a process, which may end before it has read all."""
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(body)


def modes(home: pathlib.Path) -> dict[str, int]:
    paths = [home, *home.rglob("*")]
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths}


def test_everything_of_an_installation_is_its_owners_alone(tmp_path):
    """Also beside an open database, and whatever the umask is."""
    before = os.umask(0)
    edition = founded.ROOT / "openkeden" / "law" / "eaeu" / "tariff.csv"
    head = edition.read_text().splitlines()[0]
    (tmp_path / "none.csv").write_text(f"{head}\n")
    process = subprocess.Popen(
        [founded.KEDEN, "clear", "-", "--at", AT],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=founded.environment(),
    )
    while not (tmp_path / ".keden" / installation_files.VERIFIER_FILE).exists():
        assert process.poll() is None
        time.sleep(0.01)
    open_modes = modes(tmp_path / ".keden")
    founded.keden("tariff", "import", "none.csv", folder=tmp_path)
    process.communicate(founded.lines(founded.lentils("A-1")))
    os.umask(before)
    assert process.returncode == 0
    assert {DATABASE, JOURNAL, "log.key", "log.vkey"} <= open_modes.keys()
    found = open_modes | modes(tmp_path / ".keden")
    assert {name: mode for name, mode in found.items() if mode & 0o077} == {}


def test_an_open_installation_is_made_private(keden, house):
    (house / ".keden" / "law").mkdir(mode=0o755)
    for path in (house / ".keden").rglob("*"):
        path.chmod(0o777 if path.is_dir() else 0o666)
    (house / ".keden").chmod(0o755)
    assert keden("status", "A-1").returncode == 0
    assert {mode & 0o077 for mode in modes(house / ".keden").values()} == {0}


@pytest.mark.parametrize("text", [None, b"", b"torn", b"other+deadbeef+AAAA\n"])
def test_the_public_key_is_made_again(keden, house, text):
    path = house / ".keden" / installation_files.VERIFIER_FILE
    before = path.read_bytes()
    path.unlink()
    if text is not None:
        path.write_bytes(text)
    assert keden(*GET, "receipt").returncode == 0
    assert path.read_bytes() == before
    assert keden("receipt", "verify", "receipt").returncode == 0


@pytest.mark.parametrize(
    "command", [("status", "A-1"), ("measures", "0713400000", "--direction", "import")]
)
def test_a_torn_jurisdiction_is_told(keden, house, command):
    """U.40"""
    path = house / ".keden" / installation_files.JURISDICTION_FILE
    for text in (b"", b" \n", b"K", b"\0\0", b"KZKZ", b"\xff\xfe"):
        path.write_bytes(text)
        ran = keden(*command)
        assert ran.returncode == 2
        assert b"does not name the country" in ran.stderr
        assert path.read_bytes() == text


def test_a_torn_key_is_told_and_left_alone(keden, house):
    path = house / ".keden" / installation_files.KEY_FILE
    key = path.read_bytes()
    for length in (0, 1, 12, 40, len(key) - 2):
        path.write_bytes(key[:length])
        ran = keden("status", "A-1")
        assert ran.returncode == 2
        assert b"cannot be used" in ran.stderr
        assert path.read_bytes() == key[:length]


@pytest.mark.parametrize(
    "command",
    [
        ("clear", "a.jsonl", "--at", AT),
        ("act", "A-1", "no_such_action", "--role", "officer", "--actor", "x"),
        ("clear", "a.jsonl", "--at", "9999-12-31"),
    ],
)
def test_the_database_is_one_file_when_a_command_has_ended(keden, house, command):
    founded.keden(*command, folder=house)
    assert not (house / ".keden" / JOURNAL).exists()
    (house / "copy").mkdir()
    for name in (DATABASE, "log.key", "log.vkey", "jurisdiction"):
        shutil.copy(house / ".keden" / name, house / "copy")
    ran = keden("ledger", "verify", "--home", "copy")
    assert ran.stdout == keden("ledger", "verify").stdout
    assert not ran.stdout.startswith(b"0 facts")


def test_many_processes_found_one_installation(tmp_path):
    """One key, one public key that belongs to it, nothing unfinished."""
    running = [warm.start(lodgers.founding, tmp_path / "home") for _ in range(4)]
    told = {warm.everything(out) for _, out in running}
    for process, _ in running:
        process.join()
    assert told == {(tmp_path / "home" / installation_files.VERIFIER_FILE).read_bytes()}
    names = {path.name for path in (tmp_path / "home").iterdir()}
    kept = {
        DATABASE,
        installation_files.KEY_FILE,
        installation_files.VERIFIER_FILE,
        installation_files.JURISDICTION_FILE,
        installation_files.LOCK_FILE,
        installation_files.HEADS_FILE,
    }
    assert names == kept
