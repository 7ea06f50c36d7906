"""What was lodged here, as texts of goods whose codes are known."""

from collections.abc import Iterator, Sequence

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.classification import labelled_rules, labelled_text
from openkeden.classification.labelled_text import LabelledText
from openkeden.flow.installation import Installation
from openkeden.flow.risk import histories
from openkeden.formats.labelled_table import LabelledTable
from openkeden.risk.indicators.observation import HistoryLine


def read(officer: str, at: Installation) -> LabelledTable | Refused:
    """The goods lines at the offices of an officer: what an inspection found nothing in is
    checked, and a line in which one found something is left out.
    """
    found = histories.recorded(officer, at)
    if isinstance(found, Refused):
        return found
    notices: list[Finding] = []
    wrong = sum([_is_wrong(line) for line in found.lines])
    if wrong:
        notices.append(findings.of(labelled_rules.IRREGULAR, "data", value=wrong))
    texts = tuple(_texts(found.lines))
    if not texts:
        return findings.refused(labelled_rules.NO_ROWS, "data", value=at.home)
    return LabelledTable(texts, tuple(notices))


def _is_wrong(line: HistoryLine) -> bool:
    return line.outcome is not None and line.outcome.found


def _texts(lines: Sequence[HistoryLine]) -> Iterator[LabelledText]:
    for line in lines:
        text, codes = line.observation.description.strip(), (line.observation.code,)
        if text and line.observation.code and not _is_wrong(line):
            trust = 1 if line.outcome is None else labelled_text.CHECKED
            yield LabelledText(text, codes, weight=trust)
