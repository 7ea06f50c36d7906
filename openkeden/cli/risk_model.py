"""`keden risk model`: the models that select, and who put them in force."""

import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.risk import model_register
from openkeden.views import model_view

model = typer.Typer(
    no_args_is_help=True,
    help="Risk models: propose one, put it in force by a second person, take it back.",
)
Role = Annotated[str, typer.Option(help="What it is to be: champion or challenger.")]


@model.command(name="list")
def list_(
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """List the models that were proposed, and say which are in force and whether their
    files can be used.
    """
    known = model_register.known(options.opened(home, lang.value))
    show_models(model_view.of(known, lang.value), lang.value, json=json)
    if not json:
        show.print_findings(known.wrong, lang.value)


@model.command()
def propose(
    file: Annotated[pathlib.Path, typer.Argument(help="The file of the model.")],
    actor: Annotated[str, typer.Option(help="The administrator who proposes it.")],
    role: Role = "champion",
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Take the file of a model into the installation and record its digest; it selects
    nothing before another person puts it in force.
    """
    content = options.content(file, lang.value)
    by = options.by(actor, at, reason, home)
    opened = options.opened(home, lang.value)
    made = model_register.propose(content, str(file), role, by, opened)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=json)
    show_models(model_view.of_each([made], in_force=False), lang.value, json=json)


@model.command()
def promote(
    digest: Annotated[
        str, typer.Argument(help="The digest of the model, or how it begins.")
    ],
    actor: Annotated[
        str, typer.Option(help="The chief of all offices who puts it in force.")
    ],
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Put a proposed model in force: from now on it chooses what is inspected, within the
    budget of each office. Who proposed it does not do that.
    """
    by = options.by(actor, at, reason, home)
    opened = options.opened(home, lang.value)
    promoted = model_register.promote(digest, by, opened)
    if isinstance(promoted, Refused):
        show.refuse(promoted, lang.value, json=json)
    show_models(model_view.of_each([promoted], in_force=True), lang.value, json=json)


@model.command()
def withdraw(
    why: Annotated[str, typer.Option(help="Why; the ledger keeps it.")],
    actor: Annotated[str, typer.Option(help="The chief of all offices who withdraws it.")],
    role: Annotated[str, typer.Option(help="Only this one: champion or challenger.")] = "",
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Take models out of force at once: profiles and chance alone select again."""
    by = options.by(actor, at, reason, home)
    opened = options.opened(home, lang.value)
    gone = model_register.withdraw(role, why, by, opened)
    if isinstance(gone, Refused):
        show.refuse(gone, lang.value, json=json)
    show_models(model_view.of_each(gone, in_force=False), lang.value, json=json)


def show_models(view: model_view.ModelsView, language: str, *, json: bool) -> None:
    if json:
        show.print_json(view)
        return
    words = locale.names(language)["model"]
    if not view.models:
        show.out.print(words["none"])
    for one in view.models:
        state = words["in_force" if one.in_force else "not_in_force"]
        said = words["model"].format(
            digest=one.digest[: model_register.SHOWN],
            version=one.version,
            role=words[one.role],
            state=state,
            actor=one.actor,
            entry=one.entry,
        )
        show.out.print(show.plain(said), soft_wrap=True)
