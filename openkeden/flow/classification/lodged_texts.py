"""The texts of a lodged declaration against its codes, for its officers."""

from openkeden.base.findings import Refused
from openkeden.flow.classification import shipped_texts
from openkeden.flow.classification.agreements import ItemAgreement
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import actions, recorded_message
from openkeden.store import read


def of(
    reference: str, officer: str, at: Installation
) -> tuple[ItemAgreement, ...] | Refused | None:
    """Each item of the version in force with what its text speaks for, to an officer of its
    office; None: nothing compares them.
    """
    known = actions.look_up_as(reference, officer, at)
    if isinstance(known, Refused):
        return known
    body = read.entries([known.row.lodged])[known.row.lodged].received
    texts, message = shipped_texts.of(at.pack), recorded_message.again(body)
    if texts is None or message is None:
        return None
    return texts.of(message.filing)
