"""`keden explain`: how the figures of a lodged declaration came about, line by line."""

from typing import Annotated, Any

import typer

from openkeden.assessment.explain import UNSTATED
from openkeden.base import findings
from openkeden.cli import figures, options, show
from openkeden.flow.lodging import explanation
from openkeden.flow.pricing import plain


def explain(
    reference: Annotated[
        str, typer.Argument(help="Registration number, or the declarant's own reference.")
    ],
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Rebuild every figure of a lodged declaration from its message, the rates of its day and the law, line by line.

    Exit code 1: a figure is not the recorded one, or cannot be rebuilt; the first that differs is named.
    """
    explained = explanation.of(reference, options.opened(home))
    if isinstance(explained, findings.Finding):
        show.refuse([explained], lang.value, json=json)
    if json:
        show.print_json(_explained(explained, lang.value))
    else:
        _print_explained(explained, lang.value)
    raise typer.Exit(0 if explained.exact else 1)


def _explained(explained: explanation.Explanation, language: str) -> dict[str, Any]:
    fact = explained.fact
    return {
        "registration": fact.registration,
        "version": fact.version,
        "reference": fact.reference,
        "on": fact.assessment.on.isoformat(),
        "edition": fact.assessment.edition,
        "currency": explained.currency,
        "exact": explained.exact,
        "rounding": "half up",
        "lines": [figures.plain(line) for line in explained.lines],
        "law": [plain.row(id_, row) for id_, row in explained.law.items()],
        "findings": [show.finding(found, language) for found in explained.findings],
    }


def _print_explained(explained: explanation.Explanation, language: str) -> None:
    words, fact = figures.Words(language), explained.fact
    head = f"[bold]{fact.registration}[/bold] ({fact.version}) {show.plain(fact.reference)}"
    show.out.print(
        f"{head}, {fact.assessment.on}, {explained.currency}, {fact.assessment.edition}",
        soft_wrap=True,
    )
    figures.print_lines(explained.lines, words, explained.law)
    show.print_findings(explained.findings, language)
    told = [line for line in explained.lines if line.figure not in UNSTATED]
    show.out.print(words.of("rounding"), style="dim")
    if explained.exact:
        show.out.print(f"[green]{words.of('exact')}[/]: {len(told)}")
    else:
        show.out.print(f"[red]{words.of('differs')}[/]")
