"""Signatures in words."""

from openkeden import locale
from openkeden.views.signature_view import AuthorityView, SignatureView


def line(view: SignatureView, language: str) -> str:
    """Who signed, in one line."""
    words = locale.names(language)["signature"]
    said = words["by_firm" if view.firm else "by"].format(
        signer=view.signer,
        number=view.number or "-",
        firm=view.firm,
        issuer=view.issuer,
        serial=view.serial,
    )
    return said if view.listed else f"{said}; {words['unlisted']}"


def authority(view: AuthorityView, language: str) -> str:
    """An authority, in one line."""
    words = locale.names(language)["signature"]
    said = words["trusted"].format(
        certificate=view.certificate[:16],
        name=view.name,
        until=view.until,
        entry=view.entry,
    )
    if view.ended is None:
        return said
    return f"{said}; {words['ended'].format(entry=view.ended)}"
