"""Start: whole commands from their start to their end, beside a bare interpreter, in turns."""

import pathlib

from bench import corpora, house, processes, results
from openkeden.flow import installation_files
from openkeden.flow.ledger import receipts

_BARE = (processes.PYTHON, "-c", "pass")

_DUTY = (
    "duty --code 8703231100 --value 42000 --currency EUR --origin DE --net 2900 --qty 1"
    " --attribute engine_cm3=1995 --on 2026-04-02"
)


def measure(rounds: int) -> list[results.Ratio]:
    """Run the commands in turns, `rounds` times."""
    with house.opened() as at:
        receipt = _receipt(at)
        key = str(at.opened.home / installation_files.VERIFIER_FILE)
        commands = {
            "keden --help": ["--help"],
            "keden version": ["version"],
            "keden duty": _DUTY.split(),
            "keden receipt verify": ["receipt", "verify", str(receipt), "--key", key],
        }
        print(f"{rounds} rounds of {len(commands)} commands")
        bare, seconds = [], {name: list[float]() for name in commands}
        for _ in range(rounds + 1):
            bare.append(processes.run(_BARE).seconds)
            for name, arguments in commands.items():
                command = [processes.KEDEN, *arguments]
                seconds[name].append(processes.run(command, at.folder).seconds)
    return [
        results.Ratio(name, "a bare interpreter", results.quotients(found[1:], bare[1:]))
        for name, found in seconds.items()
    ]


def _receipt(at: house.House) -> pathlib.Path:
    """The receipt of a declaration that was lodged."""
    at.lodge(corpora.lines("narrow", at.day.edition, at.day.exchange, 1))
    path = at.folder / "receipt"
    path.write_text(receipts.of(receipts.size() - 1), "utf-8")
    return path
