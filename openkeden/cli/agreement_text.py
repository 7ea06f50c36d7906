"""How well wrong codes are found by the texts of goods, as a table for people."""

from typing import Final

from openkeden import locale
from openkeden.cli import show
from openkeden.views.agreement_figures import AgreementFiguresView, FoundShareView

_FIGURES: Final = ("precision_at_1", "precision_at_5", "precision_at_10", "auc", "warned")


def show_figures(view: AgreementFiguresView, language: str) -> None:
    """Print the figures of a model."""
    words = locale.names(language)["agreement_figures"]
    warned = f"{view.warned * 100:.1f} %"
    said = words["rows"].format(rows=view.rows, untold=view.untold, warned=warned)
    show.out.print(said, soft_wrap=True)
    heads = [words["nearness"], *[words[name] for name in _FIGURES]]
    rows = []
    for one in view.planted:
        shares = [_share(getattr(one, name)) for name in _FIGURES]
        rows.append([words[one.nearness], *shares])
    show.print_table(heads, rows)


def _share(share: FoundShareView) -> str:
    return f"{share.mean:.3f} [{share.low:.3f}, {share.high:.3f}]"
