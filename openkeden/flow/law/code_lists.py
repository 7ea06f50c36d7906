"""Codes of the lists of a law pack, given by themselves or by their English names."""

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.lawpack.pack import Pack

#: A list of fewer codes is told whole to whom it does not find what was given.
_SHORT = 40


def code_of(pack: Pack, name: str, given: str) -> str | Refused:
    """The code in the list `name` that is given by itself or by its English name; an empty
    one stays empty.
    """
    known = {row.code: row.name for row in pack.sources.lists[name].rows}
    if not given or given in known:
        return given
    by_name = {title.lower(): code for code, title in known.items()}
    code = by_name.get(given.lower())
    if code is None:
        return findings.refused(
            usage.NOT_LISTED, name, value=given, list=name, known=_some(known)
        )
    return code


def _some(known: dict[str, str]) -> str:
    """What may be given."""
    if len(known) >= _SHORT:
        return "two capital letters"
    return ", ".join([f"{code} {title}" for code, title in known.items()])
