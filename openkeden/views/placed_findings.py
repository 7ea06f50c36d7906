"""Findings on a declaration as programs see them, each with its cell where it stood in a
table.
"""

from collections.abc import Iterable, Sequence

import msgspec

from openkeden.base.findings import Finding
from openkeden.flow.lodging import cells
from openkeden.views import finding_view


def each(
    findings: Iterable[Finding], rows: Sequence[int], language: str
) -> tuple[finding_view.FindingView, ...]:
    """The views of findings on a declaration whose items stood in these rows; in no table
    where there are none.
    """
    views = finding_view.each(findings, language)
    return tuple(
        [msgspec.structs.replace(view, cell=cells.cell(view.path, rows)) for view in views]
    )
