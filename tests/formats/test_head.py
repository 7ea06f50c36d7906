"""Wherever the beginning that tells the format is cut, the input is read as if it were not:
between any two kinds of signs that meet.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator

import msgspec
import pytest

from openkeden import formats
from openkeden.filing import declaration
from openkeden.formats import jsonl, table
from tests import support
from tests.formats import messages

MARK = b"\xef\xbb\xbf"
HEAD = formats.Source.HEAD
SAD = (messages.GOLDEN / "sad.xml").read_bytes()

Filler = Callable[[int], bytes]


def _long() -> declaration.Filing:
    """Several items, with every sign that may mislead, and letters of two, three and four
    bytes.
    """
    text = 'Үлгі "50; 50,\t{€} [№ 7]: 𐍈'
    items = [support.item(number=number, description=text) for number in range(1, 4)]
    return support.filing(items=tuple(items), items_total=3, signatory="Ә. Үлгі")


LONG, NEXT = _long(), support.filing(reference="A-2")
LINE, NEXT_LINE = jsonl.write([LONG, NEXT])


def _cut(body: bytes, place: int, filler: Filler) -> Iterator[bytes]:
    """The body filled at a place so that the head ends at each of the `_borders` after it,
    in turn.
    """
    before, after = body[:place], body[place:]
    most = HEAD - len(before)
    for border in _borders(after):
        if border <= most:
            yield before + filler(most - border) + after


def _borders(body: bytes) -> list[int]:
    """Where each kind of sign meets each other kind that follows it in the body: for the
    first time, in the middle and for the last time.
    """
    met: dict[tuple[bytes, bytes], list[int]] = {}
    for border in range(len(body) + 1):
        pair = _kind(body[border - 1 : border]), _kind(body[border : border + 1])
        met.setdefault(pair, []).append(border)
    chosen: set[int] = set()
    for same in met.values():
        chosen.update((same[0], same[len(same) // 2], same[-1]))
    return sorted(chosen)


def _kind(sign: bytes) -> bytes:
    """One for all letters, one for all digits, one for the bytes that begin a letter of so
    many, one for those that go on; every other sign is a kind of its own.
    """
    if not sign or sign.isascii():
        return b"a" if sign.isalpha() else b"0" if sign.isdigit() else sign
    begins = sign[0] >= 0xC0
    return bytes([sign[0] & 0xF0]) if begins else b"\x80"


def _answers(body: bytes) -> list[declaration.Filing]:
    answers = messages.read(body)
    assert all(isinstance(answer, formats.Received) for answer in answers), answers
    return [answer.filing for answer in answers]


def _blank(size: int) -> bytes:
    return b" " * size


def test_the_cut_meets_every_kind_of_sign() -> None:
    bodies = list(_cut(LINE, 1, _blank))
    assert min([len(body) for body in bodies]) >= HEAD
    met = {body[HEAD - 1 : HEAD + 1] for body in bodies}
    kinds = {_kind(bytes([byte])) for byte in LINE}
    assert {_kind(pair[:1]) for pair in met} == kinds | {b" "}
    assert set(b'{}[],:"\\') <= set(b"".join(kinds))
    assert {b"\xc0", b"\xd0", b"\xe0", b"\xf0"} & kinds >= {b"\xd0", b"\xe0", b"\xf0"}
    assert len(_borders(LINE)) > 100


FIRST_LINES = [(b"", 0), (b"", 1), (MARK, 1), (b"", LINE.index(b'"number":3'))]


@pytest.mark.parametrize(("mark", "place"), FIRST_LINES)
def test_first_line(place: int, mark: bytes) -> None:
    for body in _cut(mark + LINE, len(mark) + place, _blank):
        assert _answers(body + NEXT_LINE) == [LONG, NEXT]


@pytest.mark.parametrize(("mark", "ending"), [(b"", b"\r\n"), (MARK, b"\n")])
def test_first_line_after_blank_lines(mark: bytes, ending: bytes) -> None:
    lines = (b" " * 100 + ending) * HEAD
    for body in _cut(mark + LINE, len(mark), lambda size: lines[len(lines) - size :]):
        first, second = messages.read(body + NEXT_LINE)
        assert (first.filing, second.filing) == (LONG, NEXT)
        number = body.count(b"\n")
        assert first.where == f"line {number}"


@pytest.mark.parametrize("end", [b"", b"\r\n"])
def test_first_line_alone(end: bytes) -> None:
    for body in _cut(LINE.rstrip(), 1, _blank):
        assert _answers(body + end) == [LONG]


def test_first_line_beyond_the_limit_stops_no_other() -> None:
    """It is cut by the limit; what it is cut after does not make one document of all lines."""
    limits = formats.Limits(message_bytes=len(NEXT_LINE))
    for border in _borders(LINE):
        blanks = b" " * (HEAD + limits.message_bytes - border)
        line = LINE[:1] + blanks + LINE[1:]
        first, second = messages.read(line + NEXT_LINE, limits)
        assert [finding.rule for finding in first.findings] == ["F.4"]
        assert (second.filing, second.where) == (NEXT, "line 2")


def _pretty(*opening: str) -> bytes:
    """A document of several lines, whose first line holds the values named."""
    tree = json.loads(LINE)
    first = {name: tree.pop(name) for name in opening}
    begun = json.dumps(first, ensure_ascii=False)[:-1]
    other = json.dumps(tree, ensure_ascii=False, indent=1)[1:]
    return f"{begun},{other}".encode()


@pytest.mark.parametrize("opening", [("reference",), ("items",), ("declarant", "items")])
def test_document_whose_first_line_is_long(opening: tuple[str, ...]) -> None:
    document = _pretty(*opening)
    assert document.count(b"\n") > 10
    for body in _cut(document, 1, _blank):
        (answer,) = messages.read(body)
        assert (answer.filing, answer.where) == (LONG, "document")


def test_document() -> None:
    document = json.dumps(json.loads(LINE), ensure_ascii=False, indent=2).encode()
    for body in _cut(document, 1, lambda size: b"\n" * size):
        assert _answers(body) == [LONG]


@pytest.mark.parametrize("indent", [None, 1])
def test_list(indent: int | None) -> None:
    trees = [json.loads(LINE), json.loads(NEXT_LINE)]
    listed = json.dumps(trees, ensure_ascii=False, indent=indent).encode()
    begun = listed.index(b'"number": 2')
    for body in _cut(MARK + listed[:begun], len(MARK) + 1, _blank):
        assert _answers(body + listed[begun:]) == [LONG, NEXT]


def test_xml() -> None:
    """The cut in the XML declaration and the first elements, of many lines and of one."""
    filing, begun = messages.filing(SAD), 120
    for document in (SAD, SAD.replace(b"\n", b" ")):
        for place in (
            0,
            len(b"<?xml"),
            document.index(b"?>"),
            document.index(b"<ASYCUDA>"),
        ):
            for body in _cut(MARK + document[:begun], len(MARK) + place, _blank):
                assert _answers(body + document[begun:]) == [filing]


def _table(order: int, delimiter: str) -> bytes:
    """A table whose header begins (1) or ends (-1) with the reference."""
    body = b"".join(table.write([LONG, NEXT])).decode()
    rows = [row[::order] for row in csv.reader(io.StringIO(body, newline=""))]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


@pytest.mark.parametrize(("order", "delimiter"), [(1, ","), (-1, ";"), (1, "\t")])
def test_header(order: int, delimiter: str) -> None:
    body = _table(order, delimiter)
    header, _, rows = body.partition(b"\n")
    name = header.partition(delimiter.encode())[0]
    for place in (len(name), len(header.rstrip())):
        for cut in _cut(MARK + header + b"\n", len(MARK) + place, _blank):
            assert _answers(cut + rows) == [LONG, NEXT]


def test_rows() -> None:
    """The head cut within the rows: they are read as they come, and decide nothing."""
    body = _table(1, ";")
    place = body.index(b";")
    for cut in _cut(body, place, _blank):
        assert _answers(cut) == [LONG, NEXT]


@pytest.mark.parametrize("letter", ["Ж", "€", "𐍈"])
def test_prose_is_of_unknown_format_wherever_a_letter_is_cut(letter: str) -> None:
    for shift in range(8):
        for size in (3, HEAD, 2 * HEAD):
            body = b"x" * shift + b"\n" + (letter * size).encode()
            assert messages.refused(body) == [("F.3", "")]
            (finding,) = messages.one(body).findings
            assert "\\ufffd" not in finding.args["value"]


@pytest.mark.parametrize("body", [b"\xff", b"ab\xd0", b"please\xe2\x82"])
def test_wrong_bytes_are_named_up_to_the_end(body: bytes) -> None:
    assert messages.refused(body) == [("F.2", "")]


@pytest.mark.parametrize("size", [1, HEAD - 1, HEAD, HEAD + 1, 5 * HEAD])
@pytest.mark.parametrize("blank", [b" ", b"\n"])
def test_blanks_alone_are_empty(size: int, blank: bytes) -> None:
    assert messages.refused(blank * size) == [("F.1", "")]


class Endless(io.RawIOBase):
    """A pipe that gives so many blanks, then one line again and again."""

    def __init__(self, blanks: int, line: bytes) -> None:
        self.blanks, self.body, self.given = blanks, line, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:
        piece = self.body if self.given >= self.blanks else b"\n" * HEAD
        self.given += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


def test_a_pipe_of_blanks_is_given_up_at_the_limit() -> None:
    stream = Endless(1000 * HEAD, NEXT_LINE)
    limits = formats.Limits(message_bytes=10 * HEAD)
    (answer,) = formats.read(io.BufferedReader(stream, HEAD), limits)
    assert [finding.rule for finding in answer.findings] == ["F.1"]
    assert stream.given < 20 * HEAD


def test_the_first_line_after_blanks_is_answered_as_it_comes() -> None:
    stream = Endless(2 * HEAD, NEXT_LINE)
    answer = next(formats.read(io.BufferedReader(stream, HEAD)))
    assert answer.filing == NEXT
    assert stream.given < 6 * HEAD


def test_many_blank_lines_are_passed_in_time_with_their_number() -> None:
    """Each line is taken from the head without copying the rest: else this takes minutes."""
    (answer,) = messages.read(b"\n" * 400_000 + msgspec.json.encode(NEXT))
    assert (answer.filing, answer.where) == (NEXT, "line 400001")


@pytest.mark.parametrize("most", [1, 7, 4000, HEAD, 10_000])
def test_a_source_gives_what_its_stream_would(most: int) -> None:
    body = b"\n\n" + b"x" * (HEAD + 10) + b"\nab\n" + LINE
    source, stream = formats.Source(io.BytesIO(body), len(body)), io.BytesIO(body)
    for _ in range(5):
        assert source.line(most) == stream.readline(most)
    assert source.rest(most) == stream.read(most)
