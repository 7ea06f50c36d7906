"""An examination of an installation as programs see it."""

import datetime
import pathlib
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from openkeden.base import findings
from openkeden.flow.operating.examined import Examined
from openkeden.views import finding_view


class ExaminedView(msgspec.Struct, frozen=True, kw_only=True):
    """One part of an installation."""

    #: What was looked at: database, ledger, key, disk, clock, law, rates, settings, program.
    part: str

    #: Whether it is well; unknown where the database would have to be asked for it.
    state: Literal["well", "wrong", "unknown"]

    #: What was seen, by what it is.
    seen: Mapping[str, str]

    #: What is wrong, and what is worth knowing.
    findings: tuple[finding_view.FindingView, ...]


class ExaminationView(msgspec.Struct, frozen=True, kw_only=True):
    """An examination."""

    #: The folder of the installation.
    home: str

    #: When.
    at: datetime.datetime

    #: Whether every part is well.
    well: bool

    #: Every part.
    parts: tuple[ExaminedView, ...]


def of(
    parts: Iterable[Examined], home: pathlib.Path, at: datetime.datetime, language: str
) -> ExaminationView:
    """The view of an examination of an installation at a moment."""
    views = [_part(one, language) for one in parts]
    return ExaminationView(
        home=str(home),
        at=at,
        well=all(one.state == "well" for one in views),
        parts=tuple(views),
    )


def _part(one: Examined, language: str) -> ExaminedView:
    state: Literal["well", "wrong", "unknown"] = "well" if one.done else "unknown"
    return ExaminedView(
        part=one.part,
        state="wrong" if findings.refuses(one.findings) else state,
        seen=one.seen,
        findings=finding_view.each(one.findings, language),
    )
