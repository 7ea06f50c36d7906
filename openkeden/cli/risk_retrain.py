"""`keden risk retrain`: a new model from what officers found, proposed."""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, risk_model, risk_models, show
from openkeden.flow.risk import retraining
from openkeden.views import model_view


def retrain(
    actor: Annotated[str, typer.Option(help="The administrator who proposes it.")],
    role: risk_model.Role = "champion",
    seed: Annotated[
        int, typer.Option(help="What is drawn by chance in training is drawn from this.")
    ] = 1,
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Learn a model from all declarations that were lodged here and what officers found in
    them, and propose it; another person looks at its card and puts it in force.
    """
    by = options.by(actor, at, reason, home)
    opened = options.opened(home, lang.value)

    with risk_models.progress(lang.value) as told:
        made = retraining.retrain(role, seed, by, opened, told)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=json)
    risk_model.show_models(
        model_view.of_each([made.proposed], in_force=False), lang.value, json=json
    )
    if not json:
        words = locale.names(lang.value)["model"]
        show.out.print(show.plain(words["card"].format(card=made.card)), soft_wrap=True)
