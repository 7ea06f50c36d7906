"""Papers of a declaration: sent by its declarant, and given back as they were sent."""

import urllib.parse

import msgspec

from openkeden.api import own
from openkeden.api.route import BASE, Asked, Declined, Reply, Route
from openkeden.base.findings import Refused
from openkeden.flow import clock
from openkeden.flow.lodging import paper_files, papers
from openkeden.flow.lodging.papers import SentPaper
from openkeden.views import paper_view


class PaperSaid(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a paper."""

    #: The code of the kind of document, box 44.
    kind: str

    #: What it is called.
    name: str = ""


def all_papers(asked: Asked) -> Reply | Refused:
    """The papers of a declaration."""
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    number = known.row.registration
    found = papers.of(number)
    return Reply(body=paper_view.each(number, found, asked.at, asked.language))


def send_paper(asked: Asked) -> Reply | Refused | Declined:
    """Send a paper for a declaration: its bytes as the body; `supply_documents` names it then."""
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    said = asked.query
    sent = SentPaper(kind=said.kind, name=said.name, content=asked.body)
    wrong = papers.against(sent, known, asked.at)
    if wrong is not None:
        return wrong
    papers.keep(sent, asked.at)
    return own.once(asked, "paper", lambda: _recorded(sent, asked))


def _recorded(sent: SentPaper, asked: Asked) -> Reply | Refused:
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    made = papers.record(sent, known, asked.caller.person, clock.now(), asked.at)
    if isinstance(made, Refused):
        return made
    view = paper_view.of(made, asked.at, asked.language)
    place = f"{BASE}/declarations/{known.row.registration}/papers/{view.sha256}"
    return Reply(body=view, status=201, headers=(("Location", place),))


def one_paper(asked: Asked) -> Reply | Refused:
    """A paper as it was sent."""
    known = own.owned(asked)
    if isinstance(known, Refused):
        return known
    paper = papers.one_of(known.row.registration, asked.path["sha256"])
    if isinstance(paper, Refused):
        return paper
    body = papers.content(paper, asked.at)
    if isinstance(body, Refused):
        return body
    name = urllib.parse.quote(paper.fact.name or paper.fact.sha256.hex(), safe="")
    headers = (
        ("Content-Disposition", f"attachment; filename*=UTF-8''{name}"),
        ("ETag", f'"{paper.fact.sha256.hex()}"'),
    )
    return Reply(body=body, media_type=paper.fact.media_type, headers=headers)


#: The digest of a paper as an example.
_EXAMPLE = "0" * 64

ROUTES = (
    Route(
        method="GET",
        path=f"{own.ONE}/papers",
        does=all_papers,
        example=f"{own.EXAMPLE}/papers",
        scope="read",
        gives=paper_view.PapersView,
    ),
    Route(
        method="POST",
        path=f"{own.ONE}/papers",
        does=send_paper,
        example=f"{own.EXAMPLE}/papers?kind=04021",
        scope="act",
        query=PaperSaid,
        media_types=paper_files.MEDIA_TYPES,
        most=paper_files.MOST,
        gives=paper_view.PaperView,
        headers=("Idempotency-Key",),
        status=201,
    ),
    Route(
        method="GET",
        path=f"{own.ONE}/papers/{{sha256}}",
        does=one_paper,
        example=f"{own.EXAMPLE}/papers/{_EXAMPLE}",
        scope="read",
        gives=paper_files.MEDIA_TYPES,
    ),
)
