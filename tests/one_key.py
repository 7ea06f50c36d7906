"""One key for every installation that tests set up, by a command too: what is drawn by it is
the same each time, so that no test turns out otherwise one time in fifty.
"""

import functools

import msgspec
from cryptography.hazmat.primitives.asymmetric import ed25519

from openkeden.flow import installation

PRIVATE = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(range(32)))

#: A key that no other installation has, as it is outside of tests.
new_key = installation._new_key


@functools.wraps(new_key)
def _same_key():
    return msgspec.structs.replace(new_key(), private=PRIVATE)


installation._new_key = _same_key
