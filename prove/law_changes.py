"""A value of the law changed at random, which the cases must notice: a rate, a day, a mask
or the code of a document does not change by a slip.

Rows that are written one by one are noticed by the cases that were worked for them; lines
that are copied from lists of acts, by the counts and digests of the lists. A change that the
law cannot be read with is noticed too, and so is one by which two rows of a kind overlap or
leave a day out, which the check of the law tells. What cannot be seen on any day that the
packs hold is not changed, and neither are rows of no act, which are settings.
"""

import datetime
import functools
import itertools
import random
from collections.abc import Iterable, Iterator
from typing import Any, Final

from openkeden.flow.pricing import admissibility
from openkeden.lawpack import sources
from openkeden.lawpack.pack import Pack, load_pack
from openkeden.lawpack.pack_files import PackFiles
from openkeden.lawpack.review import check
from prove import law_sites
from prove.law_sites import Change, Row, Site
from prove.outcome import Asked, Outcome
from tests import casework, held_lists
from tests.casework import Case
from tests.held_lists import LAW

#: The share of changes that must be noticed, in percent.
ENOUGH: Final = 95

#: What the tables are that say what goods owe and need. The others say how long things
#: take, when offices work and what is looked at: tests of their own hold them.
TABLES: Final = frozenset(
    (
        "parameters",
        "procedures",
        "costs",
        "de_minimis",
        "charges",
        "preferences",
        "regimes",
        "limits",
        "measures",
        "quotas",
        "gaps",
    )
)


class ChangedFiles(PackFiles):
    """The files of the bundled law, with one value changed."""

    def __init__(self, change: Change) -> None:
        super().__init__(LAW)
        self.change = change

    def toml(self, name: str) -> dict[str, Any]:
        tables = _tables(name)
        site, other = self.change
        if site.file != name:
            return tables
        rows = list(tables[site.table])
        rows[site.row] = _replaced(rows[site.row], site.path, other)
        return {**tables, site.table: rows}

    def csv(self, name: str) -> Iterator[list[str]]:
        rows = list(_lines(name))
        site, other = self.change
        if site.file == name:
            rows[site.row] = _replaced(rows[site.row], site.path, other)
        return iter(rows)


@functools.cache
def _tables(name: str) -> dict[str, Any]:
    return PackFiles(LAW).toml(name)


@functools.cache
def _lines(name: str) -> list[list[str]]:
    return list(PackFiles(LAW).csv(name))


def _replaced(held: Any, path: tuple[str | int, ...], other: Any) -> Any:
    """A value with that at the end of the path replaced."""
    if not path:
        return other
    copy: Any = held.copy()
    copy[path[0]] = _replaced(held[path[0]], path[1:], other)
    return copy


def prove(asked: Asked) -> Outcome:
    """Change so many values of written rows, and as many of copied lines."""
    chance = random.Random(asked.seed)
    counts: dict[str, int] = {}
    faults: list[str] = []
    for what, sites in (("written rows", written()), ("copied lines", copied())):
        made = [one_of(sites, chance) for _ in range(asked.count)]
        missed = [f"nothing notices {change}" for change in made if not noticed(change)]
        share = 100 * (len(made) - len(missed)) // len(made)
        counts |= {f"changes of {what}": len(made), f"% of {what} noticed": share}
        if share < ENOUGH:
            faults += missed
    return Outcome("law", counts, tuple(faults))


def one_of(rows: dict[Any, list[Site]], chance: random.Random) -> Change:
    """A change that can be seen: of any row, and there of a rate, a day, a mask or a
    document, each alike likely.
    """
    while True:
        sites = rows[chance.choice(sorted(rows))]
        kind = chance.choice(sorted({site.kind for site in sites}))
        site = chance.choice([site for site in sites if site.kind == kind])
        change = law_sites.change(site, chance)
        if _seen(change):
            return change


def _seen(change: Change) -> bool:
    """Whether a pack holds a day on which the change can be seen. Many rows begin on its
    first day for want of their own.
    """
    row = law_sites.row(PackFiles(LAW), change.site)
    first, last = law_sites.days_touched(change, row)
    held = days_held()
    return row.get("act") != "none" and first <= held[1] and held[0] < last


@functools.cache
def days_held() -> tuple[datetime.date, datetime.date]:
    """The first and the last day that the pack of Kazakhstan has all rows for."""
    pack = load_pack("KZ")
    return admissibility.first_day(pack), admissibility.last_day(pack)


def written() -> dict[Any, list[Site]]:
    """The places in rows that are written one by one, by row."""
    files = PackFiles(LAW)
    found: list[Site] = []
    for name in sorted(held_lists.files_read()):
        if name.endswith(".toml"):
            found += law_sites.of_tables(files, name, TABLES)
        elif name in held_lists.WORKED:
            found += law_sites.of_lines(files, name)
    return _by_row(found)


def copied() -> dict[Any, list[Site]]:
    """The places in lines that are copied from lists of acts, by row."""
    files = PackFiles(LAW)
    names = [name for name in held_lists.names() if name.endswith(".csv")]
    lines = [law_sites.of_lines(files, name) for name in names]
    return _by_row(itertools.chain.from_iterable(lines))


def _by_row(sites: Iterable[Site]) -> dict[Any, list[Site]]:
    found: dict[Any, list[Site]] = {}
    for site in sites:
        found.setdefault(site[:3], []).append(site)
    return found


def noticed(change: Change) -> str:
    """What notices the change, `list`, `case` or `check`; empty: nothing does."""
    name = change.site.file
    held = {part: one for part, one in held_lists.known().items() if part.file == name}
    if held and held != held_lists.parts(ChangedFiles(change), name):
        return "list"
    law = casework.Law(functools.cache(lambda country: _pack(country, change)))
    cases = _likely(change)
    try:
        for case in cases:
            law.check(case)
    except (AssertionError, ValueError, LookupError, TypeError):
        return "case"
    folder = name.partition("/")[0]
    refused = check.check(law.packs("KG" if folder == "kg" else "KZ"))
    return "check" if refused else ""


def _pack(country: str, change: Change) -> Pack:
    return Pack(sources.read_sources(ChangedFiles(change), country.lower()))


def _likely(change: Change) -> list[Case]:
    """The cases whose day and goods the row is about, as it was or as it is now; those of
    its last and first days before the others.
    """
    before = law_sites.row(PackFiles(LAW), change.site)
    after = law_sites.row(ChangedFiles(change), change.site)
    first, last = law_sites.days_touched(change, before)
    masks = (*_masks(before), *_masks(after))
    country = change.site.file.partition("/")[0]
    found = []
    for _, case in casework.known():
        here = country in ("eaeu", casework.jurisdiction_of(case).lower())
        if "day" not in case or not here:
            continue
        about = not masks or any(code.startswith(masks) for code in _codes(case))
        if about and first <= case["day"] <= last:
            found.append(case)
    return sorted(found, key=lambda case: min(case["day"] - first, last - case["day"]))


def _codes(case: Case) -> list[str]:
    goods = case.get("items", [case.get("goods", case.get("moves", {}))])
    return [str(one.get("code", "")) for one in goods]


def _masks(row: Row) -> tuple[str, ...]:
    """The beginnings of codes that a row is about; none: of all."""
    alone = [row[key] for key in ("mask", "code") if row.get(key, "").isdecimal()]
    return tuple(row.get("masks", alone))
