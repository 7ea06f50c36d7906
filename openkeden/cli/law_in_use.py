"""`keden law history` and `keden law adopt`: which law was in use since when, and a person who
answers for law that no fact speaks of.
"""

from typing import TYPE_CHECKING

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show

if TYPE_CHECKING:
    from openkeden.views import law_view

law_in_use = typer.Typer()


@law_in_use.command()
def history(
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """List the law that was in use: since when, by whom, under which version of the program,
    with which files.
    """
    # `keden law check` does not load the layer of the database.
    from openkeden.flow.law import in_use  # noqa: PLC0415
    from openkeden.views import law_view  # noqa: PLC0415

    options.opened(home, lang.value)
    views = law_view.of(in_use.history())
    if json:
        show.print_json(views)
        return
    words = locale.names(lang.value)["law"]
    heads = [words[name] for name in _HEADS]
    table = [_row(view) for view in views]
    show.print_table(heads, table, right=(heads[0],), flexible=6)


#: The columns of the table of law that was in use.
_HEADS = ("fact", "since", "recorded", "by", "program", "law", "added")


def _row(view: "law_view.LawInUseView") -> tuple[str, ...]:
    law = f"{view.jurisdiction} {view.digest[:12]}"
    cells = (
        str(view.index),
        view.at,
        view.recorded,
        view.actor,
        view.program,
        law,
        " ".join(view.added),
    )
    return tuple([show.plain(cell) for cell in cells])


@law_in_use.command()
def adopt(
    actor: options.Actor,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Answer for the law that lies here and that no fact speaks of: files that were added by
    hand, another pack under the same version of the program.

    Files that are gone or changed cannot be adopted. Exit code 1 and every reason when it is
    not possible.
    """
    from openkeden.flow.law import adoption  # noqa: PLC0415

    by, opened = options.importer(actor, at, reason, home), options.opened(home, lang.value)
    adopted = adoption.adopt(by, opened)
    if isinstance(adopted, Refused):
        show.refuse(adopted, lang.value, json=False)
    said = locale.names(lang.value)["law"]["adopted"]
    show.out.print(said.format(fact=adopted))
