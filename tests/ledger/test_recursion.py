"""The definition of RFC 6962 in the package gives what the one of the tests gives, and what
the tree that grows gives.
"""

import pytest

from openkeden.ledger import merkle, recursion
from tests.ledger.reference import Reference
from tests.ledger.shelf import LEAVES

SIZES = [*range(70), 255, 256, 257, 511, 1000, 65_535, 65_537]


def test_every_root_is_the_same_three_ways():
    ours, theirs = recursion.Leaves(LEAVES), Reference(LEAVES)
    for size in SIZES:
        assert ours.root(size) == theirs.root(size), size
        assert ours.root(size) == merkle.root_of(LEAVES[:size]), size


def test_it_shares_no_code_with_the_tree_that_grows():
    assert not hasattr(recursion, "merkle")
    modules = [
        value for value in vars(recursion).values() if type(value).__name__ == "module"
    ]
    assert [module.__name__ for module in modules] == ["hashlib"]


@pytest.mark.parametrize("size", [-1, 4])
def test_no_root_beyond_the_leaves(size):
    with pytest.raises(IndexError):
        recursion.Leaves(LEAVES[:3]).root(size)
