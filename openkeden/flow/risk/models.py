"""Risk models of files: trained on a history, judged on one, and read again."""

import datetime
import importlib.util
import pathlib
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

from openkeden.base import findings, model_usage
from openkeden.base.findings import Refused
from openkeden.files import whole_file
from openkeden.flow import given_files
from openkeden.flow.law import packs
from openkeden.formats import history_table
from openkeden.risk.history import column_map, past_lines
from openkeden.risk.history.column_map import ColumnMap
from openkeden.risk.history.past_lines import PastLines
from openkeden.risk.model import model_file, model_rules
from openkeden.risk.model.risk_model import RiskModel

if TYPE_CHECKING:
    from openkeden.risk.learning.evaluation import Evaluation

#: What training needs beyond the rest of the program.
_LIBRARIES: Final = ("lightgbm", "numpy", "pyarrow")

#: The largest history and the largest model that are read, in bytes.
_MOST_HISTORY: Final = 4 * 1024**3
_MOST_MODEL: Final = 512 * 1024**2

#: The map of a file that names none.
DEFAULT_MAP: Final = "observations"

#: Told what is done meanwhile.
Progress = Callable[[str], None]


class WrittenModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model that was trained and written."""

    #: The model.
    model: RiskModel

    #: The digest of its file, in hexadecimal.
    digest: str

    #: Where its card stands.
    card: pathlib.Path

    #: How the same engines did on the last part of the data.
    evaluation: "Evaluation"


def train(
    files: Sequence[pathlib.Path],
    named_map: str,
    out: pathlib.Path,
    until: datetime.date,
    seed: int,
    law: packs.Pack,
    progress: Progress,
    remark: str = "",
) -> WrittenModel | Refused:
    """Train a model on the lines of files until a day, and write it with its card beside
    it; it names the law that is in use, and the card says what is remarked. Raises OSError.
    """
    past = history(files, named_map, until)
    if isinstance(past, Refused):
        return past
    from openkeden.risk.learning import card, evaluation, training  # noqa: PLC0415

    judged = evaluation.evaluate(past, "time", seed=seed, progress=progress)
    if isinstance(judged, Refused):
        return judged
    progress("model")
    named = f"{law.jurisdiction} {law.version}"
    trained = training.train(past, seed=seed, law=named)
    if isinstance(trained, Refused):
        return trained
    model = training.measured(trained, judged.engines)
    body = model_file.written(model)
    digest = model_file.digest(body)
    beside = out.with_suffix(".md")
    # It names traders.
    whole_file.write(out, body, private=True)
    whole_file.write(beside, card.written(model, digest, judged, remark).encode())
    return WrittenModel(model=model, digest=digest, card=beside, evaluation=judged)


def evaluate(
    files: Sequence[pathlib.Path],
    named_map: str,
    protocol: str,
    model: pathlib.Path | None,
    today: datetime.date,
    seed: int,
    progress: Progress,
) -> "Evaluation | Refused":
    """Judge engines on the lines of files; the champion is a model where one is named.
    Raises OSError.
    """
    given = read_model(model) if model is not None else None
    if isinstance(given, Refused):
        return given
    past = history(files, named_map, today)
    if isinstance(past, Refused):
        return past
    from openkeden.risk.learning import evaluation, protocols  # noqa: PLC0415

    named = protocols.named(protocol)
    if named is None:
        known = ", ".join(protocols.PROTOCOLS)
        args = {"value": protocol, "known": known}
        return findings.refused(model_usage.NO_PROTOCOL, "--protocol", **args)
    return evaluation.evaluate(past, named, seed=seed, model=given, progress=progress)


def history(
    files: Sequence[pathlib.Path], named_map: str, until: datetime.date
) -> PastLines | Refused:
    """The goods lines of files, by a map. Raises OSError."""
    missing = untrainable()
    if missing is not None:
        return missing
    given = read_map(named_map)
    if isinstance(given, Refused):
        return given
    tables: dict[str, Mapping[str, Sequence[Any]]] = {}
    for file in files:
        data = given_files.read(file, _MOST_HISTORY)
        if isinstance(data, Refused):
            return data
        columns = history_table.columns(data, file.name)
        if isinstance(columns, Refused):
            return columns
        tables[str(file)] = columns
    return past_lines.read(tables, given, until)


def untrainable() -> Refused | None:
    """That a library is missing, or None."""
    missing = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    if not missing:
        return None
    return findings.refused(model_usage.NO_TRAINING, "", value=", ".join(missing))


def read_map(named: str) -> ColumnMap | Refused:
    """A map by its name, or from a TOML file. Raises OSError."""
    if named in column_map.MAPS:
        return column_map.MAPS[named]
    path = pathlib.Path(named)
    if not path.is_file():
        return _bad_map(named, "there is no such map and no such file")
    data = given_files.read(path)
    if isinstance(data, Refused):
        return data
    try:
        given = msgspec.toml.decode(data, type=ColumnMap)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return _bad_map(named, str(error))
    wrong = next(column_map.wrong(given), None)
    return given if wrong is None else _bad_map(named, wrong)


def _bad_map(named: str, reason: str) -> Refused:
    known = ", ".join(column_map.MAPS)
    args = {"value": named, "reason": reason, "known": known}
    return findings.refused(model_rules.BAD_MAP, "--map", **args)


def read_model(path: pathlib.Path) -> RiskModel | Refused:
    """The model in a file. Raises OSError."""
    data = given_files.read(path, _MOST_MODEL)
    return data if isinstance(data, Refused) else model_file.read(data, str(path))
