"""The pages of the reference, made from the code they tell of: `python -m docs.reference`
writes them anew.

`tests/test_reference.py` fails where a page is not what the code says today.
"""

import ast
import collections
import functools
import pathlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import typer

from openkeden import locale, views
from openkeden.assessment import charges
from openkeden.base import findings
from openkeden.base.validity import Provision
from openkeden.cli import examples, exit_codes, main
from openkeden.flow import catalogue, schema, settings
from openkeden.lawpack.pack import load_pack
from openkeden.lawpack.row_keys import keyed_rows
from openkeden.risk import features

FOLDER = pathlib.Path(__file__).parent / "reference"

VIEWS = pathlib.Path(views.__file__).parent

#: The packs of law whose rows are listed.
PACKS = ("KZ", "KG")

_MADE = "This page is made from the code by `make docs`."

_ANSWERS = """Every command prints one of these shapes with `--json`, and the service answers
with them over HTTP. Money is decimal text in
national currency, days are `2026-04-02`, moments carry their offset from UTC. A field is never
left out; what is not known is null or empty."""

#: Options that every command has.
_OF_EVERY_COMMAND = ("help", "install_completion", "show_completion")

#: The title of the page, and the words for a box, for what to do and for the basis.
_FINDINGS = {
    "en": ("Findings", "box", "What to do", "Basis"),
    "ru": ("Замечания", "графа", "Что сделать", "Основание"),
    "kk": ("Ескертулер", "баған", "Не істеу керек", "Негізі"),
}


def findings_page(language: str) -> str:
    """Every rule by number, in one language."""
    own = locale.sentences(language)
    rules = catalogue.catalogue().rules
    others = [name for name in locale.LANGUAGES if name != language]
    links = ", ".join([f"[{name}]({_findings_file(name)})" for name in others])
    sections = [
        _finding(rules[number], own, language) for number in sorted(rules, key=_by_number)
    ]
    return _page(_FINDINGS[language][0], f"{_MADE} ({links})", *sections)


def _findings_file(language: str) -> str:
    return "findings.md" if language == "en" else f"findings.{language}.md"


def _finding(rule: findings.Rule, own: Mapping[str, locale.Text], language: str) -> str:
    _, box, what_to_do, basis = _FINDINGS[language]
    said = own.get(rule.number)
    message, fix = (said.message, said.fix) if said else (rule.message, rule.fix)
    place = f", {box} {rule.box}" if rule.box else ""
    lines = [f"## {rule.number}", f"*{rule.severity}{place}*", message]
    lines += [f"{what_to_do}: {fix}"] if fix else []
    lines += [f"{basis}: {rule.basis}"] if rule.basis else []
    return "\n\n".join(lines)


def _by_number(number: str) -> tuple[str, list[int]]:
    """`G31.2` comes before `G31.10`."""
    letters = number.rstrip("0123456789.")
    parts = number[len(letters) :].split(".")
    return letters, [int(part) for part in parts if part]


def commands_page() -> str:
    """Every command with its arguments and options."""
    sections = [_command(name, command) for name, command in commands()]
    return _page("Commands", _MADE, _exit_codes(), *sections)


def _exit_codes() -> str:
    rows = [[str(code), meaning] for code, meaning in exit_codes.MEANINGS.items()]
    told = _table(("exit code", "what it says"), rows)
    return f"## Exit codes\n\n{told}\n\n{exit_codes.NOTE}"


@functools.cache
def commands() -> tuple[tuple[str, Any], ...]:
    """Every command that does something, by its whole name."""
    return tuple(_below("keden", typer.main.get_command(main.app)))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "list_commands"):
        yield name, command
        return
    context = command.make_context(name, [], resilient_parsing=True)
    for word in command.list_commands(context):
        yield from _below(f"{name} {word}", command.get_command(context, word))


def _command(name: str, command: Any) -> str:
    own = [
        parameter for parameter in command.params if parameter.name not in _OF_EVERY_COMMAND
    ]
    rows = [_parameter(parameter) for parameter in own]
    told = _table(("argument or option", "what it is", "default", "environment"), rows)
    parts = [f"## {name}", _paragraphs(command.help or ""), *_examples(name), told]
    return "\n\n".join(parts)


def _examples(name: str) -> list[str]:
    shown = [_example(example) for example in examples.of(name)]
    return ["\n".join(["```bash", *shown, "```"])] if shown else []


def _example(example: examples.Example) -> str:
    return f"{example.line}  # exit {example.code}" if example.code else example.line


def _parameter(parameter: Any) -> list[str]:
    if parameter.param_type_name == "argument":
        name = f"`{parameter.name.upper()}`"
    else:
        name = ", ".join([f"`{option}`" for option in parameter.opts])
    default = "" if callable(parameter.default) else _default(parameter.default)
    variable = f"`{parameter.envvar}`" if parameter.envvar else ""
    return [name, parameter.help or "", default, variable]


def _default(value: object) -> str:
    if value in (None, "", False, [], ()) or not isinstance(
        value, (str, int, pathlib.PurePath)
    ):
        return ""
    return f"`{getattr(value, 'value', value)}`"


def _paragraphs(text: str) -> str:
    return "\n\n".join([_paragraph(part) for part in text.split("\n\n")])


def _paragraph(part: str) -> str:
    """A paragraph on one line; one whose lines stand for themselves becomes a list."""
    if not part.lstrip(" \n").startswith("\b"):
        return " ".join(part.split())
    head, *lines = [line.strip() for line in part.splitlines() if line.strip(" \b")]
    return "\n".join([head, "", *[f"- `{line}`" for line in lines]])


def settings_page() -> str:
    """Every variable of the environment that is read, and by whom."""
    options = collections.defaultdict(set)
    for name, command in commands():
        for parameter in command.params:
            if parameter.envvar:
                meaning = (parameter.envvar, parameter.help, _default(parameter.default))
                options[meaning].add(f"`{name}`")
    rows = [
        [f"`{one.variable}`", one.meaning, _default(one.default), one.read]
        for one in settings.SETTINGS
    ]
    rows += [
        [f"`{variable}`", meaning, default, _users(commands)]
        for (variable, meaning, default), commands in options.items()
    ]
    columns = ("variable", "what it is", "default", "read by")
    return _page("Settings", _MADE, _table(columns, sorted(rows)))


def _users(commands: set[str]) -> str:
    """The commands that read a setting, or how many where there are many."""
    most = 4
    return (
        ", ".join(sorted(commands))
        if len(commands) <= most
        else f"{len(commands)} commands"
    )


def answers_page() -> str:
    """The shapes that `--json` prints, field by field."""
    sections = [
        section for path in sorted(VIEWS.glob("*_view.py")) for section in _views(path)
    ]
    return _page("Answers for programs", _MADE, _ANSWERS, *sections)


def _views(path: pathlib.Path) -> Iterator[str]:
    """The records of a module of views; a line of documentation stands above each field."""
    text = path.read_text("utf-8")
    lines = text.splitlines()
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            fields = [field for field in node.body if isinstance(field, ast.AnnAssign)]
            rows = [_view_field(field, lines) for field in fields]
            told = _table(("field", "type", "what it says"), rows)
            yield "\n\n".join([f"## {node.name}", ast.get_docstring(node) or "", told])


def _view_field(field: ast.AnnAssign, lines: Sequence[str]) -> list[str]:
    above: list[str] = []
    number = field.lineno - 2
    while lines[number].strip().startswith("#:"):
        above.insert(0, lines[number].strip().removeprefix("#:").strip())
        number -= 1
    type_ = re.sub(r"\b\w+\.(?=[A-Z])", "", ast.unparse(field.annotation))
    return [f"`{ast.unparse(field.target)}`", f"`{type_}`", " ".join(above)]


def fields_page() -> str:
    """The fields of a declaration, with their boxes."""
    return _page("Fields of a declaration", _MADE, schema.reference("en").rstrip())


def risk_page() -> str:
    """The facts that a risk profile may ask for."""
    rows = [
        [f"`{name}`", fact.kind, "item" if fact.of_item else "declaration", fact.meaning]
        for name, fact in features.FACTS.items()
    ]
    return _page(
        "Facts of risk profiles", _MADE, _table(("fact", "kind", "of", "meaning"), rows)
    )


def charges_page() -> str:
    """The charges in the order they are computed."""
    rows = [_charge(kind) for kind in charges.CHARGES]
    columns = (
        "code",
        "key",
        "name",
        "computed on",
        "per",
        "relieved by",
        "small consignments",
    )
    return _page("Charges", _MADE, _table(columns, rows))


def _charge(kind: charges.ChargeKind) -> list[str]:
    base = "customs value and the charges before it" if kind.cumulative else "customs value"
    relief = f"box 36, {kind.preference}" if kind.preference else ""
    small = "charged" if kind.always else "not charged"
    return [kind.code, f"`{kind.key}`", kind.name, base, kind.per, relief, small]


def law_page() -> str:
    """The acts that the packs rest on, with how many rows of which mark each has."""
    sections = []
    for jurisdiction in PACKS:
        pack = load_pack(jurisdiction)
        rows = {keyed.row.id: keyed.row for keyed in keyed_rows(pack.sources)}
        sections.append(f"## {pack.sources.manifest.name}\n\n{_acts(rows.values())}")
    return _page("Law by act", _MADE, *sections)


def _acts(rows: Iterable[Provision]) -> str:
    of_act: dict[str, list[Provision]] = collections.defaultdict(list)
    for row in rows:
        of_act[row.act].append(row)
    lines = [_act(act, of_act[act]) for act in sorted(of_act)]
    return _table(("act", "rows", "first day", "marks"), lines)


def _act(act: str, rows: Sequence[Provision]) -> list[str]:
    marks = collections.Counter([row.mark for row in rows])
    told = ", ".join([f"{count} {mark}" for mark, count in sorted(marks.items())])
    return [act, str(len(rows)), min([row.since for row in rows]).isoformat(), told]


def _page(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", *parts]) + "\n"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(["| " + " | ".join(map(_cell, line)) + " |" for line in lines])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: Mapping[str, Callable[[], str]] = {
    **{
        _findings_file(name): functools.partial(findings_page, name)
        for name in locale.LANGUAGES
    },
    "answers.md": answers_page,
    "commands.md": commands_page,
    "settings.md": settings_page,
    "fields.md": fields_page,
    "risk-facts.md": risk_page,
    "charges.md": charges_page,
    "law.md": law_page,
}


def write() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, make in PAGES.items():
        (FOLDER / name).write_text(make(), "utf-8")


if __name__ == "__main__":
    write()
