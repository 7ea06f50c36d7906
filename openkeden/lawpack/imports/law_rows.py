"""The judgement on a file of rows of law, by itself and merged with the rows of a pack.

All findings at once; an installation imports all of a file or nothing of it.
"""

from collections.abc import Iterable

import msgspec

from openkeden.base import findings
from openkeden.lawpack.imports import imported_files, local_rows
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import check

#: The largest file, in bytes.
MAX_BYTES = 16 * 1024 * 1024

M1 = findings.Rule(
    number="M.1",
    message="{value} is not a row of law that can be imported: {reason}.",
    fix="Write it in one of the layouts of docs/law-import.md.",
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
        reason = f"a file has at most {MAX_BYTES} bytes"
        nothing = local_rows.MergedRows(pack.sources, (), (), 0)
        return JudgedRows(
            (findings.of(M1, "file", value=f"{len(body)} bytes", reason=reason),), nothing
        )
    given = local_rows.read(body)
    found = [
        findings.of(M1, one.where, value=one.value, reason=one.reason.rstrip("."))
        for one in given.unreadable
    ]
    merged = local_rows.merge(pack.sources, given)
    gaps = {gap.key for gap in pack.gaps}
    if merged.added or not merged.known:
        found += [
            findings.of(M3, local_rows.CLOSES, value=key)
            for key in given.closes
            if key not in gaps
        ]
    before = {(one.rule, one.path, one.args["value"]) for one in check.check(pack)}
    after = check.check(Pack(merged.sources))
    found += [one for one in after if (one.rule, one.path, one.args["value"]) not in before]
    return JudgedRows(
        tuple(found), merged, tuple([key for key in given.closes if key in gaps])
    )


def named(
    given: JudgedRows, name: str, kept: Iterable[imported_files.ImportedFile]
) -> JudgedRows:
    """The same judgement, with a finding when another file has this name already."""
    if not given.moves or all(one.name != name for one in kept):
        return given
    return msgspec.structs.replace(
        given, findings=(*given.findings, findings.of(M2, "name", value=name))
    )
