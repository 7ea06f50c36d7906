"""`keden key`: the keys with which programs ask the service."""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.access import keys
from openkeden.flow.recording import By
from openkeden.views import key_view

key = typer.Typer(
    no_args_is_help=True,
    help="Keys: which programs may ask the service, for whom, what for, until when.",
)
_Id = Annotated[
    str, typer.Argument(metavar="ID", help="The eight letters that the key is named by.")
]
_Until = Annotated[
    str, typer.Option(help="The last day, as 2027-03-31; two years ahead at most.")
]
_Actor = Annotated[
    str,
    typer.Option(
        help="Who acts: whose key it is, or an administrator; the person without."
    ),
]


@key.command()
def issue(
    person: Annotated[str, typer.Option(help="The person of the register whom it is for.")],
    scopes: Annotated[
        str, typer.Option(help=f"What for, with commas: {', '.join(keys.SCOPES)}.")
    ],
    until: _Until,
    label: Annotated[str, typer.Option(help="Which program or machine has it.")],
    actor: _Actor = "",
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Give a key to a person who declares for firms. It is shown once and stored nowhere.

    The key does at most what the person may do himself, and only as long as he may. Exit
    code 1 and every reason when it is not possible.
    """
    wanted = keys.WantedKey(
        person=person,
        scopes=tuple([word.strip() for word in scopes.split(",") if word.strip()]),
        until=options.named_day(until, "--until"),
        label=label,
    )
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    options.covered(opened, now, lang.value)
    issued = keys.issue(wanted, By(actor or person, now, reason), opened)
    _show_issued(issued, lang.value, json=json)


@key.command()
def rotate(
    id_: _Id,
    until: _Until,
    actor: options.Actor,
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Give a second key with what a first one is for; both may be used until the first one
    ends or is revoked.
    """
    last = options.named_day(until, "--until")
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    options.covered(opened, now, lang.value)
    issued = keys.replace(id_, last, By(actor, now, reason), opened)
    _show_issued(issued, lang.value, json=json)


@key.command()
def revoke(
    id_: _Id,
    reason: Annotated[str, typer.Option(help="Why, in words.")],
    actor: options.Actor,
    at: options.At = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """End a key at once: the service takes it no more within a second."""
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    options.covered(opened, now, lang.value)
    revoked = keys.revoke(id_, reason, By(actor, now, reason), opened)
    if isinstance(revoked, Refused):
        show.refuse(revoked, lang.value, json=json)
    view = key_view.of_key(revoked)
    if json:
        show.print_json(view)
        return
    told = locale.names(lang.value)["key"]["ended"]
    show.out.print(show.plain(told.format(id=view.id, entry=view.revoked)), soft_wrap=True)


@key.command(name="list")
def list_keys(
    person: Annotated[
        str, typer.Option(help="The person whose keys; everybody's without it.")
    ] = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """List keys, the oldest first: what for, until when, last used when and from which
    network, and why one may not be used.
    """
    opened = options.opened(home, lang.value)
    view = key_view.of(keys.everything(opened, person))
    if json:
        show.print_json(view)
        return
    words = locale.names(lang.value)["key"]
    if not view.keys:
        show.out.print(words["none"], soft_wrap=True)
    for one in view.keys:
        show.out.print(show.plain(_line(one, words)), soft_wrap=True)


def _show_issued(issued: keys.IssuedKey | Refused, language: str, *, json: bool) -> None:
    if isinstance(issued, Refused):
        show.refuse(issued, language, json=json)
    view = key_view.of_issued(issued)
    if json:
        show.print_json(view)
        return
    words = locale.names(language)["key"]
    show.out.print(show.plain(_held(view, words)), soft_wrap=True)
    show.out.print(words["once"], soft_wrap=True)
    show.out.print(view.key, soft_wrap=True)


def _held(one: key_view.KeyView, words: locale.Words) -> str:
    """A key in one line: which, whose, what for, until when."""
    return words["held"].format(
        id=one.id,
        person=one.person,
        label=one.label,
        scopes=", ".join(one.scopes),
        until=one.until,
        entry=one.entry,
    )


def _line(one: key_view.KnownKeyView, words: locale.Words) -> str:
    """A key with its last use, and why it may not be used."""
    used = words["never"]
    if one.used is not None:
        when = f"{one.used:%Y-%m-%d %H}:00 UTC"
        used = words["used"].format(when=when, network=one.network or "-")
    dead = f"; {words[one.dead]}" if one.dead else ""
    return f"{_held(one, words)}; {used}{dead}"
