"""What a call loads: nothing that it does not need, and no command but its own."""

import subprocess
import sys

import pytest
import typer.main

from openkeden.cli import commands, main, summaries
from tests import founded

GROUP = typer.main.get_command(main.app)
TOLD = (
    "import atexit, sys; from openkeden.cli import main; sys.argv[0] = 'keden';"
    " atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main.run()"
)
PRICE = (
    *("duty", "--code", "6403993600", "--value", "1000", "--currency", "USD"),
    *("--origin", "CN", "--net", "100", "--qty", "10", "--on", "2026-04-02"),
)


def loaded(words, folder) -> set[str]:
    """The modules in a process that ran a call, whose output goes into a pipe."""
    environment = founded.environment()
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", TOLD, *words]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env=environment,
    )
    return set(ran.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("name", main.COMMANDS)
def test_a_summary_is_the_first_sentence_of_the_help(name):
    own = super(main.Commands, GROUP).summary(None, name)
    assert summaries.COMMANDS[name] == own


def test_every_listed_command_has_one_summary():
    assert [*summaries.COMMANDS] == [*main.COMMANDS]
    assert GROUP.summary(None, "version") == "Print the version."
    assert isinstance(GROUP, commands.CommandGroup)


@pytest.mark.parametrize("words", [("--help",), ("version",), ("--version",)])
def test_help_and_version_load_no_command(words, tmp_path):
    ours = {name for name in loaded(words, tmp_path) if name.startswith("openkeden.")}
    commands_of = {f"openkeden.cli.{module}" for module, _ in main.COMMANDS.values()}
    assert not ours & commands_of
    assert not [name for name in ours if name.startswith("openkeden.flow")]


#: What no price needs: the database, readers of other files, styles, risk, what reads law.
IDLE = {
    *("django", "lxml", "openpyxl", "rich", "cryptography"),
    *("csv", "hashlib", "importlib.resources", "secrets", "tomllib", "zipfile"),
    *("openkeden.flow.pricing.persons", "openkeden.flow.installation"),
    *("openkeden.risk", "openkeden.lawpack.review", "openkeden.flow.catalogue"),
}


@pytest.mark.parametrize("more", [(), ("--json",), ("--lang", "ru", "-v")], ids=" ".join)
def test_a_price_loads_nothing_that_it_does_without(more, tmp_path):
    loaded((*PRICE, *more), tmp_path)  # what is kept of the law is made anew by the first
    used = {"csv"} if "ru" in more else set()
    assert loaded((*PRICE, *more), tmp_path) & IDLE <= used
