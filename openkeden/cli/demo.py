"""`keden demo`: the samples from their bytes to their receipts, as a table."""

import pathlib
import shutil
import sys

from rich.markup import escape

from openkeden import locale
from openkeden.assessment import charges
from openkeden.cli import options, show
from openkeden.flow import bundled_samples, installation, installation_files
from openkeden.flow.ledger import receipts

_LINES = [kind for kind in charges.CHARGES if kind.per == "item"]
#: Codes of charges by column: duties of every kind, taxes, fees.
COLUMNS = (
    {kind.code for kind in _LINES if kind is charges.DUTY or kind.always},
    {kind.code for kind in _LINES if kind is not charges.DUTY and not kind.always},
    {kind.code for kind in charges.CHARGES if kind.per == "declaration"},
)


def demo(lang: options.Lang = options.Language.en, home: options.HomeOption = options.HOME) -> None:
    """Clear the sample declarations and show what became of them. Again: the same answers, nothing cleared twice."""
    opened = options.opened(home, found=True)
    before = receipts.size()
    bundled_samples.deposits(opened)
    words = locale.names(lang.value)
    labels = words["labels"]
    heads = [
        labels[head]
        for head in ("reference", "goods", "lane", "duties", "taxes", "fee", "total", "time")
    ]
    rows: list[tuple[str, ...]] = []
    lanes: dict[str, int] = {}
    seconds, refused = 0.0, []
    for sample in bundled_samples.run(opened):
        answer = sample.answer
        lane = answer.lane if answer.status == "registered" else answer.status
        lanes[lane] = lanes.get(lane, 0) + 1
        seconds += sample.seconds
        if answer.status != "registered":
            refused.append(answer)
        amounts = [sum(answer.totals.get(code, 0) for code in codes) for codes in COLUMNS]
        shown = [
            show.amount(one) if answer.status == "registered" else ""
            for one in (*amounts, answer.payable)
        ]
        rows.append(
            (
                answer.reference,
                escape(sample.goods),
                show.lane(answer, words),
                *shown,
                f"{sample.seconds * 1000:.1f} ms",
            )
        )
    show.print_table(heads, rows, right=heads[3:], flexible=1)
    for answer in refused:
        show.out.print(
            f"\n[bold]{show.plain(answer.reference)}[/bold]: {labels['refused']}", soft_wrap=True
        )
        show.print_findings(answer.findings, lang.value)
    _summary(lanes, seconds, before, opened, lang.value)


def _summary(
    lanes: dict[str, int],
    seconds: float,
    before: int,
    opened: installation.Installation,
    language: str,
) -> None:
    """Counts, the ledger, where everything lies, and what to run next."""
    words = locale.names(language)
    said = words["demo"]
    named = [
        f"{words['lanes'].get(lane) or words['labels'][lane].lower()} {lanes[lane]}"
        for lane in sorted(lanes)
    ]
    count, size = sum(lanes.values()), receipts.size()
    lines = [
        said["summary"].format(count=count, lanes=", ".join(named), rate=f"{count / seconds:,.0f}")
    ]
    if size == before:
        lines.append(said["again"])
    lines.append(
        said["moment"].format(moment=f"{opened.pack.local(bundled_samples.MOMENT):%Y-%m-%d %H:%M}")
    )
    lines.append(said["ledger"].format(size=size, root=receipts.root()))
    lines.append(said["database"].format(path=opened.home / installation_files.DATABASE_FILE))
    keden, home = _program(), "" if opened.home == options.HOME else f" --home {opened.home}"
    key = opened.home / installation.VERIFIER_FILE
    commands = (
        f"{keden} status CAR-1 --officer{home}",
        f"{keden} receipt get AID-1 --out AID-1.tlog-proof{home}",
        f"{keden} receipt verify AID-1.tlog-proof --key {key}",
        f"{keden} ledger verify{home}",
    )
    lines += [said["next"].format(command=command) for command in commands]
    show.out.print()
    for line in lines:
        show.out.print(line, soft_wrap=True, markup=False)


def _program() -> str:
    """The command as its user can call it again from here."""
    path = pathlib.Path(sys.argv[0])
    if shutil.which(path.name):
        return path.name
    here = pathlib.Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
