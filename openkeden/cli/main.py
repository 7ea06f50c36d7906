"""The command `keden`: its sub-commands, and the one place where what went wrong outside becomes a sentence."""

import io
import os
import sqlite3
import sys

import typer
from django.db import DatabaseError

import openkeden
from openkeden.cli import clearing, demo, laws, legacy, measuring, pricing, proofs, show, splitting, tariffs

#: Exit codes: everything went well; something was refused or does not fit; the input or the call cannot be used.
OK, REFUSED, UNUSABLE = 0, 1, 2

app = typer.Typer(
    name="keden",
    help="Open customs clearance: declarations checked, valued, taxed, targeted for risk and released.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(demo.demo)
app.command()(clearing.clear)
app.command()(clearing.status)
app.command()(clearing.act)
app.command()(clearing.deposit)
app.command()(pricing.duty)
app.command()(pricing.explain)
app.command()(splitting.split)
app.command()(legacy.recompute)
app.command(name="measures")(measuring.measures_of)
app.add_typer(proofs.ledger, name="ledger")
app.add_typer(proofs.receipt, name="receipt")
app.add_typer(tariffs.tariff, name="tariff")
app.add_typer(laws.law, name="law")
app.add_typer(laws.rates, name="rates")


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(openkeden.__version__)


def run() -> None:
    """Run the command line; a failure outside of us is one sentence and exit code 2, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except show.UserError as error:
        show.err.print(f"keden: {show.printable(error)}", soft_wrap=True, markup=False)
        sys.exit(UNUSABLE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(OK)
    except OSError as error:
        told = show.printable(f"{error.strerror or error}: {error.filename or ''}")
        show.err.print(f"keden: {told}", soft_wrap=True, markup=False)
        sys.exit(UNUSABLE)
    except (DatabaseError, sqlite3.Error) as error:
        show.err.print(f"keden: the database cannot be used: {show.printable(error)}", soft_wrap=True, markup=False)
        sys.exit(UNUSABLE)
    except KeyboardInterrupt:
        sys.exit(130)
