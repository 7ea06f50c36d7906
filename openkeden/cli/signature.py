"""`keden signature`: signatures checked, the authorities behind them, and a trial authority."""

import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show, signature_authority

signature = typer.Typer(
    no_args_is_help=True,
    help="Signatures of declarations: check one, trust an authority, make some for trials.",
)
signature.add_typer(signature_authority.authority, name="authority")

Signed = Annotated[pathlib.Path, typer.Argument(help="The declaration that is signed.")]
Made = Annotated[
    pathlib.Path, typer.Option("--out", help="Where to write; it must not be there yet.")
]


@signature.command()
def check(
    file: Signed,
    signature_file: Annotated[
        pathlib.Path,
        typer.Argument(metavar="SIGNATURE", help="Its detached signature, as DER or PEM."),
    ],
    json: options.Json = False,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Say whose signature a declaration has, and whether that person may sign it; nothing
    is recorded.

    Exit code 1 and every reason where it does not hold.
    """
    from openkeden.flow.signing import signed_filing  # noqa: PLC0415

    now, opened = options.moment(at, home), options.opened(home, lang.value)
    options.covered(opened, now, lang.value)
    body = options.content(file, lang.value)
    of_it = options.content(signature_file, lang.value)
    given = signed_filing.SignedFile(body, of_it)
    signed = signed_filing.check(given, now, opened)
    if isinstance(signed, Refused):
        show.refuse(signed, lang.value, json=json)
    from openkeden.views import signature_text, signature_view  # noqa: PLC0415

    view = signature_view.of(signed)
    if json:
        show.print_json(view)
        return
    show.out.print(show.plain(signature_text.line(view, lang.value)), soft_wrap=True)


@signature.command()
def make(
    file: Signed,
    folder: Annotated[
        pathlib.Path,
        typer.Option("--with", help="Folder with key.pem and certificate.pem."),
    ],
    out: Made,
    lang: options.Lang = options.Language.en,
) -> None:
    """Sign a declaration with a key of a trial authority."""
    from openkeden.flow.signing import trials  # noqa: PLC0415

    refused = trials.sign(options.content(file, lang.value), folder, out)
    if refused is not None:
        show.refuse(refused, lang.value, json=False)
    show.out.print(str(out), soft_wrap=True)


@signature.command(name="test-authority")
def trial_authority(
    out: Made,
    name: Annotated[str, typer.Option(help="Who signs, as box 54 names him.")],
    iin: Annotated[str, typer.Option("--iin", help="The number of the person.")] = "",
    bin_: Annotated[str, typer.Option("--bin", help="The number of the firm.")] = "",
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Make an authority for trials, with its list and with certificates of a person: RSA,
    ECDSA, one revoked, one expired. Nobody is to trust it in earnest.
    """
    from openkeden.flow.signing import trials  # noqa: PLC0415

    moment = options.moment(at, home)
    made = trials.make(out, trials.Person(name, iin, bin_), moment)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=False)
    for path in made:
        show.out.print(show.plain(str(path)), soft_wrap=True)
    show.err.print(locale.names(lang.value)["signature"]["trial"], soft_wrap=True)
