"""Stakes of law: how much of what a file of declarations owes rests on each row that is not
verified, and on each gap, so that a house knows what to confirm first.
"""

import datetime
import pathlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from openkeden.assessment import completeness
from openkeden.assessment.charges import Charge
from openkeden.base.findings import Refused
from openkeden.base.validity import Mark, Provision
from openkeden.flow import clock, installation_files
from openkeden.flow.law import packs, review
from openkeden.flow.law.at_stake import GapAtStake, RowAtStake, Stakes
from openkeden.flow.lodging import checking, intake
from openkeden.flow.lodging.checked import Checked
from openkeden.lawpack.pack import Pack

#: The mark of rows that need not be confirmed.
_SETTLED: Final[Mark] = "verified"

#: When declarations are taken to be lodged on a day that is named.
_NOON: Final = datetime.time(12)


def of_streams(
    streams: Iterable[BinaryIO],
    country: str,
    folder: pathlib.Path | None,
    home: pathlib.Path,
    on: datetime.date | None,
) -> Stakes | Refused:
    """What is at stake for declarations as if they were lodged on a day, by the law of a
    country with what the installation in `home` added, or by that in a folder.
    """
    pack = _pack(country, folder, home)
    if isinstance(pack, Refused):
        return pack
    reckoning = _Reckoning(pack)
    now = clock.now() if on is None else pack.on_clock(datetime.datetime.combine(on, _NOON))
    before, most = checking.Foregoing(), intake.MESSAGE_BYTES
    for stream in streams:
        for checked in checking.check_stream(stream, "", now, pack, most, before):
            reckoning.add(checked)
    return reckoning.stakes()


def _pack(country: str, folder: pathlib.Path | None, home: pathlib.Path) -> Pack | Refused:
    if folder is None and installation_files.is_begun(home):
        return packs.open_pack(home, country)
    return review.open_pack(country, folder, home)


class _Reckoning:
    """Adds up, declaration by declaration."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._assessed = self._left_out = self._payable = self._verified = 0
        self._rows: dict[str, RowAtStake] = {}
        self._gaps: dict[str, GapAtStake] = {}

    def add(self, checked: Checked) -> None:
        """Count one declaration."""
        if not checked.lines or checked.on is None:
            self._left_out += 1
            return
        self._assessed += 1
        self._payable += checked.payable
        for line in checked.lines:
            self._add_line(line, checked.on)
        for gap in completeness.missing(checked.findings):
            held = self._gaps.get(gap.gap, GapAtStake(gap, 0, 0))
            value = held.value + checked.customs_value
            self._gaps[gap.gap] = GapAtStake(gap, held.declarations + 1, value)

    def _add_line(self, line: Charge, on: datetime.date) -> None:
        doubtful = [
            (row, stake)
            for row, stake in self._stakes(line, on)
            if row.mark != _SETTLED and stake
        ]
        if not doubtful:
            self._verified += line.amount
        for row, stake in doubtful:
            held = self._rows.get(row.id, RowAtStake(row, (), 0, 0))
            codes = tuple(dict.fromkeys([*held.charges, line.code]))
            amount = held.amount + stake
            self._rows[row.id] = RowAtStake(row, codes, held.lines + 1, amount)

    def _stakes(self, line: Charge, on: datetime.date) -> Iterator[tuple[Provision, int]]:
        """Each row of a charge with how much rests on it: on the rows of the rate the whole
        charge, on those of a preference what it relieves.
        """
        granted = self._pack.on(on).preferences.get(line.preference)
        stake = line.computed
        for id_ in line.rows:
            if granted is not None and id_ == granted.row.id:
                stake = line.computed - line.amount
            row = self._pack.row(id_)
            if row is not None:
                yield row, stake

    def stakes(self) -> Stakes:
        """What was added up."""
        return Stakes(
            currency=self._pack.sources.manifest.currency,
            declarations=self._assessed,
            left_out=self._left_out,
            payable=self._payable,
            verified=self._verified,
            rows=tuple(_descending(self._rows.values())),
            gaps=tuple(
                sorted(self._gaps.values(), key=lambda gap: (-gap.value, gap.gap.gap))
            ),
        )


def _descending(rows: Iterable[RowAtStake]) -> list[RowAtStake]:
    return sorted(rows, key=lambda at_stake: (-at_stake.amount, at_stake.row.id))
