"""Files of papers: each lies in the folder of its installation under the SHA-256 of its
content, so that what is there is never another one.
"""

import hashlib
import pathlib
from typing import Final

from openkeden.files import whole_file

#: The folder in that of the installation.
FOLDER: Final = "papers"

#: The largest paper, in bytes.
MOST: Final = 20 * 1024 * 1024

#: What a paper may be, by how it begins.
_KINDS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"<?xml": "application/xml",
    b"\xef\xbb\xbf<?xml": "application/xml",
}
MEDIA_TYPES: Final = tuple(dict.fromkeys(_KINDS.values()))


def media_type(content: bytes) -> str:
    """What a paper is by its content; empty where it is none of what a paper may be."""
    return next((kind for begin, kind in _KINDS.items() if content.startswith(begin)), "")


def relative(sha256: bytes) -> str:
    """Where the paper of a digest lies in the folder of its installation."""
    name = sha256.hex()
    return f"{FOLDER}/{name[:2]}/{name}"


def place(home: pathlib.Path, sha256: bytes) -> pathlib.Path:
    """Where the paper of a digest lies."""
    return home / relative(sha256)


def put(home: pathlib.Path, content: bytes) -> bytes:
    """Keep a paper, synced to the disk; its digest. Raises OSError."""
    sha256 = hashlib.sha256(content).digest()
    path = place(home, sha256)
    if not path.exists():
        _make(path.parent)
        whole_file.write(path, content, private=True)
    return sha256


def read(home: pathlib.Path, sha256: bytes) -> bytes:
    """The paper of a digest. Raises OSError."""
    return place(home, sha256).read_bytes()


def digest(home: pathlib.Path, sha256: bytes) -> bytes:
    """The digest of what lies where the paper of a digest should; empty where nothing does."""
    try:
        with place(home, sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError:
        return b""


def _make(folder: pathlib.Path) -> None:
    """Make a folder of papers, and sync those that it is made in."""
    for one in (folder.parent, folder):
        if not one.is_dir():
            one.mkdir(mode=whole_file.PRIVATE_FOLDER, exist_ok=True)
            whole_file.sync_folder(one.parent)
