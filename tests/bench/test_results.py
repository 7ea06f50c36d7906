"""What a run prints, and the document that is made of it."""

import re
import subprocess
import sys

import pytest

from bench import audit, document, machine, processes, results, single, start
from tests import founded

RATIO = results.Ratio("bulk, joint", "a floor", (0.2, 0.1, 0.3), "first seen: lines 28 %")

PARTS = (
    "bulk",
    "spread",
    "workers",
    "single",
    "http",
    "audit",
    "start",
    "assess",
    "lookup",
)


def test_a_ratio_tells_the_middle_and_the_spread():
    assert str(RATIO) == (
        "bulk, joint / a floor: 0.200 (0.100 to 0.300 of 3); first seen: lines 28 %"
    )
    assert str(results.Ratio("a", "b", (12.6,))) == "a / b: 13"
    assert results.quotients([1, 3], [2, 2]) == (0.5, 1.5)


def test_the_document_is_made_of_a_result():
    found = {name: [results.Ratio(name, "x", (1.5,))] for name in PARTS}
    text = document.written("a machine", found | {"bulk": [RATIO]})
    assert "The machine of this run: a machine." in text
    assert (
        "| bulk, joint | a floor | 0.200 | 0.100 to 0.300 | first seen: lines 28 % |"
        in text
    )
    assert all(f"| {name} | x | 1.50 |  |  |" in text for name in PARTS if name != "bulk")


def test_a_part_that_was_not_measured_is_missed():
    with pytest.raises(KeyError):
        document.written("a machine", {"bulk": [RATIO]})


def test_the_document_here_was_written_so():
    """Every sentence stands in the template, every figure in a table of a run."""
    written = (founded.ROOT / "docs" / "performance.md").read_text("utf-8").splitlines()
    template = document.TEMPLATE.read_text("utf-8").splitlines()
    prose = [line for line in written if not line.startswith("|")]
    places = re.compile(r"^\$\w+$")
    fixed = [line for line in template if not places.match(line)]
    told = "The machine of this run: "
    assert [line for line in prose if line and told not in line] == [
        line for line in fixed if line and told not in line
    ]
    rows = [line for line in written if re.match(r"\| .*\d", line)]
    assert all(len(line.split(" | ")) >= 4 for line in rows)
    for corpus in ("narrow", "joint", "rich"):
        assert any(line.startswith(f"| bulk, {corpus} |") for line in rows)


def test_the_interpreter_is_told():
    told = machine.told()
    assert sys.version.split()[0] in told
    assert re.search("(with|without) profile-guided optimisation", told)


def test_a_process_is_measured_by_itself():
    held = bytearray(200_000_000)
    small = processes.run([processes.PYTHON, "-c", "pass"])
    large = processes.run([processes.PYTHON, "-c", "b'x' * 100_000_000"])
    assert small.peak < 60_000, len(held)
    assert large.peak > 100_000
    with pytest.raises(AssertionError, match="no such thing"):
        processes.run([processes.PYTHON, "-c", "raise SystemExit('no such thing')"])


def test_commands_start_beside_a_bare_interpreter():
    ratios = start.measure(1)
    assert [ratio.what for ratio in ratios] == [
        "keden --help",
        "keden version",
        "keden duty",
        "keden receipt verify",
    ]
    assert all(ratio.middle > 1 for ratio in ratios)


def test_memory_is_measured_at_two_sizes():
    clearing, verifying, timed = audit.measure("narrow", 40, 2)
    assert clearing.what == "clearing a file, memory at 40"
    assert verifying.beside == "at 10"
    assert verifying.middle > 0
    assert timed.beside == "reading and hashing the same entries"
    assert timed.middle > 1
    assert len(timed.rounds) == 2


def test_one_filing_is_measured_beside_a_sync():
    ratios = single.measure("joint", 4, 2)
    half, most, written, peer = ratios
    assert half.beside == most.beside == "one fdatasync + 0.5 ms"
    assert half.middle <= most.middle
    assert written.middle > 1
    assert peer.middle > 0


def test_a_document_is_of_all_parts():
    command = [sys.executable, "-m", "bench", "bulk", "--write", "out.md"]
    ran = subprocess.run(command, cwd=founded.ROOT, capture_output=True, check=False)
    assert ran.returncode == 2
    assert b"--write needs all parts" in ran.stderr
