"""The law of the package read once in a process of the tests: it is the same for each of them,
and nothing changes it. To be imported before any module that takes `load_pack` over.
"""

import functools

from openkeden.lawpack import pack

_load, _remembered = pack.load_pack, functools.cache(pack.load_pack)


@functools.wraps(_load)
def _load_pack(jurisdiction, root=None):
    return _remembered(jurisdiction) if root is None else _load(jurisdiction, root)


pack.load_pack = _load_pack
