"""Tables of histories, CSV or Parquet, as columns: what they mean is not known here."""

import importlib
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.formats import table_rows
from openkeden.formats.message import Limits, Source
from openkeden.risk.model import model_rules

#: What a Parquet file begins with.
_PARQUET: Final = b"PAR1"


def columns(data: bytes, name: str) -> Mapping[str, Sequence[Any]] | Refused:
    """The columns of a table by the names in its head; `name` is how findings call it."""
    return _parquet(data, name) if data.startswith(_PARQUET) else _csv(data, name)


def _parquet(data: bytes, name: str) -> Mapping[str, Sequence[Any]] | Refused:
    parquet = importlib.import_module("pyarrow.parquet")
    arrow = importlib.import_module("pyarrow")
    try:
        table = parquet.read_table(arrow.BufferReader(data))
    except (arrow.ArrowException, OSError) as error:
        return _unreadable(name, str(error).partition("\n")[0])
    found: Mapping[str, Sequence[Any]] = table.to_pydict()
    return found


def _csv(data: bytes, name: str) -> Mapping[str, Sequence[Any]] | Refused:
    limits = Limits()
    rows = table_rows.read(Source(io.BytesIO(data), limits.message_bytes), limits).rows
    head = next(rows, None)
    if head is None or head.wrong is not None:
        return _unreadable(name, "it has no header")
    names = [cell.strip() for cell in head.cells]
    cells: list[list[str]] = [[] for _ in names]
    wrong: list[Finding] = []
    for row in rows:
        if row.is_blank:
            continue
        if row.wrong is not None or len(row.cells) > len(names):
            args = {
                "value": f"{name}, {row.at}",
                "reason": f"it has {len(row.cells)} cells",
            }
            wrong.append(findings.of(model_rules.NO_TABLE, row.at, **args))
            break
        for place, column in enumerate(cells):
            column.append(row.cell(place))
    if wrong:
        return Refused(tuple(wrong))
    return dict(zip(names, cells, strict=True))


def _unreadable(name: str, reason: str) -> Refused:
    return findings.refused(model_rules.NO_TABLE, "data", value=name, reason=reason)
