"""Pieces of words, by which a linear model knows words that it has not seen."""

#: The letters of a piece.
LETTERS = 4


def pieces(word: str) -> tuple[str, ...]:
    """The pieces of a word or stem with its two ends, each once.

    >>> pieces("тостер")
    ('_тос', 'тост', 'осте', 'стер', 'тер_')
    >>> pieces("usb")
    ('_usb', 'usb_')
    """
    ended = f"_{word}_"
    last = max(1, len(ended) - LETTERS + 1)
    return tuple(dict.fromkeys([ended[start : start + LETTERS] for start in range(last)]))
