"""`keden risk profiles`: risk profiles tried on declarations before they are put in force."""

import contextlib
import pathlib
from collections.abc import Iterator
from typing import Annotated, BinaryIO

import typer
from rich.progress import Progress

from openkeden import locale
from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import input_files, options, show
from openkeden.flow.lodging import checking
from openkeden.flow.risk import profile_trials
from openkeden.views import trial_view

profiles = typer.Typer(no_args_is_help=True, help="Risk profiles: try them.")

#: So many profiles that strike nothing, and so many pairs, are told to people.
_SHOWN = 10

#: Facts between two steps of the progress bar.
_TOLD = 256


@profiles.command(name="test")
def try_profiles(
    file: Annotated[
        pathlib.Path | None,
        typer.Argument(
            help=(
                "Profiles to try, in TOML; those in force where none is given. Tables that"
                " the file leaves out are those in force."
            )
        ),
    ] = None,
    on: Annotated[
        list[pathlib.Path] | None,
        typer.Option(
            help=(
                "A file of declarations to try them on, instead of those that were lodged"
                " here. Repeatable."
            )
        ),
    ] = None,
    model: Annotated[
        pathlib.Path | None,
        typer.Option(
            help=(
                "A file of a model to compare with, instead of the scores that were recorded"
                " or, with --on, of the model in force."
            )
        ),
    ] = None,
    json: options.Json = False,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Try risk profiles on declarations of the past: how often each would have struck, what
    inspections found in what it strikes, which profiles overlap, and what a model
    would have chosen instead.

    Nothing is recorded. Chance has no part in it. Declarations are tried by the law of
    their day, and by what was known of their trader then; those of a file as if they were
    lodged at --at.
    """
    if on:
        tried = _on_files(file, on, model, at, home, lang.value)
    else:
        tried = _on_lodged(file, model, home, lang.value)
    if isinstance(tried, Refused):
        show.refuse(tried, lang.value, json=json)
    view = trial_view.of(tried, lang.value)
    if json:
        show.print_json(view)
        return
    show.print_findings(tried.findings, lang.value)
    _print(view, tried, locale.names(lang.value))


def _on_files(
    file: pathlib.Path | None,
    on: list[pathlib.Path],
    model: pathlib.Path | None,
    at: str,
    home: pathlib.Path,
    language: str,
) -> profile_trials.TriedProfiles | Refused:
    desk = checking.desk(home)
    if isinstance(desk, Refused):
        return desk
    now = options.moment(at, home)
    with contextlib.ExitStack() as stack:
        streams = _opened(on, stack, language)
        return profile_trials.of_streams(file, streams, now, desk, model)


def _opened(
    on: list[pathlib.Path], stack: contextlib.ExitStack, language: str
) -> Iterator[BinaryIO]:
    """The files, one after the other; the command ends at one that cannot be opened."""
    for path, stream in input_files.streams(on, stack):
        if isinstance(stream, input_files.Unopened):
            unread = checking.unopened(str(path), stream.reason)
            show.print_findings(unread.findings, language, show.err)
            raise typer.Exit(show.UNUSABLE)
        yield stream


def _on_lodged(
    file: pathlib.Path | None,
    model: pathlib.Path | None,
    home: pathlib.Path,
    language: str,
) -> profile_trials.TriedProfiles | Refused:
    opened = options.opened(home, language)
    with Progress(
        console=show.err.styled, transient=True, disable=not show.err.is_terminal
    ) as bar:
        task = bar.add_task("", total=profile_trials.facts_held())

        def told(done: int) -> None:
            if not done % _TOLD:
                bar.update(task, completed=done)

        return profile_trials.stored(file, opened, told, model)


def _print(
    view: trial_view.TrialView, tried: profile_trials.TriedProfiles, names: locale.Names
) -> None:
    words = names["trial"]
    counts = {
        "declarations": view.tried.declarations,
        "left_out": view.left_out,
        "struck": view.struck.declarations,
        "stopped": view.stopped.declarations,
    }
    show.out.print(words["tried"].format_map(counts), soft_wrap=True)
    for name, lanes in (("lanes", view.lanes), ("took", view.took)):
        if lanes:
            told = [f"{names['lanes'][lane]} {count}" for lane, count in lanes.items()]
            show.out.print(words[name].format(lanes=", ".join(told)), soft_wrap=True)
    if view.profiles:
        _print_profiles(view, tried, names)
    if view.idle:
        show.out.print(_idle(view.idle, words), style="dim", soft_wrap=True)
    if view.overlaps:
        show.out.print(f"[bold]{words['overlaps']}[/bold]")
    for overlap in view.overlaps[:_SHOWN]:
        pair = {"one": overlap.one, "other": overlap.other}
        line = words["overlap"].format(**pair, declarations=overlap.declarations)
        show.out.print(show.plain(f"  {line}"), soft_wrap=True)
    if view.model is not None:
        show.out.print(show.plain(_model(view.model, view, words)), soft_wrap=True)


def _print_profiles(
    view: trial_view.TrialView, tried: profile_trials.TriedProfiles, names: locale.Names
) -> None:
    words = names["trial"]
    heads = (
        words["profile"],
        words["lane"],
        words["declarations"],
        words["alone"],
        words["inspected"],
        words["found"],
        words["payable"].format(currency=view.currency),
        words["title"],
    )
    rows = []
    for row, counted in zip(view.profiles, tried.trial.striking, strict=True):
        struck, alone = row.struck, row.alone
        counts = (
            struck.declarations,
            alone.declarations,
            struck.inspected,
            struck.found,
            money.grouped(counted.struck.payable),
        )
        cells = (row.id, names["lanes"][row.lane], *map(str, counts), row.title)
        rows.append(tuple(map(show.plain, cells)))
    show.print_table(heads, rows, right=heads[2:7], flexible=7)


def _idle(ids: tuple[str, ...], words: locale.Words) -> str:
    """Which profiles strike nothing, the first of them by id."""
    told = show.plain(words["idle"].format(ids=", ".join(ids[:_SHOWN])))
    more = len(ids) - _SHOWN
    return told if more <= 0 else f"{told} {words['more'].format(count=more)}"


def _model(
    instead: trial_view.ModelInsteadView, view: trial_view.TrialView, words: locale.Words
) -> str:
    asked = f"{words['asked']} " if view.model_version else ""
    return asked.format(version=view.model_version) + words["model"].format(
        judged=instead.judged,
        stopped=instead.of_profiles.declarations,
        of_profiles=_yield(instead.of_profiles, view.currency, words),
        of_model=_yield(instead.of_model, view.currency, words),
        both=instead.both,
    )


def _yield(view: trial_view.YieldView, currency: str, words: locale.Words) -> str:
    return words["yield"].format(
        inspected=view.inspected,
        found=view.found,
        payable=show.amount(str(view.payable)),
        currency=currency,
    )
