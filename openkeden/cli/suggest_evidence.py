"""What `keden suggest` tells beside the codes: advance rulings, and a second opinion."""

import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, rulings, show
from openkeden.flow.classification import ruling_search
from openkeden.flow.classification.suggestions import Suggestion
from openkeden.flow.law import goods_names
from openkeden.views.ruling_view import FittingRulingView

SecondOpinion = Annotated[
    bool,
    typer.Option(
        "--second-opinion",
        help=(
            "Let the endpoint of KEDEN_SECOND_OPINION_URL order the codes: the text then"
            " leaves this machine."
        ),
    ),
]


def ruled(
    found: Suggestion, home: pathlib.Path, officer: str, language: str, *, json: bool
) -> Suggestion:
    """A suggestion with the rulings of the house that speak of the goods, to an officer
    those that are not public too.
    """
    if officer:
        rulings.check_officer(officer, language, options.opened(home, language), json=json)
    beside = ruling_search.beside(found, home, officer=bool(officer))
    if isinstance(beside, Refused):
        show.refuse(beside, language, json=json)
    return beside


def ordered(found: Suggestion, language: str, *, json: bool) -> Suggestion:
    """A suggestion in the order of a second opinion."""
    # Most ask nobody: what talks to others is loaded for those who want it.
    from openkeden.flow.classification import second_opinions  # noqa: PLC0415

    endpoint = second_opinions.endpoint()
    if isinstance(endpoint, Refused):
        show.refuse(endpoint, language, json=json)
    names = goods_names.held()
    return second_opinions.asked(found, lambda code: names.full(code, "en"), endpoint)


def print_beside(
    found: Suggestion, views: tuple[FittingRulingView, ...], language: str
) -> None:
    """Print what a second opinion came to, and the rulings, if there are any."""
    if found.opinion is not None:
        show.print_findings(found.opinion.notes, language)
    if views:
        show.out.print(locale.names(language)["ruling"]["speak"], soft_wrap=True)
        rulings.show_each(views, language)
        show.out.print()
