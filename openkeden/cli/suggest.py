"""`keden suggest`: the codes that goods may have by what they are said to be."""

import pathlib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Final

import typer

from openkeden import locale
from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import exit_codes, options, show, suggest_evidence
from openkeden.flow.classification import suggestions
from openkeden.flow.law import packs
from openkeden.views import suggestion_view
from openkeden.views.suggestion_view import NamedCodeView, SuggestedCodeView, SuggestionView

#: Most codes that are shown at once, and how many where nothing is said.
_MOST, _USUAL = 60, 5

#: Lines below a code that are listed for people.
_LISTED: Final = 30

_HEADING: Final = 4
_MILLION: Final = 1_000_000


class Digits(StrEnum):
    """How many digits codes are asked for with."""

    four = "4"
    six = "6"
    ten = "10"


_DIGITS: Final[Mapping[Digits, suggestions.Digits]] = {
    Digits.four: 4,
    Digits.six: 6,
    Digits.ten: 10,
}


Text = Annotated[
    list[str],
    typer.Argument(
        help="What the goods are, in English, Russian or Kazakh.", metavar="TEXT..."
    ),
]
AskedDigits = Annotated[
    Digits,
    typer.Option(
        help=(
            "Headings (4), subheadings (6), or with them the lines below each to choose"
            " from (10)."
        )
    ),
]
Top = Annotated[int, typer.Option(help="So many codes at most.", min=1, max=_MOST)]
TextLanguage = Annotated[
    options.Language | None,
    typer.Option(
        help="Language of the text; it is recognised where it is not given.",
        show_default=False,
    ),
]
Ask = Annotated[
    bool,
    typer.Option(
        "--ask", help="Ask the question that decides, up to three, then down the tree."
    ),
]
Answers = Annotated[
    list[str] | None,
    typer.Option(
        help="The answer to a question, as heading=8517; in the order of the questions."
    ),
]
Attributes = Annotated[
    list[str] | None,
    typer.Option(help="A figure known of the goods, as engine_cm3=1995. Repeatable."),
]
ModelFile = Annotated[
    pathlib.Path | None,
    typer.Option(help="A model of one's own in place of that of the law."),
]
Home = Annotated[
    pathlib.Path,
    typer.Option(
        "--home",
        envvar="KEDEN_HOME",
        help="Folder of the installation; the editions it imported count too.",
    ),
]


def suggest(
    text: Text,
    digits: AskedDigits = Digits.six,
    top: Top = _USUAL,
    text_lang: TextLanguage = None,
    ask: Ask = False,
    answer: Answers = None,
    attribute: Attributes = None,
    on: options.On = "",
    model: ModelFile = None,
    second_opinion: suggest_evidence.SecondOpinion = False,
    officer: options.Officer = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: Home = options.HOME,
) -> None:
    """Suggest codes by what goods are said to be: candidates of the tariff of a day, the
    words that spoke for each, and how far the words reach.

    Nothing leaves the machine without --second-opinion. A code is never given to ten digits
    by words alone, and a text that does not tell is answered so. Which code goods have, the
    texts and notes of the tariff decide. Exit code 1: the words are not enough to tell.

    With --ask the question that decides is asked: on a terminal one after the other,
    elsewhere the next one is printed with how to answer it. What is known of the goods in
    figures (--attribute) is not asked for.
    """
    known = options.pairs("--attribute", attribute or [], "engine_cm3=1995")
    answers = options.ordered_pairs("--answer", answer or [], "heading=8517")
    asked = suggestions.TextQuestion(
        text=" ".join(text),
        language=text_lang.value if text_lang else "",
        digits=_DIGITS[digits],
        top=top,
        on=options.day(on),
    )
    pack = packs.open_pack(home, country)
    if isinstance(pack, Refused):
        show.refuse(pack, lang.value, json=json)
    if ask or answers or known:
        if second_opinion:
            raise _asked_with("--second-opinion")
        # Most ask for the list: the questions are loaded for those who want them.
        from openkeden.cli import suggest_ask  # noqa: PLC0415

        suggest_ask.run(asked, pack, model, answers, known, lang.value, json=json)
    found = suggestions.suggest(asked, pack, model)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    found = suggest_evidence.ruled(found, home, officer, lang.value, json=json)
    if second_opinion:
        found = suggest_evidence.ordered(found, lang.value, json=json)
    shown = suggestion_view.of(found, lang.value)
    if json:
        show.print_json(shown)
    else:
        suggest_evidence.print_beside(found, shown.rulings, lang.value)
        _print(shown, lang.value)
    raise typer.Exit(exit_codes.OK if shown.enough else exit_codes.REFUSED)


def _asked_with(other: str) -> show.UserError:
    """That another option says nothing about a question."""
    return show.wrong(calls.NOT_TOGETHER, other, option="--ask", value=other)


def _print(shown: SuggestionView, language: str) -> None:
    names = locale.names(language)
    words = names["suggest"]
    said = words[f"enough_{shown.enough}" if shown.codes else "unknown"]
    show.out.print(said, soft_wrap=True)
    above = ""
    for place, one in enumerate(shown.codes, start=1):
        heading = one.code[:_HEADING]
        if heading != above:
            show.out.print()
            _print_chain(one.chain[:2])
        above = heading
        _print_code(place, one, names)


def _print_chain(chain: Sequence[NamedCodeView]) -> None:
    """The chapter and the heading that the codes below belong to."""
    for named in chain:
        said = show.plain(_told(named))
        show.out.print(f"{named.code:4} [bold]{said}[/bold]", soft_wrap=True)


def _print_code(place: int, one: SuggestedCodeView, names: locale.Names) -> None:
    words = names["suggest"]
    known = _told(one.chain[-1]) if len(one.code) > _HEADING else ""
    told = known or words["lines"].format(count=one.lines)
    head = f"{place:2}. [bold]{one.code}[/bold] {show.plain(told)}{_chance(one, words)}"
    show.out.print(head, soft_wrap=True)
    if one.spoken:
        said = [
            f"{word.typed} ({names['suggest_sources'][word.source]})" for word in one.spoken
        ]
        spoke = words["spoke"].format(words=show.plain(", ".join(said)))
        show.out.print(f"    [dim]{spoke}[/dim]", soft_wrap=True)
    for line in one.choices[:_LISTED]:
        show.out.print(
            f"    - {line.code} {show.plain(_told(line))}".rstrip(), soft_wrap=True
        )
    rest = len(one.choices) - _LISTED
    if rest > 0:
        show.out.print(f"    {words['more_lines'].format(count=rest)}")


def _told(named: NamedCodeView) -> str:
    """The name of a code with what sets it apart, or what people call its goods."""
    return "; ".join(filter(None, [named.name, named.apart])) or named.said


def _chance(one: SuggestedCodeView, words: Mapping[str, str]) -> str:
    """The chance of a code in percent; nothing where the model was not judged."""
    if one.chance is None:
        return ""
    percent = (one.chance * 100 + _MILLION // 2) // _MILLION
    return f"  {words['chance'].format(percent=percent)}"
