"""The authorities whose certificates an installation trusts: each a fact of the ledger, with
its certificate beside it. An administrator enters and ends them.
"""

import hashlib

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import people
from openkeden.flow import facts, recording
from openkeden.flow.installation import Installation
from openkeden.flow.people import authority
from openkeden.flow.recording import By
from openkeden.signatures import signature_rules
from openkeden.store import read

#: How an authority is named at least, in hexadecimal letters of its digest.
_SHORTEST = 8


class KnownAuthority(msgspec.Struct, frozen=True, kw_only=True):
    """An authority that is trusted, or was."""

    #: Index of the fact that it was trusted by.
    entry: int

    #: The fact.
    fact: facts.AuthorityTrusted

    #: Its certificate, as DER.
    certificate: bytes

    #: Index of the fact that ended it; None where it is trusted.
    ended: int | None = None


def trust(body: bytes, by: By, at: Installation) -> KnownAuthority | Refused:
    """Trust the authority of a certificate from now on."""
    certificate = _authority(body)
    if isinstance(certificate, Finding):
        return Refused((certificate,))
    der = certificate.public_bytes(Encoding.DER)
    digest = hashlib.sha256(der).digest()
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        may_not = _may_not(by, at)
        if may_not is not None:
            return may_not
        for one in everything():
            if one.ended is None and one.fact.certificate == digest:
                return _known(one)
        fact = facts.AuthorityTrusted(
            **act.stamp(by.actor),
            name=certificate.subject.rfc4514_string(),
            certificate=digest,
            until=certificate.not_valid_after_utc.date(),
        )
        entry = act.take(fact, der)
        act.write()
    return KnownAuthority(entry=entry, fact=fact, certificate=der)


def end(named: str, reason: str, by: By, at: Installation) -> KnownAuthority | Refused:
    """Trust an authority no more, which is named by the beginning of its digest."""
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        may_not = _may_not(by, at)
        if may_not is not None:
            return may_not
        found = _named(named)
        wrong = [found if isinstance(found, Finding) else None, people.text("why", reason)]
        against = tuple([one for one in wrong if one is not None])
        if against or isinstance(found, Finding):
            return Refused(against)
        fact = facts.AuthorityEnded(
            **act.stamp(by.actor),
            entry=found.entry,
            certificate=found.fact.certificate,
            reason=reason.strip(),
        )
        return msgspec.structs.replace(found, ended=act.append(fact))


def everything() -> tuple[KnownAuthority, ...]:
    """All authorities that are trusted or were, the oldest first."""
    found: dict[int, KnownAuthority] = {}
    for row in read.entries_of(facts.AUTHORITIES):
        match facts.read(row.body):
            case facts.AuthorityTrusted() as fact:
                known = KnownAuthority(entry=row.index, fact=fact, certificate=row.received)
                found[row.index] = known
            case facts.AuthorityEnded() as fact:
                known = found[fact.entry]
                found[fact.entry] = msgspec.structs.replace(known, ended=row.index)
    return tuple(found.values())


def roots() -> tuple[bytes, ...]:
    """The certificates of those that are trusted now, as DER, each the one of its fact."""
    standing = [one for one in everything() if one.ended is None]
    return tuple([one.certificate for one in standing if _is_whole(one)])


def _is_whole(known: KnownAuthority) -> bool:
    return hashlib.sha256(known.certificate).digest() == known.fact.certificate


def _may_not(by: By, at: Installation) -> Refused | None:
    return authority.authorised(by.actor, people.ADMINISTRATOR, by.now, at)


def _named(named: str) -> KnownAuthority | Finding:
    letters = named.strip().lower()
    found = [
        one
        for one in everything()
        if one.ended is None and one.fact.certificate.hex().startswith(letters)
    ]
    if len(found) == 1 and len(letters) >= _SHORTEST:
        return found[0]
    return findings.of(signature_rules.UNKNOWN_AUTHORITY, "authority", value=named)


def _known(one: KnownAuthority) -> Refused:
    name = one.fact.name
    rule = signature_rules.KNOWN_AUTHORITY
    return findings.refused(rule, "authority", value=name, entry=one.entry)


def _authority(body: bytes) -> x509.Certificate | Finding:
    """The certificate of an authority in a file."""
    try:
        is_text = body.lstrip().startswith(b"-----BEGIN")
        load = x509.load_pem_x509_certificate if is_text else x509.load_der_x509_certificate
        certificate = load(body)
        constraints = certificate.extensions.get_extension_for_class(x509.BasicConstraints)
        certificate.verify_directly_issued_by(certificate)
    except x509.ExtensionNotFound:
        return _no_authority("it may issue no certificates")
    except InvalidSignature:
        return _no_authority("its signature does not hold")
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        return _no_authority(str(error))
    if not constraints.value.ca:
        return _no_authority("it may issue no certificates")
    return certificate


def _no_authority(reason: str) -> Finding:
    return findings.of(
        signature_rules.NO_AUTHORITY, "file", value="the file", reason=reason.rstrip(".")
    )
