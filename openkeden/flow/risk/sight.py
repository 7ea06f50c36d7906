"""How a model sees goods lines, over what is known of the past."""

from openkeden.flow.classification.shipped_texts import TextDistances
from openkeden.flow.risk import compared_lines
from openkeden.flow.risk.loaded_model import LineValues, LoadedModel
from openkeden.lawpack.pack import Pack
from openkeden.risk.indicators.indicator_reader import ValueReader
from openkeden.risk.indicators.observation import Observation
from openkeden.risk.indicators.track_record import TrackRecord
from openkeden.risk.model.live_scorer import LiveScorer
from openkeden.risk.model.risk_model import LineScore


class Sight:
    """A model over a track record, which may go on; texts are compared with codes by the
    words of a law pack where it looks at that.
    """

    def __init__(self, model: LoadedModel, record: TrackRecord, pack: Pack) -> None:
        self.model, self._record = model, record
        self._away = TextDistances(pack) if model.compares_texts else None
        self._values = ValueReader(record, model.names)
        self._scorer = LiveScorer(model.model, record)
        self._day = record.day
        self._terms: dict[tuple[str, int], list[int]] = {}

    def values(self, line: Observation) -> LineValues:
        """What it looks at of a line, on the day that the record stands at."""
        return self._values.row(compared_lines.of(line, self._away))

    def score(self, line: Observation) -> LineScore:
        """What it says of a line."""
        return self._scorer.score(compared_lines.of(line, self._away))

    def terms(self, line: Observation) -> list[int]:
        """What its terms add for a line of the past; the same all day, and kept so long."""
        if self._record.day != self._day:
            self._terms.clear()
            self._day = self._record.day
        known = self._terms.get(line.key)
        if known is None:
            known = self._terms[line.key] = self.model.terms(self.values(line))
        return known
