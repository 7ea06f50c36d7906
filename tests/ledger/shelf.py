"""A ledger kept in memory as the store keeps it: bodies, the frontier, and tiles that only
ever widen.
"""

from openkeden.ledger import checkpoint, entry, merkle, proof

ORIGIN = "keden.example/log"
KEY = checkpoint.read_key(
    "PRIVATE+KEY+keden.example/log+21e7955b+AQABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"
)
LEAVES = [entry.leaf_hash(b"fact %d" % index) for index in range(65_537)]


class Shelf:
    def __init__(self):
        self.frontier, self.tiles, self.reads = merkle.Frontier(), {}, []

    def read(self, level, index):
        self.reads.append((level, index))
        return self.tiles.get((level, index), b"")

    def add(self, leaves):
        self.frontier, wider = merkle.grow(self.frontier, leaves, self.read)
        self.keep(wider)
        return wider

    def keep(self, wider):
        for tile in wider:
            before = self.tiles.get((tile.level, tile.index), b"")
            assert tile.hashes.startswith(before)
            assert len(tile.hashes) > len(before)
            self.tiles[tile.level, tile.index] = tile.hashes


def of(leaves):
    shelf = Shelf()
    shelf.add(leaves)
    return shelf


def head(shelf, key=KEY):
    return checkpoint.sign(ORIGIN, shelf.frontier.size, shelf.frontier.root(), key)


def receipt(shelf, index, body, key=KEY):
    path = merkle.inclusion(index, shelf.frontier.size, shelf.read)
    return proof.write(proof.Receipt(index, tuple(path), head(shelf, key), body))
