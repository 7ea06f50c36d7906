"""`keden demo`: the samples from their bytes to their receipts, as a table."""

from openkeden import locale
from openkeden.cli import options, show
from openkeden.flow import demo as demos
from openkeden.flow import house, receipts

#: Columns that the table needs beside the goods.
FIGURES = 88


def demo(lang: options.Lang = options.Language.en, home: options.Home = options.HOME) -> None:
    """Clear the sample declarations and show what became of them. Again: the same answers, nothing cleared twice."""
    opened = options.opened(home, found=True)
    before = receipts.size()
    demos.deposits(opened)
    words = locale.names(lang.value)
    labels = words["labels"]
    heads = ("reference", "goods", "lane", "duty", "vat", "fee", "total", "time")
    table = show.table(*[labels[head] for head in heads], right=[labels[head] for head in heads[3:]])
    width = max(10, min(34, show.out.width - FIGURES))
    lanes: dict[str, int] = {}
    seconds, refused = 0.0, []
    for sample in demos.run(opened):
        answer = sample.answer
        lane = answer.lane if answer.status == "registered" else answer.status
        lanes[lane] = lanes.get(lane, 0) + 1
        seconds += sample.seconds
        if answer.status != "registered":
            refused.append(answer)
        amounts = [answer.totals.get(code, 0) for code in ("2010", "5010", "1010")]
        table.add_row(
            answer.reference,
            sample.goods if len(sample.goods) <= width else sample.goods[: width - 1] + "…",
            show.lane(answer, words),
            *[show.amount(amount) if answer.status == "registered" else "" for amount in (*amounts, answer.payable)],
            f"{sample.seconds * 1000:.1f} ms",
        )
    show.out.print(table, soft_wrap=True)
    for answer in refused:
        show.out.print(f"\n[bold]{answer.reference}[/bold]: {labels['refused']}", soft_wrap=True)
        show.print_findings(answer.findings, lang.value)
    _summary(lanes, seconds, before, opened, lang.value)


def _summary(lanes: dict[str, int], seconds: float, before: int, opened: house.House, language: str) -> None:
    """Counts, the ledger, where everything lies, and what to run next."""
    words = locale.names(language)
    count = sum(lanes.values())
    named = [f"{words['lanes'].get(lane) or words['labels'][lane]} {number}" for lane, number in sorted(lanes.items())]
    size, root = receipts.size(), receipts.root()
    show.out.print(f"\n{count} declarations: {', '.join(named)}; {count / seconds:,.0f} a second, one at a time")
    if size == before:
        show.out.print("All of them were lodged before: the same answers, nothing was cleared twice.")
    show.out.print(
        f"Registered as of {opened.pack.local(demos.MOMENT):%Y-%m-%d %H:%M}, the day of the bundled exchange rates."
    )
    show.out.print(f"Ledger: {size} facts, root {root}")
    show.out.print(f"Database: {opened.home / house.DATABASE_FILE}", soft_wrap=True)
    home = "" if opened.home == options.HOME else f" --home {opened.home}"
    show.out.print(f"Next: keden status CAR-1 --officer{home}", soft_wrap=True)
    show.out.print(f"      keden receipt get AID-1 --out AID-1.tlog-proof{home}", soft_wrap=True)
    show.out.print(
        f"      keden receipt verify AID-1.tlog-proof --key {opened.home / house.VERIFIER_FILE}", soft_wrap=True
    )
    show.out.print(f"      keden ledger verify{home}", soft_wrap=True)
