"""What checks of signatures rest on here: the authorities, the lists of revoked certificates
in the folder `signatures`, the settings, and who checks.
"""

import importlib
import importlib.util
import pathlib
from typing import Final, cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.flow import given_files, settings
from openkeden.flow.signing import asked, authorities
from openkeden.signatures import signature_rules
from openkeden.signatures.provider import Provider, Trust

#: The folder of lists in that of the installation.
FOLDER: Final = "signatures"

#: What the built-in provider needs beyond the rest of the program.
_LIBRARY: Final = "pyhanko"


def trust(home: pathlib.Path) -> Trust | Refused:
    """The authorities that are trusted now, with the lists that lie here. Raises OSError."""
    wanted = asked.is_required(settings.SIGNATURE_LISTS)
    if isinstance(wanted, Refused):
        return wanted
    folder, lists = home / FOLDER, []
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        listed = _list(path)
        if isinstance(listed, Refused):
            return listed
        lists.append(listed)
    return Trust(authorities.roots(), tuple(lists), not wanted, str(folder))


def provider() -> Provider | Refused:
    """Who checks signatures here."""
    setting = settings.SIGNATURE_PROVIDER
    if setting.value == setting.default:
        return _built_in()
    module, _, name = setting.value.partition(":")
    try:
        return cast("Provider", getattr(importlib.import_module(module), name))
    except (ImportError, AttributeError, ValueError) as error:
        known = f"{setting.default}, or to an object as module:name"
        return asked.bad(setting, str(error).rstrip("."), known)


def _built_in() -> Provider | Refused:
    if importlib.util.find_spec(_LIBRARY) is None:
        return findings.refused(signature_rules.NO_LIBRARY, "signature", value=_LIBRARY)
    from openkeden.signatures import built_in  # noqa: PLC0415 - it may lack its libraries

    return built_in.BuiltIn()


def _list(path: pathlib.Path) -> bytes | Refused:
    """A list of revoked certificates, as DER."""
    body = given_files.read(path)
    if isinstance(body, Refused):
        return body
    is_text = body.lstrip().startswith(b"-----BEGIN")
    load = x509.load_pem_x509_crl if is_text else x509.load_der_x509_crl
    try:
        return load(body).public_bytes(Encoding.DER)
    except (ValueError, TypeError) as error:
        reason = str(error).rstrip(".")
        args = {"value": path.name, "reason": reason}
        return findings.refused(signature_rules.BAD_LIST, "signature", **args)
