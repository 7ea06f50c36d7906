"""What would change money most, for people: rows to confirm first, and what is not held."""

from openkeden import locale
from openkeden.base import money
from openkeden.cli import show
from openkeden.flow.law.at_stake import Stakes
from openkeden.views import row_view, stakes_view

#: So many rows are told unless all are asked for.
SHOWN = 10


def print_stakes(stakes: Stakes, language: str) -> None:
    """The rows on which most money rests, and the gaps that touch the goods."""
    view, names = stakes_view.of(stakes, language), locale.names(language)
    words, currency = names["law"], stakes.currency
    counted = {"declarations": view.declarations, "left_out": view.left_out}
    sums = {
        "payable": f"{money.grouped(stakes.payable)} {currency}",
        "verified": f"{money.grouped(stakes.verified)} {currency}",
    }
    show.out.print(f"\n[bold]{words['stakes']}[/bold]")
    show.out.print(words["stakes_of"].format(**counted, **sums), soft_wrap=True)
    for at, stake in enumerate(view.rows[:SHOWN], 1):
        row, amount = stake.row, money.grouped(stakes.rows[at - 1].amount)
        charges = ", ".join([names["charges"].get(code, code) for code in stake.charges])
        mark = names["marks"].get(row.mark, row.mark)
        head = f"{at:>3}  {amount} {currency}  {charges}: {row.id} {row.value} ({mark})"
        show.out.print(show.plain(head), soft_wrap=True)
        said = f"     {row_view.basis(row)}; {row.source}"
        show.out.print(show.plain(said), style="dim", soft_wrap=True)
    if len(view.rows) > SHOWN:
        more = words["stakes_more"].format(count=len(view.rows) - SHOWN)
        show.out.print(more, soft_wrap=True)
    for gap, held in zip(view.gaps, stakes.gaps, strict=True):
        value = f"{money.grouped(held.value)} {currency}"
        told = words["stakes_gap"].format(value=value, name=gap.name, text=gap.text)
        show.out.print(show.plain(told), soft_wrap=True)
