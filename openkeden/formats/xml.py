"""Parse XML from strangers safely, and read an element as texts by path.

The order is the safe one: size, hardened parser, no document type declaration; only then
content.
"""

import collections
from collections.abc import Iterator
from typing import Final

from lxml import etree

from openkeden.base import bounded, findings
from openkeden.formats import rules, shape
from openkeden.formats.message import MARK, Limits


def parse(body: bytes, root: str, limits: Limits) -> etree._Element | findings.Finding:
    """The root element of the document, which must be named `root`, or one finding."""
    if len(body) > limits.message_bytes:
        return findings.of(
            rules.TOO_LONG_MESSAGE, "", value=len(body), limit=limits.message_bytes
        )
    tags = body.count(b"<")
    if tags > 2 * limits.elements:
        return findings.of(rules.XML_ELEMENTS, "", value=tags, limit=limits.elements)
    try:
        element = etree.fromstring(body.removeprefix(MARK).lstrip(), _parser())
    except etree.XMLSyntaxError as error:
        return _syntax(error)
    except (ValueError, LookupError) as error:
        return findings.of(rules.UNREADABLE, "", value=shape.shown(str(error)))
    return _refused(element, root) or _miscoded(element, body) or element


def _parser() -> etree.XMLParser:
    """A parser for one document: it reads no entity, no network, no file, and no huge text."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _syntax(error: etree.XMLSyntaxError) -> findings.Finding:
    line, column = error.position
    place = f"line {line}, column {column}"
    return findings.of(
        rules.XML_SYNTAX, place, value=place, reason=shape.shown(str(error.msg))
    )


def _refused(element: etree._Element, root: str) -> findings.Finding | None:
    info = element.getroottree().docinfo
    if info.doctype or info.internalDTD is not None:
        return findings.of(
            rules.XML_DOCTYPE, "line 1", value=shape.shown(info.doctype or "<!DOCTYPE>")
        )
    name = etree.QName(element).localname
    if name != root:
        return findings.of(rules.XML_ROOT, "line 1", value=shape.shown(name), expected=root)
    return None


def twice(root: etree._Element, repeated: frozenset[str]) -> tuple[findings.Finding, ...]:
    """Every element below the root that stands twice in one place, unless its path is one of
    those that may be `repeated`; and every text that elements part.

    Two readers of such a document need not read the same.
    """
    wrong = bounded.FindingList()
    _twice(root, "", "", repeated, wrong)
    return wrong.told()


def _twice(
    element: etree._Element,
    above: str,
    place: str,
    repeated: frozenset[str],
    wrong: bounded.FindingList,
) -> None:
    """Look below an element; `place` is its path with the numbers of repeated ones."""
    first: dict[str, etree._Element] = {}
    turns: collections.Counter[str] = collections.Counter()
    for child in element:
        name = etree.QName(child).localname
        path, said = above + name.lower(), place + name
        if len(path) > LONGEST_PATH:
            continue
        known = first.setdefault(path, child)
        if path in repeated:
            turns[path] += 1
            said = f"{said}[{turns[path]}]"
        elif known is not child:
            wrong.add([_stands_twice(said, known, child)])
        _twice(child, f"{path}/", f"{said}/", repeated, wrong)
    if first:
        _parted(element, place, wrong)


def _stands_twice(
    path: str, known: etree._Element, child: etree._Element
) -> findings.Finding:
    return findings.of(
        rules.XML_TWICE,
        f"line {child.sourceline}",
        value=shape.shown(path),
        first=known.sourceline,
        line=child.sourceline,
    )


def _parted(element: etree._Element, above: str, wrong: bounded.FindingList) -> None:
    """Text that stands beside elements, where nobody looks for it."""
    texts = [element.text, *[child.tail for child in element]]
    beside = "".join([text for text in texts if text]).strip()
    if beside:
        wrong.add(
            [
                findings.of(
                    rules.XML_PARTED,
                    f"line {element.sourceline}",
                    value=shape.shown(beside),
                    element=shape.shown(above.rstrip("/") or "the root"),
                )
            ]
        )


def _miscoded(element: etree._Element, body: bytes) -> findings.Finding | None:
    """A document in UTF-8 that says to be in another encoding: its letters would change."""
    declared = element.getroottree().docinfo.encoding or "UTF-8"
    if declared.upper().startswith("UTF") or body.isascii():
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return findings.of(rules.XML_MISCODED, "line 1", value=shape.shown(declared))


#: Letters of the longest path that is looked at; the longest of ours has about a hundred.
LONGEST_PATH: Final = 400


class Branch:
    """An element as a table: the text at each path below it, and the repeated parts by
    name.

    Paths are in lower case, for versions and countries differ in that; blanks and `<null/>`
    are not text. What stands below a path that is longer than any of ours is left out.
    """

    def __init__(
        self, element: etree._Element, parts: frozenset[str] = frozenset()
    ) -> None:
        self.line = element.sourceline or 0
        self.texts: dict[str, str] = {}
        self.parts: dict[str, list[etree._Element]] = {name: [] for name in parts}
        for child in element:
            self._take(child, "")

    def _take(self, element: etree._Element, above: str) -> None:
        path = above + etree.QName(element).localname.lower()
        if len(path) > LONGEST_PATH:
            return
        if path in self.parts:
            self.parts[path].append(element)
            return
        text = " ".join((element.text or "").split())
        if text:
            self.texts.setdefault(path, text)
        for child in element:
            self._take(child, f"{path}/")

    def __call__(self, path: str) -> str:
        """The text at a path, empty when there is none."""
        return self.texts.get(path, "")

    def each(self, name: str, parts: frozenset[str] = frozenset()) -> Iterator["Branch"]:
        """The repeated parts of this name, in order."""
        return (Branch(element, parts) for element in self.parts[name])
