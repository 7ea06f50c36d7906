"""The foundation: the first fact of a ledger says whose law it applies and which key signs it,
and an installation is opened only as it was founded.
"""

import pathlib

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import facts, installation_files
from openkeden.ledger import checkpoint
from openkeden.store import read


def check(home: pathlib.Path, key: checkpoint.Key) -> Refused | None:
    """Why the installation in a folder is not the one that was founded.

    None where nothing was recorded yet; where the first fact is damaged, which the audit
    names; and where no country is named, which is refused when the law is read.
    """
    first = read.first_entry()
    try:
        fact = facts.read(first.body) if first is not None else None
        country = installation_files.jurisdiction(home)
    except (msgspec.DecodeError, installation_files.NoCountry):
        return None
    if fact is not None and fact.v == 1:
        return findings.refused(usage.OLD_FACTS, "home", value=home)
    if not isinstance(fact, facts.Foundation):
        return None
    if country != fact.jurisdiction:
        return findings.refused(
            usage.OTHER_COUNTRY, "home", value=country, founded=fact.jurisdiction
        )
    if key.verifier.text != fact.key:
        return findings.refused(
            usage.OTHER_KEY, "home", value=key.verifier.text, founded=fact.key
        )
    return None
