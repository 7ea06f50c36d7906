"""How long an answer may be kept by whoever asked."""

import datetime
import hashlib
from typing import Any, Final

import msgspec

from openkeden.api.route import JSON, Asked, Reply

#: What never changes.
FOR_GOOD: Final = "public, max-age=31536000, immutable"

#: What may change any moment: kept, but asked for again each time.
ASK_AGAIN: Final = "no-cache"

#: What changes now and then.
_SHORT: Final = "public, max-age=300"


def of_day(view: Any, asked: Asked, on: datetime.date | None) -> Reply:
    """An answer that hangs on the law of a day: for good where that day is past."""
    past = on is not None and on < asked.at.local(asked.now).date()
    return kept(view, FOR_GOOD if past else _SHORT)


def of_law(view: Any) -> Reply:
    """An answer that hangs on the law at hand, whatever the day."""
    return kept(view, _SHORT)


def kept(view: Any, control: str, media_type: str = JSON) -> Reply:
    """An answer that is known by what it says."""
    body = view if isinstance(view, bytes) else msgspec.json.encode(view)
    tag = hashlib.sha256(body).hexdigest()[:32]
    headers = (("ETag", f'"{tag}"'), ("Cache-Control", control))
    return Reply(body=body, media_type=media_type, headers=headers)
