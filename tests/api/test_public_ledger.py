"""The ledger over HTTP: files that a client of such logs follows, proofs, receipts."""

import pytest

from openkeden.flow.ledger import receipts
from openkeden.ledger import checkpoint, entry, merkle
from openkeden.store import read
from tests import founded

#: The addresses of the files, as they are named without a version and with one.
BASES = ["", "/api/v1"]


@pytest.fixture
def filled(at):
    """Facts for more than a tile of leaves."""
    filings = [founded.lentils(f"L-{number}") for number in range(300)]
    founded.lodge_all(at, *filings)
    return at


class Follower:
    """A client that knows nothing but the public key and the files."""

    def __init__(self, http, base):
        self._http, self._base = http, base
        self._verifier = checkpoint.read_verifier(
            http.get("/ledger/key").body.decode().strip()
        )

    def get(self, path):
        reply = self._http.ask("GET", path, base=self._base)
        assert reply.status == 200, path
        return reply

    def head(self):
        note = self.get("/ledger/checkpoint").body
        return checkpoint.open_note(note, [self._verifier])

    def tree(self, size):
        def tile(level, index):
            nodes = size >> merkle.TILE_HEIGHT * level
            width = min(nodes - index * merkle.TILE_WIDTH, merkle.TILE_WIDTH)
            return self.get(f"/ledger/{merkle.path_of(level, index, width)}").body

        return merkle.Tree(size, tile)


@pytest.mark.parametrize("base", BASES)
def test_a_client_of_such_logs_can_follow_it(filled, http, base):
    follower = Follower(http, base)
    before = follower.head()
    assert before.size > merkle.TILE_WIDTH
    assert follower.tree(before.size).root() == before.root
    founded.lodge_one(filled, founded.lentils("later"))
    after = follower.head()
    path = follower.tree(after.size).consistency(before.size)
    assert after.size > before.size
    assert merkle.verify_consistency(before.size, after.size, before.root, after.root, path)


def test_a_full_tile_never_changes_and_another_is_kept_shortly(filled, http):
    full = http.get("/ledger/tile/0/000")
    assert len(full.body) == merkle.TILE_WIDTH * merkle.HASH_BYTES
    assert full.headers["Cache-Control"].endswith("immutable")
    part = http.get("/ledger/tile/0/001.p/3")
    assert len(part.body) == 3 * merkle.HASH_BYTES
    assert part.headers["Cache-Control"].endswith("max-age=60")
    assert http.get("/ledger/checkpoint").headers["Cache-Control"] == "no-cache"


def test_proofs_prove_what_they_say(filled, http):
    head = Follower(http, "").head()
    found = http.get("/ledger/proofs/inclusion?entry=7").json
    path = [bytes.fromhex(one) for one in found["path"]]
    leaf = entry.leaf_hash(read.entries([7])[7].body)
    root = bytes.fromhex(found["root"])
    assert (found["size"], root) == (head.size, head.root)
    assert merkle.verify_inclusion(leaf, 7, head.size, path, root)
    grown = http.get("/ledger/proofs/consistency?from=5&to=200").json
    early = bytes.fromhex(http.get("/ledger/proofs/inclusion?entry=0&size=5").json["root"])
    late = bytes.fromhex(grown["root"])
    path = [bytes.fromhex(one) for one in grown["path"]]
    assert merkle.verify_consistency(5, 200, early, late, path)


def test_nothing_of_what_facts_say_is_public(filled, http):
    for place in ("000", "000.p/1", "x001/000"):
        reply = http.ask("GET", f"/ledger/tile/entries/{place}", base="")
        assert (reply.status, reply.json["findings"][0]["rule"]) == (404, "U.213")


def test_a_receipt_is_verified_by_the_key_of_its_ledger(filled, http):
    receipt = receipts.of(7)
    proved = http.post("/receipts/verify", {"receipt": receipt}).json
    assert (proved["ok"], proved["index"]) == (True, 7)
    altered = http.post(
        "/receipts/verify", {"receipt": receipt.replace("index 7", "index 8")}
    )
    assert (altered.status, altered.json["ok"]) == (200, False)
    other = checkpoint.generate("other.example/log").verifier.text
    unknown = http.post("/receipts/verify", {"receipt": receipt, "key": other})
    assert unknown.json["ok"] is False


@pytest.mark.parametrize("key", ["/etc/passwd", "log.vkey", "x+1+y", "\0", "é"])
def test_a_key_is_text_and_never_a_file_of_the_service(filled, http, key):
    sent = {"receipt": receipts.of(0), "key": key}
    reply = http.post("/receipts/verify", sent)
    assert (reply.status, reply.json["findings"][0]["rule"]) == (422, "U.9")


def test_the_status_says_how_far_the_ledger_has_come(filled, http):
    head, told = Follower(http, "").head(), http.get("/status").json
    assert (told["status"], told["size"], told["root"]) == (
        "up",
        head.size,
        head.root.hex(),
    )
