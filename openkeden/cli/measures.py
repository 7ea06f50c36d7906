"""`keden measures`: one lot of goods tried against bans, permits and quotas on any days of law, without a database."""

import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape

from openkeden import locale
from openkeden.base import codes, money, working_time
from openkeden.base.findings import Refused
from openkeden.base.validity import Provision
from openkeden.cli import options, show
from openkeden.flow.law import code_lists
from openkeden.flow.pricing import admissibility
from openkeden.lawpack.pack import NotCovered, Pack
from openkeden.lawpack.sources import CodeList
from openkeden.tariff import quotas
from openkeden.tariff.lot import Lot
from openkeden.tariff.measures import Measure
from openkeden.views import admissibility_view

_STYLES = {
    "refused": "red",
    "document": "yellow",
    "quota": "yellow",
    "warned": "yellow",
    "advised": "green",
    "free": "green",
}
_REFUSING = ("refused", "document")

Labels = Mapping[str, str]


class Direction(StrEnum):
    """Directions of movement, each with its code of box 1.1 in `_CODES`."""

    import_ = "import"
    export = "export"
    transit = "transit"


_CODES = {Direction.import_: "IM", Direction.export: "EX", Direction.transit: "TR"}

Days = Annotated[
    list[str],
    typer.Option("--on", help="A day to try, as 2026-04-02; give several for a table of them."),
]


def measures(
    code: Annotated[str, typer.Argument(help="The commodity code, ten digits.")],
    direction: Annotated[Direction, typer.Option(help="Where the goods go.")],
    on: Days = [],  # noqa: B006 - typer copies it
    since: Annotated[
        str,
        typer.Option("--from", help="Show every day from this one on which the verdict changes."),
    ] = "",
    until: Annotated[str, typer.Option("--to", help="The last of these days.")] = "",
    mode: Annotated[
        str, typer.Option(help="Transport at the border: rail, road, air, sea ... or its code.")
    ] = "",
    origin: Annotated[
        str, typer.Option(help="Country of origin, two letters; an import's partner.")
    ] = "",
    destination: Annotated[
        str, typer.Option(help="Country of destination, two letters; an export's partner.")
    ] = "",
    procedure: Annotated[
        str, typer.Option(help="Customs procedure, two digits as in box 37.")
    ] = "",
    attribute: Annotated[
        list[str], typer.Option(help="What the goods are, as sex=male; may be repeated.")
    ] = [],  # noqa: B006 - typer copies it
    consignee: Annotated[
        str, typer.Option(help="BIN or IIN of the receiver of an import or transit.")
    ] = "",
    exporter: Annotated[str, typer.Option(help="BIN or IIN of the exporter.")] = "",
    document: Annotated[
        list[str], typer.Option(help="Kind of a document at hand, as 01011; may be repeated.")
    ] = [],  # noqa: B006 - typer copies it
    country: options.Country = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Say whether goods may move on a day, which row of law says so, and on which other days that changes.

    What is not stated exempts from nothing. Exit code 1: on one of the days tried the goods are refused or lack a document.
    """
    pack = options.pack(home, country)
    try:
        lot = _lot(
            pack,
            code=code,
            direction=_CODES[direction],
            origin=origin,
            destination=destination,
            procedure=procedure,
            mode=mode,
            attributes=attribute,
            person=exporter if direction is Direction.export else consignee,
            documents=document,
        )
        tried, changing = _trials(pack, lot, on, since, until)
    except NotCovered as error:
        raise show.UserError(_uncovered(pack, error.on)) from None
    if json:
        show.print_json(admissibility_view.of(lot.code, lot.direction, tried, changing))
    else:
        _print(pack, lot, tried, changing, lang.value)
    raise typer.Exit(1 if any(trial.verdict.outcome in _REFUSING for trial in tried) else 0)


def _trials(
    pack: Pack, lot: Lot, on: list[str], since: str, until: str
) -> tuple[list[admissibility.Admissibility], list[admissibility.Admissibility]]:
    """The days asked for, and for one day or a period every day on which the verdict changes."""
    tried = [admissibility.check_on(pack, lot, _day(text)) for text in on]
    first, last = admissibility.span(pack, lot)
    if since or until:
        first, last = _day(since) if since else first, _day(until) if until else last
        if last < first:
            raise show.UserError(
                f"{last} is before {first}: give the first day with --from, the last with --to"
            )
        return tried, list(admissibility.changes(pack, lot, first, last))
    if not on:
        raise show.UserError("name a day with --on, or days with --from and --to")
    return tried, list(admissibility.changes(pack, lot, first, last)) if len(on) == 1 else []


def _uncovered(pack: Pack, on: datetime.date) -> str:
    first = admissibility.first_day(pack)
    if on < first:
        return f"the law pack of {pack.jurisdiction} begins on {first}; it does not say what held on {on}"
    return f"the law pack of {pack.jurisdiction} lacks rows that every day must have on {on}"


def _day(text: str) -> datetime.date:
    found = working_time.parse_day(text)
    if found is None:
        raise show.UserError(f"{text!r} is not a valid day; write it as 2026-04-02")
    return found


def _lot(pack: Pack, *, attributes: list[str], documents: list[str], **stated: str) -> Lot:
    """The lot that the options describe; a code that no list of the pack holds is told."""
    if not codes.digits(stated["code"], 10):
        raise show.UserError(
            f"{stated['code']!r} is not a commodity code: it needs exactly ten digits"
        )
    mode = _listed(pack, "transport_modes", stated["mode"])
    origin, destination = (
        _listed(pack, "countries", stated[name].upper()) for name in ("origin", "destination")
    )
    exported = stated["direction"] == _CODES[Direction.export]
    return Lot(
        code=stated["code"],
        origin=origin,
        attributes=dict([_stated(text) for text in attributes]),
        direction=stated["direction"],
        partner=destination if exported else origin,
        procedure=_listed(pack, "procedures", stated["procedure"][:2]),
        mode=mode,
        documents=frozenset([_listed(pack, "documents", kind) for kind in documents]),
        person=stated["person"],
    )


def _stated(text: str) -> tuple[str, str]:
    """An attribute, given as `sex=male`."""
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise show.UserError(f"{text!r} is not a valid attribute; write it as sex=male")
    return name, value


def _listed(pack: Pack, name: str, given: str) -> str:
    """The code of a list that is given by itself or by its English name; an empty one stays empty."""
    code = code_lists.code_of(pack, name, given)
    if isinstance(code, Refused):
        show.unusable(code, options.Language.en)
    return code


def _volume(amount: int | None) -> str | None:
    return None if amount is None else money.short(amount, money.QUANTITY_DIGITS)


def _print(
    pack: Pack,
    lot: Lot,
    tried: list[admissibility.Admissibility],
    changing: list[admissibility.Admissibility],
    language: str,
) -> None:
    """One day in full, then what changes over time; several days as a table, then the rows behind them."""
    words = locale.names(language)
    if len(tried) == 1:
        _print_day(lot, tried[0], words)
        _print_rows(pack, tried, words)
        show.out.print()
    told = [trials for trials in (tried if len(tried) > 1 else [], changing) if trials]
    for trials in told:
        _print_table(trials, words)
    if told and len(tried) != 1:
        _print_rows(pack, [trial for trials in told for trial in trials], words)
    elif changing:
        _print_rows(pack, [trial for trial in changing if trial.verdict != tried[0].verdict], words)


def _print_day(lot: Lot, trial: admissibility.Admissibility, words: locale.Names) -> None:
    show.out.print(f"{lot.code} {trial.on}: {_verdict(trial, words)}")
    if not trial.in_tariff:
        show.out.print(f"  {words['labels']['not_in_tariff']}", style="dim")


def _print_table(trials: list[admissibility.Admissibility], words: locale.Names) -> None:
    """One line for each row of law responsible on each day."""
    heads = [words["labels"][name] for name in ("day", "verdict", "measure", "in_force", "mark")]
    lines = []
    for trial in trials:
        day, verdict = trial.on.isoformat(), _verdict(trial, words)
        for one in trial.verdict.measures:
            lines.append((day, verdict, one.id, _period(one.row), one.row.mark))
            day = verdict = ""
        if not trial.verdict.measures:
            lines.append((day, verdict, "", "", ""))
    show.print_table(heads, lines)
    show.out.print()


def _print_rows(pack: Pack, trials: list[admissibility.Admissibility], words: locale.Names) -> None:
    """Every row of law responsible, each once, with all that is known of it."""
    labels = words["labels"]
    told = {
        one.row: (one.id, _terms(pack, one, labels))
        for trial in trials
        for one in (*trial.verdict.measures, *trial.verdict.also)
    }
    told |= {
        one.row: (one.id, [(labels["volume"], _volumes(one, labels))])
        for trial in trials
        for one in trial.quotas
    }
    for row, (name, terms) in told.items():
        _print_row(name, row, terms, labels)


def _print_row(name: str, row: Provision, terms: list[tuple[str, str]], labels: Labels) -> None:
    """A row of law: its name and title, its act, its days, mark and source, its terms."""
    show.out.print(f"  [bold]{escape(name)}[/bold] {escape(row.value)}", soft_wrap=True)
    show.out.print(f"    {escape(row.basis)}", style="dim", soft_wrap=True)
    facts = [
        (labels["in_force"], _period(row)),
        (labels["mark"], row.mark),
        (labels["source"], row.source),
        *terms,
    ]
    for label, text in facts:
        show.out.print(f"    {label}: {escape(text)}", style="dim", soft_wrap=True)


def _terms(pack: Pack, one: Measure, labels: Labels) -> list[tuple[str, str]]:
    """What satisfies a measure, whom and what it leaves out, and what the goods must be: label and text."""
    lists = pack.sources.lists
    found = []
    if one.document:
        found.append((labels["document"], _named(lists, "documents", one.document)))
    left_out = [_named(lists, "procedures", code) for code in sorted(one.excluded_procedures)]
    left_out += [_named(lists, "countries", code) for code in sorted(one.excluded_partners)]
    left_out += [
        lists[name].title if name in lists else name for name in sorted(one.excluded_registers)
    ]
    if left_out:
        found.append((labels["exempt"], "; ".join(left_out)))
    if one.when:
        asked = [f"{condition.name}={condition.asked}" for condition in one.when]
        found.append((labels["attributes"], ", ".join(asked)))
    return found


def _named(lists: Mapping[str, CodeList], name: str, code: str) -> str:
    return f"{code} {next((row.name for row in lists[name].rows if row.code == code), '')}".strip()


def _volumes(quota: quotas.Quota, labels: Labels) -> str:
    """The volume of a quota, of its groups, and the limit of one holder."""
    parts = [f"{_volume(quota.volume)} {quota.unit}"]
    parts += [f"{group.name} {_volume(group.volume)}" for group in quota.groups]
    if quota.each is not None:
        parts.append(f"{labels['each_holder']} {_volume(quota.each)}")
    return "; ".join(parts)


def _verdict(trial: admissibility.Admissibility, words: locale.Names) -> str:
    outcome = trial.verdict.outcome
    return f"[{_STYLES[outcome]}]{words['verdicts'][outcome]}[/]"


def _period(row: Provision) -> str:
    return f"{row.since} - {row.until or '...'}"
