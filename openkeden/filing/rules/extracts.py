"""Rules on codes that an extract of a list does not hold: one sentence, a number for each
box.
"""

from collections.abc import Callable
from typing import TypeVar

from openkeden.filing.context import Context
from openkeden.filing.rules.rule import DATA, Breach, Check, Test, rule

S = TypeVar("S")


def outside(
    number: str, at: str, name: str, code_of: Callable[[S], str], box: str = ""
) -> Check[S]:
    """Make the rule `number`: the code that `code_of` reads from the subject may be one of
    the list `name` that is not held. An empty code is none, and a list without any code
    tells nothing.
    """

    def test(subject: S, context: Context) -> Breach:
        """{value} is not among the {count} codes of this list that are held here, an
        extract: whether there is such a code is not known.

        Fix: look it up in the whole classifier; if it is there, no action is needed.
        """
        code, count = code_of(subject), len(context.lists[name])
        if not code or not count or not context.doubts(name, code):
            return None
        return {"value": code, "count": count}

    asked: Test[S] = test
    return rule(number, at, box=box, basis=DATA, severity="warning")(asked)
