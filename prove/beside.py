"""Proof: an audit beside a process that lodges raises no false alarm."""

import os
import signal

from prove import kills, orders, stored, warm
from prove.outcome import Asked, Outcome, scratch

#: Facts before the first audit, and files of one filing each that the writer lodges during
#: each audit, one commit a file: more than it gets done.
FACTS, FILES = 500, 300


def prove(asked: Asked) -> Outcome:
    """Audit so many times beside a writer."""
    faults: list[str] = []
    counts = {"audits": 0, "facts written meanwhile": 0}
    with scratch() as folder:
        home = warm.home_of(folder)
        lines = orders.filings(FACTS + FILES * asked.count, asked.seed)
        warm.run(orders.clear(home, orders.write(folder, "first.jsonl", lines[:FACTS])))
        files = [
            orders.write(folder, f"{number}.json", [line])
            for number, line in enumerate(lines[FACTS:])
        ]
        before = len(stored.held(home).facts)
        nothing = os.open(os.devnull, os.O_WRONLY)
        writer = warm.start(orders.clear(home, *files), nothing, nothing)
        try:
            for _ in range(asked.count):
                faults += kills.audit(home)
                counts["audits"] += 1
                if not _runs(writer):
                    faults.append("the writer had ended: nothing is proved")
        finally:
            os.kill(writer, signal.SIGKILL)
            warm.end(writer)
            os.close(nothing)
        counts["facts written meanwhile"] = len(stored.held(home).facts) - before
    return Outcome("beside", counts, tuple(faults))


def _runs(process: int) -> bool:
    """Whether a process has not ended."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
