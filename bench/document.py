"""docs/performance.md from one run: the sentences of bench/performance.md around tables of
what was measured.
"""

import pathlib
import string
from collections.abc import Mapping, Sequence

from bench.results import Ratio, number

TEMPLATE = pathlib.Path(__file__).with_name("performance.md")

_HEAD = "| what | beside | ratio | lowest to highest | |\n|---|---|---|---|---|\n"


def written(machine: str, found: Mapping[str, Sequence[Ratio]]) -> str:
    """The document of a run of all parts on this machine."""
    tables = {name: _table(ratios) for name, ratios in found.items()}
    template = string.Template(TEMPLATE.read_text("utf-8"))
    return template.substitute(tables, machine=machine)


def _table(ratios: Sequence[Ratio]) -> str:
    return _HEAD + "\n".join(map(_row, ratios))


def _row(ratio: Ratio) -> str:
    cells = (ratio.what, ratio.beside, number(ratio.middle), ratio.spread, ratio.note)
    return f"| {' | '.join(cells)} |"
