"""Rows by the masks of their goods: those that cover a code are found by a look-up for each
length of a mask.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec


class Masks(msgspec.Struct, frozen=True):
    """The places of rows by the beginnings of codes that they name."""

    #: The places of the rows that name each mask.
    places: Mapping[str, tuple[int, ...]]

    #: How many digits the masks have.
    lengths: tuple[int, ...]

    def covering(self, code: str) -> list[int]:
        """The places of the rows that cover goods of a code, in order."""
        places = self.places
        found: set[int] = set()
        for length in self.lengths:
            mask = code[:length]
            if mask in places:
                found.update(places[mask])
        return sorted(found)


def of(rows: Iterable[Collection[str]]) -> Masks:
    """Put rows under their masks; an empty mask covers every code."""
    places: dict[str, list[int]] = {}
    for place, masks in enumerate(rows):
        for mask in masks:
            places.setdefault(mask, []).append(place)
    by_mask = {mask: tuple(found) for mask, found in places.items()}
    return Masks(by_mask, tuple(sorted({len(mask) for mask in by_mask})))
