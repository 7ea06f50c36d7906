"""Who may sign a declaration: the person of box 54, for its declarant."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from openkeden.base import findings, names
from openkeden.base.findings import Finding
from openkeden.signatures import signature_rules
from openkeden.signatures.provider import Signed

#: A number of a person in a text.
_NUMBER: Final = re.compile(r"(?<!\d)[0-9]{12}(?!\d)")

#: Whom the register of people knows by the number of a certificate.
_IN_REGISTER: Final = "iin"


class Declared(msgspec.Struct, frozen=True):
    """What a declaration says of who signs it, and what the law says of certificates."""

    #: Box 54.
    signatory: str

    #: The number of the declarant, box 14.
    declarant: str

    #: Whether the register of people has the signer for that declarant.
    represented: bool

    #: What the uses of certificates mean that the law names, by object identifier.
    uses: Mapping[str, str]

    #: Those of them whose holder signs for a firm.
    signing: Mapping[str, str]


def against(signed: Signed, declared: Declared) -> tuple[Finding, ...]:
    """All that stands against a signer."""
    found = (
        _against_person(signed, declared.signatory),
        _against_firm(signed, declared),
        _against_right(signed, declared),
    )
    return tuple([one for one in found if one is not None])


def person(signed: Signed) -> str:
    """Under which id the register of people knows a signer."""
    return f"{_IN_REGISTER}{signed.number}"


def _against_person(signed: Signed, signatory: str) -> Finding | None:
    signer = _shown(signed)
    if not signatory.strip():
        return findings.of(signature_rules.NO_SIGNATORY, "signatory", value=signer)
    numbers = set(_NUMBER.findall(signatory))
    if numbers:
        same = numbers == {signed.number}
    else:
        same = _words(signatory) == _words(signed.name)
    if same:
        return None
    return findings.of(
        signature_rules.OTHER_PERSON, "signatory", value=signatory, signer=signer
    )


def _words(name: str) -> list[str]:
    """The words of a name in an order of their own: surnames stand first or last."""
    return sorted(names.comparable(name).split())


def _against_firm(signed: Signed, declared: Declared) -> Finding | None:
    own = {signed.firm or signed.number} - {""}
    if declared.declarant in own or declared.represented:
        return None
    return findings.of(
        signature_rules.OTHER_FIRM,
        "declarant.id",
        value=declared.declarant or "without a number",
        signer=_shown(signed),
        person=person(signed),
    )


def _against_right(signed: Signed, declared: Declared) -> Finding | None:
    """What a certificate of a firm lets its holder do, where the law knows what it says."""
    told = [declared.uses[use] for use in signed.uses if use in declared.uses]
    if not signed.firm or not told or _any_in(signed.uses, declared.signing):
        return None
    return findings.of(
        signature_rules.NO_RIGHT,
        "signature",
        value=", ".join(told),
        signer=_shown(signed),
        firm=signed.firm,
        allowed=", ".join(declared.signing.values()),
    )


def _any_in(uses: Iterable[str], known: Mapping[str, str]) -> bool:
    return any(use in known for use in uses)


def _shown(signed: Signed) -> str:
    """A signer as people read it."""
    return f"{signed.name} ({signed.number})" if signed.number else signed.name
