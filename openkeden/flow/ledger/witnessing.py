"""A witness: somebody else than the owner of a ledger, who remembers its last head and
signs the next one only where it is proved to hold all that the last one held.

A witness needs the public files of the ledger and a folder of its own; no database layer is
loaded. What it signs follows https://c2sp.org/tlog-cosignature.
"""

import datetime
import pathlib

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.files import file_lock, whole_file
from openkeden.flow.ledger import export_files, public_keys
from openkeden.ledger import checkpoint, merkle, proof

#: In the folder of a witness: its secret key, its public key, the public key of the log
#: that it watches, the last head that it signed, and what two runs at once wait for.
SECRET_FILE, PUBLIC_FILE, LOG_FILE = "witness.key", "witness.vkey", "log.vkey"
HEAD_FILE, LOCK_FILE = "head", "witness.lock"


class Cosigned(msgspec.Struct, frozen=True):
    """A head that a witness signed."""

    #: How many facts the head counts.
    size: int
    #: How many the last one counted; 0 where it is the first.
    before: int
    #: The head with the witness's line.
    note: str


class _Known(msgspec.Struct, frozen=True):
    """What a witness has in its folder."""

    key: checkpoint.Key
    log: checkpoint.Verifier
    head: checkpoint.Checkpoint


def init(folder: pathlib.Path, name: str, log_key: str) -> str | Refused:
    """Make a witness for the log with this public key; gives the witness's public key."""
    text = public_keys.read(log_key)
    if isinstance(text, Refused):
        return text
    try:
        log = checkpoint.read_verifier(text)
        key = checkpoint.generate(name, checkpoint.WITNESS)
    except checkpoint.BadKey as bad:
        return public_keys.bad(bad)
    if log.kind != checkpoint.LOG:
        return public_keys.bad("this is a witness's key, not a log's")
    folder.mkdir(parents=True, exist_ok=True)
    with file_lock.held(folder / LOCK_FILE):
        if (folder / SECRET_FILE).exists():
            return _bad(folder, "it has a key already")
        whole_file.write(folder / LOG_FILE, f"{log.text}\n".encode())
        whole_file.write(folder / PUBLIC_FILE, f"{key.verifier.text}\n".encode())
        whole_file.write(folder / SECRET_FILE, f"{key.text}\n".encode(), private=True)
    return key.verifier.text


def cosign(
    folder: pathlib.Path, export: pathlib.Path, at: datetime.datetime
) -> Cosigned | Refused:
    """Sign the head of an export, if it holds all that the last head held.

    The head is remembered before its signature is given.
    """
    if not (folder / SECRET_FILE).exists():
        return _bad(folder, f"there is no {SECRET_FILE}")
    with file_lock.held(folder / LOCK_FILE):
        try:
            known = _known(folder)
        except (checkpoint.BadKey, checkpoint.BadNote) as error:
            return _bad(folder, error)
        try:
            return _cosigned(folder, export, known, at)
        except export_files.BadExport as bad:
            return findings.refused(
                usage.BAD_EXPORT, "export", value=export, reason=bad.reason
            )


def _cosigned(
    folder: pathlib.Path, export: pathlib.Path, known: _Known, at: datetime.datetime
) -> Cosigned | Refused:
    note = export_files.read(export / export_files.CHECKPOINT, export_files.NOTE_BYTES)
    head = export_files.head(export, known.log)
    reason = _objection(export, known.head, head)
    if reason:
        return findings.refused(
            usage.NOT_WITNESSED, "export", value=head.size, reason=reason
        )
    text = checkpoint.decode(note)
    signed = checkpoint.cosign(text, known.key, int(at.timestamp()))
    whole_file.write(folder / HEAD_FILE, note)
    return Cosigned(head.size, known.head.size, signed)


def _objection(
    export: pathlib.Path, known: checkpoint.Checkpoint, head: checkpoint.Checkpoint
) -> str:
    """Why a head cannot be signed after the known one; empty where it can."""
    if head.size < known.size:
        return f"the one signed before has {known.size} facts"
    tiles = export_files.Tiles(export, head.size)
    try:
        path = merkle.consistency(known.size, head.size, tiles.read)
    except merkle.MissingHash as missing:
        return f"nothing proves that it holds the {known.size} facts before it: {missing}"
    if not proof.extends(known, head, path):
        return f"it does not begin with the {known.size} facts signed before"
    return ""


def _known(folder: pathlib.Path) -> _Known:
    """Keys and last head. Raises BadKey and BadNote."""
    key = checkpoint.read_key(_text(folder / SECRET_FILE))
    if key.kind != checkpoint.WITNESS:
        raise checkpoint.BadKey("its key is not a witness's")
    log = checkpoint.read_verifier(_text(folder / LOG_FILE))
    path = folder / HEAD_FILE
    if not path.exists():
        return _Known(key, log, checkpoint.Checkpoint(log.name, 0, merkle.EMPTY_ROOT))
    head = checkpoint.open_note(path.read_bytes(), [log])
    return _Known(key, log, head)


def _text(path: pathlib.Path) -> str:
    text = path.read_text("utf-8", errors="replace") if path.exists() else ""
    return text.strip()


def _bad(folder: pathlib.Path, reason: object) -> Refused:
    return findings.refused(usage.BAD_WITNESS, "witness", value=folder, reason=reason)


def is_verdict(refused: Refused) -> bool:
    """Whether it is the head that was refused, and not the call."""
    return refused.findings[0].rule == usage.NOT_WITNESSED.number
