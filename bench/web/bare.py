"""A WSGI handler that reads a body and answers: what an answer costs at least."""

from collections.abc import Callable
from typing import Any

_ANSWER = b'{"status": "registered", "registration": "57505/020426/0000001"}'


def application(environ: dict[str, Any], start: Callable[..., object]) -> list[bytes]:
    """Answer whatever was sent."""
    environ["wsgi.input"].read()
    length = str(len(_ANSWER))
    start("201 Created", [("Content-Type", "application/json"), ("Content-Length", length)])
    return [_ANSWER]
