"""A trial authority in a folder, and signatures made with what lies there."""

import datetime
import pathlib

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.files import whole_file
from openkeden.flow import given_files
from openkeden.signatures import signature_rules, trial_authority
from openkeden.signatures.trial_authority import Person

__all__ = ["Person", "make", "sign"]


def make(
    out: pathlib.Path, person: Person, at: datetime.datetime
) -> tuple[pathlib.Path, ...] | Refused:
    """Make a trial authority of a person in a new folder; the files that it has. Raises
    OSError.
    """
    if out.exists():
        return findings.refused(signature_rules.TAKEN, "--out", value=out)
    made = trial_authority.files(person, at)
    for name, body in made.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        whole_file.write(path, body, private=True)
    return tuple([out / name for name in made])


def sign(body: bytes, folder: pathlib.Path, out: pathlib.Path) -> Refused | None:
    """Write a detached signature of a message, made with the key and certificate of a
    folder. Raises OSError.
    """
    if out.exists():
        return findings.refused(signature_rules.TAKEN, "--out", value=out)
    parts = []
    for name in (trial_authority.KEY_FILE, trial_authority.CERTIFICATE_FILE):
        part = given_files.read(folder / name)
        if isinstance(part, Refused):
            return part
        parts.append(part)
    try:
        pair = trial_authority.pair_of(*parts)
    except ValueError as error:
        reason = str(error).rstrip(".")
        args = {"value": folder, "reason": reason}
        return findings.refused(signature_rules.NO_KEY, "--with", **args)
    whole_file.write(out, trial_authority.sign(body, pair))
    return None
