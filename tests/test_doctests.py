"""Every example in a docstring of the package is run, and gives what it says."""

import doctest
import importlib
import pathlib

import pytest

PACKAGE = pathlib.Path(__file__).resolve().parent.parent / "openkeden"


def _name(path: pathlib.Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SHOWN = [
    _name(path)
    for path in sorted(PACKAGE.rglob("*.py"))
    if ">>> " in path.read_text("utf-8")
]


@pytest.mark.parametrize("name", SHOWN)
def test_examples(name: str) -> None:
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for example in doctest.DocTestFinder(exclude_empty=True).find(
        importlib.import_module(name)
    ):
        runner.run(example, out=told.append)
    assert runner.tries, f"{name} shows an example where none is looked for"
    assert not runner.failures, "".join(told)


def test_there_are_examples() -> None:
    assert SHOWN
