"""Every command that README.md and docs/ show is run, in order, in an empty folder; what
they name must be there.
"""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from docs import reference
from tests import shim

ROOT = pathlib.Path(__file__).parent.parent
KEDEN = pathlib.Path(sys.executable).parent / "keden"
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
)


#: A command of a page and what the page shows of its output.
FENCED = re.compile(r"^```(sh|text)\n(.*?)^```", re.MULTILINE | re.DOTALL)

#: What a page's `make` is where its commands are run.
PRELUDE = f"""
set -euo pipefail
make() {{ command make --dry-run --directory {shlex.quote(str(ROOT))} "$@"; }}
"""


def _blocks(page: pathlib.Path) -> list[tuple[str, str]]:
    return FENCED.findall(page.read_text("utf-8"))


def _script(block: str) -> str:
    """A block as a script: a command whose line ends with `# exit 1` has to exit so."""
    lines = []
    for line in block.splitlines():
        command, marked, code = line.partition("  # exit ")
        checked = f"{{ {command}; }} && exit 99 || test $? -eq {code}"
        lines.append(checked if marked else line)
    return PRELUDE + "\n".join(lines)


SHOWN = [
    pytest.param(page, id=str(page.relative_to(ROOT)))
    for page in PAGES
    if any(kind == "sh" for kind, _ in _blocks(page))
]


@pytest.mark.parametrize("page", SHOWN)
def test_the_commands_shown_work(
    page: pathlib.Path,
    demo: pathlib.Path,
    path: str,
    tmp_path: pathlib.Path,
) -> None:
    """Every block is run, in order, in one folder; what a page shows as printed was printed
    by the block before. A page's `.venv/bin/keden` is the installed command, its `keden` a
    quicker one.
    """
    (tmp_path / ".venv").symlink_to(KEDEN.parent.parent)
    shutil.copytree(demo / ".keden", tmp_path / ".keden")
    printed = ""
    for kind, block in _blocks(page):
        if kind == "sh":
            printed = _run(["bash", "-c", _script(block)], tmp_path, PATH=path)
        else:
            lacking = [
                line for line in block.splitlines() if _plain(line) not in _plain(printed)
            ]
            assert not lacking, f"{page.name} shows what is not printed: {lacking}"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where commands are looked for."""
    folder = tmp_path_factory.mktemp("bin")
    served = shim.Shim(folder)
    yield os.pathsep.join([str(folder), str(KEDEN.parent), os.environ["PATH"]])
    served.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A folder in which `keden demo` was run."""
    folder = tmp_path_factory.mktemp("demo")
    _keden(["demo"], folder)
    return folder


def _plain(text: str) -> str:
    return " ".join(text.split())


def test_the_readme_shows_what_the_program_prints(demo: pathlib.Path) -> None:
    """The example's figures are real: only lane and history may differ, by the draw of the
    day.
    """
    example = re.search(r"```\n(57505/.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert example is not None
    printed = _keden(["status", "CAR-1", "--officer", "demo-inspector"], demo)
    shown = example[1].splitlines()
    assert printed.splitlines()[0] == shown[0]
    payable = re.search(r"Payable: (?:at least )?[\d .]+", printed)
    assert payable is not None
    assert payable[0].rstrip(" .") in example[1]


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]
)
def test_the_commands_named_exist(page: pathlib.Path) -> None:
    """A page names `keden duty` or `keden tariff show`, and a group alone as `keden tariff`."""
    known = {name for name, _ in reference.commands()}
    words = [name.split() for name in known]
    groups = {" ".join(parts[:length]) for parts in words for length in (2, 3)} - known
    for name in re.findall(r"`(keden [a-z]+(?: [a-z-]+\b)?)", page.read_text("utf-8")):
        command = " ".join(name.split()[:2])
        named = name if command in groups else command
        assert named in known | groups, f"{page.name} names `{name}`"


@pytest.mark.parametrize(
    "page", [pytest.param(page, id=str(page.relative_to(ROOT))) for page in PAGES]
)
def test_the_links_lead_somewhere(page: pathlib.Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def _keden(words: list[str], folder: pathlib.Path) -> str:
    return _run([str(KEDEN), *words], folder)


def _run(words: list[str], folder: pathlib.Path, **environment: str) -> str:
    done = subprocess.run(
        words,
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, (
        f"{shlex.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    )
    return done.stdout
