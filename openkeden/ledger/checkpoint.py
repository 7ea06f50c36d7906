"""Checkpoints: sign the size and root of the ledger as a text that anybody can verify.

The texts are those of https://c2sp.org/signed-note and https://c2sp.org/tlog-checkpoint,
signed with Ed25519; witnesses add lines of https://c2sp.org/tlog-cosignature. Keys are
written as Go's sumdb/note writes them.
"""

import base64
import binascii
import functools
import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

#: Signature types: a log's Ed25519 signature, and a witness's over the time and the text.
LOG, WITNESS = 0x01, 0x04

#: More signature lines than this are refused; the specification asks for 16 at least.
MAX_SIGNATURES = 100

_ID_BYTES, _SEED_BYTES, _TIME_BYTES = 4, 32, 8
_DASH = "\N{EM DASH} "
_PRIVATE = "PRIVATE+KEY+"
_LAST_TIME = _LAST_SIZE = (1 << 63) - 1

#: What the line of a head begins with that names the size of the head signed before it.
_PREVIOUS = "previous "


class BadNote(ValueError):
    """A note that proves nothing; `reason` says why, in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadKey(ValueError):
    """A text that is not a key; the message never repeats it, for it may be a secret."""


class Verifier(msgspec.Struct, frozen=True):
    """A public key that is trusted under a name, for signatures of one type: `LOG` or
    `WITNESS`.
    """

    name: str
    public: bytes
    kind: int = LOG

    @property
    def id(self) -> bytes:
        """The 4 bytes by which a signature names its key."""
        return key_id(self.name, self.kind, self.public)

    @property
    def text(self) -> str:
        """The key as text: `name+hex(id)+base64(type || public key)`."""
        return (
            f"{self.name}+{self.id.hex()}+{print_base64(bytes([self.kind]) + self.public)}"
        )


class Key(msgspec.Struct, frozen=True, dict=True):
    """A private key under a name; it signs as a log or as a witness. Its `repr` shows no
    secret.
    """

    name: str
    private: Ed25519PrivateKey
    kind: int = LOG

    @functools.cached_property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, self.private.public_key().public_bytes_raw(), self.kind)

    @property
    def text(self) -> str:
        """The secret as text: `PRIVATE+KEY+name+hex(id)+base64(type || seed)`."""
        seed = bytes([self.kind]) + self.private.private_bytes_raw()
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{print_base64(seed)}"


class Signer(msgspec.Struct, frozen=True):
    """A known key whose signature holds."""

    verifier: Verifier
    #: When a witness signed, in seconds since 1970 (UTC); None for a log.
    time: int | None = None


class Checkpoint(msgspec.Struct, frozen=True):
    """A signed head: the ledger `origin` had `size` entries under the 32-byte `root`.

    `signers` vouch for it. `previous` is the size of the head that was signed before it;
    None where it does not say so.
    """

    origin: str
    size: int
    root: bytes
    signers: tuple[Signer, ...] = ()
    previous: int | None = None


def generate(name: str, kind: int = LOG) -> Key:
    """Make a new key. Raises BadKey when the name is empty or has a space or a plus sign in
    it.
    """
    return _key(name, Ed25519PrivateKey.generate(), kind)


def read_key(text: str) -> Key:
    """Read a private key's text. Raises BadKey."""
    if not text.startswith(_PRIVATE):
        raise BadKey("a private key begins with PRIVATE+KEY+")
    name, id_, kind, seed = _key_parts(text.removeprefix(_PRIVATE))
    key = _key(name, Ed25519PrivateKey.from_private_bytes(seed), kind)
    if key.verifier.id.hex() != id_:
        raise BadKey("the key's identifier does not match the key")
    return key


def read_verifier(text: str) -> Verifier:
    """Read a public key's text. Raises BadKey."""
    name, id_, kind, public = _key_parts(text)
    verifier = Verifier(name, public, kind)
    if verifier.id.hex() != id_:
        raise BadKey("the key's identifier does not match the key")
    return verifier


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The first 4 bytes of SHA-256 over name, line feed, type and public key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[
        :_ID_BYTES
    ]


def sign(origin: str, size: int, root: bytes, key: Key, previous: int | None = None) -> str:
    """Sign a head with the log's key; gives the whole note.

    `previous`, the size of the head before it, is told in a line of its own, so that
    nobody can leave out a head that another one follows. Raises ValueError when it would
    not be a head.
    """
    if (
        not origin
        or "\n" in origin
        or len(root) != hashlib.sha256().digest_size
        or not 0 <= size <= _LAST_SIZE
    ):
        raise ValueError(
            f"no checkpoint of {origin!r} has the size {size} and a root of"
            f" {len(root)} bytes"
        )
    chain = "" if previous is None else f"{_PREVIOUS}{previous}\n"
    return sign_note(f"{origin}\n{size}\n{print_base64(root)}\n{chain}", key)


def sign_note(text: str, key: Key) -> str:
    """Sign any text that ends with a line feed as a log signs. Raises ValueError."""
    if key.kind != LOG:
        raise ValueError("a witness's key signs no notes of its own")
    if not text.endswith("\n") or not _plain(text):
        raise ValueError(
            "the text of a note ends with a line feed and has no other control characters"
        )
    return f"{text}\n{_line(key, key.private.sign(text.encode()))}"


def cosign(note: str, witness: Key, at: int) -> str:
    """The note with one more line: the witness saw it as the largest consistent head.

    `at` is when, in seconds since 1970 (UTC). To check that the head is consistent is the
    witness's own duty. Raises BadNote, and ValueError when the key or the time is not a
    witness's.
    """
    if witness.kind != WITNESS or not 0 <= at <= _LAST_TIME:
        raise ValueError("a witness signs with a witness's key and a time since 1970")
    text, _ = _parts(decode(note))
    signature = witness.private.sign(_seen(text, at))
    return note + _line(witness, at.to_bytes(_TIME_BYTES, "big") + signature)


def open_note(note: str | bytes, verifiers: Iterable[Verifier]) -> Checkpoint:
    """Read a signed head and check its signatures.

    Raises BadNote unless at least one known key signed it.

    Signatures by unknown keys are ignored; one bad signature by a known key voids the note.
    `signers` lists who signed: which of them are enough is for the caller to say.
    """
    text, signers = verify_note(note, verifiers)
    lines = text.split("\n")[:-1]
    if len(lines) < 3 or not all(lines):
        raise BadNote("a checkpoint has three lines: origin, size and root")
    origin, size, root, *more = lines
    return Checkpoint(
        origin,
        parse_number(size),
        parse_base64(root, hashlib.sha256().digest_size),
        signers,
        _previous(more),
    )


def _previous(more: Sequence[str]) -> int | None:
    """The size of the head before, as a line after the root names it. Raises BadNote."""
    told = [line for line in more if line.startswith(_PREVIOUS)]
    return parse_number(told[0].removeprefix(_PREVIOUS)) if told else None


def size_of(note: str | bytes) -> int:
    """The size that a head states, whoever signed it. Raises BadNote."""
    text, _ = _parts(decode(note))
    lines = text.split("\n")
    if len(lines) < 4:
        raise BadNote("a checkpoint has three lines: origin, size and root")
    return parse_number(lines[1])


def verify_note(
    note: str | bytes, verifiers: Iterable[Verifier]
) -> tuple[str, tuple[Signer, ...]]:
    """The text of any signed note and the known keys that signed it.

    Raises BadNote as `open_note` does.
    """
    text, lines = _parts(decode(note))
    known = _by_name(verifiers)
    signers = []
    for name, id_, signature in map(_signature, lines):
        if verifier := known.get((name, id_)):
            signer = _checked(verifier, text, signature)
            if signer not in signers:
                signers.append(signer)
    if not signers:
        raise BadNote("no key that is trusted here signed this note")
    return text, tuple(signers)


def parse_number(text: str) -> int:
    """Read a size or an index: ASCII digits without leading zeros, below 2**63. Raises
    BadNote.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 20) or (
        text[0] == "0" and text != "0"
    ):
        raise BadNote(f"{text[:40]!r} is not a plain number")
    if (number := int(text)) > _LAST_SIZE:
        raise BadNote(f"{text} is too large")
    return number


def parse_base64(text: str, length: int | None = None) -> bytes:
    """Decode standard base64 with padding, in its one canonical spelling.

    Raises BadNote, also for another length.
    """
    try:
        decoded = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote(f"{text[:40]!r} is not base64") from None
    if print_base64(decoded) != text:
        raise BadNote(f"{text[:40]!r} is not base64 as the specification spells it")
    if length is not None and len(decoded) != length:
        raise BadNote(f"{text[:40]!r} is {len(decoded)} bytes long, not {length}")
    return decoded


def print_base64(data: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(data).decode()


def decode(note: str | bytes) -> str:
    """The note as text, if it is valid UTF-8. Raises BadNote."""
    try:
        return note.decode() if isinstance(note, bytes) else note.encode().decode()
    except UnicodeError:
        raise BadNote("a note is UTF-8") from None


def _checked(verifier: Verifier, text: str, signature: bytes) -> Signer:
    """The signer, if this signature by a known key holds. Raises BadNote."""
    time, message = None, text.encode()
    if verifier.kind == WITNESS:
        time = int.from_bytes(signature[:_TIME_BYTES], "big")
        message, signature = _seen(text, time), signature[_TIME_BYTES:]
        if time > _LAST_TIME:
            raise BadNote(f"the witness {verifier.name} signed at no possible time")
    try:
        Ed25519PublicKey.from_public_bytes(verifier.public).verify(signature, message)
    except InvalidSignature:
        raise BadNote(
            f"the signature by {verifier.name} does not fit the text: one of them was"
            " altered"
        ) from None
    return Signer(verifier, time)


def _seen(text: str, at: int) -> bytes:
    """What a witness signs."""
    return f"cosignature/v1\ntime {at}\n{text}".encode()


def _parts(note: str) -> tuple[str, list[str]]:
    """The text of a note with its last line feed, and the signature lines without theirs.

    Raises BadNote.
    """
    if not _plain(note):
        raise BadNote("a note has no control characters but line feeds")
    cut = note.rfind("\n\n")
    if cut < 0 or not note.endswith("\n") or cut == len(note) - 2:
        raise BadNote(
            "a note is a text, an empty line and signatures, each line ended by a line feed"
        )
    lines = note[cut + 2 : -1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise BadNote(f"a note with more than {MAX_SIGNATURES} signatures is not read")
    return note[: cut + 1], lines


def _signature(line: str) -> tuple[str, bytes, bytes]:
    """(key name, key id, signature) of one line. Raises BadNote."""
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not _is_name(name):
        raise BadNote(f"{line[:40]!r} is not a signature line")
    decoded = parse_base64(encoded)
    if len(decoded) <= _ID_BYTES:
        raise BadNote(f"the signature by {name} is empty")
    return name, decoded[:_ID_BYTES], decoded[_ID_BYTES:]


def _by_name(verifiers: Iterable[Verifier]) -> Mapping[tuple[str, bytes], Verifier]:
    known: dict[tuple[str, bytes], Verifier] = {}
    for verifier in verifiers:
        if known.setdefault((verifier.name, verifier.id), verifier) != verifier:
            raise BadNote(
                f"two trusted keys are called {verifier.name}+{verifier.id.hex()}"
            )
    return known


def _key(name: str, private: Ed25519PrivateKey, kind: int) -> Key:
    if not _is_name(name) or kind not in (LOG, WITNESS):
        raise BadKey("a key has a type known here and a name without spaces and plus signs")
    return Key(name, private, kind)


def _key_parts(text: str) -> tuple[str, str, int, bytes]:
    """(name, hexadecimal id, type, 32 bytes) of a key's text. Raises BadKey."""
    try:
        name, _, rest = decode(text).partition("+")
        id_, _, encoded = rest.partition("+")
        decoded = parse_base64(encoded, 1 + _SEED_BYTES)
    except BadNote:
        raise BadKey("a key is name+identifier+base64 of a type and 32 bytes") from None
    if not _is_name(name) or decoded[0] not in (LOG, WITNESS):
        raise BadKey("a key has a type known here and a name without spaces and plus signs")
    return name, id_, decoded[0], decoded[1:]


def _line(key: Key, signature: bytes) -> str:
    return f"{_DASH}{key.name} {print_base64(key.verifier.id + signature)}\n"


def _is_name(name: str) -> bool:
    return (
        bool(name)
        and "+" not in name
        and _plain(name)
        and not any(letter.isspace() for letter in name)
    )


def _plain(text: str) -> bool:
    return all(letter >= " " or letter == "\n" for letter in text)
