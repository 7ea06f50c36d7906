"""What differs between two editions of the tariff as programs see it."""

from collections.abc import Mapping

import msgspec

from openkeden.lawpack.review.difference import EditionDifference


class DifferenceView(msgspec.Struct, frozen=True):
    """What differs between two editions."""

    #: How many codes differ, by kind.
    counts: Mapping[str, int]

    #: The codes.
    difference: EditionDifference


def of(difference: EditionDifference) -> DifferenceView:
    """The view of a difference."""
    return DifferenceView(difference.counts, difference)
