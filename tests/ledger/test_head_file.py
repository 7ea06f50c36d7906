"""A file of signed heads: whole notes are found, a torn end is none."""

import io

import pytest

from openkeden.ledger import checkpoint, head_file
from tests.ledger.shelf import KEY, ORIGIN

WITNESS = checkpoint.generate("witness.example/w1", checkpoint.WITNESS)
NOTES = [
    checkpoint.sign(ORIGIN, size, bytes([size]) * 32, KEY, previous=size - 1).encode()
    for size in range(1, 6)
]
COSIGNED = checkpoint.cosign(NOTES[2].decode(), WITNESS, 7).encode()


def test_notes_one_behind_the_other():
    notes = [*NOTES[:2], COSIGNED, *NOTES[3:]]
    body = b"".join(notes)
    read = head_file.split(body)
    assert (list(read.whole), read.length) == (notes, len(body))
    assert [checkpoint.size_of(note) for note in read.whole] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("piece", [1, 7, 300, 1 << 16])
@pytest.mark.parametrize("torn", [b"", b"torn", NOTES[0][:-1]])
def test_a_file_is_read_in_pieces(monkeypatch, piece, torn):
    """A note is whole with all that signs it, wherever a piece of the file ends."""
    monkeypatch.setattr(head_file, "_PIECE", piece)
    body = b"".join([*NOTES[:2], COSIGNED, *NOTES[3:], torn])
    read = head_file.stream(io.BytesIO(body + NOTES[0]), len(body))
    assert list(read) == list(head_file.split(body).whole)


def test_every_cut_loses_the_last_note_alone():
    body = b"".join(NOTES)
    last = len(body) - len(NOTES[-1])
    for cut in range(last, len(body)):
        read = head_file.split(body[:cut])
        assert (list(read.whole), read.length) == (NOTES[:-1], last), cut


@pytest.mark.parametrize(
    "junk", [b"", b"\n", b"\n\n\n", b"junk", b"junk\n\n", b"\x00" * 99]
)
def test_what_is_no_note(junk):
    assert head_file.split(junk) == head_file.Notes((), 0)
    read = head_file.split(NOTES[0] + junk)
    assert (read.whole, read.length) == ((NOTES[0],), len(NOTES[0]))


def test_a_head_names_the_one_before_it():
    opened = checkpoint.open_note(NOTES[3], [KEY.verifier])
    assert (opened.size, opened.previous) == (4, 3)
    alone = checkpoint.sign(ORIGIN, 4, bytes(32), KEY)
    assert checkpoint.open_note(alone, [KEY.verifier]).previous is None


@pytest.mark.parametrize("told", ["-1", "03", "x", "", " 3"])
def test_a_head_before_it_is_a_plain_number(told):
    text = f"{ORIGIN}\n4\n{checkpoint.print_base64(bytes(32))}\nprevious {told}\n"
    with pytest.raises(checkpoint.BadNote):
        checkpoint.open_note(checkpoint.sign_note(text, KEY), [KEY.verifier])


@pytest.mark.parametrize("note", ["", "a\n\n— x AAAA\n", "a\nb\n\n— x AAAAAAAA\n"])
def test_a_note_without_a_size(note):
    with pytest.raises(checkpoint.BadNote):
        checkpoint.size_of(note)
