"""Makes `docs/lifecycle.md` from the tables of clearance: `python -m
tests.clearance.document`.
"""

import pathlib

from openkeden.base import time_limits, validity
from openkeden.clearance import deadlines, lifecycle, separation
from tests.clearance import law

_PAGE = """# The life of a declaration

This page is made from the tables in `openkeden/clearance/lifecycle.py`,
`openkeden/clearance/deadlines.py` and `openkeden/law/eaeu/deadlines.toml`; a test compares
it with them. Articles are of the EAEU Customs Code.

## States

{states}

## Graph

Actions that leave a case where it is are not drawn; the table has them.

```mermaid
{graph}
```

## Transitions

Everything else is refused. All conditions of a row must hold. Confirming a waiver and
annulling a release take two persons: an inspector proposes, the head of the office
confirms, at another device; a device that is not named is none.

{table}

## Conditions

{conditions}

## Separation of duties

Of the acts of one row no one person does both in one declaration, in whichever order: rule
L.18. The program itself is no person. An office works with two inspectors, a chief and the
treasury; where both inspectors have inspected, an inspector who is appointed for all offices
takes over.

{acts}

Roles that no one person holds at once:

{roles}

## Deadlines

{deadlines}

The plain time for release is `release`. Once documents are asked, control is chosen or the
declaration is amended, it is `control`; with the permission of the head of the office it
can be extended once. A declarant who was asked for documents so late that the margin has
passed has all the time for release.

## Time limits

{limits}

Marks say how sure a row is:

{marks}
"""


def text():
    """The whole page."""
    return _PAGE.format(
        marks="\n".join(
            [f"* `{mark}`: {meaning}" for mark, meaning in validity.MARKS.items()]
        ),
        states=lifecycle.states_markdown(),
        graph=lifecycle.graph(),
        table=lifecycle.table_markdown(),
        conditions=lifecycle.conditions_markdown(),
        acts=separation.acts_markdown(),
        roles=separation.roles_markdown(),
        deadlines=deadlines.markdown(),
        limits=time_limits.markdown(law.limits()),
    )


if __name__ == "__main__":
    pathlib.Path(__file__).resolve().parents[2].joinpath("docs", "lifecycle.md").write_text(
        text(), "utf-8"
    )
