"""Measure openkeden beside floors and a peer in the same run, and print the ratios: `make
bench`.

Rates of a machine mean little; a ratio of measurements that took turns means something.
Processor time is compared, but for workers and for one filing by itself, whose time is that
of the clock.
"""

import argparse
import pathlib
from collections.abc import Callable, Iterator

import msgspec

from bench import (
    abreast,
    audit,
    bulk,
    document,
    http,
    machine,
    pure,
    results,
    rival,
    single,
    start,
)
from bench.corpora import CORPORA


class Asked(msgspec.Struct, frozen=True):
    """What is to be measured."""

    #: The corpora that declarations are drawn from.
    corpora: tuple[str, ...]
    #: How many times work takes turns.
    rounds: int
    #: How many declarations; 0 for what each part takes by itself.
    count: int

    def of(self, usual: int) -> int:
        """How many declarations a part takes."""
        return self.count or usual


Part = Callable[[Asked], Iterator[list[results.Ratio]]]


def _bulk(asked: Asked) -> Iterator[list[results.Ratio]]:
    for corpus in asked.corpora:
        yield bulk.measure(corpus, asked.of(6_000))


def _spread(asked: Asked) -> Iterator[list[results.Ratio]]:
    yield bulk.spread(asked.of(5_000))


def _workers(asked: Asked) -> Iterator[list[results.Ratio]]:
    corpus = asked.corpora[len(asked.corpora) // 2]
    yield abreast.measure(corpus, asked.of(4_000), asked.rounds)


def _single(asked: Asked) -> Iterator[list[results.Ratio]]:
    yield single.measure(asked.corpora[-1], asked.of(50), asked.rounds)


def _http(asked: Asked) -> Iterator[list[results.Ratio]]:
    yield http.measure(asked.corpora[len(asked.corpora) // 2], asked.of(200), asked.rounds)


def _audit(asked: Asked) -> Iterator[list[results.Ratio]]:
    yield audit.measure(asked.corpora[0], asked.of(24_000), asked.rounds)


def _start(asked: Asked) -> Iterator[list[results.Ratio]]:
    yield start.measure(asked.rounds)


def _assess(asked: Asked) -> Iterator[list[results.Ratio]]:
    yield pure.assessment(asked.of(100_000), asked.rounds)


def _lookup(asked: Asked) -> Iterator[list[results.Ratio]]:
    yield pure.lookup(asked.of(100_000), asked.rounds)


PARTS: dict[str, Part] = {
    "bulk": _bulk,
    "spread": _spread,
    "workers": _workers,
    "single": _single,
    "http": _http,
    "audit": _audit,
    "start": _start,
    "assess": _assess,
    "lookup": _lookup,
}


def main() -> None:
    """Run the parts asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parts = [[], *PARTS]
    parser.add_argument(
        "parts", nargs="*", choices=parts, help="what to measure; default: all"
    )
    parser.add_argument(
        "--corpus", nargs="+", choices=CORPORA, default=CORPORA, help="default: all"
    )
    parser.add_argument("--count", type=int, default=0, help="declarations in a part")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that take turns")
    parser.add_argument("--write", type=pathlib.Path, help="write the document of this run")
    arguments = parser.parse_args()
    wanted = arguments.parts or list(PARTS)
    if arguments.write and set(wanted) != set(PARTS):
        parser.error("--write needs all parts: the document is of one run")
    asked = Asked(tuple(arguments.corpus), arguments.rounds, arguments.count)
    told = machine.told()
    print(f"{told}\n{'' if rival.is_here() else rival.ABSENT}".rstrip())
    found = {name: _measured(name, asked) for name in wanted}
    if arguments.write:
        arguments.write.write_text(document.written(told, found), "utf-8")


def _measured(name: str, asked: Asked) -> list[results.Ratio]:
    print(f"== {name}")
    found: list[results.Ratio] = []
    for ratios in PARTS[name](asked):
        print(*ratios, sep="\n", flush=True)
        found += ratios
    return found


if __name__ == "__main__":
    main()
