"""Models beside profiles that are tried: what one says of declarations that it did not judge
when they were lodged.
"""

import datetime
import pathlib
from typing import Final

import msgspec

from openkeden.assessment import charges
from openkeden.base.findings import Finding, Refused
from openkeden.filing import declaration
from openkeden.flow import given_files
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import checking
from openkeden.flow.risk import model_files, observations, targeting
from openkeden.flow.risk.loaded_model import LoadedModel
from openkeden.flow.risk.past import Past
from openkeden.flow.risk.sight import Sight
from openkeden.lawpack.pack import Pack
from openkeden.risk import selection
from openkeden.risk.indicators.track_record import TrackRecord
from openkeden.store import rows

#: The largest model that is read, in bytes.
_MOST_BYTES: Final = 512 * 1024**2


def of_file(path: pathlib.Path) -> LoadedModel | Refused:
    """The model in a file."""
    content = given_files.read(path, _MOST_BYTES)
    if isinstance(content, Refused):
        return content
    return model_files.read(content, str(path))


class AskedModel(msgspec.Struct, frozen=True):
    """The model that is asked."""

    #: It; None where there is none.
    model: LoadedModel | None

    #: Why one that is in force cannot be asked.
    wrong: tuple[Finding, ...] = ()


def asked(path: pathlib.Path | None, at: checking.Desk) -> AskedModel | Refused:
    """The model in a file, else the champion of an installation."""
    if path is not None:
        given = of_file(path)
        return given if isinstance(given, Refused) else AskedModel(given)
    if not isinstance(at, Installation):
        return AskedModel(None)
    used = targeting.in_force(at)
    return AskedModel(used.models.get("champion"), used.wrong)


class TrialModel:
    """A model that judges what is tried, by what was known on the day of each; without a
    past nothing is.
    """

    def __init__(self, model: LoadedModel, pack: Pack, past: Past | None = None) -> None:
        #: What it is called.
        self.version = model.version
        self._model, self._past = model, past
        self._record = past.record if past else TrackRecord(model.settings)
        self._sight = Sight(model, self._record, pack)
        self._today: list[rows.EntryRow] = []

    def begin(self, day: datetime.date) -> None:
        """A day has come: what was told before it is known now."""
        if self._record.stands_at is not None and day <= self._record.stands_at:
            return
        for stored in self._today:
            assert self._past is not None, "facts are told where there is a past"
            self._past.tell(stored)
        self._today.clear()
        self._record.advance(day)

    def tell(self, stored: rows.EntryRow) -> None:
        """Take in a fact, which is known from the next day on."""
        self._today.append(stored)

    def score(self, declared: declaration.Declaration, assessed: charges.Assessment) -> int:
        """What it says of a declaration, per mille."""
        seen = observations.of_declared("", declared, assessed)
        scores = {line.item: self._sight.score(line) for line in seen}
        return selection.judgement(self._model.whole(scores)).score
