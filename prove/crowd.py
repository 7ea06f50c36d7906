"""Proof: the same filings lodged by many processes at one moment are registered once, and
all processes get the same answer.
"""

import os
import pathlib
import tempfile

from prove import kills, orders, stored, warm
from prove.outcome import Asked, Outcome, scratch

#: Filings that all of them send in a round.
FILINGS = 10

ROUNDS = 2


def prove(asked: Asked) -> Outcome:
    """Let so many processes lodge the same filings, in several rounds."""
    faults: list[str] = []
    counts = {"processes": asked.count, "rounds": ROUNDS, "filings": 0, "answers": 0}
    with scratch() as folder:
        home = warm.home_of(folder)
        lines = orders.filings(FILINGS * ROUNDS, asked.seed)
        for start in range(0, len(lines), FILINGS):
            part = lines[start : start + FILINGS]
            file = orders.write(folder, f"{start}.jsonl", part)
            answered = _at_once(home, file, asked.count, faults)
            counts["filings"] += FILINGS
            counts["answers"] += sum(map(len, answered))
            if any(answers != answered[0] for answers in answered):
                faults.append(f"round {start // FILINGS}: not the same answer for all")
            found = stored.held(home)
            faults += [*found.faults, *stored.missing(found, answered[0])]
            if len(found.lodged) != start + FILINGS:
                faults.append(f"{len(found.lodged)} registrations of {start + FILINGS}")
        faults += kills.audit(home)
    return Outcome("crowd", counts, tuple(faults))


def _at_once(
    home: pathlib.Path, file: pathlib.Path, processes: int, faults: list[str]
) -> list[dict[str, orders.Acknowledged]]:
    """Lodge a file by so many processes that all wait for one signal; what each was told."""
    gate, opener = os.pipe()
    begun = []
    for _ in range(processes):
        out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115
        words = orders.clear(home, file)

        def wait() -> None:
            os.close(opener)
            os.read(gate, 1)

        number = warm.start(words, out.fileno(), err.fileno(), before=wait)
        begun.append((number, out, err))
    os.close(gate)
    os.close(opener)
    answered = []
    for number, out, err in begun:
        code = warm.end(number)
        out.seek(0)
        err.seek(0)
        ran = warm.Ran(code, out.read(), err.read())
        out.close()
        err.close()
        if ran.code or ran.fault:
            faults.append(ran.fault or ran.told)
        answered.append(dict(orders.answers(ran.out)))
    return answered
