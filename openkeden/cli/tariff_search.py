"""`keden tariff search`: the codes that words of goods may stand for."""

import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import exit_codes, options, show
from openkeden.flow.law import code_search
from openkeden.views import goods_view

#: Most goods that are shown at once, and how many where nothing is said.
_MOST, _PAGE = 1_000, 20


def search(
    words: Annotated[
        list[str],
        typer.Argument(help="Words of the goods in any of the three languages."),
    ],
    on: options.On = "",
    limit: Annotated[int, typer.Option(help="So many at most.", min=1, max=_MOST)] = _PAGE,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: Annotated[
        pathlib.Path,
        typer.Option(
            "--home",
            envvar="KEDEN_HOME",
            help="Folder of the installation; the editions it imported count too.",
        ),
    ] = options.HOME,
) -> None:
    """Search the tariff of a day for goods by their names, or by what people call them:
    all the words must be in one of these, whatever their endings. Exit code 1: none.

    Names and words are those of this program, not the text of the tariff: which code goods
    have, its texts and notes decide.
    """
    text = " ".join(words)
    found = code_search.search(text, options.day(on), home, country)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    shown = goods_view.of(found, lang.value, limit)
    if json:
        show.print_json(shown)
    else:
        _print(shown, lang.value)
    raise typer.Exit(exit_codes.OK if shown.goods else exit_codes.REFUSED)


def _print(shown: goods_view.SearchView, language: str) -> None:
    words = locale.names(language)["tariff"]
    if not shown.goods:
        said = words["none_found"].format(words=show.plain(shown.words))
        show.out.print(said, soft_wrap=True)
        return
    heads = (words["code"], words["lines"], words["goods"])
    rows = [(one.code, str(one.lines), show.plain(one.name)) for one in shown.goods]
    show.print_table(heads, rows, right=(heads[1],), flexible=2)
    rest = shown.found - len(shown.goods)
    if rest:
        show.out.print(words["more_found"].format(count=rest))
