"""Model cards: what a model is for, what it learned from, how it does and where it fails, as
Markdown.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from openkeden.risk.learning.evaluation import Evaluation
from openkeden.risk.learning.metrics import SHARES, in_words
from openkeden.risk.model.risk_model import RiskModel

_PURPOSE: Final = """A ranking of goods lines for inspection: the probability that an
inspection finds an irregularity of any kind, and what it is expected to bring in. An officer
decides; a score is advice. It speaks of goods that are like those it learned from."""

_LABELS: Final = """A label is what an inspection found. What was never inspected has none:
figures of inspected goods are of goods that somebody selected, unless chance did."""

_TENTHS: Final = """Of the scored lines, the least likely first: the mean probability that
was said, and the share that was irregular with its 95 % interval (Wilson). A star: what was
said lies outside of it."""

_RETIREMENT: Final = """Train again when the calibration error grows, when the random checks
find more than the model says, or after a year. The file is used only while its digest
fits."""


def written(model: RiskModel, digest: str, judged: Evaluation, remark: str = "") -> str:
    """The card of a model with the digest of its file, how its engine was judged, and a
    remark of whoever trained it.
    """
    parts = [
        "# Risk model",
        _PURPOSE,
        *([remark] if remark else []),
        "## Where it comes from",
        _table(("", ""), list(_origins(model, digest))),
        _LABELS,
        "## How it does",
        _judged(judged),
        _table(("engine", *_heads(judged)), list(_engines(judged))),
        "Each figure has its 95 % interval: bootstrap of whole traders or blocks.",
        "## What it says, and what was found",
        _table(("tenth", "lines", "said", "found", "share found"), list(_tenths(judged))),
        _TENTHS,
        "## All goods",
        _all_goods(judged),
        "## New and small traders, origins, chapters",
        _table(
            ("part", "lines", "irregular", "AUC", "bias", "inspected", "false alarms"),
            list(_slices(judged)),
        ),
        (
            "Bias is what was said less what was found. Inspected and false alarms are the"
            " shares of all and of regular lines that five inspections in a hundred take."
        ),
        "## What else is to be known",
        *[f"- {notice}" for notice in _notices(judged)],
        "## When to retire it",
        _RETIREMENT,
    ]
    return "\n\n".join(parts) + "\n"


def _origins(model: RiskModel, digest: str) -> Iterator[tuple[str, str]]:
    told = model.origins
    yield "engine", model.engine
    yield "file, SHA-256", f"`{digest}`"
    yield "training data, SHA-256", f"`{told.data}`"
    yield "days", f"{told.since} to {told.until}; outcomes known until {told.known_until}"
    yield "goods lines", f"{told.lines}, of them {told.inspected} inspected"
    yield "irregular", f"{told.found} of the inspected"
    ways = [f"{way} {count}" for way, count in sorted(told.ways.items())]
    yield "selected by", ", ".join(ways)
    yield "program", told.program
    yield "law", told.law or "not told"
    yield "seed", str(told.seed)
    yield "indicators", f"edition {model.indicators.edition}"


def _judged(judged: Evaluation) -> str:
    return (
        f"Protocol `{judged.protocol}`: {judged.scored} lines of {judged.since} to"
        f" {judged.until} scored, {judged.found_rate:.1%} of them irregular. The same"
        " engine learned from the days before; the model itself learned from all."
    )


def _heads(judged: Evaluation) -> list[str]:
    heads = ["AUC", *[f"precision at {share} %" for share in SHARES]]
    heads += [f"recall at {share} %" for share in SHARES]
    named = "revenue" if judged.revenue_told else "declared duty"
    return [*heads, *[f"{named} at {share} %" for share in SHARES], "calibration error"]


def _engines(judged: Evaluation) -> Iterator[tuple[str, ...]]:
    names = ["auc", *[f"precision_at_{share}" for share in SHARES]]
    names += [f"recall_at_{share}" for share in SHARES]
    names += [f"revenue_at_{share}" for share in SHARES]
    for engine, figures in judged.engines.items():
        told = [in_words(figures, name) if name in figures else "-" for name in names]
        yield engine, *told, _calibration(figures)


def _calibration(figures: Mapping[str, float]) -> str:
    if "calibration_error" not in figures:
        return "-"
    error, floor = figures["calibration_error"], figures["calibration_floor"]
    return f"{error:.3f} (true probabilities: {floor:.3f})"


def _tenths(judged: Evaluation) -> Iterator[tuple[str, ...]]:
    for place, tenth in enumerate(judged.deciles, start=1):
        between = f"[{tenth.rate_low:.3f}, {tenth.rate_high:.3f}]"
        yield (
            str(place),
            str(tenth.lines),
            f"{tenth.said:.3f}",
            str(tenth.found),
            f"{tenth.rate:.3f} {between}" + ("" if tenth.holds else " *"),
        )


def _all_goods(judged: Evaluation) -> str:
    told = judged.stratum
    if told is None:
        return (
            "No inspection is known to have been drawn by chance: what share of all goods is"
            " irregular cannot be told from these data."
        )
    return (
        f"From {told.drawn} inspections drawn by chance and the probabilities logged"
        f" beforehand: {told.illicit_rate:.2%} of all goods lines are irregular"
        f" [{told.illicit_rate_low:.2%}, {told.illicit_rate_high:.2%}]; a random check finds"
        f" something in {told.hit_rate:.2%} [{told.hit_rate_low:.2%},"
        f" {told.hit_rate_high:.2%}]."
    )


def _slices(judged: Evaluation) -> Iterator[tuple[str, ...]]:
    for part in judged.slices:
        yield (
            part.name,
            str(part.lines),
            f"{part.found_rate:.1%}",
            f"{part.auc:.3f}",
            f"{part.bias:+.3f}",
            f"{part.inspected_at_5:.1%}",
            f"{part.false_alarms_at_5:.1%}",
        )


def _notices(judged: Evaluation) -> Iterator[str]:
    for notice in judged.notices:
        told = ", ".join([f"{name} {value}" for name, value in notice.args.items()])
        yield f"{notice.rule}: {told}"
    if not judged.revenue_told:
        yield "Revenue is not told: the declared duty of irregular lines stands for it."
    yield "Copies of one consignment count once in the rates of the past."


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join([f"| {' | '.join(line)} |" for line in lines])
