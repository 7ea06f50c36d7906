"""The Merkle tree of RFC 6962 over SHA-256: its roots, the tiles to keep, and short proofs.

Every hash is 32 bytes. A node of `height` h and `index` i is the root of the complete
subtree over the 2**h leaves from i * 2**h. Only such nodes are kept, in the tiles of
https://c2sp.org/tlog-tiles: the tile of `level` L and `index` N holds the up to 256 nodes
of height 8 * L from 256 * N. A tile is rewritten as it fills and never changes what it
held.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Sequence

import msgspec

HASH_BYTES = 32
TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT

#: Root of the tree without leaves: SHA-256 of nothing.
EMPTY_ROOT = hashlib.sha256().digest()

#: Gives all hashes of the tile (level, index) in one piece; nothing where there is no such
#: tile.
ReadTile = Callable[[int, int], bytes]

_sha256 = hashlib.sha256


class MissingHash(LookupError):
    """A tile lacks a hash that a ledger of this size must have.

    Either the store is damaged or the size is wrong.
    """

    def __init__(self, level: int, index: int) -> None:
        super().__init__(f"tile {path_of(level, index)} lacks hashes")
        self.level, self.index = level, index


class Tile(msgspec.Struct, frozen=True, gc=False):
    """The hashes of one tile in one piece, 32 to 8,192 bytes."""

    level: int
    index: int
    hashes: bytes

    @property
    def width(self) -> int:
        """How many hashes the tile holds, 1 to 256."""
        return len(self.hashes) // HASH_BYTES

    @property
    def path(self) -> str:
        """Where a static mirror of the ledger keeps this tile."""
        return path_of(self.level, self.index, self.width)


class Frontier(msgspec.Struct, frozen=True):
    """All that is needed to append.

    Frontiers are values: growing gives a new one, and the old one still holds when the
    transaction around it fails.
    """

    size: int = 0
    #: The root of a complete subtree for each binary one in the size, the largest subtree
    #: first.
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if len(self.hashes) != self.size.bit_count() or any(
            len(one) != HASH_BYTES for one in self.hashes
        ):
            raise ValueError(
                f"a frontier of {self.size} leaves has {self.size.bit_count()} hashes"
                " of 32 bytes"
            )

    def append(self, leaf_hash: bytes) -> "Frontier":
        """The frontier after one more leaf."""
        return self.extend((leaf_hash,))

    def extend(self, leaves: Sequence[bytes]) -> "Frontier":
        """The frontier after these leaf hashes."""
        return _rise(self, leaves)[0]

    def root(self) -> bytes:
        """The root of the tree, 32 bytes."""
        return _fold(self.hashes)

    @property
    def packed(self) -> bytes:
        """The hashes in one piece; `unpack` is the inverse."""
        return b"".join(self.hashes)


def unpack(size: int, packed: bytes) -> Frontier:
    """The frontier of `size` leaves from its packed hashes.

    Raises ValueError when the two do not fit.
    """
    return Frontier(size, tuple(_split(packed)))


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return Frontier().extend(leaves).root()


def grow(
    frontier: Frontier, leaves: Sequence[bytes], read_tile: ReadTile
) -> tuple[Frontier, list[Tile]]:
    """Append leaf hashes: the frontier after them, and every tile that is new or has become
    wider.

    `read_tile` is asked for what the right-most tiles held before, once a level at most.
    Raises MissingHash.
    """
    after, rows = _rise(frontier, leaves)
    found: list[Tile] = []
    for level, row in enumerate(rows[::TILE_HEIGHT]):
        found += _tiles_of(level, frontier.size >> TILE_HEIGHT * level, row, read_tile)
    return after, found


def tiles(old_size: int, leaves: Sequence[bytes], read_tile: ReadTile) -> list[Tile]:
    """Every tile that is new or wider after appending `leaves` to a ledger of `old_size`.

    The ledger is known by its tiles alone.
    """
    return grow(Tree(old_size, read_tile).frontier(), leaves, read_tile)[1]


def inclusion(index: int, size: int, read_tile: ReadTile) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size` leaves: see `Tree.inclusion`."""
    return Tree(size, read_tile).inclusion(index)


def consistency(old_size: int, size: int, read_tile: ReadTile) -> list[bytes]:
    """The proof that the first `old_size` leaves begin the first `size`: see
    `Tree.consistency`.
    """
    return Tree(size, read_tile).consistency(old_size)


class Tree:
    """The tree of the first `size` leaves, read from tiles. Each tile is read and hashed
    once.

    One Tree proves a whole group of entries: the first proof costs a few tiles, its
    neighbours a few look-ups.
    """

    def __init__(self, size: int, read_tile: ReadTile) -> None:
        self.size = size
        self._read_tile = read_tile
        self._pyramids: dict[tuple[int, int], list[list[bytes]]] = {}
        self._ragged: dict[int, bytes] = {}

    def root(self) -> bytes:
        """The root, 32 bytes."""
        return self._span(0, self.size)

    def frontier(self) -> Frontier:
        """The frontier of this tree."""
        return Frontier(
            self.size, tuple(self._node(*place) for place in _places(0, self.size))
        )

    def inclusion(self, index: int) -> list[bytes]:
        """The audit path of leaf `index`, its sibling first (RFC 6962 section 2.1.1).

        Raises IndexError, MissingHash.
        """
        if not 0 <= index < self.size:
            raise IndexError(f"no leaf {index} among {self.size}")
        path, low, high = [], 0, self.size
        while high - low > 1:
            middle = low + _split_at(high - low)
            if index < middle:
                path.append(self._span(middle, high))
                high = middle
            else:
                path.append(self._span(low, middle))
                low = middle
        return path[::-1]

    def consistency(self, old_size: int) -> list[bytes]:
        """The proof that the first `old_size` leaves begin this tree (RFC 6962 section
        2.1.2).

        Empty when old_size is 0 or the size itself. Raises IndexError and MissingHash.
        """
        if not 0 <= old_size <= self.size:
            raise IndexError(f"no tree of {old_size} leaves in one of {self.size}")
        if old_size in (0, self.size):
            return []
        path, low, high, known = [], 0, self.size, True
        while high != old_size:
            middle = low + _split_at(high - low)
            if old_size <= middle:
                path.append(self._span(middle, high))
                high = middle
            else:
                path.append(self._span(low, middle))
                low, known = middle, False
        if not known:
            path.append(self._span(low, high))
        return path[::-1]

    def _span(self, low: int, high: int) -> bytes:
        """The hash over the leaves from `low` to before `high`, a span of the recursion."""
        width = high - low
        if width & (width - 1) == 0 and width:
            return self._node(width.bit_length() - 1, low // width)
        if low not in self._ragged:  # only spans that end with the tree are not complete
            self._ragged[low] = _fold([self._node(*place) for place in _places(low, high)])
        return self._ragged[low]

    def _node(self, height: int, index: int) -> bytes:
        level, inner = divmod(height, TILE_HEIGHT)
        tile, offset = divmod(index, TILE_WIDTH >> inner)
        row = self._pyramid(level, tile)[inner]
        if offset >= len(row):
            raise MissingHash(level, tile)
        return row[offset]

    def _pyramid(self, level: int, index: int) -> list[list[bytes]]:
        """The hashes of a tile and of the seven heights above them."""
        known = self._pyramids.get((level, index))
        if known is None:
            packed = self._read_tile(level, index)
            if len(packed) % HASH_BYTES:
                raise MissingHash(level, index)
            known = [_split(packed)]
            for _ in range(1, TILE_HEIGHT):
                known.append(_parents(known[-1]))
            self._pyramids[level, index] = known
        return known


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether `path` proves the leaf hash at `index` of the tree with this size and root.

    RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size or not _hashes(path):
        return False
    here, last, found = index, size - 1, leaf_hash
    for hash_ in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = _parent(hash_, found)
            here, last = _past_zeros(here, last)
        else:
            found = _parent(found, hash_)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def verify_consistency(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether `path` proves that the tree of `old_size` begins the tree of `new_size`.

    RFC 9162 section 2.1.4.2. The empty tree begins every tree, and a tree itself; both
    proofs are empty.
    """
    if not 0 <= old_size <= new_size or not _hashes(path):
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    if old_size & (old_size - 1) == 0:
        path = [old_root, *path]
    return bool(path) and _climb(old_size, new_size, path) == (old_root, new_root)


def path_of(level: int, index: int, width: int = TILE_WIDTH) -> str:
    """Where a static mirror keeps a tile.

    As `tile/0/x001/067`, and `tile/0/x001/067.p/12` while it is only 12 hashes wide.
    """
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.append(f"x{index % 1000:03}")
    partial = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(groups))}{partial}"


def _climb(
    old_size: int, new_size: int, path: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Both roots as the path gives them; None when it is too long or too short."""
    here, last = old_size - 1, new_size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    old = new = path[0]
    for hash_ in path[1:]:
        if last == 0:
            return None
        if here & 1 or here == last:
            old, new = _parent(hash_, old), _parent(hash_, new)
            here, last = _past_zeros(here, last)
        else:
            new = _parent(new, hash_)
        here, last = here >> 1, last >> 1
    return (old, new) if last == 0 else None


def _past_zeros(here: int, last: int) -> tuple[int, int]:
    """Go up while the node is an only child at the right edge."""
    while here and not here & 1:
        here, last = here >> 1, last >> 1
    return here, last


def _rise(
    frontier: Frontier, leaves: Sequence[bytes]
) -> tuple[Frontier, list[list[bytes]]]:
    """The frontier after these leaves, and for each height the nodes that they completed."""
    waiting, edge, rows = list(frontier.hashes), [], []
    row, size = list(leaves), frontier.size
    while row:
        rows.append(row)
        if size & 1:
            row = [waiting.pop(), *row]
        if len(row) & 1:
            edge.append(row[-1])
        row, size = _parents(row), size >> 1
    return Frontier(frontier.size + len(leaves), (*waiting, *reversed(edge))), rows


def _tiles_of(
    level: int, start: int, row: Sequence[bytes], read_tile: ReadTile
) -> Iterable[Tile]:
    """The tiles of a level that hold the new nodes `row`, the first of them at index
    `start`.
    """
    index, held = divmod(start, TILE_WIDTH)
    before = read_tile(level, index)[: held * HASH_BYTES] if held else b""
    if len(before) != held * HASH_BYTES:
        raise MissingHash(level, index)
    for cut in range(-held, len(row), TILE_WIDTH):
        yield Tile(level, index, before + b"".join(row[max(cut, 0) : cut + TILE_WIDTH]))
        index, before = index + 1, b""


def _parents(row: Sequence[bytes]) -> list[bytes]:
    """The parents of neighbours; a last one without a neighbour has none yet."""
    return [
        _sha256(b"\x01" + left + right).digest()
        for left, right in zip(row[::2], row[1::2], strict=False)
    ]


def _parent(left: bytes, right: bytes) -> bytes:
    return _sha256(b"\x01" + left + right).digest()


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The root over complete subtrees, the largest first."""
    if not hashes:
        return EMPTY_ROOT
    return functools.reduce(lambda right, left: _parent(left, right), reversed(hashes))


def _places(low: int, high: int) -> list[tuple[int, int]]:
    """The complete subtrees that make up the leaves from `low` to before `high`, largest
    first.

    Each as (height, index).
    """
    found = []
    while low < high:
        height = (high - low).bit_length() - 1
        found.append((height, low >> height))
        low += 1 << height
    return found


def _split_at(width: int) -> int:
    """The largest power of two below `width`, which is above 1."""
    return 1 << (width - 1).bit_length() - 1


def _split(packed: bytes) -> list[bytes]:
    return [
        packed[start : start + HASH_BYTES] for start in range(0, len(packed), HASH_BYTES)
    ]


def _hashes(path: Sequence[bytes]) -> bool:
    return all(len(one) == HASH_BYTES for one in path)
