"""Arguments as programs give them: types and names are checked here, all at once, each with
what to write instead.

What is wrong with a call is a TypeError; what is wrong with the goods is asked of the rules.
"""

import datetime
import decimal
import os
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from openkeden.base import working_time

#: Arguments that are text, each with an example.
TEXTS: Final = {
    "currency": "USD",
    "origin": "CN",
    "unit": "l",
    "transport_currency": "EUR",
    "destination": "UZ",
    "description": "Leather shoes",
    "regime": "parcel",
    "law": "KZ",
    "lang": "ru",
}

#: Arguments that are codes of digits, each with an example.
CODES: Final = {"code": "6403999600", "procedure": "40", "mode": "30"}

#: Arguments that are numbers, each with an example.
NUMBERS: Final = {
    "value": "10000.00",
    "net": "1000",
    "gross": "1100",
    "qty": "500",
    "transport": "300.00",
}

#: Arguments that are tables of names and numbers or codes, each with an example.
TABLES: Final = {
    "attributes": {"engine_cm3": "1995"},
    "preferences": {"duty": "LDC"},
    "rates": {"EUR": "600.00"},
}

_Number = str | int | decimal.Decimal


class Arguments:
    """The arguments of one call, and what is wrong with them."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def stop(self) -> None:
        """Raise TypeError with everything that is wrong, if anything is."""
        if self.wrong:
            raise TypeError("\n".join(self.wrong))

    def read(self, given: Mapping[str, object], at: str = "") -> dict[str, Any]:
        """Arguments as text; `at` stands before their names where they are told."""
        return {name: self._read(name, value, at) for name, value in given.items()}

    def missing(self, needed: Iterable[str], given: Collection[str], at: str = "") -> None:
        """Tell of arguments that are not there, each with an example."""
        examples = {**TEXTS, **CODES, **NUMBERS}
        lacking = [name for name in needed if name not in given]
        if lacking:
            written = ", ".join([f"{name}={examples[name]!r}" for name in lacking])
            self.wrong.append(f"{at}{', '.join(lacking)} missing: write {written}")

    def unknown(
        self, given: Iterable[str], known: Collection[str], why: str, at: str = ""
    ) -> None:
        """Tell of arguments that do not belong there."""
        other = [f"{at}{name}" for name in given if name not in known]
        if other:
            self.wrong.append(f"{', '.join(other)}: {why}")

    def items(self, given: object) -> list[dict[str, Any]]:
        """The tables of an argument `items`."""
        if isinstance(given, list | tuple) and given:
            tables = [entry for entry in given if isinstance(entry, Mapping)]
            if len(tables) == len(given):
                return [dict(table) for table in tables]
        self._tell(
            "items", given, "a list of tables, such as [{'code': '6403999600', ...}]"
        )
        return []

    def one_of(self, name: str, said: Iterable[str] | str, known: Collection[str]) -> None:
        """Tell of words that are none of those there are."""
        for word in [said] if isinstance(said, str) else said:
            if word not in known:
                self.wrong.append(
                    f"{name}: there is no {word!r}; there are {', '.join(known)}"
                )

    def day(self, given: object) -> datetime.date | None:
        """The day of an argument `on`; None: today."""
        if isinstance(given, datetime.datetime):
            day = given.date().isoformat()
            self.wrong.append(
                f"on={given!r} is a moment, and which day it is depends on the place: write"
                f" its day at the office, such as '{day}'"
            )
            return None
        if given is None or isinstance(given, datetime.date):
            return given
        named = working_time.parse_day(given) if isinstance(given, str) else None
        if named is None:
            self.wrong.append(
                f"on={given!r} is not a day: write a datetime.date, or text as '2026-04-02'"
            )
        return named

    def home(self, given: object) -> str | os.PathLike[str] | None:
        """The folder of an argument `home`; None: no installation."""
        if given is None or isinstance(given, str | os.PathLike):
            return given
        self._tell("home", given, "text or a path, such as '.keden'")
        return None

    def _read(self, name: str, given: object, at: str) -> object:
        said = f"{at}{name}"
        if name in CODES:
            return self._code(name, given, said)
        if name in NUMBERS:
            return self._number(said, given, NUMBERS[name])
        if name in TABLES:
            return self._table(name, given, said)
        if not isinstance(given, str):
            self._tell(said, given, f"text, such as {TEXTS[name]!r}")
            return ""
        return given

    def _code(self, name: str, given: object, said: str) -> str:
        """A code; a whole number is one while it has lost no nought at its beginning."""
        example = CODES[name]
        if isinstance(given, str):
            return given
        if not isinstance(given, int) or isinstance(given, bool):
            self._tell(said, given, f"text, such as {example!r}")
            return ""
        if len(str(given)) != len(example):
            padded = str(given).rjust(len(example), "0")
            self._tell(said, given, f"all digits as text, such as {padded!r}")
        return str(given)

    def _number(self, said: str, given: object, example: str) -> str:
        if isinstance(given, bool) or not isinstance(given, _Number):
            wanted = f"text, an integer or a Decimal, such as {example!r}"
            self._tell(said, given, wanted)
            return ""
        return f"{given:f}" if isinstance(given, decimal.Decimal) else str(given)

    def _table(self, name: str, given: object, said: str) -> dict[str, str]:
        example = TABLES[name]
        if not isinstance(given, Mapping):
            self._tell(said, given, f"a table, such as {example!r}")
            return {}
        if not all(isinstance(key, str) for key in given):
            self._tell(said, given, f"names that are text, such as {example!r}")
            return {}
        (usual,) = example.values()
        return {
            key: self._number(f"{said}[{key!r}]", value, usual)
            for key, value in given.items()
        }

    def _tell(self, said: str, given: object, wanted: str) -> None:
        kind = type(given).__name__
        article = "an" if kind[0] in "aeiou" else "a"
        self.wrong.append(f"{said}={given!r} is {article} {kind}: write {wanted}")
