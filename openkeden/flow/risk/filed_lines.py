"""The goods lines of files of declarations that were not lodged here, with what another
file says that inspections found in them.
"""

import csv
import datetime
import io
import pathlib
from collections.abc import Iterable, Mapping

import msgspec

from openkeden import formats
from openkeden.base import findings, money, names, working_time, written
from openkeden.base.findings import Finding, Refused
from openkeden.flow import given_files
from openkeden.flow.risk import observations
from openkeden.risk import history_rules
from openkeden.risk.indicators.observation import (
    HistoryLine,
    InspectionOutcome,
    Observation,
)

#: The columns of a file of findings that it must have.
_COLUMNS = ("reference", "item", "found", "known_on", "revenue")

_YES = frozenset(("1", "yes", "true"))
_NO = frozenset(("0", "no", "false"))


class FiledLines(msgspec.Struct, frozen=True):
    """The goods lines of files, and what is to be told of these."""

    #: The lines in the order of the files.
    lines: tuple[HistoryLine, ...]

    #: Why messages or rows of the file of findings were left out.
    findings: tuple[Finding, ...]


class _Labels(msgspec.Struct, frozen=True):
    """A file of findings."""

    #: The outcome of each line that it names.
    outcomes: Mapping[tuple[str, int], InspectionOutcome]

    #: Why rows were left out.
    findings: tuple[Finding, ...]


#: The lines of each declaration by its reference as it is compared.
_Declared = Mapping[str, tuple[Observation, ...]]


def of_filings(
    files: Iterable[pathlib.Path], labels: pathlib.Path | None, limits: formats.Limits
) -> FiledLines | Refused:
    """The lines of all messages of the files; what cannot be used is left out and told.
    Refused where the file of findings is none.

    Raises OSError for a file that cannot be opened.
    """
    declared: dict[str, tuple[Observation, ...]] = {}
    told: list[Finding] = []
    for path in files:
        with path.open("rb") as stream:
            for message in formats.read(stream, limits):
                told += _take(message, declared)
    known = _Labels({}, ()) if labels is None else _labels(labels, declared)
    if isinstance(known, Refused):
        return known
    lines: list[HistoryLine] = []
    for observed in declared.values():
        lines += [HistoryLine(line, known.outcomes.get(line.key)) for line in observed]
    return FiledLines(tuple(lines), (*told, *known.findings))


def _take(
    message: formats.Received | formats.Unread,
    declared: dict[str, tuple[Observation, ...]],
) -> tuple[Finding, ...]:
    """Take in a message, or say why it is left out."""
    if isinstance(message, formats.Unread):
        return message.findings
    filing = message.filing
    key = names.comparable(filing.reference)
    if key in declared:
        return (findings.of(history_rules.TWICE, "reference", value=filing.reference),)
    day = _day(filing.declared_on)
    if day is None:
        told = {"value": filing.declared_on, "reference": filing.reference}
        return (findings.of(history_rules.NO_DECLARED_DAY, "declared_on", **told),)
    declared[key] = observations.of_filing(filing, day)
    return ()


def _day(text: str) -> datetime.date | None:
    return working_time.parse_day(written.date(text).text)


def _labels(path: pathlib.Path, declared: _Declared) -> _Labels | Refused:
    """What a file of findings says of declared lines."""
    body = given_files.read(path)
    if isinstance(body, Refused):
        return body
    rows = csv.DictReader(io.StringIO(body.decode("utf-8-sig", errors="replace")))
    heads = rows.fieldnames or ()
    lacking = [column for column in _COLUMNS if column not in heads]
    if lacking:
        return Refused(
            tuple(
                [
                    findings.of(history_rules.LABEL_COLUMNS, "labels", value=column)
                    for column in lacking
                ]
            )
        )
    outcomes: dict[tuple[str, int], InspectionOutcome] = {}
    told: list[Finding] = []
    for number, row in enumerate(rows, 2):
        read = _LabelRow(number, row).read(declared)
        if isinstance(read, Finding):
            told.append(read)
        else:
            outcomes.update(read)
    return _Labels(outcomes, tuple(told))


class _LabelRow:
    """One row of a file of findings."""

    def __init__(self, number: int, row: Mapping[str, str | None]) -> None:
        self.number = number
        self.cells = {column: (row[column] or "").strip() for column in _COLUMNS}

    def read(
        self, declared: _Declared
    ) -> dict[tuple[str, int], InspectionOutcome] | Finding:
        """The outcome of each line that it is about; or why it cannot be used."""
        observed = self._observed(declared)
        if not observed:
            told = " ".join([self.cells["reference"], self.cells["item"]]).strip()
            return self._finding(history_rules.NO_LINE, "reference", value=told)
        found = self.cells["found"].lower()
        if found not in _YES | _NO:
            return self._unusable("found")
        known_on = _day(self.cells["known_on"])
        if known_on is None:
            return self._unusable("known_on")
        revenue = self._revenue()
        if isinstance(revenue, Finding):
            return revenue
        day = observed[0].day
        if known_on < day:
            told_of = {"value": known_on, "day": day}
            return self._finding(history_rules.KNOWN_BEFORE, "known_on", **told_of)
        outcome = InspectionOutcome(found in _YES, known_on, revenue)
        return {line.key: outcome for line in observed}

    def _observed(self, declared: _Declared) -> list[Observation]:
        """The lines that it is about: one, or all of its declaration."""
        known = declared.get(names.comparable(self.cells["reference"]), ())
        item = self.cells["item"]
        return [line for line in known if not item or item == str(line.item)]

    def _revenue(self) -> int | Finding | None:
        text = self.cells["revenue"]
        if not text:
            return None
        try:
            return money.parse(text)
        except ValueError:
            return self._unusable("revenue")

    def _unusable(self, column: str) -> Finding:
        value = self.cells[column]
        return self._finding(history_rules.LABEL_VALUE, column, value=value, column=column)

    def _finding(self, rule: findings.Rule, place: str, **args: object) -> Finding:
        return findings.of(rule, f"labels.{place}", row=self.number, **args)
