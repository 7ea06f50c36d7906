"""What the settings ask of signatures."""

from typing import Final

from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.flow.settings import Setting
from openkeden.signatures import signature_rules

_REQUIRED: Final = "required"
_OPTIONAL: Final = "optional"


def is_required(setting: Setting) -> bool | Refused:
    """Whether a setting says that something has to be there."""
    value = setting.value
    if value in {_REQUIRED, _OPTIONAL}:
        return value == _REQUIRED
    return bad(setting, "it is neither", f"{_REQUIRED} or {_OPTIONAL}")


def bad(setting: Setting, reason: str, known: str) -> Refused:
    """That a setting has no value that is known."""
    return findings.refused(
        signature_rules.BAD_SETTING,
        setting.variable,
        name=setting.variable,
        value=setting.value,
        reason=reason,
        known=known,
    )
