"""What an edition of the tariff changes for the goods of each code, as people read it:
counts first, then the codes of each kind.
"""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.cli import show
from openkeden.flow.law.imports import ImportedEdition
from openkeden.views import import_view

All = Annotated[
    bool,
    typer.Option(
        "--verbose", "-v", help="Show every code that changes, not the first few."
    ),
]

#: Most codes of a kind that are shown unless all are asked for.
FEW = 10


def print_effects(given: ImportedEdition, words: locale.Names, *, whole: bool) -> None:
    """Print the counts of each kind, then its codes with what was and what is."""
    labels = words["effects"]
    by_kind = import_view.by_kind(given.effects)
    for kind, effects in by_kind.items():
        count = len({effect.code for effect in effects})
        said = labels["counted"].format(count=count, kind=labels[kind])
        show.out.print(f"  {said}", soft_wrap=True)
    heads = [labels[name] for name in ("code", "since", "until", "before", "after")]
    for kind, effects in by_kind.items():
        shown = effects if whole else effects[:FEW]
        show.out.print(f"[bold]{labels[kind]}[/bold]", soft_wrap=True)
        rows = [import_view.cells(effect, labels["by_note"]) for effect in shown]
        show.print_table(heads, rows, flexible=4)
        if len(shown) < len(effects):
            more = labels["more"].format(count=len(effects) - len(shown))
            show.out.print(more, soft_wrap=True)
