"""Proofs, heads, cosignatures and tiles of ours judged by a verifier that others wrote
(aics-tlog, Python 3.12 up).
"""

import pathlib
import random

import pytest

from openkeden.ledger import checkpoint, merkle
from tests.ledger import shelf
from tests.ledger.shelf import KEY, LEAVES, ORIGIN

aics_tlog = pytest.importorskip(
    "aics_tlog", reason="pip install aics-tlog, on Python 3.12 or later"
)

from aics_tlog import note as their_note  # noqa: E402
from aics_tlog import tree as their_tree  # noqa: E402
from aics_tlog.checkpoint import checkpoint_from_note, verify_checkpoint  # noqa: E402

GOLDEN = pathlib.Path(__file__).parent.parent / "golden" / "ledger"
WITNESS = checkpoint.read_key(
    "PRIVATE+KEY+witness.example/w1+468d99bb+BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"
)


@pytest.fixture(scope="module")
def kept():
    return shelf.of(LEAVES)


def places():
    """400 (size, index, older size), the boundaries of tiles among them."""
    chance = random.Random(6962)
    sizes = [
        1,
        2,
        3,
        255,
        256,
        257,
        65_535,
        65_536,
        65_537,
        *(chance.randrange(1, 65_538) for _ in range(391)),
    ]
    return [(size, chance.randrange(size), chance.randrange(1, size + 1)) for size in sizes]


def test_our_proofs_pass_and_altered_ones_do_not(kept):
    for size, index, old in places():
        tree = merkle.Tree(size, kept.read)
        root, before = tree.root(), merkle.Tree(old, kept.read).root()
        path, proof = tree.inclusion(index), tree.consistency(old)
        assert their_tree.verify_inclusion(LEAVES[index], index, size, path, root)
        assert their_tree.verify_consistency(old, size, before, root, proof)
        for at in range(len(path)):
            bad = [*path[:at], bytes([path[at][0] ^ 1]) + path[at][1:], *path[at + 1 :]]
            for judge in (their_tree.verify_inclusion, merkle.verify_inclusion):
                assert not judge(LEAVES[index], index, size, bad, root)


def test_our_heads_keys_and_cosignatures_are_read(kept):
    text = checkpoint.cosign(shelf.head(kept), WITNESS, 1_775_000_000)
    found = verify_checkpoint(
        their_note.parse_note(text),
        their_note.parse_vkey(KEY.verifier.text),
        [their_note.parse_vkey(WITNESS.verifier.text)],
        quorum=1,
        expected_origin=ORIGIN,
        now=1_775_000_100,
    )
    assert (found.ok, found.error, found.size, found.root) == (
        True,
        None,
        65_537,
        kept.frontier.root(),
    )
    assert found.timestamps == {"witness.example/w1": 1_775_000_000}


def test_the_golden_log_has_the_root_that_others_compute():
    bodies = (GOLDEN / "entries.jsonl").read_bytes().splitlines()
    theirs = their_tree.MerkleTree(bodies)
    head, _ = checkpoint_from_note((GOLDEN / "checkpoint").read_bytes())
    assert (head.size, head.root) == (300, theirs.root())
