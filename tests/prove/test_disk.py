"""The model of a disk: what was synced stays, of the rest anything may be found, and no
more.
"""

import random

import pytest

from prove import disk
from prove.tracing import Step


def step(kind, path="a", data=b"", offset=0, inode=1):
    return Step(kind, inode, offset, path, data)


def found(folder, names, *steps, times=300):
    """All that cuts after these steps may leave."""
    model = disk.Disk(folder, names)
    for one in steps:
        model.do(one)
    draw = random.Random(1)
    cuts = [model.after_a_cut(draw) for _ in range(times)]
    return {tuple(sorted(cut.items())) for cut in cuts}


CREATED = (step("create"), step("write", data=b"x" * 1024))


@pytest.mark.parametrize("names", [disk.STRICT, disk.EXT4])
def test_what_was_synced_stays(tmp_path, names):
    sync = (step("sync"), step("sync", str(tmp_path), inode=9))
    assert found(tmp_path, names, *CREATED, *sync) == {(("a", b"x" * 1024),)}


def test_a_name_is_lost_without_a_sync_of_its_folder(tmp_path):
    kept, lost = (("a", b"x" * 1024),), ()
    assert found(tmp_path, disk.STRICT, *CREATED, step("sync")) == {kept, lost}
    assert found(tmp_path, disk.EXT4, *CREATED, step("sync")) == {kept}


def test_each_sector_is_kept_lost_or_torn(tmp_path):
    (tmp_path / "a").write_bytes(b"o" * 1024)
    inode = (tmp_path / "a").stat().st_ino
    cuts = found(
        tmp_path, disk.EXT4, step("write", data=b"n" * 1024, inode=inode), times=3000
    )
    bodies = {body for ((_, body),) in cuts}
    old, new = b"o" * 512, b"n" * 512
    assert {old + old, old + new, new + old, new + new} <= bodies
    assert any(0 < body[:512].count(b"n") < 512 for body in bodies)
    for body in bodies:
        assert body[:512].lstrip(b"n").strip(b"o") == b""
        assert body[512:].lstrip(b"n").strip(b"o") == b""


def test_a_length_may_come_before_its_content(tmp_path):
    cuts = found(tmp_path, disk.EXT4, *CREATED)
    assert (("a", bytes(1024)),) in cuts
    assert (("a", b""),) in cuts


def test_a_rename_replaces_whole_or_not_at_all(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    steps = [
        step("create", "b", inode=77),
        step("write", "b", b"new", inode=77),
        step("sync", "b", inode=77),
        step("rename", "b", str(tmp_path / "a").encode()),
    ]
    cuts = [dict(cut) for cut in found(tmp_path, disk.STRICT, *steps)]
    assert {cut["a"] for cut in cuts} == {b"old", b"new"}
    assert all(cut.get("b", b"new") == b"new" for cut in cuts)


def test_files_go_with_their_folder_and_shared_memory_is_gone(tmp_path):
    steps = [
        step("mkdir", "law"),
        step("create", "law/a"),
        step("sync", "law/a"),
        step("sync", "law", inode=8),
        step("create", "b-shm", inode=5),
    ]
    cuts = found(tmp_path, disk.STRICT, *steps)
    assert cuts == {(), (("law/a", b""),)}


def test_an_image_is_laid_out_alone(tmp_path):
    folder = tmp_path / "cut"
    disk.lay_out({"home/a": b"1"}, folder)
    disk.lay_out({"home/law/b": b"2"}, folder)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["b"]
