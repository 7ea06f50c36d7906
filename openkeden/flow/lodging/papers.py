"""Papers of declarations: what declarants send with them, each a fact that names the digest
of its file.
"""

import datetime
import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec

from openkeden.base import cases, declaration_usage, findings, service_usage
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import action_rules, lifecycle, registration
from openkeden.flow import facts, recording
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import paper_files
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.people import authority
from openkeden.store import read

#: Papers of one declaration.
_MOST: Final = 200

#: Letters of a name.
_LONGEST: Final = 200

#: How much of what is no paper is shown, in bytes.
_SHOWN: Final = 12


class SentPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper as its sender hands it in."""

    #: The code of the kind of document.
    kind: str

    #: What it is called; empty where it is called nothing.
    name: str

    #: The file.
    content: bytes


class KnownPaper(msgspec.Struct, frozen=True):
    """A paper of a declaration."""

    #: The index of its fact.
    entry: int

    #: The fact.
    fact: facts.Paper


def against(sent: SentPaper, known: KnownCase, at: Installation) -> Refused | None:
    """Everything that stands against a paper of a declaration, but for who sends it."""
    kinds = {row.code for row in at.pack.sources.lists["documents"].rows}
    asked = ", ".join(known.case.documents) or "none"
    found: list[Finding] = []
    if known.case.ended:
        found.append(_ended(known))
    if not paper_files.media_type(sent.content):
        shown = sent.content[:_SHOWN].decode("ascii", "backslashreplace")
        found.append(findings.of(declaration_usage.NO_PAPER, "body", value=repr(shown)))
    if sent.kind not in kinds:
        rule = action_rules.UNKNOWN_KIND
        found.append(findings.of(rule, "kind", value=sent.kind, asked=asked))
    if not _is_name(sent.name):
        shown = repr(sent.name[:_LONGEST])
        found.append(findings.of(declaration_usage.BAD_NAME, "name", value=shown))
    return Refused(tuple(found)) if found else None


def _ended(known: KnownCase) -> Finding:
    state = known.case.state
    return findings.of(
        cases.NOT_ALLOWED, "papers", value="paper", state=state, possible="nothing"
    )


def _is_name(name: str) -> bool:
    return name.isprintable() and len(name) <= _LONGEST and not {"/", "\\"} & set(name)


def keep(sent: SentPaper, at: Installation) -> bytes:
    """Keep the file of a paper on the disk, before a fact names it; its digest."""
    return paper_files.put(at.home, sent.content)


def record(
    sent: SentPaper, known: KnownCase, actor: str, now: datetime.datetime, at: Installation
) -> KnownPaper | Refused:
    """Record a paper whose file is kept, in the name of a person; the same one again is the
    one that is known.
    """
    sha256 = hashlib.sha256(sent.content).digest()
    with recording.act(at, now) as act:
        if isinstance(act, Refused):
            return act
        firm = known.row.declarant
        may_not = authority.authorised(actor, lifecycle.DECLARANT, now, at, firm=firm)
        if may_not is not None:
            return may_not
        before = of(known.row.registration)
        for one in before:
            if (one.fact.sha256, one.fact.kind) == (sha256, sent.kind):
                return one
        if len(before) >= _MOST:
            rule = declaration_usage.TOO_MANY_PAPERS
            return findings.refused(rule, "papers", value=len(before))
        fact = facts.Paper(
            **act.stamp(actor),
            registration=known.row.registration,
            kind=sent.kind,
            sha256=sha256,
            size=len(sent.content),
            media_type=paper_files.media_type(sent.content),
            name=sent.name,
        )
        return KnownPaper(act.append(fact), fact)


def of(number: str) -> tuple[KnownPaper, ...]:
    """The papers of a declaration, the oldest first."""
    stored = [one for one in read.entries_of(number) if one.kind == "paper"]
    found = [(one.index, facts.read(one.body)) for one in stored]
    return tuple(
        [KnownPaper(index, fact) for index, fact in found if isinstance(fact, facts.Paper)]
    )


def one_of(number: str, digest: str) -> KnownPaper | Refused:
    """A paper of a declaration by its digest in hexadecimal."""
    for one in of(number):
        if one.fact.sha256.hex() == digest:
            return one
    return findings.refused(service_usage.NOT_YOURS, "paper", what="paper", value=digest)


def content(paper: KnownPaper, at: Installation) -> bytes | Refused:
    """The file of a paper; refused where it is not there, or is another one."""
    fact = paper.fact
    try:
        body = paper_files.read(at.home, fact.sha256)
    except OSError as error:
        return registration.damaged(fact.registration, error.strerror or error)
    if hashlib.sha256(body).digest() != fact.sha256:
        return registration.damaged(fact.registration, "the file of a paper was changed")
    return body


def kinds(number: str, digests: Sequence[str]) -> tuple[str, ...] | Refused:
    """The kinds of papers of a declaration by their digests."""
    known = {one.fact.sha256.hex(): one.fact.kind for one in of(number)}
    unknown = [
        findings.of(service_usage.NOT_YOURS, "papers", what="paper", value=digest)
        for digest in digests
        if digest not in known
    ]
    if unknown:
        return Refused(tuple(unknown))
    return tuple(dict.fromkeys([known[digest] for digest in digests]))
