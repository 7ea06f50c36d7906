"""`keden measures`: whether bans, permits and quotas let goods move on given days, without a
database.
"""

import datetime
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.cli.consoles import escape
from openkeden.flow.law import packs
from openkeden.flow.pricing import admissibility
from openkeden.views import admissibility_view, row_view
from openkeden.views.admissibility_view import DayView, MeasureView, QuotaView, UnheldView

_STYLES = {
    "refused": "red",
    "document": "yellow",
    "quota": "yellow",
    "unknown": "yellow",
    "warned": "yellow",
    "advised": "green",
    "free": "green",
}
Labels = Mapping[str, str]


class Direction(StrEnum):
    """Directions of movement, each with its code of box 1.1 in `_CODES`."""

    import_ = "import"
    export = "export"
    transit = "transit"


_CODES = {Direction.import_: "IM", Direction.export: "EX", Direction.transit: "TR"}

Code = Annotated[str, typer.Argument(help="The commodity code, ten digits.")]
Where = Annotated[Direction, typer.Option(help="Where the goods go.")]
Days = Annotated[
    list[str],
    typer.Option(
        "--on",
        help=(
            "A day to try, as 2026-04-02, today where none is given; several make a table."
        ),
    ),
]

Since = Annotated[
    str,
    typer.Option(
        "--from", help="Show every day from this one on which the verdict changes."
    ),
]
Until = Annotated[str, typer.Option("--to", help="The last of these days.")]
Mode = Annotated[
    str, typer.Option(help="Transport at the border: rail, road, air, sea ... or its code.")
]
Origin = Annotated[
    str, typer.Option(help="Country of origin, two letters; an import's partner.")
]
Destination = Annotated[
    str, typer.Option(help="Country of destination, two letters; an export's partner.")
]
ProcedureCode = Annotated[
    str, typer.Option(help="Customs procedure, two digits as in box 37.")
]
Attributes = Annotated[
    list[str], typer.Option(help="What the goods are, as sex=male; may be repeated.")
]
Consignee = Annotated[
    str, typer.Option(help="BIN or IIN of the receiver of an import or transit.")
]
Exporter = Annotated[str, typer.Option(help="BIN or IIN of the exporter.")]
Documents = Annotated[
    list[str],
    typer.Option(help="Kind of a document at hand, as 01011; may be repeated."),
]

Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Show where each row of law was read, and what held before the day, too.",
    ),
]


def measures(
    code: Code,
    direction: Where,
    on: Days = [],  # noqa: B006 - typer copies it
    since: Since = "",
    until: Until = "",
    mode: Mode = "",
    origin: Origin = "",
    destination: Destination = "",
    procedure: ProcedureCode = "",
    attribute: Attributes = [],  # noqa: B006 - typer copies it
    consignee: Consignee = "",
    exporter: Exporter = "",
    document: Documents = [],  # noqa: B006 - typer copies it
    country: options.Country = "",
    verbose: Verbose = False,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Say whether goods may move on a day, which row of law says so, and on which other
    days after it that changes.

    What is not stated exempts from nothing, and what is not known here permits nothing.
    Exit code 1: on one of the days tried the goods are refused or lack a document, or
    nothing is known of them.
    """
    pack = options.pack(home, country)
    question = admissibility.Question(
        code=code,
        direction=_CODES[direction],
        origin=origin,
        destination=destination,
        procedure=procedure,
        mode=mode,
        attributes=options.pairs("--attribute", attribute, "sex=male"),
        person=exporter if direction is Direction.export else consignee,
        documents=tuple(document),
    )
    days = [options.named_day(text, "--on") for text in on]
    period = _period(since, until)
    if not days and period is None:
        days = [packs.day_of(pack, None)]
    answer = admissibility.answer(pack, question, days, period)
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    view = admissibility_view.of(answer, pack.sources.lists, lang.value)
    if json:
        show.print_json(view)
    else:
        _print(view, lang.value, verbose=verbose, since=period is None)
        show.print_findings(answer.notices, lang.value)
    raise typer.Exit(show.REFUSED if answer.refused else show.OK)


def _period(since: str, until: str) -> admissibility.SearchPeriod | None:
    """The days between which changes are asked for, if any are."""
    if not (since or until):
        return None
    first, last = options.day(since, "--from"), options.day(until, "--to")
    if first and last:
        _check_order(first, last)
    return admissibility.SearchPeriod(first, last)


def _check_order(first: datetime.date, last: datetime.date) -> None:
    if last < first:
        raise show.wrong(calls.WRONG_ORDER, "--to", value=last, first=first)


def _print(
    view: admissibility_view.AdmissibilityView,
    language: str,
    *,
    verbose: bool,
    since: bool,
) -> None:
    """One day in full, then what changes, only `since` that day unless all is to be shown;
    several days as a table, then the rows behind them.
    """
    words = locale.names(language)
    if len(view.days) == 1:
        (day,) = view.days
        _print_day(view.code, day, words)
        _print_rows([day], words, verbose=verbose)
        show.out.print()
        changes = [
            change for change in view.changes if verbose or not since or change.on > day.on
        ]
        if not all(_same(change, day) for change in changes):
            _print_table(changes, words)
            others = [change for change in changes if not _same(change, day)]
            _print_rows(others, words, verbose=verbose)
        return
    for days in (view.days, view.changes):
        if days:
            _print_table(days, words)
    _print_rows([*view.days, *view.changes], words, verbose=verbose)


def _same(first: DayView, second: DayView) -> bool:
    """Whether two days have one verdict for the same reasons."""
    reasons = [(day.verdict, day.measures, day.also, day.unheld) for day in (first, second)]
    return reasons[0] == reasons[1]


def _print_day(code: str, day: DayView, words: locale.Names) -> None:
    show.out.print(f"{code} {day.on}: {_verdict(day, words)}")
    if not day.in_tariff:
        successors = ", ".join(day.successors) or "-"
        said = words["labels"][f"code_{day.code_status}"]
        said = said.format(day=day.code_day, successors=successors)
        show.out.print(f"  {said}", style="dim", soft_wrap=True)


def _print_table(days: Iterable[DayView], words: locale.Names) -> None:
    """One line for each row of law responsible on each day."""
    heads = [
        words["labels"][name] for name in ("day", "verdict", "measure", "in_force", "mark")
    ]
    lines = []
    for day in days:
        named, verdict = day.on.isoformat(), _verdict(day, words)
        for measure in day.measures:
            mark = words["marks"][measure.law.mark]
            lines.append((named, verdict, measure.id, _span(measure.law), mark))
            named = verdict = ""
        if not day.measures:
            lines.append((named, verdict, "", "", ""))
    show.print_table(heads, lines)
    show.out.print()


def _print_rows(days: Iterable[DayView], words: locale.Names, *, verbose: bool) -> None:
    """What is not known here, then every row of law responsible, each once, with all that
    is known of it.
    """
    labels = words["labels"]
    days = tuple(days)
    gaps: dict[UnheldView, None] = {}
    for day in days:
        gaps |= dict.fromkeys(day.unheld)
    for gap in gaps:
        _print_unheld(gap, words, verbose=verbose)
    measures: dict[str, MeasureView] = {}
    quotas: dict[str, QuotaView] = {}
    for day in days:
        measures |= {measure.law.id: measure for measure in (*day.measures, *day.also)}
        quotas |= {quota.law.id: quota for quota in day.quotas}
    advised: dict[str, list[MeasureView]] = {}
    for measure in measures.values():
        if measure.effect == "advise" and not verbose:
            advised.setdefault(measure.document_named, []).append(measure)
    shown = [
        (one.id, one.law, _terms(one, labels))
        for one in measures.values()
        if verbose or one.effect != "advise"
    ] + [
        (one.id, one.law, [(labels["volume"], _volumes(one, labels))])
        for one in quotas.values()
    ]
    for name, row, terms in shown:
        source = [(labels["source"], row.source)] if verbose else []
        _print_row(name, row, [*terms, *source], words)
    for document, asking in advised.items():
        _print_advice(document, asking, words)


def _print_unheld(unheld: UnheldView, words: locale.Names, *, verbose: bool) -> None:
    """What is not known here, what to ask for, and where that was read."""
    labels, mark = words["labels"], words["marks"][unheld.mark]
    told = f"{labels['not_known']}: {unheld.goods}"
    show.out.print(f"  [yellow]{escape(told)}[/yellow]", soft_wrap=True)
    show.out.print(f"    {labels['ask_for']}: {escape(unheld.ask)}", soft_wrap=True)
    said = f"{labels['mark']}: {mark}"
    if verbose:
        said = f"{said}, {labels['source']}: {unheld.source}"
    show.out.print(f"    {escape(said)}", style="dim", soft_wrap=True)


def _print_advice(
    document: str, asking: Iterable[MeasureView], words: locale.Names
) -> None:
    """A kind of document that goods may need, and a line for each measure that says so."""
    if document:
        head = f"  {words['labels']['document']}: {document}"
        show.out.print(f"[bold]{escape(head)}[/bold]", soft_wrap=True)
    for measure in asking:
        law = measure.law
        told = [
            f"{measure.id} {law.value}",
            row_view.basis(law),
            _span(law),
            words["marks"][law.mark],
        ]
        show.out.print(f"    {escape('; '.join(told))}", style="dim", soft_wrap=True)


def _print_row(
    name: str, row: row_view.RowView, terms: list[tuple[str, str]], words: locale.Names
) -> None:
    """A row of law: its name and title, its act, its days and mark, its terms."""
    labels = words["labels"]
    show.out.print(f"  [bold]{escape(name)}[/bold] {escape(row.value)}", soft_wrap=True)
    show.out.print(f"    {escape(row_view.basis(row))}", style="dim", soft_wrap=True)
    held = f"{_span(row)}, {labels['mark']}: {words['marks'][row.mark]}"
    for label, text in [(labels["in_force"], held), *terms]:
        show.out.print(f"    {label}: {escape(text)}", style="dim", soft_wrap=True)


def _terms(measure: MeasureView, labels: Labels) -> list[tuple[str, str]]:
    """What satisfies a measure, whom it leaves out, and what the goods must be."""
    terms = [
        (labels["document"], measure.document_named),
        (labels["without"], measure.otherwise),
        (labels["exempt"], "; ".join(measure.exempt)),
        (labels["attributes"], ", ".join(measure.when)),
    ]
    return [(label, text) for label, text in terms if text]


def _volumes(quota: QuotaView, labels: Labels) -> str:
    """The volume of a quota, of its groups, and the limit of one holder."""
    parts = [f"{quota.volume} {quota.unit}"]
    parts += [f"{group.name} {group.volume}" for group in quota.groups]
    if quota.each is not None:
        parts.append(f"{labels['each_holder']} {quota.each}")
    return "; ".join(parts)


def _verdict(day: DayView, words: locale.Names) -> str:
    return f"[{_STYLES[day.verdict]}]{words['verdicts'][day.verdict]}[/]"


def _span(row: row_view.RowView) -> str:
    return f"{row.since} - {row.until or '...'}"
