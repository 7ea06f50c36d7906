"""`keden classify`: models that suggest codes, learned from texts whose codes are known, and how
good they are.
"""

import pathlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final

import typer

from openkeden import locale
from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import agreement_text, options, risk_models, show
from openkeden.flow.classification import (
    agreement_trials,
    classifier_training,
    lodged_lines,
)
from openkeden.flow.classification.labelled_files import TextFiles
from openkeden.views import agreement_figures, classifier_view

if TYPE_CHECKING:
    from openkeden.views.classifier_figures import FiguresView
    from openkeden.views.classifier_view import ClassifierEvaluationView

classify = typer.Typer(
    no_args_is_help=True,
    help="Models that suggest codes: learn from declared texts, and say how good they are.",
)

#: Figures that are shown of each level.
_FIGURES: Final = ("top1", "top5", "top10", "surer_half")
_COVERAGES: Final = (95, 90, 80)
_LEVELS: Final = (6, 4, 2)

Data = Annotated[
    list[pathlib.Path],
    typer.Argument(help="CSV tables of texts and codes.", show_default=False),
]
Model = Annotated[
    str, typer.Argument(help="The file of the model; `-` is the one of the program.")
]
From = Annotated[
    str,
    typer.Option("--from", help="Learn on top of this model; `-` is that of the program."),
]
Text = Annotated[
    str, typer.Option(help="The column of texts; recognised by its name without it.")
]
Code = Annotated[
    str, typer.Option(help="The column of codes; recognised by its name without it.")
]
Linear = Annotated[
    bool,
    typer.Option("--linear", help="Learn a linear model too: better, larger and slower."),
]


@classify.command()
def evaluate(
    model: Model,
    data: Data,
    text: Text = "",
    code: Code = "",
    seed: risk_models.Seed = 1,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Judge a model on texts whose codes are known: right codes among the first, with 95 %
    intervals; how many texts can be answered at a precision; whether chances are true; and
    the same texts mistyped, in Latin letters, with brands.
    """
    given = TextFiles(tuple(data), text, code)
    with risk_models.progress(lang.value, "classify_progress") as told:
        law = options.pack(home)
        answer = classifier_training.evaluate(model, given, law, seed, told)
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    view = classifier_view.of(answer, lang.value)
    if json:
        show.print_json(view)
        return
    show.print_findings(answer.notices, lang.value)
    _print(view, lang.value)


@classify.command()
def validate(
    data: Data,
    from_: From = classifier_training.BUNDLED,
    linear: Linear = False,
    text: Text = "",
    code: Code = "",
    seed: risk_models.Seed = 1,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Say how good a model would be that learned from these texts: it learns from nine
    groups of near-duplicates in ten and is judged on the others; and how much a split by
    chance would flatter.
    """
    given = TextFiles(tuple(data), text, code)
    with risk_models.progress(lang.value, "classify_progress") as told:
        answer = classifier_training.validate(
            from_, given, options.pack(home), seed, told, linear=linear
        )
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    view = classifier_view.of_validation(answer, lang.value)
    if json:
        show.print_json(view)
        return
    show.print_findings(answer.notices, lang.value)
    words = locale.names(lang.value)["classify"]
    show.out.print(words["learned_from"].format(texts=view.learned), soft_wrap=True)
    _print(view, lang.value)
    flattered = words["by_chance"].format(
        seeming=_percent(getattr(view.by_chance, f"top1_{view.digits}")),
        top1=_percent(getattr(view, f"top1_{view.digits}")),
        digits=view.digits,
    )
    show.out.print(flattered, soft_wrap=True)


@classify.command()
def train(
    out: Annotated[pathlib.Path, typer.Option(help="Write the model here.")],
    data: Annotated[
        list[pathlib.Path] | None,
        typer.Argument(
            help="CSV tables of texts and codes; without any, what was lodged here.",
            show_default=False,
        ),
    ] = None,
    from_: From = classifier_training.BUNDLED,
    linear: Linear = False,
    text: Text = "",
    code: Code = "",
    officer: options.Officer = "",
    seed: risk_models.Seed = 1,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Learn from texts whose codes are known, on top of the model of the program or of
    another one, and write the model: `keden suggest --model` uses it. What was lodged here
    an officer must ask for.
    """
    options.writable(out, home, lang.value, data or [])
    given = TextFiles(tuple(data), text, code) if data else _lodged(officer, lang, home)
    if isinstance(given, Refused):
        show.refuse(given, lang.value, json=json)
    with risk_models.progress(lang.value, "classify_progress") as told:
        answer = classifier_training.train(
            from_, given, out, options.pack(home), seed, told, linear=linear
        )
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    _print_written(answer, out, lang.value, json=json)


def _lodged(
    officer: str, lang: options.Language, home: pathlib.Path
) -> classifier_training.Given | Refused:
    """The goods lines that were lodged here."""
    if not officer:
        command = "keden classify train"
        raise show.wrong(calls.MISSING, "--officer", command=command, value="--officer")
    return lodged_lines.read(officer, options.opened(home, lang.value))


@classify.command()
def texts(
    data: Data,
    out: Annotated[pathlib.Path, typer.Option(help="Write the model here.")],
    from_: From = classifier_training.BUNDLED,
    text: Text = "",
    code: Code = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Load official texts of the nomenclature from a file of your own into a model: they are
    searched beside the names of the program. Texts of a language take the place of those
    that were loaded in it before.
    """
    options.writable(out, home, lang.value, data)
    given = TextFiles(tuple(data), text, code)
    answer = classifier_training.load_texts(from_, given, out, options.pack(home))
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    _print_written(answer, out, lang.value, json=json)


def _print_written(
    written: classifier_training.WrittenClassifier,
    out: pathlib.Path,
    language: str,
    *,
    json: bool,
) -> None:
    """What a model has learned, and where it stands."""
    view = classifier_view.of_trained(written, out, language)
    if json:
        show.print_json(view)
        return
    show.print_findings(written.notices, language)
    words = locale.names(language)["classify"]
    for one in view.languages:
        told_of = {"texts": one.texts, "language": one.language, "digits": one.digits}
        show.out.print(words["learned"].format_map(told_of), soft_wrap=True)
    told = {"size": view.size, "digest": view.digest, "texts": view.texts}
    said = words["written"].format(model=show.plain(view.model), **told)
    show.out.print(said, soft_wrap=True)


@classify.command()
def agreement(
    model: Model,
    data: Data,
    text: Text = "",
    code: Code = "",
    seed: risk_models.Seed = 1,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Say how well a model tells text and code apart: a twentieth of the texts gets a wrong
    code, of another chapter, of another heading of it, or of another subheading, twenty
    times over; and how many of these are among the texts farthest from their code.
    """
    given = TextFiles(tuple(data), text, code)
    with risk_models.progress(lang.value, "classify_progress") as told:
        law = options.pack(home)
        answer = agreement_trials.measure(model, given, law, seed, told)
    if isinstance(answer, Refused):
        show.refuse(answer, lang.value, json=json)
    view = agreement_figures.of(answer.figures, answer.notices, lang.value)
    if json:
        show.print_json(view)
        return
    show.print_findings(answer.notices, lang.value)
    agreement_text.show_figures(view, lang.value)


def _print(view: "ClassifierEvaluationView", language: str) -> None:
    words = locale.names(language)["classify"]
    said = words["judged"].format(rows=view.rows, groups=view.groups)
    show.out.print(said, soft_wrap=True)
    heads = [
        *(words["digits"], words["texts"]),
        *[words[f"figure_{name}"] for name in _FIGURES],
        *[words["coverage"].format(precision=one) for one in _COVERAGES],
        words["calibration"],
    ]
    rows = _rows(view, "", words)
    for of_language, part in view.by_language.items():
        rows += _rows(part, of_language, words)
    show.print_table(heads, rows)
    if view.disturbed:
        _print_disturbed(view, words)
    _print_questions(view, words)
    told = words["vague"].format(
        refused=_percent(view.vague_refused),
        not_enough=_percent(view.not_enough),
        mean=f"{view.milliseconds:.1f}",
        most=f"{view.milliseconds_p95:.1f}",
    )
    show.out.print(told, soft_wrap=True)
    if view.memory_mb is not None:
        said = words["memory"].format(memory=view.memory_mb)
        show.out.print(said, soft_wrap=True)


def _print_questions(view: "ClassifierEvaluationView", words: Mapping[str, str]) -> None:
    """What the questions are worth, where any were asked."""
    for digits in _LEVELS:
        right = getattr(view, f"questions_{digits}", None)
        if right is not None:
            told = {
                "digits": digits,
                "right": _percent(right),
                "misled": _percent(getattr(view, f"questions_misled_{digits}")),
                "offered": _percent(getattr(view, f"questions_offered_{digits}")),
                "asked": f"{getattr(view, f'questions_asked_{digits}'):.1f}",
            }
            show.out.print(words["questions"].format_map(told), soft_wrap=True)


def _print_disturbed(view: "ClassifierEvaluationView", words: Mapping[str, str]) -> None:
    heads = ["way", "texts", "figure_top1", "as_it_stands", "figure_top5", "as_it_stands"]
    rows = []
    for one in view.disturbed:
        shares = (one.top1, one.top1_plain, one.top5, one.top5_plain)
        rows.append([words[one.way], str(one.rows), *map(_figure, shares)])
    show.print_table([words[head] for head in heads], rows)


def _rows(view: "FiguresView", language: str, words: Mapping[str, str]) -> list[list[str]]:
    """The rows of the digits that texts have."""
    told = [one for one in _LEVELS if getattr(view, f"rows_{one}") is not None]
    return [_row(view, digits, language, words) for digits in told]


def _row(
    view: "FiguresView", digits: int, language: str, words: Mapping[str, str]
) -> list[str]:
    error = getattr(view, f"calibration_error_{digits}")
    floor = getattr(view, f"calibration_floor_{digits}")
    told = "" if error is None else f"{error:.3f} ({floor:.3f})"
    name = f"{language} {digits}" if language else str(digits)
    return [
        *(name, str(getattr(view, f"rows_{digits}"))),
        *[_with_interval(view, f"{figure}_{digits}") for figure in _FIGURES],
        *[_figure(getattr(view, f"coverage_at_{one}_{digits}")) for one in _COVERAGES],
        told or words["none"],
    ]


def _with_interval(view: "FiguresView", name: str) -> str:
    value = getattr(view, name, None)
    if value is None:
        return ""
    low, high = getattr(view, f"{name}_low"), getattr(view, f"{name}_high")
    return f"{value:.3f} [{low:.3f}, {high:.3f}]"


def _figure(share: float) -> str:
    return f"{share:.3f}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f} %"
