"""What the source says of records: the lines that stand above their fields."""

import ast
import functools
import inspect
import sys
from collections.abc import Mapping, Sequence

import msgspec

_MARK = "#:"


def fields(record: type[msgspec.Struct]) -> Mapping[str, str]:
    """What is said of each field of a record, by its name; a field that a record inherits is
    said where it is written.
    """
    said: dict[str, str] = {}
    for part in reversed(record.__mro__):
        said |= _in_module(part.__module__).get(part.__qualname__, {})
    return said


@functools.cache
def _in_module(name: str) -> Mapping[str, Mapping[str, str]]:
    """What is said of the fields of every class of a module."""
    try:
        source = inspect.getsource(sys.modules[name])
    except (OSError, TypeError):
        return {}
    lines = source.splitlines()
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return {node.name: _of_class(node, lines) for node in classes}


def _of_class(node: ast.ClassDef, lines: Sequence[str]) -> dict[str, str]:
    named = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    return {ast.unparse(one.target): _above(one.lineno - 1, lines) for one in named}


def _above(number: int, lines: Sequence[str]) -> str:
    """The lines of documentation that stand right above a line."""
    first = number
    while lines[first - 1].strip().startswith(_MARK):
        first -= 1
    said = [line.strip().removeprefix(_MARK).strip() for line in lines[first:number]]
    return " ".join(said)
