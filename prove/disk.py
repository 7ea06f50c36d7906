"""Model of a disk that loses power: what was synced stays, of the rest anything may.

Each 512-byte sector of a write that no sync followed is kept, lost or torn; a file may have
got its length before its content. Names that no sync followed are kept up to one of them.
"""

import os
import pathlib
import random
import shutil
from collections.abc import Mapping

import msgspec

from prove.tracing import Step

SECTOR = 512

#: Folders as POSIX promises: a name is kept when its folder was synced. Or as ext4 does: a
#: sync of any file keeps all names before it.
STRICT, EXT4 = "strict", "ext4"

#: What becomes of the writes of a file that were not synced.
_FATES = ("lost", "kept", "begun", "sectors", "torn", "length")


class _File:
    """A file: what is safe, and what was written since."""

    def __init__(self, safe: bytes = b"") -> None:
        self.safe = safe
        self.since: list[tuple[int, bytes | None]] = []

    def sync(self) -> None:
        if self.since:
            content = bytearray(self.safe)
            for offset, data in self.since:
                _apply(content, offset, data)
            self.safe, self.since = bytes(content), []

    def after_a_cut(self, draw: random.Random) -> bytes:
        """What may be found of it when the power comes back."""
        if not self.since:
            return self.safe
        fate = draw.choice(_FATES)
        content = bytearray(self.safe)
        if fate == "lost":
            return self.safe
        if fate == "length":
            return _lengthened(content, self.since)
        begun = draw.randrange(len(self.since) + 1) if fate == "begun" else None
        for offset, data in self.since[:begun]:
            if fate in ("kept", "begun") or data is None:
                _apply(content, offset, data)
            else:
                _scatter(content, offset, data, draw, torn=fate == "torn")
        return bytes(content)


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    """Write, or cut to a length where there is nothing to write."""
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    if data is None:
        del content[offset:]
    else:
        content[offset : offset + len(data)] = data


def _lengthened(content: bytearray, since: list[tuple[int, bytes | None]]) -> bytes:
    """The length is there, the content is not: it reads as zeros."""
    for offset, data in since:
        length = offset + len(data or b"")
        if len(content) < length:
            content.extend(bytes(length - len(content)))
    return bytes(content)


def _scatter(
    content: bytearray, offset: int, data: bytes, draw: random.Random, *, torn: bool
) -> None:
    """Write some of the sectors, in any order; a torn one in part."""
    share = draw.random()
    start = 0
    while start < len(data):
        end = min(len(data), (offset + start) // SECTOR * SECTOR + SECTOR - offset)
        if draw.random() < share:
            stop = draw.randrange(start, end + 1) if torn else end
            if stop > start:
                _apply(content, offset + start, data[start:stop])
        start = end


class _Name(msgspec.Struct, frozen=True):
    """A change of names that may be lost: `path` names a file or none, `old` goes."""

    path: str
    file: _File | None
    old: str = ""

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


#: What stands under the name of a folder.
_FOLDER = _File()


class Disk:
    """A disk below one folder, step by step; names begin in that folder."""

    def __init__(self, start: pathlib.Path, names: str) -> None:
        """Begin with what lies in a folder, all of it safe."""
        self.names = names
        self._root = str(start)
        self._safe: dict[str, _File] = {"": _FOLDER}
        self._inodes: dict[int, _File] = {}
        self._since: list[_Name] = []
        for path in sorted(start.rglob("*")):
            name = str(path.relative_to(start))
            if path.is_file():
                file = self._inodes[path.stat().st_ino] = _File(path.read_bytes())
                self._safe[name] = file
            else:
                self._safe[name] = _FOLDER
        self._now = dict(self._safe)

    def do(self, step: Step) -> None:
        """Do one step."""
        if step.kind == "create":
            file = self._inodes[step.inode] = _File()
            self._name(_Name(step.path, file))
        elif step.kind == "write":
            self._inodes[step.inode].since.append((step.offset, step.data))
        elif step.kind == "truncate":
            self._inodes[step.inode].since.append((step.offset, None))
        elif step.kind == "sync":
            self._sync(step)
        elif step.kind in ("rename", "link"):
            other = os.fsdecode(step.data).removeprefix(f"{self._root}/")
            old = step.path if step.kind == "rename" else ""
            self._name(_Name(other, self._now[step.path], old))
        elif step.kind == "unlink":
            self._name(_Name(step.path, None))
        elif step.kind == "mkdir":
            self._name(_Name(step.path, _FOLDER))

    def _name(self, change: _Name) -> None:
        _rename(self._now, change)
        self._since.append(change)

    def _sync(self, step: Step) -> None:
        """Make a file safe, or the names in a folder."""
        folder = self._now.get(step.path) is _FOLDER or step.path == self._root
        if not folder and step.inode in self._inodes:
            self._inodes[step.inode].sync()
        path = "" if step.path == self._root else step.path
        kept: list[_Name] = []
        for change in self._since:
            if self.names == EXT4 or (folder and change.folder == path):
                _rename(self._safe, change)
            else:
                kept.append(change)
        self._since = kept

    def after_a_cut(self, draw: random.Random) -> dict[str, bytes]:
        """The files that may be found when the power comes back, by name.

        What lay in shared memory alone is gone.
        """
        names = dict(self._safe)
        folders = sorted({change.folder for change in self._since})
        limit = draw.randrange(len(self._since) + 1)
        limits = dict.fromkeys(folders, limit)
        if self.names == STRICT:
            limits |= {name: draw.randrange(len(self._since) + 1) for name in folders}
        for number, change in enumerate(self._since):
            if number < limits[change.folder]:
                _rename(names, change)
        found: dict[_File, bytes] = {}
        images: dict[str, bytes] = {}
        for name, file in sorted(names.items()):
            if file is _FOLDER or name.endswith("-shm"):
                continue
            if names.get(name.rpartition("/")[0]) is _FOLDER:
                if file not in found:
                    found[file] = file.after_a_cut(draw)
                images[name] = found[file]
        return images


def _rename(names: dict[str, _File], change: _Name) -> None:
    """Let a change of names come true."""
    if change.old:
        names.pop(change.old, None)
    if change.file is None:
        names.pop(change.path, None)
    else:
        names[change.path] = change.file


def lay_out(images: Mapping[str, bytes], folder: pathlib.Path) -> None:
    """Write files into a folder, which holds nothing else afterwards."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, body in images.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
