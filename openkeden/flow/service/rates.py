"""How often a program may ask, as settings say it: so many a second, and so many at once."""

from collections.abc import Mapping
from typing import Final

import msgspec

from openkeden.base import findings, serving_usage
from openkeden.base.findings import Finding, Refused
from openkeden.flow import settings


class AskingRate(msgspec.Struct, frozen=True):
    """How often."""

    #: So many a second; 0: no limit.
    a_second: int

    #: So many at once.
    burst: int


#: The settings by what is asked for.
_SETTINGS: Final = {
    "read": settings.READS,
    "file": settings.FILINGS,
    "act": settings.ACTS,
    "address": settings.STRANGERS,
}


def here() -> Mapping[str, AskingRate] | Refused:
    """The limits that are set here, or every setting that is none."""
    read = {name: _rate(setting) for name, setting in _SETTINGS.items()}
    wrong = [one for one in read.values() if isinstance(one, Finding)]
    if wrong:
        return Refused(tuple(wrong))
    return {name: one for name, one in read.items() if isinstance(one, AskingRate)}


def threads() -> int | Refused:
    """How many requests are worked on at the same time."""
    text = settings.THREADS.value
    if text.isascii() and text.isdigit() and int(text):
        return int(text)
    return Refused((_wrong(settings.THREADS),))


def _rate(setting: settings.Setting) -> AskingRate | Finding:
    parts = setting.value.split("/")
    whole = all(part.isascii() and part.isdigit() for part in parts)
    if not whole or len(parts) != len(AskingRate.__struct_fields__):
        return _wrong(setting)
    return AskingRate(*[int(part) for part in parts])


def _wrong(setting: settings.Setting) -> Finding:
    return findings.of(
        serving_usage.NO_SETTING,
        setting.variable,
        value=setting.value,
        name=setting.variable,
        usual=setting.default,
    )
