"""A finding: what is wrong or worth saying about what somebody sent, as a value. Its text
is made at the edge.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

Severity = Literal["error", "warning", "notice"]


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A numbered rule: its sentence in English, how to mend a breach, and the law it rests
    on.

    `message` and `fix` may name arguments in braces, as `{value}`; every finding of the
    rule gives them all.
    """

    number: str
    message: str
    fix: str
    severity: Severity = "error"
    box: str = ""
    basis: str = ""


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One breach of one rule: an error refuses, a warning is shown to trader and officer, a
    notice informs.

    `path` says where: a path of the filing (`items[2].net_mass_kg`), or `line 3, column 7`
    of the input. `args` fill the rule's sentence; they always hold the offending `value`.
    """

    rule: str
    path: str
    severity: Severity = "error"
    box: str = ""
    basis: str = ""
    args: Mapping[str, str] = {}


class Refused(msgspec.Struct, frozen=True):
    """The answer of a use case that did not happen."""

    #: Every reason why, the first of them an error.
    findings: tuple[Finding, ...]


def of(rule: Rule, path: str, **args: object) -> Finding:
    """Make the finding that `rule` is broken at `path`; arguments are kept as text."""
    return Finding(
        rule=rule.number,
        path=path,
        severity=rule.severity,
        box=rule.box,
        basis=rule.basis,
        args={name: str(value) for name, value in args.items()},
    )


def told(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """An argument that is told in several languages: `name` is in English, `name.ru` in
    Russian.
    """
    return {
        name if language == "en" else f"{name}.{language}": text
        for language, text in texts.items()
    }


def arguments_in(finding: Finding, language: str) -> dict[str, str]:
    """The arguments of a finding, those told in several languages in this one where they
    can be.
    """
    args = finding.args
    return {
        name: args.get(f"{name}.{language}", value)
        for name, value in args.items()
        if "." not in name
    }


def refused(rule: Rule, path: str, **args: object) -> Refused:
    """Refuse for one reason: see `of`."""
    return Refused((of(rule, path, **args),))


def refuses(found: Iterable[Finding]) -> bool:
    """Whether any of the findings is an error."""
    return any(finding.severity == "error" for finding in found)
