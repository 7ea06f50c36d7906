"""`keden rulings`: advance rulings on codes of goods, entered, withdrawn and found."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import exit_codes, options, show
from openkeden.flow.classification import ruling_search
from openkeden.views import ruling_view

if TYPE_CHECKING:
    from openkeden.flow.installation import Installation

rulings = typer.Typer(
    no_args_is_help=True,
    help="Advance rulings on codes of goods: enter one, withdraw it, find those that count.",
)

#: Most rulings that are shown at once, and how many where nothing is said.
_MOST, _PAGE = 1_000, 20

Number = Annotated[str, typer.Argument(help="The number that its authority gave it.")]
Chief = Annotated[str, typer.Option(help="The chief of all offices who answers for it.")]


@rulings.command()
def add(
    number: Number,
    code: Annotated[
        str, typer.Argument(help="The code of the goods: four, six or ten digits.")
    ],
    text: Annotated[str, typer.Option(help="What the goods are.")],
    reasons: Annotated[str, typer.Option(help="Why they have this code.")],
    decided: Annotated[str, typer.Option(help="The authority that decided.")],
    since: Annotated[str, typer.Option(help="The first day on which it counts.")],
    until: Annotated[str, typer.Option(help="The last day on which it counts.")],
    actor: Chief,
    public: Annotated[
        bool, typer.Option("--public", help="Everybody may see it; else officers alone.")
    ] = False,
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Enter an advance ruling in the register of the house; the ledger keeps it for good."""
    from openkeden.flow.classification import ruling_register  # noqa: PLC0415

    new = ruling_register.NewRuling(
        number=number,
        code=code,
        text=text,
        reasons=reasons,
        decided=decided,
        since=options.named_day(since, "--since"),
        until=options.named_day(until, "--until"),
        public=public,
    )
    by = options.by(actor, at, reason, home)
    made = ruling_register.enter(new, by, options.opened(home, lang.value))
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=json)
    _show(ruling_view.of(made, lang.value), lang.value, json=json)


@rulings.command()
def withdraw(
    number: Number,
    why: Annotated[str, typer.Option(help="Why; the ledger keeps it.")],
    actor: Chief,
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Withdraw an advance ruling: from this day on it counts no more."""
    from openkeden.flow.classification import ruling_register  # noqa: PLC0415

    by = options.by(actor, at, reason, home)
    gone = ruling_register.withdraw(number, why, by, options.opened(home, lang.value))
    if isinstance(gone, Refused):
        show.refuse(gone, lang.value, json=json)
    _show(ruling_view.of(gone, lang.value), lang.value, json=json)


@rulings.command()
def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(help="Words of the goods in any of the three languages; none: all."),
    ] = None,
    on: options.On = "",
    limit: Annotated[int, typer.Option(help="So many at most.", min=1, max=_MOST)] = _PAGE,
    officer: options.Officer = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Find the advance rulings that count on a day and speak of the goods: at least half of
    what the words say must be said in one. Exit code 1: there is none.

    Rulings that are not public are shown to an officer alone.
    """
    if officer:
        check_officer(officer, lang.value, options.opened(home, lang.value), json=json)
    said = " ".join(words or ())
    day = options.day(on)
    found = ruling_search.search(said, day, home, officer=bool(officer))
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    view = ruling_view.of_found(found, lang.value, limit)
    if json:
        show.print_json(view)
    else:
        show_each(view.rulings, lang.value)
        if not view.rulings:
            none = locale.names(lang.value)["ruling"]["none"].format(on=view.on)
            show.out.print(none, soft_wrap=True)
    raise typer.Exit(exit_codes.OK if view.rulings else exit_codes.REFUSED)


def check_officer(person: str, language: str, at: "Installation", *, json: bool) -> None:
    """Refuse whoever may not see rulings that are not public."""
    from openkeden.flow.people import readers  # noqa: PLC0415

    may_not = readers.may_read(person, at)
    if may_not is not None:
        show.refuse(may_not, language, json=json)


def _show(view: ruling_view.RulingView, language: str, *, json: bool) -> None:
    if json:
        show.print_json(view)
    else:
        show_each([view], language)


def show_each(views: Iterable[ruling_view.RulingView], language: str) -> None:
    """Print rulings: what each says, by whom, and as long as it counts."""
    words = locale.names(language)["ruling"]
    for view in views:
        gone = words["withdrawn"].format(on=view.withdrawn) if view.withdrawn else ""
        seen = words["public" if view.public else "officers"]
        said = {
            "number": show.plain(view.number),
            "code": view.code,
            "name": show.plain(view.name),
            "text": show.plain(view.text),
            "reasons": show.plain(view.reasons),
            "decided": show.plain(view.decided),
            "since": view.since,
            "until": gone or view.until,
            "seen": seen,
        }
        show.out.print(words["head"].format_map(said), soft_wrap=True)
        for line in ("goods", "why"):
            show.out.print(f"  {words[line].format_map(said)}", soft_wrap=True)
