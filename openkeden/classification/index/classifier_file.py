"""The file of a model of classification: a line with the digest, then a head in JSON and the
sections with the numbers of the postings.

Reading it runs nothing that stands in it; a byte that was changed is seen.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.classification.index import classifier_rules, postings
from openkeden.classification.index.classifier_model import (
    FORM,
    ClassifierHead,
    ClassifierModel,
)
from openkeden.classification.index.parts import Part, PartHead
from openkeden.classification.index.postings import Postings
from openkeden.classification.reading.vocabulary import GoodsVocabulary

_HEAD: Final = b"openkeden classifier "
_DIGEST_LETTERS: Final = 64

#: The bytes of the largest file that is read.
LARGEST: Final = 256 * 2**20

#: Sections begin at whole multiples of so many bytes.
_STEP: Final = 8

_HEADING, _SUBHEADING = 4, 6

#: The section of the words that texts are read by.
_VOCABULARY: Final = "vocabulary"


class _Form(msgspec.Struct, frozen=True):
    """What is looked at before the rest of a head."""

    form: int


def written(model: ClassifierModel) -> bytes:
    """The file of a model: equal models give equal bytes."""
    sections = dict(_sections(model))
    head = ClassifierHead(
        form=FORM,
        card=model.card,
        headings=model.headings,
        subheadings=model.subheadings,
        others=tuple(sorted(model.others)),
        parts=tuple([part.head for part in model.parts]),
        joins=model.joins,
        calibrations=model.calibrations,
        sections=tuple([(name, len(data)) for name, data in sections.items()]),
    )
    told = _padded(msgspec.json.encode(head, order="deterministic"))
    body = b"".join([b"%015d\n" % len(told), told, *map(_padded, sections.values())])
    return b"%s%s\n%s" % (_HEAD, digest_of(body), body)


def digest(data: bytes) -> str:
    """The digest that the first line of a file names, in hexadecimal."""
    return data[len(_HEAD) : len(_HEAD) + _DIGEST_LETTERS].decode("ascii", "replace")


def read(
    data: bytes, name: str, *, looked_through: bool = False
) -> ClassifierModel | Refused:
    """The model that a file holds; `name` is how findings call it. The numbers of one that
    was looked through before, as its digest tells, are not looked through again.
    """
    if len(data) > LARGEST:
        most = LARGEST // 2**20
        return findings.refused(classifier_rules.TOO_BIG, "model", value=name, most=most)
    if not data.startswith(_HEAD):
        return findings.refused(classifier_rules.NO_MODEL, "model", value=name)
    begin = len(_HEAD) + _DIGEST_LETTERS + 1
    body = memoryview(data)[begin:]
    if data[:begin] != b"%s%s\n" % (_HEAD, digest_of(body)):
        return findings.refused(classifier_rules.ALTERED, "model", value=name)
    try:
        return _read(body, name, looked_through=looked_through)
    except (msgspec.MsgspecError, KeyError, ValueError) as error:
        reason = str(error)
        return findings.refused(
            classifier_rules.UNSOUND, "model", value=name, reason=reason
        )


def _read(
    body: memoryview, name: str, *, looked_through: bool
) -> ClassifierModel | Refused:
    """Raises what msgspec does, KeyError or ValueError where the parts do not fit."""
    line = 16
    size = int(bytes(body[:line]))
    told = body[line : line + size]
    form = msgspec.json.decode(told, type=_Form).form
    if form != FORM:
        return findings.refused(
            classifier_rules.OTHER_FORM, "model", value=name, form=form, known=FORM
        )
    head = msgspec.json.decode(told, type=ClassifierHead)
    _fit(head)
    sections = _cut(head, body[line + size :])
    parts = [_part(one, sections) for one in head.parts]
    if not looked_through:
        for part in parts:
            _look_through(head, part)
    vocabulary = msgspec.msgpack.decode(sections.pop(_VOCABULARY), type=GoodsVocabulary)
    return ClassifierModel(
        card=head.card,
        headings=head.headings,
        subheadings=head.subheadings,
        others=frozenset(head.others),
        vocabulary=vocabulary,
        parts=tuple(parts),
        joins=head.joins,
        calibrations=head.calibrations,
        further=sections,
    )


def _fit(head: ClassifierHead) -> None:
    """Raises ValueError where codes or joins are wanting."""
    headings = frozenset(head.headings)
    for code in head.subheadings:
        if code[:_HEADING] not in headings:
            raise ValueError(f"it has no heading of {code}")
    for digits in (_HEADING, _SUBHEADING):
        if not any(one.digits == digits and not one.language for one in head.joins):
            raise ValueError(f"nothing joins the signs at {digits} digits")


def _cut(head: ClassifierHead, data: memoryview) -> dict[str, memoryview]:
    """The sections by name. Raises ValueError where the file is not as long as they are."""
    found, at = {}, 0
    for name, size in head.sections:
        found[name] = data[at : at + size]
        at += size + -size % _STEP
    if at != len(data):
        raise ValueError(f"it has {len(data)} bytes of sections, not {at}")
    return found


def _part(one: PartHead, sections: dict[str, memoryview]) -> Part:
    """Take the sections of a part out of those there are."""
    named = {kind: sections.pop(f"{one.name}.{kind}") for kind in postings.KINDS}
    held = Postings.read(named)
    lines = postings.numbers(sections.pop(f"{one.name}.classes"), "H")
    return Part(one, held, lines)


def _look_through(head: ClassifierHead, part: Part) -> None:
    """Raises ValueError where a number of a part names a document or a code that is not
    there.
    """
    held = part.postings
    codes = len(head.headings if part.head.digits == _HEADING else head.subheadings)
    documents = len(held.lengths)
    if part.head.unit == "line":
        fits = len(part.classes) == documents and max(part.classes, default=0) < codes
    else:
        fits = not len(part.classes) and documents <= codes
    if not fits or max(held.owners, default=0) >= max(documents, 1):
        raise ValueError(f"the documents of {part.head.name} do not fit its codes")


def _sections(model: ClassifierModel) -> Iterator[tuple[str, bytes]]:
    encoded = msgspec.msgpack.encode(model.vocabulary, order="deterministic")
    yield _VOCABULARY, encoded
    for part in model.parts:
        held: Mapping[str, bytes] = part.postings.written()
        for kind, data in held.items():
            yield f"{part.head.name}.{kind}", data
        yield f"{part.head.name}.classes", postings.section("H", part.classes)
    for name, further in model.further.items():
        yield name, bytes(further)


def _padded(data: bytes) -> bytes:
    return data + b" " * (-len(data) % _STEP)


def digest_of(body: bytes | memoryview) -> bytes:
    """The digest of all that follows the first line."""
    return hashlib.sha256(body).hexdigest().encode()
