"""The best that can be known of a line before it is inspected, with the mechanism known: the
probability of an offence and what it is expected to bring.
"""

import functools

import msgspec

from openkeden.world import powers
from openkeden.world.mechanism import Mechanism
from openkeden.world.powers import MILLION

#: The gaps over which an integral is taken.
_GAPS = 31

#: Deviations are looked up in steps of two thousandths.
_STEP = 2_000


class Shown(msgspec.Struct, frozen=True, gc=False):
    """What a line shows beside its parties, goods and route."""

    #: The logarithm of its unit value less that of the median, in millionths.
    deviation: int

    #: Whether it comes from another country than that of origin.
    elsewhere: bool

    #: Whether its mass is a round number.
    round: bool

    #: Whether it is called by the name of neighbouring goods of a higher duty; None: that
    #: tells nothing.
    other_words: bool | None = None


class Best(msgspec.Struct, frozen=True, gc=False):
    """What is best known of a line."""

    #: The probability of an offence, in millionths.
    probability: int

    #: The expected share of evaded charges, in millionths of the charges.
    gap: int


class Signals:
    """The weight of what shows, under one mechanism."""

    def __init__(self, mechanism: Mechanism) -> None:
        self._mechanism = mechanism
        ratios = [evaded(gap) for gap in _gaps(*mechanism.gap_ppm)]
        self._mean_evaded = sum(ratios) // _GAPS

    def best(self, prior: int, shown: Shown) -> Best:
        """What is known of a line with this probability before anything shows."""
        offences, signs = self._mechanism.offences, self._mechanism.signs
        noise, gaps = self._mechanism.value_noise, self._mechanism.gap_ppm
        likely, rich = _integral(shown.deviation // _STEP, noise, *gaps)
        low = offences.undervaluation
        others = (
            offences.misclassification * _of_words(signs.words_ppm, shown.other_words)
            + offences.origin * _likelihood(signs.elsewhere_ppm, shown.elsewhere)
            + offences.quantity * _likelihood(signs.round_ppm, shown.round)
        )
        ratio = (low * likely + others) // MILLION
        gain = (low * rich + others * self._mean_evaded // MILLION) // MILLION
        odds = prior * ratio // MILLION
        total = MILLION - prior + odds
        return Best(odds * MILLION // total, prior * gain // total)


@functools.lru_cache(maxsize=65_536)
def _integral(step: int, noise: int, least: int, most: int) -> tuple[int, int]:
    """How much likelier a deviation is of an undervalued line than of an honest one, and
    the same weighted by what is evaded; over gaps from the least to the most.
    """
    deviation, likely, rich = step * _STEP + _STEP // 2, 0, 0
    for gap in _gaps(least, most):
        shift = -powers.ln(MILLION - gap)
        exponent = -(2 * deviation * shift + shift * shift) * MILLION // (2 * noise**2)
        weight = powers.exp(exponent)
        likely += weight
        rich += weight * evaded(gap) // MILLION
    return likely // _GAPS, rich // _GAPS


def _gaps(least: int, most: int) -> list[int]:
    width = (most - least) // (_GAPS - 1)
    return [least + width * place for place in range(_GAPS)]


def evaded(gap: int) -> int:
    """What is evaded in proportion to what is declared, where a gap of the whole is hidden."""
    return gap * MILLION // (MILLION - gap)


def _of_words(pair: tuple[int, int], shows: bool | None) -> int:
    return MILLION if shows is None else _likelihood(pair, shows)


def _likelihood(pair: tuple[int, int], shows: bool) -> int:
    honest, false = pair
    if shows:
        return false * MILLION // honest
    return (MILLION - false) * MILLION // (MILLION - honest)
