"""Text against code by the words that a law pack names: read when something is compared for
the first time.
"""

import functools

from openkeden.base.findings import Refused
from openkeden.flow.classification.agreements import TextsAgainstCodes
from openkeden.lawpack.pack import Pack


@functools.lru_cache(maxsize=2)
def of(pack: Pack) -> TextsAgainstCodes | None:
    """What compares texts with codes; None: the law pack names no words for that, or other
    ones than are there.
    """
    # Words and their stems are loaded only where something is compared.
    from openkeden.flow.classification import loaded_classifier  # noqa: PLC0415

    classifier = loaded_classifier.of_law(pack)
    return None if isinstance(classifier, Refused) else TextsAgainstCodes(classifier)


class TextDistances:
    """How far codes are from texts, by the words of a law pack."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack

    def __call__(self, text: str, code: str) -> int | None:
        """The distance in thousandths; None: it cannot be told."""
        texts = of(self._pack)
        return None if texts is None else texts.distance(text, code)
