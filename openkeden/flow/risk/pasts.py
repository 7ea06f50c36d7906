"""The pasts that the models in force look at: one for all models whose indicators go
together, no larger than they need, kept in the installation to go on from.
"""

import datetime
import hashlib
import pathlib
import weakref
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from openkeden.files import whole_file
from openkeden.flow.installation import Installation
from openkeden.flow.risk import model_files
from openkeden.flow.risk.loaded_model import LoadedModel
from openkeden.flow.risk.past import KeptPast, Past
from openkeden.risk.indicators import indicator_set
from openkeden.risk.indicators.indicator_set import IndicatorSet

#: The past of each model by its digest.
PastsByModel = Mapping[bytes, Past]

_DIGEST = 32


class _KnownPasts(NamedTuple):
    """What a process knows of the past of its installation."""

    #: By the models that look at it.
    by_model: PastsByModel

    #: By the indicators that are looked at.
    by_key: Mapping[bytes, Past]


_known: "weakref.WeakKeyDictionary[Installation, _KnownPasts]" = weakref.WeakKeyDictionary()
_NOTHING = _KnownPasts({}, {})


def together(models: Iterable[LoadedModel]) -> list[tuple[IndicatorSet, list[LoadedModel]]]:
    """The models whose indicators go together, each time with the set that gives them."""
    found: list[tuple[IndicatorSet, list[LoadedModel]]] = []
    for model in models:
        for place, (settings, others) in enumerate(found):
            both = indicator_set.joined(settings, model.settings)
            if both is not None:
                found[place] = (both, [*others, model])
                break
        else:
            found.append((model.settings, [model]))
    return found


def begun(models: Iterable[LoadedModel], at: Installation) -> PastsByModel:
    """The pasts of models before the first fact."""
    found = {}
    for settings, some in together(models):
        past = Past(at, None, settings)
        found.update({model.digest: past for model in some})
    return found


def on(
    day: datetime.date, models: Collection[LoadedModel], at: Installation
) -> PastsByModel:
    """What is known on a day, for each of the models in force."""
    found = _of(models, at)
    for past in each(found):
        past.begin(day)
    return found


def take_in(models: Collection[LoadedModel], at: Installation) -> PastsByModel:
    """What the ledger holds by now, for each of the models in force; it is kept, so that
    nobody has to take it in again.
    """
    found = _of(models, at)
    for past in each(found):
        if past.catch_up():
            body = msgspec.msgpack.encode(past.kept())
            content = hashlib.sha256(body).digest() + body
            whole_file.make_private_folder(at.home / model_files.FOLDER)
            whole_file.write(_path(at, past.record.settings), content, private=True)
    return found


def forget_others(models: Iterable[LoadedModel], at: Installation) -> None:
    """Remove what was kept for models that are no longer in force."""
    used = {_path(at, settings) for settings, _ in together(models)}
    for path in (at.home / model_files.FOLDER).glob("past-*"):
        if path not in used:
            path.unlink(missing_ok=True)


def each(found: PastsByModel) -> Sequence[Past]:
    """The pasts, each once."""
    return list({id(past): past for past in found.values()}.values())


def _of(models: Collection[LoadedModel], at: Installation) -> PastsByModel:
    """The pasts of models as far as they were told; what others looked at is let go."""
    before = _known.get(at, _NOTHING)
    if before.by_model.keys() == {model.digest for model in models}:
        return before.by_model
    by_key: dict[bytes, Past] = {}
    found: dict[bytes, Past] = {}
    for settings, some in together(models):
        key = _key(settings)
        past = before.by_key.get(key) or Past(at, _kept(at, settings), settings)
        past.count(some)
        by_key[key] = past
        found.update({model.digest: past for model in some})
    _known[at] = _KnownPasts(found, by_key)
    return found


def _kept(at: Installation, settings: IndicatorSet) -> KeptPast | None:
    """The past as it was kept; None where it was not, or was changed."""
    try:
        content = _path(at, settings).read_bytes()
    except OSError:
        return None
    digest, body = content[:_DIGEST], content[_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        return None
    try:
        return msgspec.msgpack.decode(body, type=KeptPast)
    except msgspec.DecodeError:
        return None


def _key(settings: IndicatorSet) -> bytes:
    """What tells settings apart."""
    return hashlib.sha256(msgspec.json.encode(settings)).digest()


def _path(at: Installation, settings: IndicatorSet) -> pathlib.Path:
    return at.home / model_files.FOLDER / f"past-{_key(settings).hex()[:16]}"
