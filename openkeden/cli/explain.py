"""`keden explain`: how the figures of a lodged declaration came about, line by line."""

import typer

from openkeden.base.findings import Refused
from openkeden.cli import figures, options, refused, show
from openkeden.flow.access import readings
from openkeden.flow.classification import lodged_texts
from openkeden.flow.lodging import explanation
from openkeden.views import explanation_view, figure_text, signature_text


def explain(
    reference: options.Reference,
    verbose: options.Verbose = False,
    officer: options.Officer = "",
    auditor: options.Auditor = "",
    purpose: options.Purpose = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Rebuild every figure of a lodged declaration from its message, the rates of its day
    and the law, line by line; to an officer also how it was selected, and what the texts of
    its goods speak for where that is not the declared code. An auditor says for which
    purpose he reads, and the ledger keeps it.

    Exit code 1: a figure is not the recorded one, or cannot be rebuilt; the first that
    differs is named. Of a filing that was refused it says when and why, with exit code 1.
    """
    opened = options.opened(home, lang.value)
    explained = explanation.of(reference, opened)
    if isinstance(explained, Refused):
        if refused.show_any(reference, opened, lang.value, json=json):
            raise typer.Exit(show.REFUSED)
        show.refuse(explained, lang.value, json=json)
    selected = explanation.selected(reference, officer, opened) if officer else None
    if auditor:
        selected = readings.selected(reference, auditor, purpose, opened)
    if isinstance(selected, Refused):
        show.refuse(selected, lang.value, json=json)
    compared = lodged_texts.of(reference, officer, opened) if officer else None
    if isinstance(compared, Refused):
        show.refuse(compared, lang.value, json=json)
    view = explanation_view.of(explained, lang.value, selected, compared)
    if json:
        show.print_json(view)
    else:
        _print(explained, lang.value, verbose=verbose)
        if view.signed is not None:
            line = signature_text.line(view.signed, lang.value)
            show.out.print(show.plain(line), soft_wrap=True)
        for line in view.targeted.lines if view.targeted else ():
            show.out.print(show.plain(line), soft_wrap=True)
        for one in view.agreements or ():
            show.out.print(show.plain(one.line), soft_wrap=True)
    raise typer.Exit(0 if explained.exact else 1)


def _print(explained: explanation.Explanation, language: str, *, verbose: bool) -> None:
    fact = explained.fact
    words = figure_text.Words(language, fact.warnings, explained.payments.codes)
    assessed = fact.assessment
    head = f"[bold]{fact.registration}[/bold] ({fact.version}) {show.plain(fact.reference)}"
    used = f"{assessed.on}, {explained.currency}, {assessed.edition}"
    show.out.print(f"{head}, {used}", soft_wrap=True)
    figures.print_lines(explained.lines, words, explained.law, sources=verbose)
    show.print_findings(explained.findings, language)
    show.out.print(words.of("rounding"), style="dim")
    if explained.exact:
        show.out.print(f"[green]{words.of('exact')}[/]: {explained.recorded}")
    else:
        show.out.print(f"[red]{words.of('differs')}[/]")
