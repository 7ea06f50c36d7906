"""A track record as bytes and back: equal records are equal bytes, on every machine, in
whatever order their lines came within a day.

The bytes are a line that names the format, SHA-256 of what follows, and that. A day's
digest tells two records apart; the audit derives a record again from its lines and compares
digests.
"""

import hashlib
from typing import Final

import msgspec

from openkeden.risk.indicators.indicator_set import IndicatorSet
from openkeden.risk.indicators.parts import Key
from openkeden.risk.indicators.rate_cells import RateCell, RateCells
from openkeden.risk.indicators.track_record import AwaitedOutcome, TrackRecord
from openkeden.risk.indicators.usual_cells import UsualCell, UsualCells, UsualToday

_HEAD: Final = b"openkeden track record 1\n"
_DIGEST: Final = 32


class _WrittenRates(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The cells of a grouping with rates, by key."""

    #: The cells as they were when the day began.
    cells: list[tuple[Key, RateCell]]

    #: Lines of today.
    today: list[tuple[Key, int]]


class _WrittenUsual(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The cells of a grouping with what is usual, by key."""

    #: The cells as they were when the day began.
    cells: list[tuple[Key, UsualCell]]

    #: Lines of today.
    today: list[tuple[Key, UsualToday]]


class _WrittenRecord(msgspec.Struct, array_like=True, frozen=True):
    """All of a track record."""

    #: Its settings.
    settings: IndicatorSet

    #: The day that it stands at.
    day: int

    #: All lines together.
    all: _WrittenRates

    #: The groupings with rates, in order.
    rates: list[_WrittenRates]

    #: The groupings with what is usual, in order.
    usual: list[_WrittenUsual]

    #: Outcomes that do not count yet, by day.
    awaited: list[tuple[int, list[AwaitedOutcome]]]

    #: Consignments whose outcome counts.
    counted: list[tuple[bytes, int]]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_WrittenRecord)


def written(record: TrackRecord) -> bytes:
    """A record as bytes."""
    body = _body(record)
    return _HEAD + hashlib.sha256(body).digest() + body


def digest(record: TrackRecord) -> bytes:
    """SHA-256 of a record."""
    return hashlib.sha256(_body(record)).digest()


def read(data: bytes) -> TrackRecord:
    """A record from its bytes.

    Raises ValueError where they are not those that were written, or of another edition.
    """
    head, rest = data[: len(_HEAD)], data[len(_HEAD) :]
    told, body = rest[:_DIGEST], rest[_DIGEST:]
    if head != _HEAD:
        raise ValueError("this is no track record of this format")
    if hashlib.sha256(body).digest() != told:
        raise ValueError("the track record was changed since it was written")
    return _record(_decoder.decode(body))


def _body(record: TrackRecord) -> bytes:
    awaited = [(day, sorted(record.awaited[day])) for day in sorted(record.awaited)]
    return _encoder.encode(
        _WrittenRecord(
            settings=record.settings,
            day=record.day,
            all=_rates(record.all),
            rates=[_rates(rates) for rates in record.rates],
            usual=[_usual(usual) for usual in record.usual],
            awaited=awaited,
            counted=sorted(record.counted.items()),
        )
    )


def _rates(rates: RateCells) -> _WrittenRates:
    return _WrittenRates(sorted(rates.cells.items()), sorted(rates.today.items()))


def _usual(usual: UsualCells) -> _WrittenUsual:
    return _WrittenUsual(sorted(usual.cells.items()), sorted(usual.today.items()))


def _record(told: _WrittenRecord) -> TrackRecord:
    record = TrackRecord(told.settings)
    _fill(record.all, told.all)
    record.stand_at(told.day)
    for rates, cells in zip(record.rates, told.rates, strict=True):
        _fill(rates, cells)
    for usual, measured in zip(record.usual, told.usual, strict=True):
        usual.cells.update(measured.cells)
        usual.today.update(measured.today)
    record.awaited.update(told.awaited)
    record.counted.update(told.counted)
    return record


def _fill(rates: RateCells, told: _WrittenRates) -> None:
    rates.cells.update(told.cells)
    rates.today.update(told.today)
