"""Rules of signatures: what is no signature, which one does not hold, and who may sign."""

from openkeden.base import findings

_BOX = "54"

NO_CMS = findings.Rule(
    number="SG.1",
    message="The signature cannot be read: {value}.",
    fix="Hand in one detached CMS signature (.p7s), as DER or PEM.",
)
TOO_LARGE = findings.Rule(
    number="SG.2",
    message="The signature has {value} bytes; at most {most} are read.",
    fix="Hand in a detached signature: it does not hold the message.",
)
ATTACHED = findings.Rule(
    number="SG.3",
    message="The signature holds a message of {value} bytes itself.",
    fix="Sign detached: the message stays a file of its own.",
)
NOT_ONE = findings.Rule(
    number="SG.4",
    message="The signature is of {value} signers.",
    fix="Let the one person sign whom box 54 names.",
)
NO_CERTIFICATE = findings.Rule(
    number="SG.5",
    message="The certificate of the signer, serial {value}, is not in the signature.",
    fix="Sign so that the certificate is put into the signature.",
)
WEAK = findings.Rule(
    number="SG.6",
    message="{value} is too weak, or not known, for {what}.",
    fix="Sign with RSA of 2048 bits or more, or ECDSA on P-256, P-384 or P-521, and SHA-2.",
)
OTHER_MESSAGE = findings.Rule(
    number="SG.7",
    message="The signature is of another message: this one has the digest {value}.",
    fix="Sign the bytes of the file as they are handed in; a blank more is another file.",
)
FALSE = findings.Rule(
    number="SG.8",
    message="The signature does not hold: {value}.",
    fix="Sign again.",
)
NO_CHAIN = findings.Rule(
    number="SG.9",
    message="No configured authority stands behind the certificate of {value}: {reason}.",
    fix="`keden signature authority list` shows those that are trusted here.",
)
EXPIRED = findings.Rule(
    number="SG.10",
    message="A certificate behind the signature ended on {value}, before {at}.",
    fix="Sign with a certificate that is valid on the day.",
)
NOT_YET = findings.Rule(
    number="SG.11",
    message="A certificate behind the signature is valid from {value}, after {at}.",
    fix="Sign with a certificate that is valid on the day.",
)
REVOKED = findings.Rule(
    number="SG.12",
    message="The certificate {value} was revoked on {on}.",
    fix="Sign with a certificate that is not revoked.",
)
NO_LIST = findings.Rule(
    number="SG.13",
    message="Whether the certificate of {value} is revoked is not known: {reason}.",
    fix=(
        "Put the newest list of the authority into {folder};"
        " KEDEN_SIGNATURE_CRLS=optional does without."
    ),
)
WRONG_USE = findings.Rule(
    number="SG.14",
    message="The certificate of {value} is not for signatures.",
    fix="Sign with a certificate whose key usage is signing, not one for signing in.",
)
NO_SIGNATORY = findings.Rule(
    number="SG.15",
    message="Box 54 names nobody who signs; the certificate is of {value}.",
    fix="Name the signer in `signatory`, as the certificate does.",
    box=_BOX,
)
OTHER_PERSON = findings.Rule(
    number="SG.16",
    message="Box 54 names {value}; the certificate is of {signer}.",
    fix="Let the person sign whom box 54 names, or name who signs.",
    box=_BOX,
)
OTHER_FIRM = findings.Rule(
    number="SG.17",
    message="The certificate of {signer} does not speak for the declarant {value}.",
    fix=(
        "Sign with a certificate that bears the number of the declarant, or have the signer"
        " entered in the register of people for it as {person}."
    ),
    box=_BOX,
)
NO_RIGHT = findings.Rule(
    number="SG.18",
    message="The certificate of {signer} says: {value}. That is no right to sign for {firm}.",
    fix="Let somebody sign whose certificate says one of: {allowed}.",
    box=_BOX,
)
UNSIGNED = findings.Rule(
    number="SG.19",
    message="Declarations are signed here; {value} came without a signature.",
    fix="Hand it in with `keden clear FILE --signature FILE.p7s`.",
    box=_BOX,
)
NOT_ALONE = findings.Rule(
    number="SG.20",
    message="A signature is of one declaration; {value} or more were given.",
    fix="Hand each declaration in as a file of its own, each with its signature.",
)
NO_LIBRARY = findings.Rule(
    number="SG.21",
    message="Signatures are checked with {value}, which is not installed.",
    fix="Install the extra: pip install 'openkeden[signatures]'.",
)
NO_AUTHORITY = findings.Rule(
    number="SG.22",
    message="{value} is not a certificate of an authority: {reason}.",
    fix="Give the root certificate of the authority, as DER or PEM, one to a file.",
)
KNOWN_AUTHORITY = findings.Rule(
    number="SG.23",
    message="The authority {value} is trusted already, by entry {entry}.",
    fix="`keden signature authority list` shows those that are trusted.",
)
UNKNOWN_AUTHORITY = findings.Rule(
    number="SG.24",
    message="No authority with the digest {value} is trusted.",
    fix="Name one of `keden signature authority list` by its SHA-256, eight letters or more.",
)
NO_KEY = findings.Rule(
    number="SG.25",
    message="{value} holds no key and certificate to sign with: {reason}.",
    fix="Name a folder that `keden signature test-authority` made, such as DIR/rsa.",
)
BAD_SETTING = findings.Rule(
    number="SG.26",
    message="{value} is no value of {name}: {reason}.",
    fix="Set it to {known}, or leave it out.",
)
BAD_LIST = findings.Rule(
    number="SG.27",
    message="{value} is not a list of revoked certificates: {reason}.",
    fix="Put lists as DER or PEM, one to a file, and nothing else into that folder.",
)
TAKEN = findings.Rule(
    number="SG.28",
    message="{value} exists already.",
    fix="Name a folder that does not exist yet.",
)
RULES = (
    NO_CMS,
    TOO_LARGE,
    ATTACHED,
    NOT_ONE,
    NO_CERTIFICATE,
    WEAK,
    OTHER_MESSAGE,
    FALSE,
    NO_CHAIN,
    EXPIRED,
    NOT_YET,
    REVOKED,
    NO_LIST,
    WRONG_USE,
    NO_SIGNATORY,
    OTHER_PERSON,
    OTHER_FIRM,
    NO_RIGHT,
    UNSIGNED,
    NOT_ALONE,
    NO_LIBRARY,
    NO_AUTHORITY,
    KNOWN_AUTHORITY,
    UNKNOWN_AUTHORITY,
    NO_KEY,
    BAD_SETTING,
    BAD_LIST,
    TAKEN,
)
