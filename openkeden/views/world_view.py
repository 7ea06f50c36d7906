"""A generated world as programs see it."""

import datetime

import msgspec

from openkeden.flow.world.writing import WrittenWorld


class WorldView(msgspec.Struct, frozen=True, kw_only=True):
    """A generated world in a folder. It proves the machinery, not the world."""

    #: The folder.
    folder: str

    #: The seed.
    seed: int

    #: How the new kind of fraud looks: hard or soft.
    kind: str

    #: Weeks of history.
    weeks: int

    #: The day after it.
    on: datetime.date

    #: Goods lines of the history.
    lines: int

    #: How many were inspected.
    inspected: int

    #: In how many of these an offence was said to be found.
    found: int

    #: The share of lines with an offence after the first weeks, in millionths.
    illicit_ppm: int

    #: What random checks say of it: a 95 % interval.
    estimated_ppm: tuple[int, int]

    #: How inspections were chosen.
    by: str

    #: What those of the last quarter reached of the best that was possible: offences, and
    #: revenue, in millionths.
    hits_of_best_ppm: int
    revenue_of_best_ppm: int

    #: Declarations of the day.
    declarations: int


def of(written: WrittenWorld) -> WorldView:
    """The view of a world that was written."""
    wanted = written.wanted
    return WorldView(
        folder=str(written.folder),
        seed=wanted.seed,
        kind=wanted.kind,
        weeks=wanted.weeks,
        on=wanted.on,
        lines=written.lines,
        inspected=written.inspected,
        found=written.found,
        illicit_ppm=written.illicit,
        estimated_ppm=(written.estimated_low, written.estimated_high),
        by=wanted.by,
        hits_of_best_ppm=written.hits_of_best,
        revenue_of_best_ppm=written.revenue_of_best,
        declarations=written.declarations,
    )
