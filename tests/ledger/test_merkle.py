"""The tree held against the recursive definitions of RFC 6962, published roots, and every
kind of tampering.
"""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.ledger import entry, merkle
from tests.ledger import shelf
from tests.ledger.reference import Reference
from tests.ledger.shelf import LEAVES

SMALL = Reference(LEAVES[:700])
BOUNDARY = (65_535, 65_536, 65_537)

# Leaves and roots of the Certificate Transparency reference implementation, for trees of 1
# to 8 leaves.
CT_LEAVES = (
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)
CT_ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


@pytest.fixture(scope="module")
def small():
    """A shelf of 700 leaves; a smaller tree is proved from the same tiles."""
    return shelf.of(LEAVES[:700])


@pytest.fixture(scope="module")
def large():
    """A shelf over the boundary of the third level, grown in groups, with the roots on the
    way.
    """
    kept = shelf.of(LEAVES[:65_000])
    roots = {}
    for low, high in ((65_000, 65_535), (65_535, 65_536), (65_536, 65_537)):
        kept.add(LEAVES[low:high])
        roots[high] = kept.frontier.root()
    return kept, Reference(LEAVES), roots


# Roots.


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size):
    leaves = [entry.leaf_hash(bytes.fromhex(text)) for text in CT_LEAVES[:size]]
    assert merkle.root_of(leaves).hex() == CT_ROOTS[size - 1]


def test_the_empty_tree():
    assert merkle.Frontier().root() == merkle.root_of([]) == hashlib.sha256().digest()
    assert merkle.Tree(0, shelf.Shelf().read).root() == merkle.EMPTY_ROOT


def test_roots_of_every_size_to_260(small):
    frontier = merkle.Frontier()
    for size in range(261):
        assert frontier.size == size
        expected = SMALL.root(size)
        assert frontier.root() == merkle.root_of(LEAVES[:size]) == expected
        tree = merkle.Tree(size, small.read)
        assert (tree.root(), tree.frontier()) == (expected, frontier)
        assert merkle.unpack(size, frontier.packed) == frontier
        frontier = frontier.append(LEAVES[size])


@given(st.lists(st.integers(0, 300), max_size=6))
@settings(max_examples=60)
def test_growing_in_groups_gives_the_tree_grown_at_once(groups):
    groups, kept, size = groups[:], shelf.Shelf(), 0
    for group in groups:
        more = LEAVES[size : size + group]
        assert (
            merkle.tiles(size, more, kept.read)
            == merkle.grow(kept.frontier, more, kept.read)[1]
        )
        kept.add(more)
        size += group
        assert kept.frontier == merkle.Frontier().extend(LEAVES[:size])
    assert kept.tiles == shelf.of(LEAVES[:size]).tiles


def test_a_frontier_that_was_extended_still_stands():
    before = merkle.Frontier().extend(LEAVES[:5])
    packed = before.packed
    before.extend(LEAVES[5:300])
    assert (before.size, before.packed, before.root()) == (5, packed, SMALL.root(5))


@pytest.mark.parametrize(
    ("size", "packed"),
    [(1, b""), (0, bytes(32)), (3, bytes(32)), (1, bytes(31)), (2, bytes(64))],
)
def test_a_frontier_of_the_wrong_width_is_refused(size, packed):
    with pytest.raises(ValueError, match="hashes of 32 bytes"):
        merkle.unpack(size, packed)


# Tiles.


def test_tiles_hold_the_nodes_of_every_eighth_height(large):
    kept, reference, _ = large
    assert {
        (level, index): len(hashes) // 32 for (level, index), hashes in kept.tiles.items()
    } == {
        **{(0, index): 256 for index in range(256)},
        (0, 256): 1,
        (1, 0): 256,
        (2, 0): 1,
    }
    assert kept.tiles[0, 255] == b"".join(LEAVES[65_280:65_536])
    assert kept.tiles[1, 0][-32:] == reference.mth(65_280, 65_536)
    assert kept.tiles[2, 0] == reference.mth(0, 65_536)


@pytest.mark.parametrize(
    ("old", "new", "wider"),
    [
        (0, 0, []),
        (0, 1, [(0, 0, 1)]),
        (3, 200, [(0, 0, 200)]),
        (255, 256, [(0, 0, 256), (1, 0, 1)]),
        (256, 257, [(0, 1, 1)]),
        (200, 600, [(0, 0, 256), (0, 1, 256), (0, 2, 88), (1, 0, 2)]),
    ],
)
def test_growth_touches_only_what_became_wider(old, new, wider):
    kept = shelf.of(LEAVES[:old])
    assert [
        (tile.level, tile.index, tile.width) for tile in kept.add(LEAVES[old:new])
    ] == wider


def test_growth_reads_one_tile_a_level(large):
    kept, _, _ = large
    kept.reads.clear()
    merkle.grow(merkle.Tree(65_535, kept.read).frontier(), LEAVES[:2_000], kept.read)
    assert len(kept.reads) <= 2 * 3


@pytest.mark.parametrize(
    ("level", "index", "width", "path"),
    [
        (0, 0, 256, "tile/0/000"),
        (0, 67, 12, "tile/0/067.p/12"),
        (1, 1_067, 256, "tile/1/x001/067"),
        (0, 1_234_067, 1, "tile/0/x001/x234/067.p/1"),
    ],
)
def test_paths_of_tiles(level, index, width, path):
    assert merkle.Tile(level, index, bytes(32 * width)).path == path


@pytest.mark.parametrize(
    "damage", [lambda held: b"", lambda held: held[:-32], lambda held: held[:-1]]
)
def test_a_store_that_lost_hashes_is_noticed(small, damage):
    def read(level, index):
        held = small.tiles[level, index]
        return damage(held) if (level, index) == (0, 2) else held

    with pytest.raises(merkle.MissingHash, match=r"tile/0/002"):
        merkle.Tree(700, read).root()
    with pytest.raises(merkle.MissingHash):
        merkle.grow(small.frontier, LEAVES[:1], read)


# Proofs.


@pytest.mark.parametrize("size", range(1, 261))
def test_inclusion_of_every_leaf(small, size):
    tree, root = merkle.Tree(size, small.read), SMALL.root(size)
    for index in (
        range(size) if size < 70 or size > 250 else {0, 1, size // 2, size - 2, size - 1}
    ):
        path = tree.inclusion(index)
        assert path == SMALL.path(index, 0, size)
        assert merkle.verify_inclusion(LEAVES[index], index, size, path, root)


@pytest.mark.parametrize("size", range(261))
def test_consistency_with_every_older_tree(small, size):
    tree, root = merkle.Tree(size, small.read), SMALL.root(size)
    for old in (
        range(size + 1)
        if size < 70 or size > 250
        else {0, 1, size // 2, 128, size - 1, size} & set(range(size + 1))
    ):
        path = tree.consistency(old)
        assert path == (SMALL.proof(old, 0, size) if old else [])
        assert merkle.verify_consistency(old, size, SMALL.root(old), root, path)


@given(st.integers(261, 700), st.data())
@settings(max_examples=100)
def test_proofs_of_random_trees(small, size, data):
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path, proof = (
        merkle.inclusion(index, size, small.read),
        merkle.consistency(old, size, small.read),
    )
    assert path == SMALL.path(index, 0, size)
    assert proof == SMALL.proof(old, 0, size)
    assert merkle.verify_inclusion(LEAVES[index], index, size, path, SMALL.root(size))
    assert merkle.verify_consistency(old, size, SMALL.root(old), SMALL.root(size), proof)


@pytest.mark.parametrize("size", BOUNDARY)
def test_proofs_around_a_new_level(large, size):
    kept, reference, roots = large
    tree = merkle.Tree(size, kept.read)
    assert tree.root() == roots[size] == reference.root(size)
    for index in (0, 255, 256, 32_768, size - 2, size - 1):
        path = tree.inclusion(index)
        assert path == reference.path(index, 0, size)
        assert merkle.verify_inclusion(LEAVES[index], index, size, path, roots[size])
    for old in (1, 256, 32_768, 65_280, 65_534, size - 1):
        proof = tree.consistency(old)
        assert proof == reference.proof(old, 0, size)
        assert merkle.verify_consistency(old, size, reference.root(old), roots[size], proof)


def test_a_proof_reads_two_tiles_a_level_at_most(large):
    kept, _, _ = large
    kept.reads.clear()
    merkle.inclusion(30_000, 65_537, kept.read)
    assert len(kept.reads) == len(set(kept.reads)) <= 2 * 3


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_no_proof_of_a_leaf_that_is_not_there(small, index, size):
    with pytest.raises(IndexError):
        merkle.inclusion(index, size, small.read)
    assert not merkle.verify_inclusion(LEAVES[0], index, size, [], SMALL.root(size))


@pytest.mark.parametrize("old", [-1, 6])
def test_no_consistency_with_a_tree_that_is_larger(small, old):
    with pytest.raises(IndexError):
        merkle.consistency(old, 5, small.read)
    assert not merkle.verify_consistency(old, 5, SMALL.root(6), SMALL.root(5), [])


# Tampering.


@pytest.mark.parametrize(
    ("index", "size"), [(0, 260), (129, 260), (259, 260), (511, 700), (699, 700)]
)
def test_every_flipped_bit_of_an_inclusion_proof_is_refused(small, index, size):
    path, root = merkle.inclusion(index, size, small.read), SMALL.root(size)
    for altered in _flipped(path):
        assert not merkle.verify_inclusion(LEAVES[index], index, size, altered, root)
    for altered in _rearranged(path):
        assert not merkle.verify_inclusion(LEAVES[index], index, size, altered, root)
    for bit in range(256):
        assert not merkle.verify_inclusion(
            _flip(LEAVES[index], bit), index, size, path, root
        )
        assert not merkle.verify_inclusion(
            LEAVES[index], index, size, path, _flip(root, bit)
        )


@pytest.mark.parametrize(
    ("old", "size"), [(1, 260), (128, 260), (129, 260), (512, 700), (699, 700)]
)
def test_every_flipped_bit_of_a_consistency_proof_is_refused(small, old, size):
    path, before, after = (
        merkle.consistency(old, size, small.read),
        SMALL.root(old),
        SMALL.root(size),
    )
    for altered in _flipped(path):
        assert not merkle.verify_consistency(old, size, before, after, altered)
    for altered in _rearranged(path):
        assert not merkle.verify_consistency(old, size, before, after, altered)
    for bit in range(256):
        assert not merkle.verify_consistency(old, size, _flip(before, bit), after, path)
        assert not merkle.verify_consistency(old, size, before, _flip(after, bit), path)


@pytest.mark.parametrize("size", [1, 2, 7, 64, 65, 100])
def test_a_proof_is_of_one_index_only(small, size):
    tree, root = merkle.Tree(size, small.read), SMALL.root(size)
    for index in range(size):
        path = tree.inclusion(index)
        accepted = [
            one
            for one in range(size)
            if merkle.verify_inclusion(LEAVES[index], one, size, path, root)
        ]
        assert accepted == [index]


@pytest.mark.parametrize("size", [2, 7, 64, 65, 100])
def test_a_consistency_proof_is_of_one_older_tree_only(small, size):
    tree, root = merkle.Tree(size, small.read), SMALL.root(size)
    for old in range(1, size):
        path = tree.consistency(old)
        holds = [
            one
            for one in range(1, size)
            if merkle.verify_consistency(one, size, SMALL.root(old), root, path)
        ]
        assert holds == [old]


def test_an_equal_or_empty_tree_takes_no_proof():
    root = SMALL.root(5)
    assert not merkle.verify_consistency(5, 5, root, root, [root])
    assert not merkle.verify_consistency(5, 5, root, SMALL.root(6), [])
    assert not merkle.verify_consistency(0, 5, merkle.EMPTY_ROOT, root, [root])
    assert not merkle.verify_consistency(0, 5, root, root, [])
    assert not merkle.verify_consistency(3, 5, SMALL.root(3), root, [])


@given(st.integers(2, 300), st.data())
@settings(max_examples=150)
def test_every_structural_change_moves_the_root(size, data):
    first, second = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size - 1))
    leaves, root = LEAVES[:size], SMALL.root(size)
    stranger = entry.leaf_hash(b"never lodged")
    changed = {
        "delete": leaves[:first] + leaves[first + 1 :],
        "truncate": leaves[:first],
        "insert": [*leaves[:first], stranger, *leaves[first:]],
        "replace": [*leaves[:first], stranger, *leaves[first + 1 :]],
        "duplicate": [*leaves[: first + 1], *leaves[first:]],
        "duplicate the last": [*leaves, leaves[-1]],
    }
    if first != second:
        swapped = leaves[:]
        swapped[first], swapped[second] = leaves[second], leaves[first]
        changed["swap"] = swapped
    assert [
        name for name, others in changed.items() if merkle.root_of(others) == root
    ] == []


def test_a_leaf_cannot_pass_for_a_node():
    pair = LEAVES[0] + LEAVES[1]
    assert entry.leaf_hash(pair) != merkle.root_of(LEAVES[:2])
    assert not merkle.verify_inclusion(
        LEAVES[0], 0, 2, [LEAVES[1][:31]], merkle.root_of(LEAVES[:2])
    )


def _flip(hash_, bit):
    return (int.from_bytes(hash_, "big") ^ 1 << bit).to_bytes(32, "big")


def _flipped(path):
    for place, hash_ in enumerate(path):
        for bit in range(256):
            yield [*path[:place], _flip(hash_, bit), *path[place + 1 :]]


def _rearranged(path):
    for place, hash_ in enumerate(path):
        yield [*path[:place], *path[place + 1 :]]
        yield [*path[:place], hash_, *path[place:]]
        yield [*path[:place], bytes(32), *path[place:]]
        if place:
            yield [*path[: place - 1], hash_, path[place - 1], *path[place + 1 :]]
    yield [*path, bytes(32)]
    yield [b"".join(path), b""]
