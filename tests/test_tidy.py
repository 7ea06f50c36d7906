"""The house style, as a test: every source file is read as a syntax tree and every breach
is named with its cure.
"""

import ast
import functools
import pathlib
import re
import subprocess
from collections.abc import Callable, Iterable, Iterator

import pytest

from openkeden.cli import main

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "openkeden"

MOST_LINES_OF_FUNCTION = 60
MOST_LINES_OF_MODULE = 400
MOST_LINES_OF_TEST = 600
WIDEST_LINE = 100

PURE = (
    "base",
    "accounting",
    "tariff",
    "classification",
    "filing",
    "assessment",
    "risk",
    "clearance",
    "comparison",
    "ledger",
)
#: Models may weigh with floats; money and quantities never are one.
WITHOUT_FLOATS = tuple(part for part in PURE if part not in {"risk", "classification"})
CLOCK = "openkeden.flow.clock"

#: Modules that are run or named, not imported: by pyproject.toml, by Django, by `python
#: -m`.
ENTRY_POINTS = {
    "openkeden.cli.main",
    "openkeden.flow.classification.building",
    "openkeden.site.settings",
    "openkeden.site.wsgi",
    "openkeden.store.apps",
    "openkeden.store.management.commands.migrate",
} | {f"openkeden.cli.{module}" for module, _ in main.COMMANDS.values()}

#: Folders that gather what found no name.
SHAPELESS = {
    "utils",
    "util",
    "helpers",
    "services",
    "managers",
    "common",
    "misc",
    "lib",
    "core",
}

#: Calls that tell the moment, by the end of the called name. Durations may be measured, but
#: not in a pure part.
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
}
PURE_CLOCKS = CLOCKS | {
    "clock.now",
    "time.monotonic",
    "time.perf_counter",
    "time.process_time",
    "time.sleep",
}

MACHINE = re.compile(r"""(?<![\w.:/-])/(?:work|home|root|Users)(?=[/"'\s]|$)""")
UNDONE = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")

Rule = Callable[[pathlib.Path, ast.Module], Iterator[str]]


def _is_migration(path: pathlib.Path) -> bool:
    return "migrations" in path.parts


@functools.cache
def _sources() -> tuple[pathlib.Path, ...]:
    return tuple(path for path in sorted(PACKAGE.rglob("*.py")) if not _is_migration(path))


@functools.cache
def _tests() -> tuple[pathlib.Path, ...]:
    folders = [ROOT / name for name in ("tests", "bench", "prove")]
    return tuple(sorted([path for folder in folders for path in folder.rglob("*.py")]))


@functools.cache
def _tree(path: pathlib.Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def _name(path: pathlib.Path) -> str:
    """The dotted name of a module of the package."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _within(path: pathlib.Path, parts: tuple[str, ...]) -> bool:
    return path.relative_to(PACKAGE).parts[0] in parts


def _at(path: pathlib.Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def _dotted(node: ast.AST) -> str:
    """The called or named thing as text: `a.b.c`; a part that is no name is `?`."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, _dotted(node.func)


# What is wrong with one file: each rule takes its path and tree and names every breach with
# its cure.


def _long_functions(path: pathlib.Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_LINES_OF_FUNCTION:
                yield (
                    f"{_at(path, node)}: {node.name} has {lines} lines, at most"
                    f" {MOST_LINES_OF_FUNCTION}: split it"
                )


def _no_docstring(path: pathlib.Path, tree: ast.Module) -> Iterator[str]:
    if not ast.get_docstring(tree) and (tree.body or path.name != "__init__.py"):
        yield f"{_at(path, tree)}: open the module with what it is for"


def _bare_excepts(path: pathlib.Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            yield (
                f"{_at(path, node)}: a bare except hides our own bugs: name what is"
                " expected"
            )


def _files_and_prints(path: pathlib.Path, tree: ast.Module) -> Iterator[str]:
    for node, called in _calls(tree):
        if called in {"open", "print", "input", "breakpoint", "exec", "eval", "__import__"}:
            yield (
                f"{_at(path, node)}: {called}() in a pure part: take what is needed as an"
                " argument"
            )


def _clocks(path: pathlib.Path, tree: ast.Module) -> Iterator[str]:
    known = PURE_CLOCKS if _within(path, PURE) else CLOCKS
    for node, called in _calls(tree):
        if ".".join(called.split(".")[-2:]) in known:
            yield (
                f"{_at(path, node)}: {called}() reads the clock: the moment is an"
                f" argument, from {CLOCK}"
            )


def _floats(path: pathlib.Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (float, complex)):
            yield (
                f"{_at(path, node)}: {node.value} is a float: use a scaled integer of"
                " base.money"
            )
        elif isinstance(node, ast.Name) and node.id == "float":
            yield (
                f"{_at(path, node)}: float is never exact: use a scaled integer of"
                " base.money"
            )
        elif isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div):
            yield f"{_at(path, node)}: / makes a float: use // or money.half_up"


_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _nested_comprehensions(path: pathlib.Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, _COMPREHENSIONS):
            within = [part for part in ast.walk(node) if isinstance(part, _COMPREHENSIONS)]
            if len(within) > 1 or len(node.generators) > 1:
                yield (
                    f"{_at(path, node)}: one comprehension with one `for` in an expression"
                )


def _renamed_imports(path: pathlib.Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("openkeden"):
            for alias in node.names:
                if alias.asname and _is_module(f"{node.module}.{alias.name}"):
                    yield (
                        f"{_at(path, node)}: {alias.name} is renamed: give the module its"
                        " name"
                    )


def _is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def _breaches(rule: Rule, paths: Iterable[pathlib.Path]) -> list[str]:
    return [breach for path in paths for breach in rule(path, _tree(path))]


def _none(found: Iterable[str], cure: str = "") -> None:
    """Nothing was found; else all of it is told, with the cure."""
    told = list(found)
    assert not told, "\n".join([f"{len(told)} found{cure and ': '}{cure}", *told])


def test_functions_are_short() -> None:
    _none(_breaches(_long_functions, _sources() + _tests()))


def test_expressions_are_calm() -> None:
    _none(_breaches(_nested_comprehensions, _sources()))


def test_no_import_renames_a_module() -> None:
    _none(_breaches(_renamed_imports, _sources() + _tests()))


def test_lines_are_short() -> None:
    paths = [*_sources(), *_tests(), *(ROOT / "docs").rglob("*.py")]
    found = [
        f"{path.relative_to(ROOT)}:{number} has {len(line)} characters"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > WIDEST_LINE
    ]
    _none(found, f"a line has at most {WIDEST_LINE}")


def test_no_type_name_stands_twice() -> None:
    """A name is used for one thing: no two classes of the package share one."""
    places: dict[str, list[str]] = {}
    for path in _sources():
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(_at(path, node))
    twice = [
        f"{name}: {', '.join(found)}" for name, found in places.items() if len(found) > 1
    ]
    _none(twice, "give each type a name of its own")


def test_modules_say_what_they_are() -> None:
    _none(_breaches(_no_docstring, _sources()))


def test_exceptions_are_named() -> None:
    _none(_breaches(_bare_excepts, _sources() + _tests()))


def test_pure_parts_touch_no_file() -> None:
    _none(
        _breaches(_files_and_prints, [path for path in _sources() if _within(path, PURE)])
    )


def test_only_the_clock_reads_the_clock() -> None:
    _none(_breaches(_clocks, [path for path in _sources() if _name(path) != CLOCK]))


def test_numbers_are_exact() -> None:
    _none(
        _breaches(_floats, [path for path in _sources() if _within(path, WITHOUT_FLOATS)])
    )


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (_long_functions, "def f():\n" + "    a = 1\n" * 60),
        (_no_docstring, "import ast\n"),
        (_nested_comprehensions, "a = [[c for c in b] for b in d]"),
        (_nested_comprehensions, "a = {c for b in d for c in b}"),
        (_renamed_imports, "from openkeden.base import money as coins"),
        (_bare_excepts, "try:\n    a\nexcept:\n    raise\n"),
        (_files_and_prints, "print(1)"),
        (_files_and_prints, "def f(path):\n    return open(path)"),
        (_clocks, "a = datetime.datetime.now(datetime.UTC)"),
        (_clocks, "a = date.today()"),
        (_clocks, "a = time.time()"),
        (_clocks, "a = clock.now()"),
        (_clocks, "a = time.perf_counter()"),
        (_floats, "a = 0.5"),
        (_floats, "a = 1e3"),
        (_floats, "a = float(b)"),
        (_floats, "a = b / 2"),
        (_floats, "a /= 2"),
        (_floats, "def f(a: float): ..."),
    ],
)
def test_each_rule_finds_its_breach(rule: Rule, wrong: str) -> None:
    assert len(list(rule(PACKAGE / "base" / "wrong.py", ast.parse(wrong)))) == 1


def test_modules_are_short() -> None:
    longest = [(path, MOST_LINES_OF_MODULE) for path in _sources()] + [
        (path, MOST_LINES_OF_TEST) for path in _tests()
    ]
    found = [
        f"{path.relative_to(ROOT)} has {lines} lines, at most {most}: make two of it"
        for path, most in longest
        if (lines := len(path.read_text("utf-8").splitlines())) > most
    ]
    _none(found)


def test_every_module_is_imported() -> None:
    """A module that nothing in the package imports is dead, unless it is named elsewhere as
    an entry point.
    """
    imported = {name for path in _sources() for name in _imports(path)}
    packages = {_name(path) for path in _sources() if path.name == "__init__.py"}
    modules = {
        _name(path)
        for path in _sources()
        if path.name not in ("__init__.py", "__main__.py")
    }
    dead = modules - imported - ENTRY_POINTS - packages
    _none(
        sorted(dead),
        (
            "nothing imports these modules: use them, delete them, or list them as entry"
            " points"
        ),
    )
    _none(sorted(ENTRY_POINTS - modules), "these entry points do not exist")


def _imports(path: pathlib.Path) -> Iterator[str]:
    """The names that a module imports, each with what it may be a module of, itself left
    out.
    """
    own = _name(path)
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name != own)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_folders_have_names() -> None:
    named = {path for path in PACKAGE.rglob("*") if path.is_dir() or path.suffix == ".py"}
    found = sorted(str(path.relative_to(ROOT)) for path in named if path.stem in SHAPELESS)
    _none(found, "name a module for what is in it")


@functools.cache
def _texts() -> tuple[tuple[pathlib.Path, str], ...]:
    """Every text of the repository: what git keeps, and what it would keep."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: `git ls-files` names the files to look through")
    paths = sorted(ROOT / name for name in listed.stdout.decode().split("\0") if name)
    kept = [
        path
        for path in paths
        if path.is_file() and path.name not in ("LICENSE", "requirements.lock")
    ]
    return tuple((path, path.read_text("utf-8", errors="replace")) for path in kept)


def _lines(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path, text in _texts()
        if path != pathlib.Path(__file__).resolve() and pattern.search(text)
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_undone() -> None:
    _none(_lines(UNDONE), "do it, or write an issue")


def test_nothing_names_a_machine() -> None:
    _none(_lines(MACHINE), "a path of one machine means nothing on another")


@pytest.mark.parametrize(
    "text", ["see /work/main", "'/home/me/x'", "/root", "cd /root/x", "= /Users/me"]
)
def test_a_path_of_a_machine_is_found(text: str) -> None:
    assert MACHINE.search(text)


@pytest.mark.parametrize(
    "text", ["https://example.org/home/x", "docs/work/x", "./home/x", "n/work", "/workers"]
)
def test_an_address_is_no_path_of_a_machine(text: str) -> None:
    assert not MACHINE.search(text)


def test_every_page_can_be_reached() -> None:
    """Each page under docs/ is linked from the README or from another page that is, however
    far.
    """
    pages = {path.resolve() for path in (ROOT / "docs").rglob("*.md")}
    reached: set[pathlib.Path] = set()
    waiting = [ROOT / "README.md", ROOT / "docs" / "architecture.md"]
    while waiting:
        page = waiting.pop()
        linked = {(page.parent / target).resolve() for target in _links(page)}
        waiting += (linked & pages) - reached
        reached |= linked & pages
    found = sorted(
        str(path.relative_to(ROOT))
        for path in pages - reached - {ROOT / "docs" / "architecture.md"}
    )
    _none(found, "link these pages from README.md or docs/architecture.md")


def test_links_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    found = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in _links(page)
        if not (page.parent / target).exists()
    ]
    _none(found, "these links lead nowhere")


def _links(page: pathlib.Path) -> list[str]:
    """The relative targets of a page's links, without their anchors."""
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    return [
        target.partition("#")[0]
        for target in targets
        if "://" not in target and not target.startswith("#")
    ]
