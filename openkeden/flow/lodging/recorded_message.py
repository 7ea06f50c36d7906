"""The message of a lodging, read again as it was received."""

import io

from openkeden import formats


def again(body: bytes) -> formats.Received | None:
    """The one filing of a recorded message; None where it cannot be read any more."""
    messages = list(formats.read(io.BytesIO(body)))
    if len(messages) != 1 or not isinstance(messages[0], formats.Received):
        return None
    return messages[0]
