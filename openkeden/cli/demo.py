"""`keden demo`: the samples from their bytes to their receipts, as a table."""

import collections
import pathlib
import shutil
import sys
from collections.abc import Sequence

from openkeden import locale
from openkeden.base import money
from openkeden.cli import options, show
from openkeden.cli.consoles import escape
from openkeden.flow import (
    bundled_model,
    bundled_samples,
    installation,
    installation_files,
)
from openkeden.flow.ledger import receipts
from openkeden.flow.lodging import answers
from openkeden.flow.risk import model_register
from openkeden.views import targeted_view

#: What contributed to a model's choice is told up to here.
_TERMS = 3


def demo(
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Clear the sample declarations and show what became of them. Again: the same answers,
    nothing cleared twice.
    """
    opened = options.opened(home, lang.value, create=True)
    before = receipts.size()
    refused = bundled_samples.pay_in(opened, reason)
    refused = refused or bundled_model.put_in_force(opened, reason)
    if refused is not None:
        show.refuse(refused, lang.value, json=False)
    words = locale.names(lang.value)
    labels = words["labels"]
    names = ("reference", "goods", "lane", "duties", "taxes", "fee", "total", "time")
    heads = [labels[name] for name in names]
    samples = list(bundled_samples.run(opened, reason))
    rows = [_row(sample, words) for sample in samples]
    show.print_table(heads, rows, right=heads[3:], flexible=1)
    for sample in samples:
        _print_refused(sample.answer, lang.value)
    targeted = bundled_model.targeted(samples, opened)
    if targeted.by_model:
        _print_targeted(targeted, opened, lang.value)
    named = [reference for reference, _ in targeted.by_model[:1]]
    _summary(samples, before, opened, lang.value, named)


def _row(sample: bundled_samples.Sample, words: locale.Names) -> tuple[str, ...]:
    answer = sample.answer
    shown = [""] * 4
    if answer.status == "registered":
        sums = bundled_samples.sums(answer)
        amounts = (sums.duties, sums.taxes, sums.fees, answer.payable)
        shown = [money.grouped(amount) for amount in amounts]
    goods, lane = escape(sample.goods), show.lane(answer, words)
    return answer.reference, goods, lane, *shown, f"{sample.seconds * 1000:.1f} ms"


def _print_refused(answer: answers.Answer, language: str) -> None:
    if answer.status == "registered":
        return
    refused = locale.names(language)["labels"]["refused"]
    show.out.print(
        f"\n[bold]{show.plain(answer.reference)}[/bold]: {refused}", soft_wrap=True
    )
    show.print_findings(answer.findings, language)


def _print_targeted(
    targeted: bundled_model.Targeted, opened: installation.Installation, language: str
) -> None:
    """What the model and chance chose, and why the first of it."""
    said = locale.names(language)["demo"]
    reference, selected = targeted.by_model[0]
    chosen = ", ".join([one for one, _ in targeted.by_model])
    drawn = ", ".join(targeted.by_chance) or said["nothing"]
    view = targeted_view.of(selected, opened.currency, language, _TERMS)
    similar = [] if view.similar else [said["no_similar"]]
    show.out.print()
    for line in (
        said["model"].format(
            version=view.model,
            digest=targeted.digest[: model_register.SHOWN],
            proposer=bundled_samples.ADMINISTRATOR,
            chief=bundled_samples.CHIEF,
        ),
        said["chosen"].format(model=chosen, chance=drawn),
        said["why"].format(reference=reference),
        *[f"  {line}" for line in (*view.lines, *similar)],
    ):
        show.out.print(line, soft_wrap=True, markup=False)


def _summary(
    samples: list[bundled_samples.Sample],
    before: int,
    opened: installation.Installation,
    language: str,
    chosen: Sequence[str],
) -> None:
    """Counts, the ledger, where everything lies, and what to run next: of those that a model
    chose, to have one explained.
    """
    words = locale.names(language)
    said = words["demo"]
    counted = collections.Counter([_lane(sample.answer) for sample in samples])
    lanes = [_count(lane, count, words) for lane, count in sorted(counted.items())]
    seconds = sum([sample.seconds for sample in samples])
    rate = f"{len(samples) / seconds:,.0f}"
    lines = [said["summary"].format(count=len(samples), lanes=", ".join(lanes), rate=rate)]
    lines.append(said["legend_amounts"].format(currency=opened.currency))
    lines.append(said["legend_lanes"])
    size = receipts.size()
    if size == before:
        lines.append(said["again"])
    moment = f"{opened.local(bundled_samples.MOMENT):%Y-%m-%d %H:%M}"
    lines.append(said["moment"].format(moment=moment))
    lines.append(said["ledger"].format(size=size, root=receipts.root()))
    lies_at = installation_files.place(opened.home)
    lines.append(said["database"].format(path=lies_at))
    keden, home = (
        _program(),
        "" if opened.home == options.HOME else f" --home {opened.home}",
    )
    key = opened.home / installation_files.VERIFIER_FILE
    officer = f"--officer {bundled_samples.INSPECTOR}{home}"
    commands = (
        f"{keden} status CAR-1 {officer}",
        *[f"{keden} explain {reference} {officer}" for reference in chosen],
        f"{keden} receipt get AID-1 --out AID-1.tlog-proof{home}",
        f"{keden} receipt verify AID-1.tlog-proof --key {key}",
        f"{keden} ledger verify{home}",
    )
    lines += [said["next"].format(command=command) for command in commands]
    show.out.print()
    for line in lines:
        show.out.print(line, soft_wrap=True, markup=False)


def _lane(answer: answers.Answer) -> str:
    """The lane, or what became of a filing that has none."""
    return answer.lane if answer.status == "registered" else answer.status


def _count(lane: str, count: int, words: locale.Names) -> str:
    name = words["lanes"].get(lane) or words["labels"][lane].lower()
    return f"{name} {count}"


def _program() -> str:
    """The command as its user can call it again from here."""
    path = pathlib.Path(sys.argv[0])
    if shutil.which(path.name):
        return path.name
    here = pathlib.Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
