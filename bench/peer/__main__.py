"""The peer as a process: `python -m bench.peer DATABASE LAW`.

It reads how many messages a group has and then the messages, a line each, and answers each
group with the seconds that it took: of the processor, and by the clock.
"""

import pathlib
import sys
import time

from bench.peer import service


def main() -> None:
    database, law = [pathlib.Path(name) for name in sys.argv[1:]]
    begun = service.begin(database, law)
    while size := sys.stdin.buffer.readline():
        received = [sys.stdin.buffer.readline().rstrip(b"\n") for _ in range(int(size))]
        clock, used = time.perf_counter(), time.process_time()
        begun.lodge(received)
        used, clock = time.process_time() - used, time.perf_counter() - clock
        print(used, clock, flush=True)


if __name__ == "__main__":
    main()
