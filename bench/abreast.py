"""Files cleared by one process, beside as long ones that workers read ahead, in turns. This
is measured by the clock, for it is the cores that share the work.
"""

import functools
from collections.abc import Sequence

from bench import corpora, house, machine, results, turns

#: How many workers.
MANY = 2


def measure(
    corpus: str, count: int, rounds: int, group: int = house.GROUP
) -> list[results.Ratio]:
    """Clear `count` declarations either way in each of the rounds; a group warms up."""
    with house.opened() as at:
        law, exchange = at.day.edition, at.day.exchange
        messages = corpora.lines(corpus, law, exchange, group + 2 * count * rounds)
        print(f"{corpus}: {rounds} rounds of two files of {count:,}")
        at.lodge(messages[:group])
        alone, ahead = [], []
        for part in turns.groups(messages[group:], 2 * count):
            alone.append(_seconds(at, part[:count], 0, group))
            ahead.append(_seconds(at, part[count:], MANY, group))
    return [
        results.Ratio(
            f"bulk, {corpus}, one process",
            f"with {MANY} workers",
            results.quotients(alone, ahead),
            f"by the clock, on {machine.cores()}",
        )
    ]


def _seconds(at: house.House, messages: Sequence[bytes], many: int, group: int) -> float:
    return turns.passed(functools.partial(at.lodge_beside, messages, many, group))
