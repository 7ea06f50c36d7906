"""Histories as flat files: a row a goods line, as CSV or Parquet, for training here or
elsewhere.

The columns are the fields of an observation, its further categories as `more.NAME`, the
probability with which it was to be checked, and the outcome as `outcome_NAME`; with
indicators, each of them as `indicator_NAME`.
"""

import csv
import importlib
import io
import pathlib
from collections.abc import Iterable, Iterator
from typing import Any, Final, TextIO

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.files import whole_file
from openkeden.risk import history_rules
from openkeden.risk.indicators import catalogue
from openkeden.risk.indicators.indicator_set import MORE
from openkeden.risk.indicators.observation import (
    HistoryLine,
    InspectionOutcome,
    Observation,
)
from openkeden.risk.indicators.replay import in_order, replay
from openkeden.risk.indicators.track_record import TrackRecord

#: How the name of a Parquet file ends.
PARQUET: Final = ".parquet"

_OBSERVED = tuple([name for name in Observation.__struct_fields__ if name != "more"])
_OUTCOME = InspectionOutcome.__struct_fields__

#: Columns of whole numbers.
_NUMBERS: Final = frozenset(
    [
        *("item", "value", "net_mass", "quantity", "charges", "duty_ppm"),
        *(
            "text_distance",
            "inclusion_ppm",
            "outcome_found",
            "outcome_revenue",
            "outcome_inclusion_ppm",
        ),
    ]
)

_Cell = str | int | None
_Row = dict[str, _Cell]


class HistoryFile:
    """Goods lines by day, as the rows of a table; with their indicators where a track
    record goes along.
    """

    def __init__(
        self, lines: Iterable[HistoryLine], record: TrackRecord | None = None
    ) -> None:
        self._lines = sorted(lines, key=in_order)
        self._record = record
        told = () if record is None else catalogue.catalogue(record.settings)
        self._indicators = {f"indicator_{one.name}": one.kind for one in told}

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (
            *_OBSERVED,
            *[MORE + name for name in categories(self._lines)],
            "inclusion_ppm",
            *[f"outcome_{name}" for name in _OUTCOME],
            *self._indicators,
        )

    def rows(self) -> Iterator[_Row]:
        """The rows by column; what is not known is left out."""
        if self._record is None:
            yield from map(_cells, self._lines)
            return
        for row in replay(self._lines, self._record):
            indicators = zip(self._indicators, row.values, strict=True)
            yield _cells(row.line) | dict(indicators)

    def write_csv(self, stream: TextIO) -> None:
        """Write CSV; the first line names the columns."""
        writer = csv.DictWriter(stream, self.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows())

    def write(self, path: pathlib.Path) -> Refused | None:
        """Write a file for its owner alone, Parquet where its name says so; refused where
        that cannot be. Raises OSError.
        """
        if path.suffix != PARQUET:
            with whole_file.replacing(path, private=True) as file:
                text = io.TextIOWrapper(file, "utf-8", newline="")
                self.write_csv(text)
                text.detach()
            return None
        try:
            parquet = importlib.import_module("pyarrow.parquet")
        except ImportError:
            return findings.refused(history_rules.NO_PARQUET, "out", value=path)
        arrow = importlib.import_module("pyarrow")
        with whole_file.replacing(path, private=True) as file:
            parquet.write_table(self._table(arrow), file)
        return None

    def _table(self, arrow: Any) -> Any:
        """The rows as a table of columns, each of whole numbers or of text."""
        made: dict[str, list[_Cell]] = {name: [] for name in self.columns}
        for row in self.rows():
            for name, cells in made.items():
                cells.append(row.get(name))
        return arrow.table(
            {
                name: arrow.array(cells, self._type(name, arrow))
                for name, cells in made.items()
            }
        )

    def _type(self, name: str, arrow: Any) -> Any:
        """The type of a column: whole numbers where its field or indicator has them."""
        whole = name in _NUMBERS or self._indicators.get(name, "category") != "category"
        return arrow.int64() if whole else arrow.string()


def categories(lines: Iterable[HistoryLine]) -> list[str]:
    """The names of the further categories of some lines, in order."""
    found: dict[str, None] = {}
    for line in lines:
        found.update(dict.fromkeys(line.observation.more))
    return sorted(found)


def _cells(line: HistoryLine) -> _Row:
    """A line and its outcome by column."""
    observed, outcome = line.observation, line.outcome
    cells = {name: _cell(getattr(observed, name)) for name in _OBSERVED}
    cells |= {MORE + name: text for name, text in observed.more.items()}
    cells["inclusion_ppm"] = line.inclusion_ppm
    if outcome is not None:
        told = {name: _cell(getattr(outcome, name)) for name in _OUTCOME}
        cells |= {f"outcome_{name}": cell for name, cell in told.items()}
    return cells


def _cell(value: Any) -> _Cell:
    """A field as a cell: days as text, yes and no as 1 and 0."""
    if value is None or isinstance(value, str):
        return value
    return int(value) if isinstance(value, int) else str(value)
