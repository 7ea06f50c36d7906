"""The page that describes the interface to people: every operation with a line to try it."""

import html
import importlib.resources
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from openkeden.api import documented, openapi, places
from openkeden.api.route import JSON, Reply, Route

#: What the answers at the root differ by.
VARY: Final = "Accept, Accept-Language, Accept-Encoding, Authorization"

#: The page loads its style sheet and nothing else.
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)

_HEAD: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The interface of openkeden</title>
<link rel="stylesheet" href="/api/v1/style.css">
</head>
<body>
<header>
<h1>The interface of openkeden</h1>
<p>Clearance of goods for programs: file declarations, follow them and act on them, read the law
of any day, and check the ledger. Reading the law needs no key.</p>
<p>Money, rates and quantities are decimal text. Sentences come in English, Russian or Kazakh, as
<code>Accept-Language</code> says. Whatever is wrong is told at once, with what to do about it.
For programs: <a href="/api/v1/openapi.json">the same as OpenAPI 3.1</a>.</p>
</header>"""

_FOOT: Final = """<footer>Where a key is needed send <code>Authorization: Bearer KEY</code>; the
operator gives keys out.</footer>
</body>
</html>
"""

#: Where a service answers that was started on this machine.
_HERE: Final = "http://127.0.0.1:8000"


def reply(routes: Sequence[Route]) -> Reply:
    """The page with these routes."""
    headers = (("Content-Security-Policy", _POLICY), ("Vary", VARY))
    body = written(routes).encode()
    return Reply(body=body, media_type="text/html; charset=utf-8", headers=headers)


def style() -> bytes:
    """The style sheet."""
    file = importlib.resources.files("openkeden.api").joinpath("assets", "style.css")
    return file.read_bytes()


def written(routes: Sequence[Route]) -> str:
    """The page as text."""
    groups: dict[str, list[Route]] = {}
    for route in routes:
        groups.setdefault(openapi.tag(route), []).append(route)
    links = [f'<li><a href="#{_id(tag)}">{html.escape(tag)}</a></li>' for tag in groups]
    sections = [_section(tag, found) for tag, found in groups.items()]
    nav = f"<nav aria-label='Kinds of things'><ul>{''.join(links)}</ul></nav>"
    return "\n".join([_HEAD, nav, "<main>", *sections, "</main>", _FOOT])


def _id(tag: str) -> str:
    return tag.replace(" ", "-")


def _section(tag: str, routes: Sequence[Route]) -> str:
    head = f'<h2 id="{_id(tag)}">{html.escape(tag)}</h2>'
    return "\n".join([head, *map(_operation, routes)])


def _operation(route: Route) -> str:
    """An operation: what it is, how to ask for it, its parameters."""
    method = route.method.lower()
    scope = f'<span class="scope">key: {route.scope}</span>' if route.scope else ""
    head = (
        f'<h3><span class="method {method}">{route.method}</span>'
        f" <code>{html.escape(route.address)}</code>{scope}</h3>"
    )
    told = [f"<p>{html.escape(text)}</p>" for text in openapi.told(route) if text]
    parts = [head, *told, *_tried(route), _parameters(route)]
    return f"<article>{''.join(parts)}</article>"


def _tried(route: Route) -> Iterator[str]:
    """The line to try it, and for public reading the answer itself."""
    if not route.example:
        return
    address = f"{route.base}{route.example}"
    yield f'<pre tabindex="0">{html.escape(curl(route))}</pre>'
    if route.method == "GET" and route.scope is None:
        link = html.escape(address, quote=True)
        yield f'<p class="open"><a href="{link}">Open the answer</a></p>'


def curl(route: Route, host: str = _HERE) -> str:
    """The command that asks what the example of a route does."""
    parts = ["curl"]
    if route.scope is not None:
        parts.append("-H 'Authorization: Bearer KEY'")
    parts += [
        f"-H '{header}: {places.HEADERS[header].example}'" for header in route.headers
    ]
    if route.example_body is not None:
        body = msgspec.json.encode(route.example_body).decode()
        parts += [f"-H 'Content-Type: {JSON}'", f"-d '{body}'"]
    if route.media_types:
        parts.append(f"-H 'Content-Type: {route.media_types[0]}' --data-binary @FILE")
    return " ".join([*parts, f"'{host}{route.base}{route.example}'"])


def _parameters(route: Route) -> str:
    rows = [*_in_address(route), *_in_headers(route), *_of(route.query), *_of(route.takes)]
    if not rows:
        return ""
    return f"<details><summary>Parameters</summary><table>{''.join(rows)}</table></details>"


def _in_address(route: Route) -> Iterator[str]:
    for part in route.segments:
        if part.startswith("{"):
            name = part.strip("{}").removesuffix("...")
            yield _row(name, places.PLACES[name].means, needed=True)


def _in_headers(route: Route) -> list[str]:
    told: Mapping[str, places.NamedPlace] = places.HEADERS
    return [_row(name, told[name].means, needed=True) for name in route.headers]


def _of(record: type[msgspec.Struct] | None) -> Iterator[str]:
    """A row for each field of a query or a body."""
    if record is None:
        return
    said = documented.fields(record)
    for field in openapi.fields_of(record):
        yield _row(field.encode_name, said.get(field.name, ""), needed=field.required)


def _row(name: str, means: str, *, needed: bool) -> str:
    mark = ' <span class="needed">needed</span>' if needed else ""
    shown = f"<code>{html.escape(name)}</code>{mark}"
    return f"<tr><th scope='row'>{shown}</th><td>{html.escape(means)}</td></tr>"
