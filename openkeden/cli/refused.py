"""Show refused filings: when and why, each try."""

from collections.abc import Sequence

from openkeden import locale
from openkeden.base import names
from openkeden.cli import show
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import refused_filings
from openkeden.flow.lodging.refused_filings import RefusedTry
from openkeden.views import refusal_view


def show_any(reference: str, at: Installation, language: str, *, json: bool) -> bool:
    """Show the refused filings under a reference; whether there are any."""
    tries = refused_filings.of(reference)
    if not tries:
        return False
    if json:
        show.print_json(refusal_view.of(reference, tries, language))
    else:
        state = locale.names(language)["states"]["registration_refused"]
        head = f"[bold]{show.plain(reference)}[/bold]: {state}"
        show.out.print(head, soft_wrap=True)
        print_tries(tries, at, language)
    return True


def print_tries(tries: Sequence[RefusedTry], at: Installation, language: str) -> None:
    """Each try with its moment, its declarant and all grounds."""
    refused = locale.names(language)["labels"]["refused"]
    for one in tries:
        when = f"{at.local(one.fact.at):%Y-%m-%d %H:%M}"
        who = show.plain(names.shown(one.fact.declarant))
        show.out.print(f"{when} {refused} ({who})", soft_wrap=True)
        show.print_findings(one.fact.grounds, language)
