"""`keden risk tradeoff`: what fewer inspections cost, as a table, JSON and a page."""

import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow import clock, outputs
from openkeden.flow.risk import tradeoffs
from openkeden.views import tradeoff_chart, tradeoff_view

#: A day has so many minutes.
_MOST_MINUTES = 1_440


def tradeoff(
    data: Annotated[
        pathlib.Path | None,
        typer.Argument(
            help="A history as `keden risk history` writes it.", show_default=False
        ),
    ] = None,
    map_: Annotated[
        str,
        typer.Option("--map", help="Map of the columns: a name, or a TOML file."),
    ] = "observations",
    world: Annotated[
        pathlib.Path | None,
        typer.Option(help="A folder that `keden world` wrote: there the truth is known."),
    ] = None,
    out: Annotated[
        pathlib.Path | None, typer.Option(help="Write the page with the charts here.")
    ] = None,
    minutes: Annotated[
        int,
        typer.Option(help="What an inspection takes.", min=1, max=_MOST_MINUTES),
    ] = 90,
    seed: Annotated[int, typer.Option(help="The seed of samples and of the model.")] = 1,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Tell what fewer inspections cost: findings, revenue and hours from 100 % to 1 % of the
    lines, by chance, by the profiles in force and by a model, with intervals.

    Of profiles the strictest lane comes first, then the score, then the charges; where they
    cannot be asked of the lines, the highest charges stand in their place. The model
    learns from the first three quarters of the history, by day, and is tried on the last. A
    generated world proves the machinery, not the world.
    """
    if (data is None) == (world is None):
        raise show.wrong(calls.NOTHING_NAMED, "data", value="", known="DATA or --world")
    options.writable(out, home, lang.value, [data] if data else [])
    wanted = tradeoffs.TradeoffWanted(
        data=data,
        map=map_,
        world=world,
        minutes=minutes,
        seed=seed,
        today=clock.now().date(),
        pack=options.pack(home),
    )
    answer = tradeoffs.tradeoff_of(wanted)
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    words = locale.names(lang.value)["tradeoff"]
    if out is not None:
        outputs.write(out, tradeoff_chart.page(answer, words, lang.value))
    if json:
        show.print_json(tradeoff_view.of(answer))
        return
    _print(answer, words)
    if out is not None:
        show.out.print(show.plain(words["written"].format(path=out)), soft_wrap=True)


def _print(answer: tradeoffs.Tradeoff, words: locale.Words) -> None:
    names = ("policy", "share", "inspected", "hours", "found", "revenue")
    heads = [words[name] for name in names]
    rows: list[tuple[str, ...]] = []
    for curve in answer.curves:
        cells = [tradeoff_chart.cells(point) for point in curve.points]
        rows += [(words[curve.policy], *row) for row in cells]
    show.print_table(heads, rows, right=heads[1:])
    about = words["about"].format(
        learned=answer.learned,
        tried=answer.tried,
        since=answer.since,
        until=answer.until,
        minutes=answer.minutes,
    )
    show.out.print(about, soft_wrap=True)
    show.out.print(tradeoff_chart.of_rules(answer, words), soft_wrap=True)
    show.out.print(words["of_world" if answer.generated else "of_data"], soft_wrap=True)
