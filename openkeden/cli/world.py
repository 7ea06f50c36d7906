"""`keden world`: a generated world with a known truth, in a folder."""

import pathlib
from enum import StrEnum
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.law import packs
from openkeden.flow.world import writing
from openkeden.views import world_view

#: A world may be so large.
_MOST_WEEKS, _MOST_LINES = 520, 1_000_000


class SchemeKind(StrEnum):
    """How a new kind of fraud looks."""

    hard = "hard"
    soft = "soft"
    simple_hard = "simple-hard"
    simple_soft = "simple-soft"
    words = "words"


class ChosenBy(StrEnum):
    """How inspections are chosen."""

    random = "random"
    duty = "duty"
    past_rates = "past-rates"
    ladder = "ladder"
    challenger = "challenger"
    champion = "champion"


class Sought(StrEnum):
    """What an engine that learns seeks."""

    findings = "findings"
    both = "both"
    revenue = "revenue"
    stake = "stake"


By = Annotated[
    ChosenBy, typer.Option(help="How nine of ten inspections are chosen; an engine learns.")
]
Aim = Annotated[
    Sought, typer.Option(help="What an engine seeks; stake: probability times charges.")
]
Every = Annotated[
    int, typer.Option(help="Weeks until an engine learns anew.", min=1, max=_MOST_WEEKS)
]

Kind = Annotated[
    SchemeKind,
    typer.Option(
        help="A new kind of fraud begins halfway: by traders of good record (hard), or"
        " by anybody and more often (soft); simple: offences show in values alone;"
        " words: soft, and descriptions show false codes."
    ),
]


def world(
    out: Annotated[pathlib.Path, typer.Option(help="Folder to write to.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    weeks: Annotated[
        int, typer.Option(help="Weeks of history.", min=1, max=_MOST_WEEKS)
    ] = 26,
    per_week: Annotated[
        int,
        typer.Option(
            help="Goods lines a week, and on the day after.", min=20, max=_MOST_LINES
        ),
    ] = 400,
    kind: Kind = SchemeKind.hard,
    by: By = ChosenBy.past_rates,
    aim: Aim = Sought.findings,
    every: Every = 6,
    on: Annotated[
        str,
        typer.Option(
            help="The day after the history, as 2026-04-02; the last for which exchange"
            " rates are at hand where it is not given."
        ),
    ] = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Generate a world with a known truth: traders, goods and fraud by a documented
    mechanism. It proves the machinery, not the world.

    Writes a history of goods lines with what inspections found (`history.csv`), the true
    probability of each line (`truth.csv`), and declarations of the day after it that clear
    here (`declarations.jsonl`).
    """
    options.writable(out, home, lang.value)
    pack = options.pack(home)
    today = packs.day_of(pack, None)
    wanted = writing.WorldWanted(
        seed=seed,
        weeks=weeks,
        per_week=per_week,
        kind=kind.value,
        by=by.value,
        aim=aim.value,
        every=every,
        on=options.day(on) or writing.day_of(pack, today),
    )
    written = writing.write(wanted, pack, out)
    if isinstance(written, Refused):
        show.refuse(written, lang.value, json=json)
    if json:
        show.print_json(world_view.of(written))
    else:
        _print(written, locale.names(lang.value)["world"])


def _print(written: writing.WrittenWorld, words: locale.Words) -> None:
    wanted, folder = written.wanted, written.folder
    said = [
        words["written"].format(
            lines=written.lines,
            weeks=wanted.weeks,
            inspected=written.inspected,
            found=written.found,
            path=folder / writing.HISTORY_FILE,
        ),
        words["offences"].format(
            illicit=_percent(written.illicit),
            low=_percent(written.estimated_low),
            high=_percent(written.estimated_high),
        ),
        words["best"].format(
            hits=_percent(written.hits_of_best), revenue=_percent(written.revenue_of_best)
        ),
        words["truth"].format(path=folder / writing.TRUTH_FILE),
        words["declarations"].format(
            count=written.declarations,
            on=wanted.on,
            path=folder / writing.DECLARATIONS_FILE,
        ),
        words["proves"],
    ]
    for line in said:
        show.out.print(show.plain(line), soft_wrap=True)


def _percent(ppm: int) -> str:
    return f"{ppm // 10_000}.{ppm // 1_000 % 10}"
