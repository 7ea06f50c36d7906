"""`keden risk`: models in force, profiles tried, goods lines of the past, the seed of a past
day opened, and its draws repeated.
"""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import (
    options,
    risk_alarms,
    risk_history,
    risk_model,
    risk_models,
    risk_profiles,
    risk_retrain,
    risk_tradeoff,
    show,
)
from openkeden.flow.risk import seeds
from openkeden.views import risk_view

risk = typer.Typer(
    no_args_is_help=True,
    help=(
        "Targeting: models in force, risk profiles tried, goods lines of the past, the draws"
        " of a day repeated."
    ),
)
seed = typer.Typer(no_args_is_help=True, help="Seeds of random checks.")
risk.add_typer(seed, name="seed")
risk.add_typer(risk_model.model, name="model")
risk.add_typer(risk_profiles.profiles, name="profiles")
risk.command()(risk_history.history)
risk.command()(risk_models.train)
risk.command()(risk_models.evaluate)
risk.command()(risk_tradeoff.tradeoff)
risk.command()(risk_alarms.alarms)
risk.command()(risk_retrain.retrain)

Day = Annotated[str, typer.Argument(help="The day, as 2026-04-02.")]


@seed.command()
def reveal(
    day: Day,
    actor: Annotated[str, typer.Option(help="The administrator who opens it.")],
    json: options.Json = False,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Open the seed of a past day, as a fact of the ledger, so that anybody can repeat its
    draws.
    """
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    answer = seeds.reveal(options.named_day(day, "day"), actor, now, opened, reason)
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    view = risk_view.of_seed(answer)
    if json:
        show.print_json(view)
        return
    words = locale.names(lang.value)["risk"]
    show.out.print(words["seed"].format(on=view.on, seed=view.seed), soft_wrap=True)
    told = {"commitment": view.commitment, "entry": view.entry}
    show.out.print(words["commitment"].format_map(told), soft_wrap=True)


@risk.command()
def draws(
    day: Day,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Repeat every draw of a day with its opened seed; exit code 1 where one does not fit."""
    options.opened(home, lang.value)
    answer = seeds.repeat(options.named_day(day, "day"))
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    view = risk_view.of_draws(answer)
    if json:
        show.print_json(view)
    else:
        _print(view, locale.names(lang.value)["risk"])
    raise typer.Exit(show.OK if view.ok else show.REFUSED)


def _print(view: risk_view.RepeatedDrawsView, words: locale.Words) -> None:
    for draw in view.draws:
        said = words["chosen" if draw.chosen else "not_chosen"]
        fits = words["fits"] if draw.fits else f"[red]{words['does_not_fit']}[/]"
        drew = words["draw"].format(
            registration=draw.registration,
            version=draw.version,
            value=f"{draw.value:06}",
            share=draw.probability_ppm,
        )
        show.out.print(f"{show.plain(drew)}, {said}: {fits}", soft_wrap=True)
    wrong = sum(not draw.fits for draw in view.draws)
    show.out.print(words["draws"].format(count=len(view.draws), wrong=wrong))
