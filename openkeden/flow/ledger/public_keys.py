"""Public keys, as text or in files."""

import pathlib

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import given_files

#: The longest file of a key that is read.
KEY_BYTES = 1 << 16


def read(key: str) -> str | Refused:
    """The text of a public key that is given as text or as a file."""
    path = pathlib.Path(key)
    if "+" in key and not path.exists():
        return key
    if not path.exists():
        return bad(f"there is no file {path}")
    given = given_files.read(path, KEY_BYTES)
    if isinstance(given, Refused):
        return given
    try:
        return given.decode().strip()
    except UnicodeDecodeError:
        return bad(f"what is in {path} is not text")


def bad(reason: object) -> Refused:
    """A public key cannot be used."""
    return findings.refused(usage.BAD_PUBLIC_KEY, "key", value=reason, reason=reason)
