"""Refused filings under one reference, as programs see them."""

import datetime
from collections.abc import Iterable
from typing import Literal

import msgspec

from openkeden.flow.lodging.refused_filings import RefusedTry
from openkeden.views import finding_view


class RefusedTryView(msgspec.Struct, frozen=True, kw_only=True):
    """One filing that was refused registration."""

    #: When it was filed.
    at: datetime.datetime

    #: The declarant.
    declarant: str

    #: The office of box A.
    office: str

    #: The index of its fact in the ledger.
    entry: int

    #: All the grounds.
    findings: tuple[finding_view.FindingView, ...]


class RefusedFilingView(msgspec.Struct, frozen=True, kw_only=True):
    """A reference under which nothing is lodged: every filing was refused."""

    #: The reference as it was asked for.
    reference: str

    #: The state: refused registration, which counts as not filed.
    state: Literal["registration_refused"]

    #: Every filing, the oldest first.
    tries: tuple[RefusedTryView, ...]


def of(reference: str, tries: Iterable[RefusedTry], language: str) -> RefusedFilingView:
    """The view of the refused filings of a reference."""
    return RefusedFilingView(
        reference=reference, state="registration_refused", tries=each(tries, language)
    )


def each(tries: Iterable[RefusedTry], language: str) -> tuple[RefusedTryView, ...]:
    """The views of refused filings, in their order."""
    return tuple([_view(one, language) for one in tries])


def _view(one: RefusedTry, language: str) -> RefusedTryView:
    return RefusedTryView(
        at=one.fact.at,
        declarant=one.fact.declarant,
        office=one.fact.office,
        entry=one.entry,
        findings=finding_view.each(one.fact.grounds, language),
    )
