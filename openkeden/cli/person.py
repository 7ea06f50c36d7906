"""`keden person`: the register of people, who may act in which role."""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.people import register
from openkeden.views import people_view

person = typer.Typer(
    no_args_is_help=True,
    help="The register of people: who may act in which role, from which day to which.",
)
Id = Annotated[
    str,
    typer.Argument(
        metavar="ID", help="The id of the person: Latin letters, digits, ., _ and -."
    ),
]
Role = Annotated[str, typer.Option(help=f"The role: {', '.join(register.ROLES)}.")]


@person.command()
def add(
    id_: Id,
    name: Annotated[str, typer.Option(help="The name of the person.")],
    role: Role,
    document: Annotated[
        str, typer.Option(help="Number of the order, or of the power of attorney.")
    ],
    actor: options.Actor,
    office: Annotated[
        str, typer.Option(help="The office of an officer; without it all offices.")
    ] = "",
    firm: Annotated[
        str, typer.Option(help="BIN or IIN of the firm that a declarant's person acts for.")
    ] = "",
    since: Annotated[
        str, typer.Option(help="The first day, as 2026-04-02; today without it.")
    ] = "",
    until: Annotated[
        str, typer.Option(help="The last day, as 2026-04-02; open without it.")
    ] = "",
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Enter a person in a role. Only an administrator does, and nobody for himself.

    The first person of a register is an administrator who enters himself. Exit code 1 and
    every reason when it is not possible.
    """
    now, opened = options.moment(at, home), options.opened(home, lang.value, create=True)
    options.covered(opened, now, lang.value)
    wanted = register.Wanted(
        person=id_,
        name=name,
        role=role,
        document=document,
        office=office,
        firm=firm,
        since=options.day(since),
        until=options.day(until),
    )
    entered = register.appoint(wanted, actor, now, opened, reason)
    if isinstance(entered, Refused):
        show.refuse(entered, lang.value, json=json)
    if entered.first and not json:
        show.out.print(locale.names(lang.value)["person"]["first"])
    _show(people_view.of([entered.tenure]), lang.value, json=json)


@person.command()
def end(
    id_: Id,
    role: Role,
    reason: Annotated[str, typer.Option(help="Why, with the number of the order.")],
    actor: options.Actor,
    place: Annotated[
        str, typer.Option(help="The office or the firm; without it all of them.")
    ] = "",
    until: Annotated[
        str,
        typer.Option(
            help="The last day, as 2026-04-02; yesterday without it, which ends it at once."
        ),
    ] = "",
    at: options.At = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """End what a person holds in a role. The last administrator cannot be ended."""
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    options.covered(opened, now, lang.value)
    day = options.day(until)
    ended = register.end(id_, role, day, reason, actor, now, opened, place, reason)
    if isinstance(ended, Refused):
        show.refuse(ended, lang.value, json=json)
    _show(people_view.of(ended), lang.value, json=json)


@person.command(name="list")
def list_people(
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """List all that anybody holds or held, the oldest first."""
    options.opened(home, lang.value)
    _show(people_view.of(register.everybody()), lang.value, json=json)


@person.command(name="show")
def show_person(
    id_: Id,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Show what a person holds or held."""
    options.opened(home, lang.value)
    held = register.show(id_)
    if isinstance(held, Refused):
        show.refuse(held, lang.value, json=json)
    _show(people_view.of(held), lang.value, json=json)


def _show(held: people_view.RegisterView, language: str, *, json: bool) -> None:
    if json:
        show.print_json(held)
        return
    for appointment in held.appointments:
        show.out.print(
            show.plain(_line(appointment, locale.names(language))), soft_wrap=True
        )


def _line(held: people_view.AppointmentView, names: locale.Names) -> str:
    """What a person holds, and the fact that entered it."""
    words, place = names["person"], held.office or held.firm
    return words["held" if held.until else "held_on"].format(
        who=f"{held.person} ({held.name})",
        role=names["roles"].get(held.role) or words.get(held.role, held.role),
        where=f" {words['where'].format(place=place)}" if place else "",
        since=held.since,
        until=held.until,
        entry=held.entry,
    )
