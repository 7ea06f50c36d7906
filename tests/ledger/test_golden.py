"""A small log on disk, as a static mirror would show it: built again here to the byte, and
read by its files alone.
"""

import pathlib

import pytest

from openkeden.ledger import checkpoint, entry, merkle, proof
from tests.ledger import shelf

GOLDEN = pathlib.Path(__file__).parent.parent / "golden" / "ledger"
ROOT = "c6080c2ea866a7f4ce074050dd5ad5158974ff8846c4cd7639479147b7f9fa52"
RECEIPTS = (0, 41, 255, 299)


def bodies():
    """300 facts: lodgings, of which every seventh is refused, with a name that is not
    ASCII.
    """
    for index in range(300):
        kind = "refusal" if index % 7 == 6 else "lodging"
        fact = {
            "kind": kind,
            "reference": f"G-{index:03}",
            "declarant": "Қорғас ЖШС",
            "payable": str(index * 1_001),
        }
        yield entry.canonical(fact)


def built():
    """Every file of the mirror by its path."""
    facts = list(bodies())
    kept = shelf.of([entry.leaf_hash(body) for body in facts])
    tiles = [
        merkle.Tile(level, index, hashes) for (level, index), hashes in kept.tiles.items()
    ]
    return {
        "entries.jsonl": b"".join(body + b"\n" for body in facts),
        "checkpoint": shelf.head(kept).encode(),
        "log.vkey": f"{shelf.KEY.verifier.text}\n".encode(),
        **{tile.path: tile.hashes for tile in tiles},
        **{
            f"{index}{proof.SUFFIX}": shelf.receipt(kept, index, facts[index]).encode()
            for index in RECEIPTS
        },
    }


def on_disk():
    return {
        str(path.relative_to(GOLDEN)): path.read_bytes()
        for path in GOLDEN.rglob("*")
        if path.is_file()
    }


def test_the_log_is_built_again_to_the_byte():
    assert built() == on_disk()


def test_its_root_and_tiles():
    leaves = [
        entry.leaf_hash(body)
        for body in (GOLDEN / "entries.jsonl").read_bytes().splitlines()
    ]
    head = checkpoint.open_note((GOLDEN / "checkpoint").read_bytes(), [trusted()])
    assert (head.origin, head.size, head.root.hex()) == (shelf.ORIGIN, 300, ROOT)
    assert merkle.root_of(leaves) == head.root
    files = {(0, 0): "tile/0/000", (0, 1): "tile/0/001.p/44", (1, 0): "tile/1/000.p/1"}
    assert (
        merkle.Tree(
            300, lambda level, index: (GOLDEN / files[level, index]).read_bytes()
        ).root()
        == head.root
    )


@pytest.mark.parametrize("index", RECEIPTS)
def test_its_receipts(index):
    found = proof.verify((GOLDEN / f"{index}{proof.SUFFIX}").read_bytes(), trusted().text)
    assert (found.index, found.body) == (
        index,
        (GOLDEN / "entries.jsonl").read_bytes().splitlines()[index],
    )


def trusted():
    return checkpoint.read_verifier((GOLDEN / "log.vkey").read_text().rstrip("\n"))
