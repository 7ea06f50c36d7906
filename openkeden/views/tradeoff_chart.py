"""What fewer inspections cost as a page: two charts and the table of their figures, in one
file that loads nothing.
"""

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from openkeden.flow.risk.tradeoffs import Tradeoff
from openkeden.locale import Words
from openkeden.views import tradeoff_view
from openkeden.world import powers, tradeoff
from openkeden.world.powers import MILLION
from openkeden.world.tradeoff import Spanned, TradeoffCurve, TradeoffPoint

#: The drawing, and the place in it for the curves.
_WIDE, _HIGH = 560, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 528, 16, 332

#: Marks of the axes, in percent.
_MARKS_ACROSS: Final = (1, 2, 5, 10, 20, 50, 100)
_MARKS_UP: Final = (0, 25, 50, 75, 100)

#: Ways to choose whose curves have a band.
_BANDED: Final = ("random", "model", "model_revenue")

_STYLE: Final = """
:root { color-scheme: light dark; --paper: #f7f6f2; --sheet: #fff; --line: #dedcd7;
  --ink: #1b1a26; --soft: #4e4f5a; --mute: #63646d; --accent: #5336a2; --tint: #efedfd;
  --pale: #beb6eb; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #101016; --sheet: #18181f; --line: #30313a; --ink: #ececf1;
    --soft: #b9bac2; --mute: #9a9aa4; --accent: #bcaefc; --tint: #2b2547; --pale: #524883; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: 'IBM Plex Sans', system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 75rem; margin: 0 auto; padding: 2rem 1rem 4.5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; padding-bottom: .75rem;
  border-bottom: 3px double var(--ink); }
p { max-width: 46rem; color: var(--soft); margin: 0 0 .5rem; }
p.proves { color: var(--ink); font-weight: 600; }
.charts { display: grid; gap: 1.5rem; margin: 1.5rem 0;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); }
figure { margin: 0; background: var(--sheet); border: 1px solid var(--line);
  border-radius: 6px; padding: 1rem; }
figcaption { font-weight: 600; margin-bottom: .5rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--mute); font-size: 13px; }
.grid { stroke: var(--line); stroke-width: 1; }
.curve { fill: none; stroke-width: 2; stroke: var(--soft); }
.band { opacity: .45; fill: var(--line); }
.random { stroke: var(--mute); stroke-width: 1.5; }
.rules, .duty { stroke: var(--ink); stroke-dasharray: 2 4; }
.model { stroke: var(--accent); stroke-width: 3; }
.model_revenue { stroke: var(--accent); stroke-width: 2.5; stroke-dasharray: 9 5; }
.best { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 12 3 2 3; }
.best_revenue { stroke: var(--soft); stroke-width: 1.5; stroke-dasharray: 5 3 1 3; }
.band.model, .band.model_revenue { fill: var(--pale); stroke: none; opacity: .35; }
.band.random { stroke: none; }
ul.key { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 0;
  margin: .75rem 0 0; font-size: .875rem; color: var(--soft); }
ul.key svg { display: inline-block; width: 44px; height: 12px; vertical-align: middle;
  margin-right: .5rem; }
.scroll { overflow-x: auto; background: var(--sheet); border: 1px solid var(--line);
  border-radius: 6px; }
.scroll:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding: .75rem 1rem; }
th, td { padding: .375rem 1rem; text-align: right; border-top: 1px solid var(--line);
  white-space: nowrap; }
th:first-child { text-align: left; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 400; }
tbody tr:first-child > * { border-top: 2px solid var(--ink); }
@media print { body { background: #fff; } figure, .scroll { break-inside: avoid; } }
"""


def page(answer: Tradeoff, words: Words, language: str) -> bytes:
    """The page in a language."""
    told = words["about"].format(
        learned=answer.learned,
        tried=answer.tried,
        since=answer.since,
        until=answer.until,
        minutes=answer.minutes,
    )
    proves = words["of_world" if answer.generated else "of_data"]
    parts = [
        '<!doctype html>\n<html lang="',
        f'{language}">\n<head>\n<meta charset="utf-8">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        f"<title>{_text(words['title'])}</title>\n<style>{_STYLE}</style>\n</head>\n",
        f"<body>\n<main>\n<h1>{_text(words['title'])}</h1>\n",
        f'<p class="proves">{_text(proves)}</p>\n<p>{_text(told)}</p>\n',
        f"<p>{_text(of_rules(answer, words))}</p>\n",
        '<div class="charts">\n',
        *_figure("findings", answer, words),
        *_figure("revenue", answer, words),
        "</div>\n",
        *_table(answer, words),
        "</main>\n</body>\n</html>\n",
    ]
    return "".join(parts).encode()


def _figure(kind: str, answer: Tradeoff, words: Words) -> Iterator[str]:
    title = _text(words[f"of_{kind}"])
    yield f"<figure>\n<figcaption>{title}</figcaption>\n"
    yield f'<svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
    yield f'aria-labelledby="{kind}-title {kind}-desc">\n'
    yield f'<title id="{kind}-title">{title}</title>\n'
    yield f'<desc id="{kind}-desc">{_text(_described(kind, answer, words))}</desc>\n'
    yield from _axes(answer, words)
    drawn = [curve for curve in answer.curves if _belongs(curve.policy, kind)]
    for curve in drawn:
        if curve.policy in _BANDED:
            yield _band(curve, kind)
    for curve in drawn:
        yield _line(curve, kind)
    yield '</svg>\n<ul class="key">\n'
    for curve in drawn:
        yield '<li><svg viewBox="0 0 44 12" aria-hidden="true">'
        yield f'<line class="curve {curve.policy}" x1="0" y1="6" x2="44" y2="6"/></svg>'
        yield f"{_text(words[curve.policy])}</li>\n"
    yield "</ul>\n</figure>\n"


def _belongs(policy: str, kind: str) -> bool:
    """Whether a curve is of a chart: the best by findings is not the best by revenue."""
    others = {"findings": "best_revenue", "revenue": "best"}
    return policy != others[kind]


def _described(kind: str, answer: Tradeoff, words: Words) -> str:
    """The chart in a sentence for each curve, at a tenth of inspections."""
    place = tradeoff.SHARES.index(10)
    told = []
    for curve in answer.curves:
        if _belongs(curve.policy, kind):
            point = curve.points[place]
            value = tradeoff_view.percent(_share(point, kind).value)
            name = words[curve.policy]
            told.append(
                words["described"].format(share=point.share, policy=name, value=value)
            )
    return " ".join(told)


def _axes(answer: Tradeoff, words: Words) -> Iterator[str]:
    for mark in _MARKS_UP:
        y = _up(mark * MILLION // 100)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y}" x2="{_RIGHT}" y2="{y}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{mark}</text>\n'
    all_hours = answer.curves[0].points[0].hours
    for mark in _MARKS_ACROSS:
        x = _across(mark)
        hours = -(-all_hours * mark // 100)
        yield f'<line class="grid" x1="{x}" y1="{_TOP}" x2="{x}" y2="{_BOTTOM}"/>'
        yield f'<text x="{x}" y="{_BOTTOM + 20}" text-anchor="middle">{mark}</text>'
        yield f'<text x="{x}" y="{_BOTTOM + 36}" text-anchor="middle">({hours})</text>\n'
    middle = (_LEFT + _RIGHT) // 2
    axis = _text(words["axis"])
    yield f'<text x="{middle}" y="{_HIGH - 8}" text-anchor="middle">{axis}</text>\n'


def _across(share: int) -> int:
    """The place of a share in percent: equal steps for equal ratios."""
    width = powers.ln(share * MILLION) * (_RIGHT - _LEFT)
    return _LEFT + width // powers.ln(100 * MILLION)


def _up(ppm: int) -> int:
    return _BOTTOM - (_BOTTOM - _TOP) * ppm // MILLION


def _share(point: TradeoffPoint, kind: str) -> Spanned:
    return point.found_share if kind == "findings" else point.revenue_share


def _path(points: Iterable[tuple[int, int]]) -> str:
    return " ".join([f"{x},{y}" for x, y in points])


def _line(curve: TradeoffCurve, kind: str) -> str:
    points = [
        (_across(point.share), _up(_share(point, kind).value)) for point in curve.points
    ]
    return f'<polyline class="curve {curve.policy}" points="{_path(points)}"/>\n'


def _band(curve: TradeoffCurve, kind: str) -> str:
    high = [(_across(point.share), _up(_share(point, kind).high)) for point in curve.points]
    low = [(_across(point.share), _up(_share(point, kind).low)) for point in curve.points]
    points = _path([*high, *reversed(low)])
    return f'<polygon class="band {curve.policy}" points="{points}"/>\n'


def _table(answer: Tradeoff, words: Words) -> Iterator[str]:
    title = _text(words["title"])
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{title}">\n<table>\n'
    yield f"<caption>{title}</caption>\n<thead>\n<tr>\n"
    heads = ("policy", "share", "inspected", "hours", "found", "revenue")
    for name in heads:
        yield f'<th scope="col">{_text(words[name])}</th>\n'
    yield "</tr>\n</thead>\n"
    for curve in answer.curves:
        yield "<tbody>\n"
        for point in curve.points:
            yield "<tr>"
            yield f'<th scope="row">{_text(words[curve.policy])}</th>'
            yield "".join([f"<td>{_text(cell)}</td>" for cell in cells(point)])
            yield "</tr>\n"
        yield "</tbody>\n"
    yield "</table>\n</div>\n"


def of_rules(answer: Tradeoff, words: Words) -> str:
    """What the curve of profiles is, or what stands in its place."""
    rules = answer.rules
    if rules is None:
        return words["no_rules"]
    return words["of_rules"].format(
        on=rules.on, asked=rules.asked, left_out=rules.left_out, struck=rules.struck
    )


def cells(point: TradeoffPoint) -> Sequence[str]:
    """The figures of a point as people read them."""
    return (
        str(point.share),
        str(point.inspected),
        str(point.hours),
        tradeoff_view.spanned(point.found_share),
        tradeoff_view.spanned(point.revenue_share),
    )


def _text(text: str) -> str:
    return html.escape(text)
