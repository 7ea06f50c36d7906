"""The long lists of the law are as they were last read by somebody."""

import pytest

from openkeden.lawpack.pack_files import PackFiles
from tests import held_lists

AGAIN = "read the difference of the list, then: python -m tests.held_lists"


@pytest.mark.parametrize("name", held_lists.names())
def test_a_list_is_as_it_was_read(name):
    known = {part: held for part, held in held_lists.known().items() if part.file == name}
    assert held_lists.parts(PackFiles(held_lists.LAW), name) == known, AGAIN


def test_no_list_is_held_that_is_not_there():
    assert {part.file for part in held_lists.known()} <= set(held_lists.names())
