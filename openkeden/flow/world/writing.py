"""A generated world in a folder: its history for training, its truth apart, and declarations
of the day after it that clear here.
"""

import csv
import datetime
import io
import pathlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from openkeden.base import findings, world_usage
from openkeden.base.findings import Refused
from openkeden.base.rates import NoRate, Rates
from openkeden.files import whole_file
from openkeden.flow.classification.shipped_texts import TextDistances
from openkeden.flow.law import goods_names, packs
from openkeden.flow.risk import models
from openkeden.flow.risk.history_files import HistoryFile
from openkeden.formats import jsonl
from openkeden.lawpack.pack import Pack
from openkeden.risk.indicators.observation import HistoryLine
from openkeden.tariff.edition import Edition
from openkeden.world import filings, measures, mechanism, records, tariff_goods, trial
from openkeden.world.declaring import WorldPlace
from openkeden.world.generated import GeneratedWorld, WorldPlan
from openkeden.world.lines import WorldLine
from openkeden.world.mechanism import Hardness
from openkeden.world.policies import PLAIN, Aim, Targeting
from openkeden.world.trial import PastWeek, TrialRules

HISTORY_FILE, TRUTH_FILE = "history.csv", "truth.csv"
DECLARATIONS_FILE, README_FILE = "declarations.jsonl", "README.md"

#: The countries whose law worlds are generated for: traders have numbers of theirs.
COUNTRIES: Final = ("KZ",)

#: The languages of what importers call goods: most write Russian.
_LANGUAGES = ("ru", "ru", "kk", "en")

_README: Final = """# A generated world

Written by `keden world --seed {seed} --weeks {weeks} --per-week {per_week} --kind {kind}
--on {on} --by {by} --aim {aim} --every {every}`; the same words give the same bytes on every
machine, as far as the libraries that engines learn with do.

**It proves the machinery, not the world**: traders, goods, values and offences are invented,
and the rates of offences are assumptions.

- `history.csv`: a goods line a row, as an engine may see it; where it was inspected,
  `outcome_...` says how it was chosen and what was said to be found.
- `truth.csv`: what no engine may see: the probability of an offence before anything shows
  (`probability`), the best that can be known of it (`best`), the expected revenue
  (`best_revenue`), and what is true.
- `declarations.jsonl`: declarations of {on}, the day after the history:
  `keden clear declarations.jsonl --at {on}T10:00`.

Money is in minor units of the national currency, masses and quantities, probabilities and
rates are in millionths. In the first {first} weeks half of the lines are inspected, by chance;
then a tenth: nine of ten of these as `--by` says, one of ten by chance (`outcome_way`,
`outcome_inclusion_ppm`).
"""


class WorldWanted(msgspec.Struct, frozen=True, kw_only=True):
    """What world is asked for."""

    #: The seed of everything that is drawn.
    seed: int

    #: How many weeks of history.
    weeks: int

    #: How many goods lines a week, and how many on the day after them.
    per_week: int

    #: How a new kind of fraud looks that begins in the middle of the time.
    kind: Hardness

    #: The day after the history.
    on: datetime.date

    #: How inspections are chosen: a way that needs no model, or an engine that learns.
    by: str = "past-rates"

    #: What an engine that learns seeks.
    aim: Aim = "findings"

    #: Weeks from one model to the next.
    every: int = 6


class WrittenWorld(msgspec.Struct, frozen=True, kw_only=True):
    """A world that was written."""

    #: What was asked for.
    wanted: WorldWanted

    #: The folder.
    folder: pathlib.Path

    #: Goods lines of the history, how many were inspected, and how many of these with
    #: findings.
    lines: int
    inspected: int
    found: int

    #: The share of lines with an offence, and what random checks say of it, in millionths.
    illicit: int
    estimated_low: int
    estimated_high: int

    #: What inspections of the last quarter reached of the best that was possible: offences,
    #: and revenue, in millionths.
    hits_of_best: int
    revenue_of_best: int

    #: Declarations of the day after it.
    declarations: int


def day_of(pack: Pack, today: datetime.date) -> datetime.date:
    """The last day up to this one for which the rates of all invoices were published; the
    day itself where there is none.
    """
    latest = dict.fromkeys(filings.CURRENCIES, datetime.date.min)
    for quote in pack.sources.quotes:
        known = latest.get(quote.currency)
        if known is not None and known < quote.effective_on <= today:
            latest[quote.currency] = quote.effective_on
    found = min(latest.values())
    return today if found == datetime.date.min else found


def write(wanted: WorldWanted, pack: Pack, folder: pathlib.Path) -> WrittenWorld | Refused:
    """Generate a world and write it to a folder that has none yet. Raises OSError."""
    law = packs.covered(pack, lambda: pack.on(wanted.on))
    if isinstance(law, Refused):
        return law
    exchange = pack.exchange_on(wanted.on)
    refused = _refused(pack, exchange, folder)
    if refused is not None:
        return refused
    policy = _policy(wanted)
    if isinstance(policy, Refused):
        return policy
    plan = _plan(wanted, law, exchange)
    rules = _rules(wanted)
    world = GeneratedWorld(plan)
    weeks = list(trial.run(world, policy, rules, wanted.weeks))
    last = world.day(wanted.on, wanted.per_week)
    declared = list(filings.filings(last, plan.goods, exchange, wanted.seed))
    folder.mkdir(parents=True, exist_ok=True)
    away = TextDistances(pack) if any(plan.mechanism.signs.words_ppm) else None
    HistoryFile(_history(weeks, away)).write(folder / HISTORY_FILE)
    _write_truth(folder / TRUTH_FILE, records.truth(_lines(weeks, last)))
    whole_file.write(folder / DECLARATIONS_FILE, b"".join(jsonl.write(declared)))
    fields = msgspec.structs.asdict(wanted)
    readme = _README.format(**fields, first=rules.first_weeks)
    whole_file.write(folder / README_FILE, readme.encode())
    results = [week.result for week in weeks]
    measured = measures.measure(results[rules.first_weeks :] or results)
    last_quarter = measures.measure(results[-max(1, wanted.weeks // 4) :])
    return WrittenWorld(
        wanted=wanted,
        folder=folder,
        lines=sum([one.lines for one in results]),
        inspected=sum([one.inspected for one in results]),
        found=sum([one.chosen_found + one.drawn_found for one in results]),
        illicit=measured.illicit,
        estimated_low=measured.estimated_low,
        estimated_high=measured.estimated_high,
        hits_of_best=last_quarter.hits_of_best,
        revenue_of_best=last_quarter.revenue_of_best,
        declarations=len(declared),
    )


def _refused(pack: Pack, exchange: Rates, folder: pathlib.Path) -> Refused | None:
    """Why this world cannot be written."""
    if pack.jurisdiction not in COUNTRIES:
        known = ", ".join(COUNTRIES)
        return findings.refused(
            world_usage.NO_WORLD, "country", value=pack.jurisdiction, known=known
        )
    if (folder / HISTORY_FILE).exists():
        return findings.refused(
            world_usage.WORLD_EXISTS, "out", value=folder / HISTORY_FILE
        )
    for currency in filings.CURRENCIES:
        try:
            exchange.quote(currency)
        except NoRate:
            return findings.refused(
                world_usage.NO_RATES, "on", value=currency, on=exchange.on
            )
    return None


def _policy(wanted: WorldWanted) -> Targeting | Refused:
    """The way in which inspections are chosen."""
    if wanted.by in PLAIN:
        return PLAIN[wanted.by]()
    missing = models.untrainable()
    if missing is not None:
        return missing
    # Nobody else waits for what training loads.
    from openkeden.world.learned import ModelTargeting  # noqa: PLC0415

    return ModelTargeting(wanted.by, wanted.aim, wanted.every)


def _plan(wanted: WorldWanted, law: Edition, exchange: Rates) -> WorldPlan:
    drawn = mechanism.BY_NAME[wanted.kind]
    monday = wanted.on - datetime.timedelta(wanted.on.weekday())
    dollar, one = exchange.ratio("USD")
    return WorldPlan(
        seed=wanted.seed,
        mechanism=drawn,
        goods=tariff_goods.of_tariff(law, wanted.seed, drawn.goods, _names),
        first_monday=monday - datetime.timedelta(weeks=wanted.weeks),
        per_week=wanted.per_week,
        scheme_week=wanted.weeks // 2,
        place=WorldPlace(tuple(sorted(law.lists["offices"])), 100 * dollar // one),
    )


def _rules(wanted: WorldWanted) -> TrialRules:
    """The first weeks are at most a quarter of all."""
    usual = TrialRules()
    first = min(usual.first_weeks, max(1, wanted.weeks // 4))
    return msgspec.structs.replace(usual, first_weeks=first)


def _names(code: str) -> tuple[str, ...]:
    return tuple([goods_names.short(code, language) for language in _LANGUAGES])


def _history(
    weeks: Iterable[PastWeek], away: TextDistances | None
) -> Iterator[HistoryLine]:
    """The lines of the weeks; where words show what goods are, with how far the name of each
    is from its code.
    """
    for week in weeks:
        for line in week.history:
            yield line if away is None else _named(line, away)


def _named(line: HistoryLine, away: TextDistances) -> HistoryLine:
    seen = line.observation
    name = seen.description.rpartition(", ")[0]
    told = away(name, seen.code)
    seen = msgspec.structs.replace(seen, text_distance=told)
    return msgspec.structs.replace(line, observation=seen)


def _lines(weeks: Iterable[PastWeek], last: Iterable[WorldLine]) -> Iterator[WorldLine]:
    for week in weeks:
        yield from week.lines
    yield from last


def _write_truth(path: pathlib.Path, rows: Iterable[Sequence[str]]) -> None:
    with whole_file.replacing(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(records.TRUTH)
        writer.writerows(rows)
        text.detach()
