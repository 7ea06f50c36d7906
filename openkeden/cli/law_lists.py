"""`keden law lists`: the code lists of the law, which are whole, and the codes of one."""

from typing import Annotated

import typer

from openkeden import locale
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
        _print_codes(views[0], locale.names(lang.value))
    else:
        _print_lists(views, locale.names(lang.value)["law"])


def _print_lists(views: tuple[list_view.ListView, ...], words: locale.Words) -> None:
    rows = [(one.name, str(one.count), _extent(one, words), one.title) for one in views]
    cells = [tuple(map(show.plain, row)) for row in rows]
    names = ("list", "list_codes", "list_extent", "list_title")
    heads = tuple([words[name] for name in names])
    show.print_table(heads, cells, right=(heads[1],), flexible=3)


def _print_codes(view: list_view.ListView, names: locale.Names) -> None:
    words, marks = names["law"], names["marks"]
    count = f"{view.count} {words['list_codes']}"
    head = f"{view.name}: {count}, {_extent(view, words)}; {view.title}"
    show.out.print(show.plain(head), soft_wrap=True)
    basis = f"{view.act}; {view.source}"
    show.out.print(show.plain(basis), style="dim", soft_wrap=True)
    for row in view.codes:
        line = f"  {row.code}  {row.name} [{marks.get(row.mark, row.mark)}]"
        show.out.print(show.plain(line), soft_wrap=True)


def _extent(view: list_view.ListView, words: locale.Words) -> str:
    return words["list_whole" if view.complete else "list_extract"]
