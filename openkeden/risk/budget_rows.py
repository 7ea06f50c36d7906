"""Rules of the rows of inspection budgets."""

from collections.abc import Sequence

from openkeden.base import findings
from openkeden.risk.profiles import MILLION, InspectionBudget, RandomFloor

CHANCE = findings.Rule(
    number="M.50",
    message="Chance has {value} millionths of the inspections of {id}, below the floor of"
    " {floor} millionths.",
    fix="Give chance more of them: without it nobody learns what the model does not see.",
)
NO_BUDGET = findings.Rule(
    number="M.51",
    message="{id} leaves the model nothing to choose: chance has {value} millionths of the"
    " inspections.",
    fix="Give chance less than all of them, or withdraw the model.",
)
TWO_BUDGETS = findings.Rule(
    number="M.52",
    message="The office '{value}' has two inspection budgets on {on}.",
    fix="End the one on the day before the other begins.",
)
RULES = (CHANCE, NO_BUDGET, TWO_BUDGETS)


def check(
    budgets: Sequence[InspectionBudget], floors: Sequence[RandomFloor]
) -> list[findings.Finding]:
    """What is wrong with budgets beside the least share of chance."""
    wrong = []
    for number, row in enumerate(budgets):
        path = f"budget[{number}]"
        lowest = [floor.probability_ppm for floor in floors if floor.overlaps(row)]
        floor, given = max(lowest, default=0), {"id": path, "value": row.chance_ppm}
        if row.chance_ppm < floor:
            wrong.append(findings.of(CHANCE, f"{path}.chance_ppm", floor=floor, **given))
        if row.chance_ppm == MILLION:
            wrong.append(findings.of(NO_BUDGET, f"{path}.chance_ppm", **given))
        wrong += _doubled(row, budgets[:number], path)
    return wrong


def _doubled(
    row: InspectionBudget, before: Sequence[InspectionBudget], path: str
) -> list[findings.Finding]:
    """That an office has another budget on the same days."""
    return [
        findings.of(
            TWO_BUDGETS, path, value=row.office or "*", on=max(row.since, other.since)
        )
        for other in before
        if other.office == row.office and other.overlaps(row)
    ]
