"""The explanation of a lodged declaration as programs see it."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.flow.classification.agreements import ItemAgreement
from openkeden.flow.lodging.explanation import Explanation
from openkeden.risk import selection
from openkeden.views import (
    agreement_view,
    figure_view,
    finding_view,
    missing_view,
    row_view,
    signature_view,
    targeted_view,
)


class ExplainedView(msgspec.Struct, frozen=True, kw_only=True):
    """Every figure of a lodged declaration with its parts, for its declarant too."""

    #: The registration number.
    registration: str

    #: The version in force.
    version: int

    #: The declarant's own reference.
    reference: str

    #: The day whose law and rates were used.
    on: datetime.date

    #: The version of the law pack that was used.
    edition: str

    #: The national currency.
    currency: str

    #: Whether all figures are the recorded ones.
    exact: bool

    #: How amounts are rounded.
    rounding: str

    #: Whether what is payable holds all that is owed; false: see `missing`.
    complete: bool

    #: What the total leaves out.
    missing: tuple[missing_view.MissingView, ...]

    #: The code of payment in box 47 by code of charge, where it is known; x stands for digits
    #: that are not.
    payments: Mapping[str, str]

    #: The figures, those of the items first.
    lines: tuple[figure_view.FigureView, ...]

    #: The rows of law that they rest on.
    law: tuple[row_view.RowView, ...]

    #: Who signed it; null where it was not signed.
    signed: signature_view.SignatureView | None

    #: What differs, and what was warned of when it was lodged.
    findings: tuple[finding_view.FindingView, ...]


class ExplanationView(ExplainedView, frozen=True, kw_only=True):
    """Every figure of a lodged declaration with its parts."""

    #: How it was selected, for an officer; null for others.
    targeted: targeted_view.TargetedView | None = None

    #: The texts of its goods against their codes, for an officer; null for others, and where
    #: nothing compares them.
    agreements: tuple[agreement_view.AgreementView, ...] | None = None


def of(
    explained: Explanation,
    language: str,
    selected: selection.Selection | None = None,
    agreements: tuple[ItemAgreement, ...] | None = None,
) -> ExplanationView:
    """The view of an explanation; for an officer with how the declaration was selected, and
    with its texts against its codes.
    """
    told = of_declarant(explained, language)
    return ExplanationView(
        **msgspec.structs.asdict(told),
        targeted=_targeted(selected, explained.currency, language),
        agreements=_agreements(agreements, language),
    )


def of_declarant(explained: Explanation, language: str) -> ExplainedView:
    """The view of an explanation for the declarant."""
    fact = explained.fact
    missing = missing_view.of(fact.warnings, language)
    return ExplainedView(
        registration=fact.registration,
        version=fact.version,
        reference=fact.reference,
        on=fact.assessment.on,
        edition=fact.assessment.edition,
        currency=explained.currency,
        exact=explained.exact,
        rounding="half up",
        complete=not missing,
        missing=missing,
        payments=explained.payments.codes,
        lines=tuple([figure_view.of(line) for line in explained.lines]),
        law=row_view.by_id(explained.law, explained.law, language),
        signed=_signed(explained),
        findings=finding_view.each(explained.findings, language),
    )


def _signed(explained: Explanation) -> signature_view.SignatureView | None:
    fact = explained.signed
    return signature_view.of_fact(fact) if fact is not None else None


def _agreements(
    found: tuple[ItemAgreement, ...] | None, language: str
) -> tuple[agreement_view.AgreementView, ...] | None:
    return agreement_view.each(found, language) if found is not None else None


def _targeted(
    selected: selection.Selection | None, currency: str, language: str
) -> targeted_view.TargetedView | None:
    return targeted_view.of(selected, currency, language) if selected is not None else None
