"""Bounded memories: what was found out about a subject is kept, however many subjects are
sent, and findings are listed up to a number, however many mistakes were made.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeVar

import msgspec

from openkeden.base import findings

S = TypeVar("S")
T = TypeVar("T")

#: Subjects that one memory keeps before it starts anew.
REMEMBERED: Final = 50_000

#: Findings of one message or file that are listed: a sender who made this many mistakes made
#: one mistake.
LISTED: Final = 1_000

MORE = findings.Rule(
    number="E.1",
    message="There are {value} more findings, which are not listed.",
    fix="Correct what is listed, and send it again.",
    severity="notice",
)
RULES = (MORE,)

_WEIGHT: Final = {"notice": 0, "warning": 1, "error": 2}


class Remembered(dict[S, T]):
    """What a function finds out about each subject, kept: `known[subject]`.

    What is found out must depend on nothing but the subject; where the function raises,
    nothing is kept. A full memory starts anew. It is safe to share between threads: at
    worst something is found out twice.
    """

    def __init__(self, find: Callable[[S], T]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, subject: S) -> T:
        found = self._find(subject)
        if len(self) >= REMEMBERED:
            self.clear()
        self[subject] = found
        return found

    def learn(self, known: Mapping[S, T]) -> None:
        """Remember what was found out about subjects before."""
        if len(self) + len(known) > REMEMBERED:
            self.clear()
        self.update(known)


class FindingList:
    """Findings as they come: the first of them are kept, the others counted."""

    def __init__(self, most: int = LISTED) -> None:
        self._most = most
        self._kept: list[findings.Finding] = []
        self._more = 0
        self._worst: findings.Severity = "notice"

    def add(self, found: Iterable[findings.Finding]) -> None:
        """Take further findings."""
        for finding in found:
            if len(self._kept) < self._most:
                self._kept.append(finding)
            else:
                self._count(finding)

    def _count(self, finding: findings.Finding) -> None:
        self._more += 1
        if _WEIGHT[finding.severity] > _WEIGHT[self._worst]:
            self._worst = finding.severity

    def __bool__(self) -> bool:
        return bool(self._kept)

    def told(self) -> tuple[findings.Finding, ...]:
        """Those that were kept, and one that counts the others, as severe as the worst of
        them.
        """
        if not self._more:
            return tuple(self._kept)
        return (*self._kept, more(self._more, self._worst))


def more(count: int, severity: findings.Severity = "error") -> findings.Finding:
    """That so many findings are not listed, the worst of them of this severity."""
    return msgspec.structs.replace(findings.of(MORE, "", value=count), severity=severity)


def listed(
    found: Iterable[findings.Finding], most: int = LISTED
) -> tuple[findings.Finding, ...]:
    """The first findings, and one that counts the others."""
    gathered = FindingList(most)
    gathered.add(found)
    return gathered.told()


def beginning(value: object, most: int = 80) -> str:
    """The beginning of a value that somebody sent, as a finding shows it."""
    text = str(value)
    return text if len(text) <= most else f"{text[:most]}..."
