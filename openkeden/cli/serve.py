"""`keden serve`: the interface over HTTP for one installation."""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.service import rates, server

#: The largest number of a port.
_LAST_PORT = 65_535

#: No machine has use for more.
_MOST_PROCESSES = 64


def serve(
    host: Annotated[
        str,
        typer.Option(help="The address to listen at; a proxy with TLS stands before it."),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(min=1, max=_LAST_PORT, help="The port to listen at.")
    ] = 8000,
    processes: Annotated[
        int,
        typer.Option(
            min=1,
            max=_MOST_PROCESSES,
            help="Processes that serve; more than one pays with PostgreSQL alone.",
        ),
    ] = 1,
    test: Annotated[
        bool,
        typer.Option(
            help=(
                "Serve an installation for tests: its ledger has a name of its own, nothing"
                " there counts, and a filing may say the moment that it counts as of."
            )
        ),
    ] = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Serve the interface over HTTP until the process is told to end.

    Told to end (SIGTERM, or Ctrl+C), it takes nothing more, answers what it took and closes
    the database. Needs the extra `serve`: pip install 'openkeden[serve]'.
    """
    objections = server.objections(host, port, home, test=test)
    for answer in (rates.here(), rates.threads(), objections):
        if isinstance(answer, Refused):
            show.refuse(answer, lang.value, json=False)
    said = locale.names(lang.value)["run"]["serving"]
    address = f"http://{host}:{port}/api/v1/"
    show.err.print(show.plain(said.format(address=address, home=home)), soft_wrap=True)
    if not server.serve(host, port, home, several=processes):
        raise typer.Exit(show.UNUSABLE)
