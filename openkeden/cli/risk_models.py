"""`keden risk train` and `keden risk evaluate`: models learned from past inspections, and
how good they are.
"""

import pathlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow import clock
from openkeden.flow.risk import models
from openkeden.views import evaluation_view

if TYPE_CHECKING:
    from openkeden.views.evaluation_view import EvaluationView

#: Engines in the order in which they are shown, by their field.
_ENGINES: Final = (
    *("champion", "champion_by_revenue", "challenger", "ladder"),
    *("random", "duty", "dictionary"),
)
#: Figures that are shown.
_FIGURES: Final = (
    *("auc", "precision_at_1", "precision_at_5", "precision_at_10"),
    *("revenue_at_5", "calibration_error"),
)

Data = Annotated[
    list[pathlib.Path],
    typer.Argument(help="CSV or Parquet files of goods lines.", show_default=False),
]
MapName = Annotated[
    str,
    typer.Option(
        "--map", help="Which column is what: observations, korea, or a TOML file."
    ),
]
Seed = Annotated[
    int, typer.Option(help="What is drawn by chance is drawn from this.", min=0)
]


def train(
    data: Data,
    out: Annotated[pathlib.Path, typer.Option(help="Write the model here.")],
    map_: MapName = models.DEFAULT_MAP,
    until: Annotated[
        str, typer.Option(help="The last day of the data, as 2026-04-02; today without it.")
    ] = "",
    seed: Seed = 1,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Train a risk model on past inspections, measure it on the last of them, and write its
    card beside it.
    """
    options.writable(out, home, lang.value, data)
    options.writable(out.with_suffix(".md"), home, lang.value, [*data, out])
    day = options.day(until, "--until") or clock.now().date()
    law = options.pack(home)
    with progress(lang.value) as told:
        answer = models.train(data, map_, out, day, seed, law, told)
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    view = evaluation_view.of_model(answer, lang.value)
    if json:
        show.print_json(view)
        return
    words = locale.names(lang.value)["risk"]
    args = {"lines": view.lines, "inspected": view.inspected, "found": view.found}
    said = words["trained"].format(since=view.since, until=view.until, **args)
    show.out.print(said, soft_wrap=True)
    show.print_findings(answer.evaluation.notices, lang.value)
    _print(view.evaluation, words)
    written = words["model_written"].format(
        model=show.plain(out), card=show.plain(view.card), digest=view.digest
    )
    show.out.print(written, soft_wrap=True)


def evaluate(
    data: Data,
    model: Annotated[
        pathlib.Path | None,
        typer.Option(help="Judge this model instead of one trained in the protocol."),
    ] = None,
    protocol: Annotated[
        str,
        typer.Option(
            help=(
                "time: score the last days; one-row-per-block: score one of several copies,"
                " by fifths; published: score the last file as it stands."
            )
        ),
    ] = "time",
    map_: MapName = models.DEFAULT_MAP,
    seed: Seed = 1,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
) -> None:
    """Judge risk engines on past inspections that they did not learn from: model, floor and
    controls side by side, with 95 % intervals.
    """
    today = clock.now().date()
    with progress(lang.value) as told:
        answer = models.evaluate(data, map_, protocol, model, today, seed, told)
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    view = evaluation_view.of(answer, lang.value)
    if json:
        show.print_json(view)
        return
    show.print_findings(answer.notices, lang.value)
    _print(view, locale.names(lang.value)["risk"])


@contextmanager
def progress(language: str, named: str = "risk_progress") -> Iterator[models.Progress]:
    """What is done meanwhile, on a terminal, in these words."""
    from rich.progress import Progress, SpinnerColumn, TextColumn  # noqa: PLC0415

    words = locale.names(language)[named]
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    console = show.err.styled
    hidden = not show.err.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("", total=None)
        yield lambda what: bar.update(task, description=words[what])


def _print(view: "EvaluationView", words: locale.Words) -> None:
    about = view.about
    said = words["judged"].format(
        protocol=about.protocol,
        scored=about.scored,
        since=about.since,
        until=about.until,
        rate=_percent(about.found_rate),
    )
    show.out.print(said, soft_wrap=True)
    heads = [words[f"figure_{name}"] for name in _FIGURES]
    rows = [
        [words[f"engine_{engine}"], *_row(getattr(view, engine))]
        for engine in _ENGINES
        if getattr(view, engine)
    ]
    show.print_table([words["engine"], *heads], rows)
    goods = about.all_goods
    if goods is not None:
        told = words["all_goods"].format(
            drawn=goods.drawn,
            rate=_percent(goods.illicit_rate),
            low=_percent(goods.illicit_rate_low),
            high=_percent(goods.illicit_rate_high),
            hits=_percent(goods.hit_rate),
        )
        show.out.print(told, soft_wrap=True)


def _row(figures: Mapping[str, float]) -> list[str]:
    return [_figure(figures, name) for name in _FIGURES]


def _figure(figures: Mapping[str, float], name: str) -> str:
    """A figure with its interval where it has one."""
    if name not in figures:
        return ""
    told = f"{figures[name]:.3f}"
    low, high = figures.get(f"{name}_low"), figures.get(f"{name}_high")
    return told if low is None or high is None else f"{told} [{low:.3f}, {high:.3f}]"


def _percent(share: float) -> str:
    return f"{share * 100:.2f} %"
