"""The file of a risk model: a head with the digest, then canonical JSON.

Reading it runs nothing that stands in it; a byte that was changed is seen; a table that does
not fit its axes is refused before anything is looked up in it.
"""

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.risk.indicators import catalogue, indicator_set
from openkeden.risk.model import model_rules, risk_model, tables
from openkeden.risk.model.risk_model import FORM, RiskModel
from openkeden.risk.model.tables import Axis, ScoreTable

_HEAD: Final = b"openkeden risk model "
_DIGEST_LETTERS: Final = 64

#: The largest number of a table, of either sign.
_MOST: Final = 10**15


class ModelHead(msgspec.Struct, frozen=True):
    """What is looked at before the rest of a file."""

    #: The form of the file.
    form: int


def written(model: RiskModel) -> bytes:
    """The file of a model: equal models give equal bytes."""
    body = msgspec.json.encode(model, order="deterministic")
    return b"%s%s\n%s\n" % (_HEAD, _digest(body), body)


def digest(data: bytes) -> str:
    """The digest that the head of a file names, in hexadecimal."""
    return data[len(_HEAD) : len(_HEAD) + _DIGEST_LETTERS].decode("ascii", "replace")


def read(data: bytes, name: str) -> RiskModel | Refused:
    """The model that a file holds; `name` is how findings call it."""
    head, _, rest = data.partition(b"\n")
    if not head.startswith(_HEAD):
        return findings.refused(model_rules.NO_MODEL, "model", value=name)
    body = rest.removesuffix(b"\n")
    if head != _HEAD + _digest(body) or not rest.endswith(b"\n"):
        return findings.refused(model_rules.ALTERED, "model", value=name)
    try:
        form = msgspec.json.decode(body, type=ModelHead).form
        if form != FORM:
            args: dict[str, Any] = {"value": name, "form": form, "known": FORM}
            return findings.refused(model_rules.OTHER_FORM, "model", **args)
        model = msgspec.json.decode(body, type=RiskModel)
    except msgspec.MsgspecError as error:
        return _unsound(name, str(error))
    reason = next(_wrong(model), None)
    return model if reason is None else _unsound(name, reason)


def _digest(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()


def _unsound(name: str, reason: str) -> Refused:
    return findings.refused(model_rules.UNSOUND, "model", value=name, reason=reason)


def _wrong(model: RiskModel) -> Iterator[str]:
    """What keeps a model from being used."""
    if model.indicators.edition != indicator_set.EDITION:
        yield f"its indicators are of edition {model.indicators.edition}"
        return
    try:
        known = {one.name: one.kind for one in catalogue.catalogue(model.indicators)}
    except ValueError as error:
        yield str(error)
        return
    for axis in model.axes:
        if axis.indicator not in known:
            yield f"there is no indicator {axis.indicator}"
        elif (known[axis.indicator] == "category") is not bool(axis.levels):
            yield f"the axis of {axis.indicator} is of another kind"
        elif not _ascends(axis.ends):
            yield f"the ends of {axis.indicator} do not ascend"
        elif axis.lines and (len(axis.lines) != axis.size or min(axis.lines) < 0):
            yield f"the lines of {axis.indicator} are not those of its places"
    head = model.revenue.tables if model.revenue else ()
    stake = model.revenue.stake if model.revenue else ""
    if stake and known.get(stake, "category") == "category":
        yield f"there is no amount {stake}"
    for table in itertools.chain(model.tables, head):
        yield from _wrong_table(table, model.axes)
    yield from _wrong_calibration(model.calibration)


def _wrong_table(table: ScoreTable, axes: Sequence[Axis]) -> Iterator[str]:
    if not table.axes or not all(0 <= axis < len(axes) for axis in table.axes):
        yield "a table has no axis"
        return
    count = tables.cells(table, axes)
    numbered = len(table.cells) if table.cells else count
    if len(table.entries) != numbered:
        yield "a table does not have an entry for each cell"
    elif not _ascends(table.cells) or any(not 0 <= one < count for one in table.cells):
        yield "the cells of a table do not ascend"
    elif any(abs(entry) > _MOST for entry in table.entries):
        yield "an entry is out of bounds"


def _wrong_calibration(calibration: risk_model.Calibration) -> Iterator[str]:
    scores, found = calibration.scores, calibration.probabilities_ppm
    if not scores or len(scores) != len(found) or not _ascends(scores):
        yield "the scores of its calibration do not ascend"
    elif list(found) != sorted(found) or not 0 <= found[0] <= found[-1] <= tables.UNIT:
        yield "the probabilities of its calibration fall"


def _ascends(numbers: Sequence[int]) -> bool:
    return all(low < high for low, high in itertools.pairwise(numbers))
