"""`openkeden.ask`: the question that decides which code goods have, with its options, as
`keden suggest --ask --json` tells it.
"""

import datetime
import os
import pathlib
from collections.abc import Mapping, Sequence
from typing import Literal

from openkeden.base.findings import Refused
from openkeden.flow.classification import asked
from openkeden.library import suggestions
from openkeden.library.arguments import Arguments
from openkeden.library.suggestions import Unsuggested
from openkeden.views import question_view
from openkeden.views.question_view import AskedView


def ask(  # noqa: PLR0913 - those of `openkeden.suggest`, and what is known of the goods
    text: str,
    answers: Sequence[str] = (),
    *,
    attributes: Mapping[str, object] | None = None,
    digits: Literal[4, 6, 10] = 6,
    top: int = 5,
    text_lang: str = "",
    on: datetime.date | str | None = None,
    law: str = "",
    home: str | os.PathLike[str] | None = None,
    model: str | os.PathLike[str] | None = None,
    lang: str = "en",
) -> AskedView:
    """Where a text and the answers given so far lead, and what to ask next.

    `question` of what is returned has the options with what each means, and is None where
    nothing more is asked. An answer is `about=id`: what the question asks for, and the `id`
    of an option, `none` (none of these) or `unknown` (I do not know). Send the `answers` of
    what was returned back with the next one behind them; nothing is kept in between.

    `attributes` are figures known of the goods, `{"engine_cm3": "1995"}`; `digits` are those
    of the code that is looked for: with 10 the questions go on down the tree of the tariff.
    The other arguments are those of `openkeden.suggest`, and so is what is raised.

    >>> import openkeden
    >>> found = openkeden.ask("bag for carrying things", on="2026-04-02")
    >>> found.question.about, found.question.options[0].id
    ('heading', '4202')
    >>> openkeden.ask(found.text, ["heading=4202"], on="2026-04-02").answers
    ('heading=4202',)
    """
    arguments = Arguments()
    wanted = suggestions.read(arguments, text, digits, top, text_lang, on, law, home, lang)
    figures = arguments.read({"attributes": attributes or {}})["attributes"]
    given = _answers(answers, arguments)
    arguments.stop()
    own = None if model is None else pathlib.Path(model)
    asker = asked.asker(suggestions.pack(law, home), wanted.on, own)
    if isinstance(asker, Refused):
        raise Unsuggested(asker.findings)
    told = asked.Told(
        text=wanted.text,
        language=wanted.language,
        digits=wanted.digits,
        attributes=figures,
        answers=given,
    )
    position = asker.ask(told)
    if isinstance(position, Refused):
        raise Unsuggested(position.findings)
    return question_view.of(position, told, asker.on, lang, top)


def _answers(given: object, arguments: Arguments) -> tuple[asked.Answer, ...]:
    """Answers as pairs of what a question asks for and what it was answered."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        arguments.wrong.append(f"answers={given!r}: write a list, such as ['heading=8517']")
        return ()
    read: list[asked.Answer] = []
    for place, one in enumerate(given):
        about, mark, answer = one.partition("=") if isinstance(one, str) else ("", "", "")
        if not (about and mark and answer):
            wrong = f"answers[{place}]={one!r}: write text, such as 'heading=8517'"
            arguments.wrong.append(wrong)
        read.append((about, answer))
    return tuple(read)
