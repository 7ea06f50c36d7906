"""Every command that README.md and docs/ show is run, in order, in an empty folder; what they name must be there."""

import pathlib
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator

import pytest

ROOT = pathlib.Path(__file__).parent.parent
KEDEN = pathlib.Path(sys.executable).parent / "keden"
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])


def _blocks(page: pathlib.Path) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)


def _commands(page: pathlib.Path) -> Iterator[list[str]]:
    for block in _blocks(page):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words:
                yield words


SHOWN = [
    pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES if any(_commands(page))
]


@pytest.mark.parametrize("page", SHOWN)
def test_the_commands_shown_work(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    _keden(["demo"], tmp_path)
    for words in _commands(page):
        if words[0] == "make":
            _run(["make", "--dry-run", "--directory", str(ROOT), *words[1:]], tmp_path)
        elif words[0].endswith("keden"):
            _keden(words[1:], tmp_path)
        else:
            raise AssertionError(f"{page.name} shows {words[0]}, which this test cannot run")


def test_the_readme_shows_what_the_program_prints(tmp_path: pathlib.Path) -> None:
    """The example's figures are real: only lane and history may differ, by the draw of the day."""
    _keden(["demo"], tmp_path)
    example = re.search(r"```\n(57505/.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert example is not None
    printed = _keden(["status", "CAR-1", "--officer"], tmp_path)
    shown = example[1].splitlines()
    assert printed.splitlines()[0] == shown[0]
    payable = re.search(r"Payable: [\d .]+", printed)
    assert payable is not None
    assert payable[0].rstrip(" .") in example[1]


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]
)
def test_the_commands_named_exist(page: pathlib.Path, tmp_path: pathlib.Path) -> None:
    for name in sorted(set(re.findall(r"`keden ((?:[a-z]+ ?){1,2})", page.read_text()))):
        words = name.split()
        for depth in range(len(words), 0, -1):
            done = subprocess.run(
                [KEDEN, *words[:depth], "--help"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode == 0:
                break
        assert done.returncode == 0, f"{page.name} names `keden {name}`: {done.stderr}"


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]
)
def test_the_links_lead_somewhere(page: pathlib.Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def _keden(words: list[str], folder: pathlib.Path) -> str:
    return _run([str(KEDEN), *words], folder)


def _run(words: list[str], folder: pathlib.Path) -> str:
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, (
        f"{shlex.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    )
    return done.stdout
