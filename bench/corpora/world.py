"""A world of our own to declare in: codes, offices, importers, exporters and brokers, each
met as often as bench/counts says.
"""

import random
from collections.abc import Mapping

import msgspec

from bench.corpora.frequencies import Frequencies, rows
from openkeden.base import codes
from openkeden.filing.declaration import Party
from openkeden.tariff.edition import Edition, TariffLine
from openkeden.world import untouched

#: Codes of the modes of transport by rank.
_MODES = ("30", "40", "50", "20", "31", "32")

#: Ranks of codes lie this many lines apart in the tariff, so that frequent codes are
#: kin of each other no more than they are elsewhere; a prime shares no factor with the
#: number of lines.
_APART = 1009

#: How many exporters of a country an importer keeps to, at most.
_MOST_EXPORTERS = 10

_OWN = "KZ"


class Way(msgspec.Struct, frozen=True):
    """How goods come."""

    #: Two letters of the country of origin.
    origin: str
    #: The rank of the office.
    office: int
    #: The rank of the mode of transport.
    mode: int


class Deal(msgspec.Struct, frozen=True):
    """Who takes part in a declaration, and how the goods come."""

    exporter: Party
    importer: Party
    declarant: Party
    way: Way


class World:
    """Everything that a declaration can be about, the same for the same seed; so many of a
    hundred codes are `measured` by a supplementary unit.
    """

    def __init__(self, law: Edition, seed: int, measured: int = 0) -> None:
        self._seed = seed
        self._lines = law.lines
        self._offices = sorted(law.lists["offices"])
        self._plain = untouched.lines(law)
        self._measured, self._share = untouched.measured_lines(law), measured
        self._ways, self._origins = _ways()
        self._codes = _codes()
        self._importers = Frequencies(_numbered("importer"))
        self._brokers = Frequencies(_numbered("broker"))
        self._known: dict[str, Party] = {}

    def deal(self, draw: random.Random) -> Deal:
        """An importer buys from an exporter that it keeps to."""
        number = self._importers.pick(draw)
        habits = random.Random(f"{self._seed} {number}")
        kept = habits.randrange(1, _MOST_EXPORTERS + 1)
        broker = self._brokers.pick(habits)
        seller = f"{number}-{min(draw.randrange(kept), draw.randrange(kept))}"
        origin = self._origins.pick(random.Random(f"{self._seed} {seller}"))
        importer = self._firm("Trade", number)
        declarant = importer if number % 2 else self._firm("Broker", broker)
        way = self._ways[origin].pick(draw)
        return Deal(_exporter(seller, origin), importer, declarant, way)

    def office(self, way: Way) -> str:
        """The code of an office."""
        return self._offices[way.office % len(self._offices)]

    def mode(self, way: Way) -> str:
        """The code of a mode of transport."""
        return _MODES[way.mode - 1]

    def line(self, draw: random.Random, way: Way) -> TariffLine:
        """A line of the tariff among goods that come so."""
        place = self._codes[way.origin, way.mode].pick(draw) * _APART
        measured = place % 100 < self._share
        lines = self._measured if measured else self._plain
        return lines[place % len(lines)]

    def unit(self, code: str) -> str:
        """The supplementary unit of a line."""
        return self._lines[code].unit

    def _firm(self, kind: str, number: int) -> Party:
        """A firm of this country, by its number."""
        name = f"Example {kind} {number} LLP"
        known = self._known.get(name)
        if known is None:
            place = f"{number} Example Street, Almaty"
            known = Party(name=name, country=_OWN, id=_bin(kind, number), address=place)
            self._known[name] = known
        return known


def _exporter(seller: str, country: str) -> Party:
    return Party(
        name=f"Example Exporter {seller} Co Ltd",
        country=country,
        address=f"{seller} Example Road",
    )


def _bin(kind: str, number: int) -> str:
    """The number of a firm; a serial for which no check digit exists is passed over."""
    serial = 2 * number + (kind == "Broker")
    for spare in range(10):
        digits = f"{150240 + spare:06d}{serial:05d}"
        check = codes.bin_check_digit(digits)
        if check is not None:
            return f"{digits}{check}"
    raise ValueError(number)


def _ways() -> tuple[dict[str, Frequencies[Way]], Frequencies[str]]:
    """Ways by origin, and the origins."""
    counted: dict[str, dict[Way, int]] = {}
    for (origin, office, mode), count in rows("ways"):
        way = Way(origin, int(office), int(mode))
        counted.setdefault(origin, {})[way] = count
    ways = {origin: Frequencies(counts) for origin, counts in counted.items()}
    origins = {origin: sum(counts.values()) for origin, counts in counted.items()}
    return ways, Frequencies(origins)


def _codes() -> Mapping[tuple[str, int], Frequencies[int]]:
    """Ranks of codes by origin and mode."""
    counted: dict[tuple[str, int], dict[int, int]] = {}
    for (origin, mode, code), count in rows("goods"):
        counted.setdefault((origin, int(mode)), {})[int(code)] = count
    return {way: Frequencies(counts) for way, counts in counted.items()}


def _numbered(role: str) -> dict[int, int]:
    """Numbers of parties, with how many declarations each has."""
    numbered: dict[int, int] = {}
    for (found, declarations), count in rows("parties"):
        if found == role:
            first = len(numbered) + 1
            numbers = range(first, first + count)
            numbered |= dict.fromkeys(numbers, int(declarations))
    return numbered
