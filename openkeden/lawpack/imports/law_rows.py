"""The judgement on a file of rows of law, by itself and merged with the rows of a pack.

All findings at once; an installation imports all of a file or nothing of it.
"""

from collections.abc import Iterable, Iterator

import msgspec

from openkeden.base import bounded, findings
from openkeden.lawpack.imports import imported_files, local_rows
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import check

#: The largest file, in bytes.
MAX_BYTES = 16 * 1024 * 1024

#: Letters of a reason that are shown.
_REASON = 300

M1 = findings.Rule(
    number="M.1",
    message="{value} is not a row of law that can be imported: {reason}.",
    fix="Write it in one of the layouts that `keden law import --help` shows.",
)
M2 = findings.Rule(
    number="M.2",
    message="{value} was already imported with different content.",
    fix="An imported file never changes: give this one another name with --as.",
)
M3 = findings.Rule(
    number="M.3",
    message="{value} is not a gap of the law pack.",
    fix="Name in `closes` gaps by their keys; `keden law audit` lists them.",
)
RULES = (M1, M2, M3)


class JudgedRows(msgspec.Struct, frozen=True):
    """What became of a file.

    Its findings, the pack's rows with its own merged, and the gaps that these close.
    """

    findings: tuple[findings.Finding, ...]
    merged: local_rows.MergedRows
    closes: tuple[str, ...] = ()

    @property
    def refused(self) -> bool:
        return findings.refuses(list(self.findings))

    @property
    def moves(self) -> bool:
        """Whether anything differs from what was held."""
        return bool(self.merged.added or self.closes)


def judge(body: bytes, pack: Pack) -> JudgedRows:
    """Read a file of rows and judge them, alone and merged, by the rules of `keden law
    check`.
    """
    if len(body) > MAX_BYTES:
        return _too_large(body, pack)
    rows = local_rows.read(body)
    merged = local_rows.merge(pack.sources, rows)
    gaps = {gap.key for gap in pack.gaps}
    breaches = bounded.FindingList()
    breaches.add(_unreadable(rows))
    if merged.added or not merged.known:
        breaches.add(_no_gaps(rows, gaps))
    breaches.add(_new(check.check(pack), check.check(Pack(merged.sources))))
    closes = tuple([key for key in rows.closes if key in gaps])
    return JudgedRows(breaches.told(), merged, closes)


def _too_large(body: bytes, pack: Pack) -> JudgedRows:
    reason = f"a file has at most {MAX_BYTES} bytes"
    breach = findings.of(M1, "file", value=f"{len(body)} bytes", reason=reason)
    return JudgedRows((breach,), local_rows.MergedRows(pack.sources, (), (), 0))


def _unreadable(rows: local_rows.LocalRows) -> Iterator[findings.Finding]:
    for row in rows.unreadable:
        value = bounded.beginning(row.value)
        reason = bounded.beginning(row.reason.rstrip("."), _REASON)
        yield findings.of(M1, bounded.beginning(row.where), value=value, reason=reason)


def _no_gaps(rows: local_rows.LocalRows, gaps: set[str]) -> Iterator[findings.Finding]:
    """What the file closes and is not a gap of the pack."""
    for key in rows.closes:
        if key not in gaps:
            value = bounded.beginning(key)
            yield findings.of(M3, local_rows.CLOSES, value=value)


def _new(
    before: list[findings.Finding], after: list[findings.Finding]
) -> list[findings.Finding]:
    """The findings about the merged pack that were not there before."""
    old = {_place(breach) for breach in before}
    return [breach for breach in after if _place(breach) not in old]


def _place(breach: findings.Finding) -> tuple[str, str, str]:
    return breach.rule, breach.path, breach.args["value"]


def named(
    judged: JudgedRows, name: str, kept: Iterable[imported_files.ImportedFile]
) -> JudgedRows:
    """The same judgement, with a finding when another file has this name already."""
    breaches = (*judged.findings, *name_taken(judged, name, kept))
    return msgspec.structs.replace(judged, findings=breaches)


def name_taken(
    judged: JudgedRows, name: str, kept: Iterable[imported_files.ImportedFile]
) -> list[findings.Finding]:
    """That another file has this name already."""
    if not judged.moves or all(file.name != name for file in kept):
        return []
    return [findings.of(M2, "name", value=name)]
