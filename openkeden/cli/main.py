"""The command `keden`: its sub-commands, and the one place where what went wrong outside
becomes a sentence.
"""

import gc
import importlib
import signal
import sys
from typing import Annotated, Any, Final, NoReturn

import typer

import openkeden
from openkeden.cli import commands, exit_codes, show, streams

#: The sub-commands in the order of the help, each with the module of `openkeden.cli` and
#: its function or group there. A module is loaded when its command is called: what needs no
#: database does not wait for one.
COMMANDS = {
    "demo": ("demo", "demo"),
    "schema": ("schema", "schema"),
    "check": ("check", "check"),
    "clear": ("clear", "clear"),
    "amend": ("amend", "amend"),
    "withdraw": ("amend", "withdraw"),
    "list": ("listing", "listing"),
    "status": ("status", "status"),
    "act": ("act", "act"),
    "deposit": ("deposit", "deposit"),
    "account": ("account", "account"),
    "mandate": ("mandate", "mandate"),
    "person": ("person", "person"),
    "key": ("key", "key"),
    "signature": ("signature", "signature"),
    "duty": ("duty", "duty"),
    "interest": ("interest", "interest"),
    "explain": ("explain", "explain"),
    "split": ("split", "split"),
    "recompute": ("recompute", "recompute"),
    "measures": ("measures", "measures"),
    "ledger": ("ledger", "ledger"),
    "receipt": ("receipt", "receipt"),
    "classify": ("classify", "classify"),
    "risk": ("risk", "risk"),
    "world": ("world", "world"),
    "witness": ("witness", "witness"),
    "suggest": ("suggest", "suggest"),
    "tariff": ("tariff", "tariff"),
    "law": ("law", "law"),
    "rulings": ("rulings", "rulings"),
    "rates": ("rates", "rates"),
    "serve": ("serve", "serve"),
    "doctor": ("doctor", "doctor"),
    "backup": ("backup", "backup"),
    "restore": ("backup", "restore"),
    "help": ("help", "help_"),
}


#: New objects after which those in circles are looked for: most calls make fewer.
_NEW_OBJECTS: Final = 100_000


class Commands(commands.CommandGroup):
    """The group of all sub-commands, each made when it is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = COMMANDS[cmd_name]
        made = getattr(importlib.import_module(f"openkeden.cli.{module}"), name)
        return commands.made_of(made, cmd_name)

    def summary(self, ctx: Any, name: str) -> str:
        from openkeden.cli import summaries  # noqa: PLC0415 - help alone lists them

        return summaries.COMMANDS.get(name) or super().summary(ctx, name)


app = typer.Typer(
    name="keden",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(openkeden.__version__)
        raise typer.Exit


@app.callback()
def keden(
    _: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Open customs clearance: declarations checked, valued, taxed, targeted for risk and
    released.
    """


@app.command(cls=commands.HelpfulCommand)
def version() -> None:
    """Print the version."""
    typer.echo(openkeden.__version__)


def run() -> None:
    """Run the command line; what goes wrong outside of us is a finding and exit code 2,
    never a traceback.
    """
    gc.set_threshold(_NEW_OBJECTS)
    streams.prepare()
    _unwind_when_ended()
    try:
        code = _called()
        streams.flush()
    except OSError as error:
        code = _unusable(commands.wording().of_system(error))
    # The process ends: what it holds is not looked through for circles once more.
    gc.freeze()
    sys.exit(code)


def _called() -> int:
    """The exit code of the command that was called."""
    try:
        ended = app(prog_name="keden", standalone_mode=False)
    except show.UserError as error:
        return _unusable(error)
    except typer.TyperException as error:
        return _not_taken(error)
    except _database_errors() as error:
        return _unusable(commands.wording().of_database(error))
    except KeyboardInterrupt:
        return exit_codes.INTERRUPTED
    return ended if isinstance(ended, int) else exit_codes.OK


def _unusable(error: show.UserError) -> int:
    wrong = commands.wording()
    show.print_unusable(error, wrong.language(), json=wrong.asks_for_json())
    return exit_codes.UNUSABLE


def _not_taken(error: typer.TyperException) -> int:
    """Words that no command takes; without any the help is shown."""
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
        return exit_codes.UNUSABLE
    return _unusable(commands.wording().of_parser(error))


def _unwind_when_ended() -> None:
    """End in good order when the system says so: transactions rolled back, the database
    closed, unfinished files told of.
    """
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:
            signal.signal(ending, _end)


def _end(number: int, _: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)
    sys.exit(exit_codes.BY_SIGNAL + number)


def _database_errors() -> tuple[type[Exception], ...]:
    """What a database may raise, as far as one was loaded."""
    known = [("sqlite3", "Error"), ("django.db", "DatabaseError")]
    return tuple([getattr(sys.modules[m], e) for m, e in known if m in sys.modules])
