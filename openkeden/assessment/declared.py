"""A declaration and its assessment in, findings where the declared customs values are not those assessed out."""

from openkeden.assessment import charges
from openkeden.base import findings, money
from openkeden.filing import declaration

DIFFERS = findings.Rule(
    number="V45.1",
    message="Box 45 says {value}, the assessment comes to {assessed}, which is used.",
    fix="Compare price, rate of exchange, additions and deductions; amend the declaration if the assessment is wrong.",
    severity="warning",
    box="45",
    basis="EAEU CC art. 38-40",
)
RULES = (DIFFERS,)


def differences(
    declared: declaration.Declaration, assessed: charges.Assessment
) -> tuple[findings.Finding, ...]:
    """A finding for each item whose declared customs value is another than the assessed one."""
    return tuple(
        [
            findings.of(
                DIFFERS,
                f"items[{place}].customs_value",
                value=goods.item.customs_value,
                assessed=money.text(valued.value),
            )
            for place, (goods, valued) in enumerate(
                zip(declared.goods, assessed.items, strict=True)
            )
            if goods.item.customs_value and money.parse(goods.item.customs_value) != valued.value
        ]
    )
