"""`openkeden.suggest`: the codes that goods may have by what they are said to be, as the
command `keden suggest` tells them.
"""

import datetime
import os
import pathlib
from typing import Final, Literal

from openkeden import locale
from openkeden.base.findings import Finding, Refused
from openkeden.flow.classification import ruling_search, suggestions
from openkeden.flow.law.packs import Pack
from openkeden.flow.pricing import questions
from openkeden.library.arguments import Arguments
from openkeden.views import suggestion_view
from openkeden.views.suggestion_view import SuggestionView

#: The digits that codes may be asked for with, and the most codes.
_DIGITS: Final = (4, 6, 10)
_MOST: Final = 60


class Unsuggested(ValueError):
    """No code can be suggested as asked; `findings` are the reasons, its text says them in
    English.
    """

    def __init__(self, found: tuple[Finding, ...]) -> None:
        super().__init__(found)
        self.findings = found

    def __str__(self) -> str:
        # The rules of all parts are loaded only where one has to be told.
        from openkeden.flow import catalogue  # noqa: PLC0415

        texts = [catalogue.text(finding, locale.LANGUAGES[0]) for finding in self.findings]
        return "\n".join([f"{text.message} {text.fix}" for text in texts])


def suggest(
    text: str,
    *,
    digits: Literal[4, 6, 10] = 6,
    top: int = 5,
    text_lang: str = "",
    on: datetime.date | str | None = None,
    law: str = "",
    home: str | os.PathLike[str] | None = None,
    model: str | os.PathLike[str] | None = None,
    lang: str = "en",
) -> SuggestionView:
    """The codes that goods may have by what they are said to be: candidates of the tariff of
    a day, the words that spoke for each, and how far the words reach.

    `text` is English, Russian or Kazakh; which, is recognised unless `text_lang` says it.
    `digits` are 4 for headings, 6 for subheadings, 10 for these with the lines below each.
    `enough` of the answer are the digits that the text is enough for: 6, 4, 2, or 0 where
    it is not enough to tell. `share` and `chance` of a code are in millionths; no chance is
    told by a model that was not judged.

    `rulings` are the public advance rulings of the house in `home` that speak of the goods.
    Nothing leaves the machine.

    `on` is a date or `2026-04-02`, today if not given; `law` is a country (KZ), `home` the
    folder of an installation whose law counts, `model` the file of a model of one's own,
    `lang` the language of names: en, ru, kk. Raises Unsuggested, a ValueError, with all
    `findings`, and TypeError with what to write where an argument cannot be meant so.

    >>> import openkeden
    >>> found = openkeden.suggest("apple juice in bottles", on="2026-04-02")
    >>> found.enough, found.codes[0].code[:4], found.codes[0].chain[1].name
    (4, '2009', 'Fruit, nut and vegetable juices')
    """
    arguments = Arguments()
    asked = read(arguments, text, digits, top, text_lang, on, law, home, lang)
    arguments.stop()
    own = None if model is None else pathlib.Path(model)
    return suggestion_view.of(_found(asked, law, home, own), lang)


def read(
    arguments: Arguments,
    text: str,
    digits: Literal[4, 6, 10],
    top: int,
    text_lang: str,
    on: datetime.date | str | None,
    law: str,
    home: str | os.PathLike[str] | None,
    lang: str,
) -> suggestions.TextQuestion:
    """What is asked by arguments that are as those of `suggest`; what is wrong with them is
    told to `arguments`.
    """
    arguments.read({"law": law, "lang": lang})
    if not isinstance(text, str):
        arguments.wrong.append(f"text={text!r}: write text, such as 'apple juice'")
    arguments.one_of("lang", lang, locale.LANGUAGES)
    arguments.one_of("text_lang", text_lang, ("", *locale.LANGUAGES))
    arguments.home(home)
    if digits not in _DIGITS:
        arguments.wrong.append(f"digits={digits!r}: there are 4, 6 and 10")
    if not isinstance(top, int) or not 1 <= top <= _MOST:
        arguments.wrong.append(f"top={top!r}: write a number from 1 to {_MOST}")
    return suggestions.TextQuestion(
        text=text, language=text_lang, digits=digits, top=top, on=arguments.day(on)
    )


def pack(law: str, home: str | os.PathLike[str] | None) -> Pack:
    """The law that counts. Raises Unsuggested."""
    try:
        return questions.pack(law, home)
    except questions.Unpriced as refused:
        raise Unsuggested(refused.findings) from None


def _found(
    asked: suggestions.TextQuestion,
    law: str,
    home: str | os.PathLike[str] | None,
    model: pathlib.Path | None,
) -> suggestions.Suggestion:
    """What is suggested. Raises Unsuggested."""
    found = suggestions.suggest(asked, pack(law, home), model)
    if not isinstance(found, Refused) and home is not None:
        found = ruling_search.beside(found, pathlib.Path(home), officer=False)
    if isinstance(found, Refused):
        raise Unsuggested(found.findings)
    return found
