"""How well planted wrong codes are found, as programs see it; shares are of one."""

from typing import TYPE_CHECKING

import msgspec

from openkeden.views import finding_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openkeden.base.findings import Finding
    from openkeden.classification.learning.metrics import Share
    from openkeden.classification.learning.planted_codes import (
        AgreementFigures,
        PlantedFigures,
    )


class FoundShareView(msgspec.Struct, frozen=True, kw_only=True):
    """A share over several draws."""

    #: The mean.
    mean: float

    #: Between these lie 95 of a hundred draws.
    low: float

    #: The upper end.
    high: float


class PlantedView(msgspec.Struct, frozen=True, kw_only=True):
    """How one kind of wrong code is found."""

    #: How near the wrong codes are: `other_chapter`, `same_chapter` or `same_heading`.
    nearness: str

    #: The share of wrong codes among the hundredth of the rows that is farthest from its
    #: text; the same of a twentieth and of a tenth.
    precision_at_1: FoundShareView
    precision_at_5: FoundShareView
    precision_at_10: FoundShareView

    #: The area under the receiver operating characteristic.
    auc: FoundShareView

    #: The share of the wrong codes of which a trader would be warned.
    warned: FoundShareView


class AgreementFiguresView(msgspec.Struct, frozen=True, kw_only=True):
    """How well text and code are told apart."""

    #: Rows: of near-duplicates with one code one.
    rows: int

    #: Rows of whose text no word is known.
    untold: int

    #: The share of the codes as they are of which a trader would be warned.
    warned: float

    #: By kind of wrong code.
    planted: tuple[PlantedView, ...]

    #: What is worth saying of the texts.
    findings: tuple[finding_view.FindingView, ...]


def of(
    figures: "AgreementFigures", notices: "Sequence[Finding]", language: str
) -> AgreementFiguresView:
    """The view of figures."""
    return AgreementFiguresView(
        rows=figures.rows,
        untold=figures.untold,
        warned=figures.warned,
        planted=tuple([_planted(one) for one in figures.planted]),
        findings=finding_view.each(notices, language),
    )


def _planted(one: "PlantedFigures") -> PlantedView:
    return PlantedView(
        nearness=one.nearness,
        precision_at_1=_share(one.precision_at_1),
        precision_at_5=_share(one.precision_at_5),
        precision_at_10=_share(one.precision_at_10),
        auc=_share(one.auc),
        warned=_share(one.warned),
    )


def _share(share: "Share") -> FoundShareView:
    return FoundShareView(mean=share.value, low=share.low, high=share.high)
