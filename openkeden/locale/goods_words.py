"""Words for what sets goods apart: figures with their bounds, seasons and short words, in
English, Russian and Kazakh.

They stand side by side in `goods.csv`.
"""

import functools
from collections.abc import Mapping

from openkeden.files import bundled
from openkeden.locale import LANGUAGES
from openkeden.tariff.distinctions import SEASON, Figure

#: A number of so many digits is written with a blank between the thousands.
_GROUPED = 5


def word(key: str, language: str) -> str:
    """A short word, as `frozen`. Raises KeyError for one that is not known."""
    return _said("word", key, language)


def figure(given: Figure, language: str) -> str:
    """A figure in words, as `engine over 1500, at most 1800 cm³`.

    Raises KeyError for a kind or a unit that is not known.
    """
    if given.kind == SEASON:
        span = _said("season", "season", language)
        first, last = _day(given.low, language), _day(given.high, language)
        return span.format(first=first, last=last)
    said = _bound(given.high or given.low, given.unit, language, "bound")
    if given.low and given.high:
        said = f"{_bound(given.low, given.unit, language, 'first')}, {said}"
    return f"{_said('kind', given.kind, language)} {said}"


def kind(key: str, language: str) -> str:
    """What a figure measures, as `fat`. Raises KeyError for one that is not known."""
    return _said("kind", key, language)


def unit(key: str, language: str) -> str:
    """A unit of figures, as `cm³`. Raises KeyError for one that is not known."""
    return _said("unit", key, language)


def _bound(text: str, unit: str, language: str, table: str) -> str:
    """A bound in words; the first of two leaves the unit to the second where it can."""
    number = text.lstrip("<>=")
    sign = text.removesuffix(number)
    written = _number(number, language)
    return _said(table, sign, language).format(
        number=written,
        unit=_said("unit", unit, language),
        compared=_said("unit_compared", unit, language),
    )


def _number(text: str, language: str) -> str:
    """A number as the language writes it."""
    whole, point, places = text.partition(".")
    if len(whole) >= _GROUPED:
        whole = f"{int(whole):,}".replace(",", " ")
    comma = "." if language == "en" else ","
    return f"{whole}{comma}{places}" if point else whole


def _day(text: str, language: str) -> str:
    """A day of the year, given as `11-01`."""
    month, _, day = text.partition("-")
    return f"{int(day)} {_said('month', month, language)}"


def _said(table: str, key: str, language: str) -> str:
    return _words()[table, key][LANGUAGES.index(language)]


@functools.cache
def _words() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """The words by table and key, one of each language."""
    import csv  # noqa: PLC0415 - most calls do without

    body = (bundled.folder("locale") / "goods.csv").read_text("utf-8")
    rows = csv.reader(body.splitlines())
    next(rows)
    return {(row[0], row[1]): tuple(row[2:]) for row in rows}
