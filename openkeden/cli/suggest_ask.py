"""The questions of `keden suggest --ask`: asked one by one on a terminal, printed with how to
answer elsewhere.
"""

import pathlib
import sys
from collections.abc import Mapping
from typing import NoReturn

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import show
from openkeden.flow.classification import asked
from openkeden.flow.classification.suggestions import TextQuestion
from openkeden.flow.law import packs
from openkeden.views import question_view


def run(
    wanted: TextQuestion,
    pack: packs.Pack,
    model: pathlib.Path | None,
    answers: tuple[asked.Answer, ...],
    known: Mapping[str, str],
    language: str,
    *,
    json: bool,
) -> NoReturn:
    """Ask until nothing more is asked, or tell what to ask next. Exit code 1: no code is
    left, an answer is none, or the text is not enough to tell.
    """
    asker = asked.asker(pack, wanted.on, model)
    if isinstance(asker, Refused):
        show.refuse(asker, language, json=json)
    told = asked.Told(
        text=wanted.text,
        language=wanted.language,
        digits=wanted.digits,
        attributes=known,
        answers=answers,
    )
    position = asker.ask(told)
    if isinstance(position, Refused):
        show.refuse(position, language, json=json)
    if not json and sys.stdin.isatty() and sys.stdout.isatty():
        told, position = _asked_here(told, position, asker, language)
    shown = question_view.of(position, told, asker.on, language, wanted.top)
    if json:
        show.print_json(shown)
    else:
        QuestionText(language).print(shown)
    told_enough = shown.question is not None or shown.code or shown.enough
    raise typer.Exit(show.OK if shown.candidates and told_enough else show.REFUSED)


def _asked_here(
    told: asked.Told, position: asked.Position, asker: asked.Asker, language: str
) -> tuple[asked.Told, asked.Position]:
    """Ask on the terminal, each question until an answer to it is typed."""
    text = QuestionText(language)
    while question := question_view.of(position, told, asker.on, language).question:
        text.print_question(question)
        typed = typer.prompt(text.words["prompt"]).strip()
        further = asked.with_answer(told, question.about, typed)
        led = asker.ask(further)
        if isinstance(led, Refused):
            show.print_findings(led.findings, language, show.err)
            continue
        told, position = further, led
    return told, position


class QuestionText:
    """Prints questions and where their answers led in a language."""

    def __init__(self, language: str) -> None:
        self.words = locale.names(language)["questions"]

    def print(self, shown: question_view.AskedView) -> None:
        """The answers so far, what is left, and what to ask next."""
        for one in shown.trail:
            title = self._chosen(one)
            self._say(self.words["told"].format(text=one.question.text, answer=title))
        if shown.code:
            self._say(self.words["settled"].format(code=shown.code, title=shown.title))
        if shown.question is None:
            self._print_left(shown)
        else:
            self.print_question(shown.question)
            about, example = shown.question.about, shown.question.options[0].id
            self._say(self.words["answer"].format(about=about, example=example))
        self._say(self.words["of_law"])

    def print_question(self, question: question_view.QuestionView) -> None:
        """A question with its answers."""
        self._say(question.text)
        for option in question.options:
            title = option.title or self.words["nameless"]
            if option.words and not option.title:
                title += f"; {self.words['words']}: {', '.join(option.words)}"
            if option.alike:
                alike = ", ".join(option.alike)
                title += self.words["alike"].format(others=alike)
            said = {"id": option.id, "title": title, "lines": option.lines}
            self._say("  " + self.words["option"].format_map(said))
        if question.number_in:
            self._say("  " + self.words["number_in"].format(unit=question.number_in))
        for name, meaning in question.besides.items():
            self._say(f"  {name}  {meaning}")

    def _print_left(self, shown: question_view.AskedView) -> None:
        if not shown.candidates or not (shown.code or shown.enough or shown.trail):
            self._say(self.words["left_none" if shown.trail else "not_enough"])
            return
        one = len(shown.candidates) == 1
        left = shown.lines if one and shown.lines else shown.candidates
        if left == shown.lines and len(left) == 1:
            return
        self._say(self.words["left"])
        heads = tuple([self.words[name] for name in ("code", "words", "goods")])
        rows = [self._row(candidate) for candidate in left]
        show.print_table(heads, rows, flexible=2)

    def _row(self, one: question_view.LeftView) -> tuple[str, ...]:
        words = show.plain(", ".join(one.words))
        return one.code, words, show.plain(one.title or self.words["nameless"])

    def _chosen(self, one: question_view.AnsweredView) -> str:
        """The answer with what it means."""
        titles = {option.id: option.title for option in one.question.options}
        meaning = one.question.besides.get(one.answer) or titles.get(one.answer, "")
        return f"{one.answer} {meaning}".strip()

    def _say(self, text: str) -> None:
        show.out.print(show.plain(text), soft_wrap=True)
