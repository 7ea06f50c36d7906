"""The command `keden`: its sub-commands, and the one place where what went wrong outside
becomes a sentence.
"""

import importlib
import io
import os
import signal
import sqlite3
import sys
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

import openkeden
from openkeden.cli import show

#: The sub-commands in the order of the help, each with the module of `openkeden.cli` and
#: its function or group there. A module is loaded when its command is called: what needs no
#: database does not wait for one.
COMMANDS = {
    "demo": ("demo", "demo"),
    "schema": ("schema", "schema"),
    "clear": ("clear", "clear"),
    "status": ("status", "status"),
    "act": ("act", "act"),
    "deposit": ("deposit", "deposit"),
    "account": ("account", "account"),
    "mandate": ("mandate", "mandate"),
    "person": ("person", "person"),
    "duty": ("duty", "duty"),
    "explain": ("explain", "explain"),
    "split": ("split", "split"),
    "recompute": ("recompute", "recompute"),
    "measures": ("measures", "measures"),
    "ledger": ("ledger", "ledger"),
    "receipt": ("receipt", "receipt"),
    "risk": ("risk", "risk"),
    "tariff": ("tariff", "tariff"),
    "law": ("law", "law"),
    "rates": ("rates", "rates"),
    "backup": ("backup", "backup"),
    "restore": ("backup", "restore"),
}


class Commands(TyperGroup):
    """The group of all sub-commands, each made when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = COMMANDS[cmd_name]
        made = getattr(importlib.import_module(f"openkeden.cli.{module}"), name)
        if not isinstance(made, typer.Typer):
            single = typer.Typer(rich_markup_mode=None)
            single.command(name=cmd_name)(made)
            return typer.main.get_command(single)
        made.rich_markup_mode = None
        group = typer.main.get_group(made)
        group.name = cmd_name
        return group


app = typer.Typer(
    name="keden",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def keden() -> None:
    """Open customs clearance: declarations checked, valued, taxed, targeted for risk and
    released.
    """


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(openkeden.__version__)


def run() -> None:
    """Run the command line; a failure outside of us is one sentence and exit code 2, never
    a traceback.
    """
    _print_anything()
    _unwind_when_ended()
    try:
        app()
    except show.UserError as error:
        show.err.print(f"keden: {show.printable(error)}", soft_wrap=True, markup=False)
        sys.exit(show.UNUSABLE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(show.OK)
    except OSError as error:
        reason = show.printable(f"{error.strerror or error}: {error.filename or ''}")
        show.err.print(f"keden: {reason}", soft_wrap=True, markup=False)
        sys.exit(show.UNUSABLE)
    except _database_errors() as error:
        show.err.print(
            f"keden: the database cannot be used: {show.printable(error)}",
            soft_wrap=True,
            markup=False,
        )
        sys.exit(show.UNUSABLE)
    except KeyboardInterrupt:
        sys.exit(130)


def _unwind_when_ended() -> None:
    """End in good order when the system says so: transactions rolled back, the database
    closed, unfinished files told of.
    """
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, _end)


def _end(number: int, _: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    sys.exit(128 + number)


def _print_anything() -> None:
    """Write out the letters that a terminal cannot show, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _database_errors() -> tuple[type[Exception], ...]:
    """What a database may raise; that of the database layer where it was loaded."""
    layer = sys.modules.get("django.db")
    return (sqlite3.Error,) if layer is None else (sqlite3.Error, layer.DatabaseError)
