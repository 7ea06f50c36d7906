"""`keden doctor`: whether all that an installation lives on is as it must be."""

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow import clock
from openkeden.flow.operating import examination
from openkeden.views import examination_view

_STYLES = {"well": "green", "wrong": "red", "unknown": "yellow"}


def doctor(
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Examine an installation: database, ledger, key, disks, clock, law, rates, settings.

    Nothing is changed, and others may work meanwhile. Exit code 1 where something is wrong.
    """
    now = clock.now()
    found = examination.examine(home, now)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    view = examination_view.of(found, home, now, lang.value)
    if json:
        show.print_json(view)
    else:
        words = locale.names(lang.value)["doctor"]
        for one, part in zip(found, view.parts, strict=True):
            show.out.print(_line(part, words), soft_wrap=True)
            show.print_findings(one.findings, lang.value)
    if not view.well:
        raise typer.Exit(show.REFUSED)


def _line(part: examination_view.ExaminedView, words: locale.Words) -> str:
    """A part in one line: its state, and what was seen."""
    seen = [f"{words.get(name, name)} {value}" for name, value in part.seen.items()]
    state = f"[{_STYLES[part.state]}]{words[part.state]}[/]"
    told = f": {show.plain(', '.join(seen))}" if seen else ""
    return f"{state} {words[part.part]}{told}"
