"""Spellings that are one letter from a word."""

from collections.abc import Iterator, Sequence


def edits(word: str, letters: Sequence[str]) -> Iterator[str]:
    """All that is one letter from a word: without it, another one, one more, or two turned."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            yield before + letter + after
            yield before + letter + after[1:]
