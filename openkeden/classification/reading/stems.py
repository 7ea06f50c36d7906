"""Stems of English and Russian words, those seen remembered."""

import functools
import threading
from typing import Any

#: The words whose stems are remembered.
REMEMBERED = 1 << 15

_LANGUAGES = {"en": "english", "ru": "russian"}

# A stemmer works in its own fields: one word at a time.
_LOCK = threading.Lock()


@functools.lru_cache(maxsize=REMEMBERED)
def stem(word: str, language: str) -> str:
    """The stem of a word in lower case; `language` is `en` or `ru`.

    >>> stem("machines", "en"), stem("стиральные", "ru")
    ('machin', 'стиральн')
    """
    with _LOCK:
        return str(_stemmer(language).stemWord(word))


@functools.cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # noqa: PLC0415 - words seen before are known without it

    return snowballstemmer.stemmer(_LANGUAGES[language])
