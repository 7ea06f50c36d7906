"""Settings of all tests.

A random test has no limit of time, so that a busy machine fails none. The law of the
package is read once: it is the same for each test, and nothing changes it.
"""

import functools

from hypothesis import HealthCheck, settings

from openkeden.lawpack import pack

settings.register_profile(
    "unhurried", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unhurried")

_load, _remembered = pack.load_pack, functools.cache(pack.load_pack)


@functools.wraps(_load)
def _load_pack(jurisdiction, root=None):
    return _remembered(jurisdiction) if root is None else _load(jurisdiction, root)


# Before any module takes the name over.
pack.load_pack = _load_pack
