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
    command = [sys.executable, "-c", TOLD, *words]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env=founded.environment(),
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


@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_a_price_loads_no_styles_for_a_pipe(more, tmp_path):
    assert not loaded((*PRICE, *more), tmp_path) & {"rich", "django", "lxml"}
