"""What temporary admission with partial payment would cost: the charges of its declaration,
and for each month a share of what release for consumption would owe.
"""

import datetime
import os
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from openkeden.assessment.charges import CHARGES
from openkeden.base import findings, interest_usage
from openkeden.base.findings import Finding, Refused
from openkeden.flow.law import packs
from openkeden.flow.pricing import interest_questions, price, questions
from openkeden.flow.pricing.interest_questions import InterestOwed

#: The rows that name its procedure, the procedure whose charges are shared out, and these
#: charges by their keys.
PROCEDURE: Final = "temporary_admission.procedure"
AS_IF: Final = "temporary_admission.as_if"
SHARED: Final = "temporary_admission.charges"


class Admission(msgspec.Struct, frozen=True):
    """The price of temporary admission."""

    #: What its declaration would cost.
    landed: price.Landed

    #: What the months cost.
    owed: InterestOwed

    #: What is not held of the charges that are shared out.
    findings: tuple[Finding, ...]


def of_goods(
    months: str,
    *,
    on: datetime.date | None,
    rates: Mapping[str, str],
    law: str,
    home: str | os.PathLike[str] | None,
    **asked: Any,
) -> Admission | Refused:
    """Price temporary admission of goods for some months: see `price.duty` for the goods.

    Raises Unpriced for goods that cannot be priced, also as released for consumption.
    """
    pack = questions.pack(law, home)
    day = packs.day_of(pack, on)
    named = {
        key: interest_questions.row(pack, key, day) for key in (PROCEDURE, AS_IF, SHARED)
    }
    rows = {key: row.value for key, row in named.items() if row is not None}
    lacking = [key for key in named if key not in rows]
    if lacking:
        told = {"value": day, "key": ", ".join(lacking)}
        return findings.refused(interest_usage.NO_RULE_OF_INTEREST, "on", **told)
    if asked["procedure"] != rows[PROCEDURE]:
        told = {"value": asked["procedure"], "procedure": rows[PROCEDURE]}
        return findings.refused(interest_usage.OTHER_PROCEDURE, "months", **told)
    given: dict[str, Any] = {"on": day, "rates": rates, "law": law, "home": home}
    landed = price.duty(**given, **asked)
    released = price.duty(**given, **{**asked, "procedure": rows[AS_IF]})
    keys = rows[SHARED].split()
    owed = interest_questions.admission(pack, _shared(released, keys), months, day)
    if isinstance(owed, Refused):
        return owed
    told_of = [one for one in released.findings if one.args.get("charge") in keys]
    return Admission(landed, owed, tuple(told_of))


def _shared(released: price.Landed, keys: list[str]) -> int:
    """The sum of the charges of these keys."""
    codes = {kind.code for kind in CHARGES if kind.key in keys}
    return sum([line.amount for line in released.charges if line.code in codes])
