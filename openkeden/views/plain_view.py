"""Views as plain data: what the command line prints with `--json`, for programs that call
functions.
"""

from typing import Any

import msgspec


class PlainView(msgspec.Struct, frozen=True, kw_only=True):
    """A view that can be had as plain data, and as the very JSON of the command line."""

    def to_dict(self) -> dict[str, Any]:
        """The view as tables, lists and text: amounts are text, days `2026-04-02`."""
        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return plain

    def to_json(self) -> str:
        """The view as JSON on one line, byte for byte what the command prints."""
        return msgspec.json.encode(self).decode()
