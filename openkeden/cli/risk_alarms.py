"""`keden risk alarms`: the watch over the models in force."""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.risk import watch
from openkeden.views import alarm_view

#: A millionth is so many decimals of a percent.
_TO_PERCENT = 4


def alarms(
    officer: Annotated[str, typer.Option(help="The inspector or chief who reads it.")],
    role: Annotated[
        str, typer.Option(help="Whose declarations: champion or challenger.")
    ] = "champion",
    on: options.On = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Compare what a model expected with what was found: in what chance drew, by parts of
    equal size, and by trader; and what is declared with what was declared before, and with
    what the model learned from. Exit code 1: an alarm.
    """
    opened = options.opened(home, lang.value)
    found = watch.watch(role, officer, options.day(on), opened)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    view = alarm_view.of(found.readings, found.findings, lang.value)
    if json:
        show.print_json(view)
    else:
        _print(view, locale.names(lang.value)["alarms"])
        show.print_findings(found.findings, lang.value)
    raise typer.Exit(show.OK if view.ok else show.REFUSED)


def _print(view: alarm_view.AlarmsView, words: locale.Words) -> None:
    if not view.readings:
        show.out.print(words["none"])
    terms = [one for one in view.readings if one.watched == "term"]
    if terms:
        drifted = sum([one.alarm for one in terms])
        said = words["terms"].format(drifted=drifted, terms=len(terms))
        show.out.print(said, soft_wrap=True)
    quiet = [one for one in terms if not one.alarm]
    for one in [one for one in view.readings if one not in quiet]:
        said = words["compared" if one.low is not None else "limited"]
        told = said.format(
            watched=words[one.watched],
            part=one.text or one.part,
            count=one.count,
            value=_percent(one.value),
            expected=_percent(one.expected),
            low=_percent(one.low or 0),
            high=_percent(one.high or 0),
        )
        mark = f"[red]{words['alarm']}[/] " if one.alarm else ""
        show.out.print(f"{mark}{show.plain(told)}", soft_wrap=True)


def _percent(ppm: int) -> str:
    return f"{money.short(ppm, _TO_PERCENT)} %"
