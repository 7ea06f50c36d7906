"""`keden signature authority`: whose certificates signatures are trusted by."""

import pathlib
from typing import TYPE_CHECKING, Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show

if TYPE_CHECKING:
    from openkeden.flow.signing.authorities import KnownAuthority

authority = typer.Typer(
    no_args_is_help=True, help="Authorities whose certificates are trusted."
)
Administrator = Annotated[
    str, typer.Option("--actor", help="The administrator who answers for it.")
]


@authority.command()
def add(
    file: Annotated[
        pathlib.Path, typer.Argument(help="The root certificate, as DER or PEM.")
    ],
    actor: Administrator,
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Trust an authority from now on; the ledger keeps its certificate."""
    from openkeden.flow.signing import authorities  # noqa: PLC0415

    by, body = options.by(actor, at, reason, home), options.content(file, lang.value)
    known = authorities.trust(body, by, options.opened(home, lang.value))
    _show(known, lang.value, json=json)


@authority.command()
def end(
    named: Annotated[
        str,
        typer.Argument(
            metavar="SHA256", help="The beginning of the digest of its certificate."
        ),
    ],
    why: Annotated[str, typer.Option(help="Why; the ledger keeps it.")],
    actor: Administrator,
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Trust an authority no more."""
    from openkeden.flow.signing import authorities  # noqa: PLC0415

    by = options.by(actor, at, reason, home)
    known = authorities.end(named, why, by, options.opened(home, lang.value))
    _show(known, lang.value, json=json)


@authority.command(name="list")
def list_authorities(
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """List the authorities that are trusted or were, the oldest first."""
    options.opened(home, lang.value)
    from openkeden.flow.signing import authorities  # noqa: PLC0415
    from openkeden.views import signature_text, signature_view  # noqa: PLC0415

    view = signature_view.of_authorities(authorities.everything())
    if json:
        show.print_json(view)
        return
    if not view.authorities:
        show.out.print(locale.names(lang.value)["signature"]["none"], soft_wrap=True)
    for one in view.authorities:
        line = signature_text.authority(one, lang.value)
        show.out.print(show.plain(line), soft_wrap=True)


def _show(known: "KnownAuthority | Refused", language: str, *, json: bool) -> None:
    if isinstance(known, Refused):
        show.refuse(known, language, json=json)
    from openkeden.views import signature_text, signature_view  # noqa: PLC0415

    view = signature_view.of_authority(known)
    if json:
        show.print_json(view)
        return
    line = signature_text.authority(view, language)
    show.out.print(show.plain(line), soft_wrap=True)
