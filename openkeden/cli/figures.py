"""Print rebuilt figures under the item and the charge that they belong to."""

from openkeden.base import money
from openkeden.cli import show
from openkeden.views import figure_text


def print_lines(
    lines: figure_text.Figures,
    words: figure_text.Words,
    law: figure_text.Law,
    *,
    sources: bool = True,
) -> None:
    """The figures under the item and the charge that they belong to."""
    item, charge = 0, ""
    idle = _idle_bases(lines)
    for line in lines:
        if line.figure == "base" and (line.item, line.code) in idle:
            continue
        if line.item != item and line.item:
            show.out.print(f"[bold]{words.of('item')} {line.item}[/bold]")
        of_charge = line.figure in ("base", "computed", "amount")
        if of_charge and (line.item, line.code) != (item, charge):
            show.out.print(f"  [bold]{words.of(line.code)}[/bold]")
        item, charge = line.item, line.code if of_charge else ""
        indent = "    " if of_charge else "  " if line.item else ""
        for text in figure_text.text(line, words, law, sources=sources):
            show.out.print(indent + show.plain(text), soft_wrap=True)
        if not line.exact:
            _print_recorded(line.stored, indent, words)


def _idle_bases(lines: figure_text.Figures) -> set[tuple[int, str]]:
    """The charges whose rate takes nothing of their base."""
    computed = [line for line in lines if line.figure == "computed"]
    return {
        (line.item, line.code)
        for line in computed
        if not figure_text.takes_base(line.steps)
    }


def _print_recorded(stored: int | None, indent: str, words: figure_text.Words) -> None:
    amount = "-" if stored is None else money.grouped(stored)
    show.out.print(f"{indent}[red]{words.of('recorded')}: {amount}[/]")
