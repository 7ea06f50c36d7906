"""Seeds and draws of random checks as programs see them."""

import datetime

import msgspec

from openkeden.flow.risk.seeds import OpenedSeed, RepeatedDraw, RepeatedDraws


class SeedView(msgspec.Struct, frozen=True, kw_only=True):
    """The opened seed of a day."""

    #: The day.
    on: datetime.date

    #: The seed in hexadecimal.
    seed: str

    #: SHA-256 of the seed in hexadecimal, recorded before the first draw.
    commitment: str

    #: Index of the fact that it was opened.
    entry: int


class RepeatedDrawView(msgspec.Struct, frozen=True, kw_only=True):
    """A draw repeated."""

    #: The registration number.
    registration: str

    #: The version of the declaration.
    version: int

    #: The keys of the lots that drew, in hexadecimal.
    lots: tuple[str, ...]

    #: The smallest number that they drew, 0 to 999,999.
    value: int

    #: The share that is checked, in millionths.
    probability_ppm: int

    #: Whether the declaration was chosen.
    chosen: bool

    #: Whether the seed gives the same.
    fits: bool


class RepeatedDrawsView(msgspec.Struct, frozen=True, kw_only=True):
    """The draws of a day, repeated."""

    #: Whether all of them fit.
    ok: bool

    #: The seed that they were repeated with.
    seed: SeedView

    #: Each draw, in the order of lodging.
    draws: tuple[RepeatedDrawView, ...]


def of_seed(opened: OpenedSeed) -> SeedView:
    """The view of an opened seed."""
    return SeedView(
        on=opened.on,
        seed=opened.seed.hex(),
        commitment=opened.commitment.hex(),
        entry=opened.entry,
    )


def of_draws(repeated: RepeatedDraws) -> RepeatedDrawsView:
    """The view of the draws of a day."""
    return RepeatedDrawsView(
        ok=all(draw.fits for draw in repeated.draws),
        seed=of_seed(repeated.opened),
        draws=tuple([_of_draw(draw) for draw in repeated.draws]),
    )


def _of_draw(draw: RepeatedDraw) -> RepeatedDrawView:
    return RepeatedDrawView(
        registration=draw.registration,
        version=draw.version,
        lots=tuple([lot.hex() for lot in draw.lots]),
        value=draw.drawn.value,
        probability_ppm=draw.drawn.probability_ppm,
        chosen=draw.drawn.chosen,
        fits=draw.fits,
    )
