"""`keden law lists`: the code lists of the law, which are whole, and the codes of one."""

from typing import Annotated

import typer

from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import options, show, tariff
from openkeden.flow.law import code_lists
from openkeden.views import list_view

law_lists = typer.Typer()


@law_lists.command(name="lists")
def show_lists(
    name: Annotated[
        str, typer.Argument(help="The list whose codes are shown, such as documents.")
    ] = "",
    on: options.On = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: tariff.Home = options.HOME,
) -> None:
    """List the code lists of the law on a day: how many codes each has, and whether it is
    whole or an extract. With a name: its codes.
    """
    held = code_lists.on_day(options.day(on), home, country)
    if isinstance(held, Refused):
        show.refuse(held, lang.value, json=json)
    if name and name not in held:
        said = {"option": "NAME", "value": name, "known": ", ".join(held)}
        raise show.wrong(calls.NO_CHOICE, "NAME", **said)
    wanted = [held[name]] if name else list(held.values())
    views = tuple([list_view.of(one, lang.value, whole=bool(name)) for one in wanted])
    if json:
        show.print_json(views)
    elif name:
        _print_codes(views[0])
    else:
        _print_lists(views)


def _print_lists(views: tuple[list_view.ListView, ...]) -> None:
    rows = [(one.name, str(one.count), _extent(one), one.title) for one in views]
    cells = [tuple(map(show.plain, row)) for row in rows]
    show.print_table(
        ("list", "codes", "extent", "what"), cells, right=("codes",), flexible=3
    )


def _print_codes(view: list_view.ListView) -> None:
    head = f"{view.name}: {view.count} codes, {_extent(view)}; {view.title}"
    show.out.print(show.plain(head), soft_wrap=True)
    basis = f"{view.act}; {view.source}"
    show.out.print(show.plain(basis), style="dim", soft_wrap=True)
    for row in view.codes:
        line = f"  {row.code}  {row.name} [{row.mark}]"
        show.out.print(show.plain(line), soft_wrap=True)


def _extent(view: list_view.ListView) -> str:
    return "whole" if view.complete else "extract"
