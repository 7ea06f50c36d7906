"""Archives: what we write is read again, and everything else is refused before it can do
harm.
"""

import hashlib
import io
import pathlib
import tarfile

import pytest

from openkeden.files import archive


def unpack(body: bytes, folder: pathlib.Path) -> list[archive.ArchivedFile]:
    return list(archive.unpack(io.BytesIO(body), len(body), folder))


def packed(**files: bytes) -> bytes:
    stream = io.BytesIO()
    for name, body in files.items():
        archive.add(stream, name, io.BytesIO(body), len(body))
    archive.end(stream)
    return stream.getvalue()


LONG = "law/0001-" + "ж" * 110 + ".toml"


def test_what_is_added_comes_out_and_any_tar_reads_it(tmp_path):
    files = {"a": b"1", LONG: b"22", "empty": b"", "large": bytes(3 * archive.CHUNK + 7)}
    body = packed(**files)
    found = unpack(body, tmp_path)
    assert {one.name: one.size for one in found} == {
        name: len(given) for name, given in files.items()
    }
    for one in found:
        assert (tmp_path / one.name).read_bytes() == files[one.name]
        assert one.sha256 == hashlib.sha256(files[one.name]).hexdigest()
        assert (tmp_path / one.name).stat().st_mode & 0o077 == 0
    with tarfile.open(fileobj=io.BytesIO(body)) as tar:
        assert tar.getnames() == list(files)


def test_a_file_that_is_shorter_than_told_is_an_error():
    with pytest.raises(archive.BadArchive, match="cut short"):
        archive.add(io.BytesIO(), "a", io.BytesIO(b"12"), 3)


NAMES = [
    "/etc/x",
    "../x",
    "a/../../x",
    "a//b",
    "./a",
    "a/.",
    "",
    "a\\b",
    "a\nb",
    "a\x1bb",
    "a/" * 9 + "b",
    "a/" + "b" * 2000,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_is_neither_written_nor_read(tmp_path, name):
    if "b" * 2000 not in name:
        with pytest.raises(archive.BadArchive):
            archive.add(io.BytesIO(), name, io.BytesIO(), 0)
    with pytest.raises(archive.BadArchive):
        unpack(member(name), tmp_path / "folder")
    assert list(tmp_path.iterdir()) == []


def member(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, **more) -> bytes:
    """A tar with one member, as somebody else would make it."""
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    for field, value in more.items():
        setattr(info, field, value)
    return info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)


@pytest.mark.parametrize(
    "kind",
    [
        tarfile.SYMTYPE,
        tarfile.LNKTYPE,
        tarfile.CHRTYPE,
        tarfile.BLKTYPE,
        tarfile.DIRTYPE,
        tarfile.FIFOTYPE,
        tarfile.CONTTYPE,
        tarfile.AREGTYPE,
        tarfile.GNUTYPE_SPARSE,
        tarfile.GNUTYPE_LONGLINK,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        b"7",
        b"?",
    ],
)
def test_what_is_no_plain_file_is_refused(tmp_path, kind):
    with pytest.raises(archive.BadArchive):
        unpack(member("a", kind, linkname="/etc/passwd"), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_link_that_a_later_file_would_be_written_through(tmp_path):
    """The first member is refused, so that there is no second one."""
    link = member("a", tarfile.SYMTYPE, linkname=str(tmp_path / "out"))[:-1024]
    with pytest.raises(archive.BadArchive, match="plain file"):
        unpack(link + member("a/b"), tmp_path / "folder")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [1025, 10**9, 10**13, 2**60, -1])
def test_a_file_larger_than_the_archive_is_refused_before_it_is_read(tmp_path, size):
    with pytest.raises(archive.BadArchive, match="larger"):
        unpack(member("a", size=size), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("twice", [("a", "a"), ("a", "a/b"), ("a/b", "a")])
def test_a_name_twice_is_refused(tmp_path, twice):
    body = b"".join([member(name)[:512] for name in twice]) + bytes(1024)
    with pytest.raises(archive.BadArchive, match="twice"):
        unpack(body, tmp_path)


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    body = packed(**{str(number): b"" for number in range(3)})
    assert len(unpack(body, tmp_path / "some")) == 3
    more = packed(**{str(number): b"" for number in range(4)})
    with pytest.raises(archive.BadArchive, match="more than 3"):
        unpack(more, tmp_path / "more")


def test_no_cut_and_no_flipped_bit_between_the_files_comes_out_as_whole(tmp_path):
    body = packed(a=b"x" * 600, b=b"y")
    for length in range(0, len(body) - 1024, 97):
        with pytest.raises(archive.BadArchive):
            unpack(body[:length], tmp_path / str(length))
    data = {*range(512, 512 + 600), 512 + 1024 + 512}
    for place in {*range(0, len(body), 7)} - data:
        broken = bytearray(body)
        broken[place] ^= 0x40
        with pytest.raises(archive.BadArchive):
            unpack(bytes(broken), tmp_path / f"flipped-{place}")


@pytest.mark.parametrize("body", [b"", b"no tar at all", bytes(511), b"\xff" * 512])
def test_what_is_no_archive_is_refused(tmp_path, body):
    with pytest.raises(archive.BadArchive):
        unpack(body, tmp_path)
