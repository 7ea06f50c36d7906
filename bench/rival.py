"""The rival: the peer of bench/peer in a process of its own, given the same declarations in
turns. It needs pydantic (`openkeden[bench]`).
"""

import importlib.util
import json
import subprocess
from collections.abc import Sequence

from bench import processes
from bench.house import House
from openkeden.base.rates import Rates
from openkeden.tariff import duty
from openkeden.tariff.edition import Edition

#: What is said where it cannot run.
ABSENT = "the peer needs openkeden[bench]: pip install 'openkeden[bench]'"

#: Millionths of a percent in a hundredth of one.
_HUNDREDTH = 10_000

#: The duty of the peer on what is not a plain percentage, in hundredths of a percent.
_OTHERWISE = 500


def is_here() -> bool:
    """Whether the peer can run."""
    return importlib.util.find_spec("pydantic") is not None


class Rival:
    """A running peer."""

    def __init__(self, house: House) -> None:
        known = house.folder / "law.json"
        known.write_text(json.dumps(law(house.day.edition, house.day.exchange)), "utf-8")
        database = house.folder / "peer.sqlite3"
        command = [processes.PYTHON, "-m", "bench.peer", str(database), str(known)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=processes.ROOT,
        )

    def run(self, messages: Sequence[bytes]) -> tuple[float, float]:
        """Give it a group: the seconds of the processor and of the clock that it took."""
        asked, answered = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answered is not None
        asked.write(b"%d\n%s\n" % (len(messages), b"\n".join(messages)))
        asked.flush()
        used, clock = answered.readline().split()
        return float(used), float(clock)

    def end(self) -> None:
        """Let it go."""
        self._process.communicate()


def law(edition: Edition, exchange: Rates) -> dict[str, dict[str, object]]:
    """What the peer knows of the law."""
    duties: dict[str, object] = {}
    for code, line in edition.lines.items():
        duties[code] = _OTHERWISE
        if isinstance(line.rate, duty.Percent):
            duties[code] = line.rate.rate // _HUNDREDTH
    rates: dict[str, object] = {}
    for currency in ("USD", "EUR", "CNY"):
        above, below = exchange.ratio(currency)
        rates[currency] = str(above / below)
    return {"duties": duties, "rates": rates}
