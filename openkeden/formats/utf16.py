"""UTF-16 turned into UTF-8 while it is read, as spreadsheets save "Unicode text".

What is no UTF-16 becomes bytes that are no UTF-8 either, and is refused where it stands.
"""

import codecs
import io
from typing import BinaryIO, Final

_MARKS: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
#: Bytes that are turned at a time.
_PART: Final = 65536
_WRONG: Final = "keden.half_a_pair"
#: What stands for bytes that are no text: half of a pair, which UTF-8 does not know.
_HALF: Final = "\udfff"


def is_utf16(head: bytes) -> bool:
    """Whether an input that begins so is a text in UTF-16: by its mark, or by its empty
    bytes. XML names its encoding itself.
    """
    marked = head[:2] in _MARKS
    if b"<" in (head[2:4] if marked else head[:2]):
        return False
    return marked or _without_mark(head) != ""


def as_utf8(head: bytes, rest: BinaryIO) -> BinaryIO:
    """The bytes of the same text in UTF-8, of an input whose `head` is read already."""
    encoding = _MARKS.get(head[:2]) or _without_mark(head)
    begun = head[2:] if head[:2] in _MARKS else head
    return io.BufferedReader(_Turned(begun, rest, encoding))


def _without_mark(head: bytes) -> str:
    """The encoding of an input whose first two letters are Latin ones of two bytes each."""
    first, second = head[:2], head[2:4]
    if len(second) < 2:
        return ""
    if first[0] and second[0] and not (first[1] or second[1]):
        return "utf-16-le"
    if first[1] and second[1] and not (first[0] or second[0]):
        return "utf-16-be"
    return ""


def _half_a_pair(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return _HALF, error.end


codecs.register_error(_WRONG, _half_a_pair)


class _Turned(io.RawIOBase):
    """The text in UTF-8, a part at a time."""

    def __init__(self, begun: bytes, rest: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._begun, self._rest = begun, rest
        self._decoder = codecs.getincrementaldecoder(encoding)(_WRONG)
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            part, self._begun = self._begun or self._rest.read(_PART), b""
            self._ended = not part
            text = self._decoder.decode(part, final=self._ended)
            self._ready = text.encode("utf-8", "surrogatepass")
        given = self._ready[: len(buffer)]
        buffer[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)
