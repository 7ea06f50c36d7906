"""A law folder like the package's with lower rates added for tests: form and effect are
real, the rates are invented.
"""

import datetime
import functools
import pathlib
import shutil
import tempfile
from importlib import resources

from openkeden.base.rates import Rates
from openkeden.lawpack.pack import Pack, load_pack
from openkeden.tariff.edition import Edition
from tests import support

#: Shoes and tyres by common rates told in pairs and per cent, and shirts, whose lower rate
#: here asks for litres.
SHOES, SHIRTS, TYRES = "6403999600", "6205200000", "4011100003"

ROWS = (
    f"{SHOES},5%,2026-01-01,2026-06-30,test row,1,,tests,open",
    f"{SHOES},4%,2026-07-01,,test row,1,,tests,open",
    f"{SHIRTS},0.01 EUR/l,2026-01-01,,test row,2,,tests,open",
)

PARAMETERS = """
[[parameters]]
values = { "national_rates.procedures" = "40", "national_rates.years" = "5" }
since = 2018-01-01
act = "test row"
source = "tests"
mark = "open"
"""
PREFERENCE = """
[[preferences]]
code = "TARIFF"
name = "common rate wanted"
charge = "duty"
factor_percent = 100
since = 2018-01-01
act = "test row"
source = "tests"
mark = "open"
"""


def folder(target: pathlib.Path, rows: tuple[str, ...] = ROWS) -> pathlib.Path:
    """Copy the law of the package to `target`, with these national rates and what they need
    where the package lacks it.
    """
    shutil.copytree(str(resources.files("openkeden.law")), target, dirs_exist_ok=True)
    table = target / "kz" / "national_rates.csv"
    table.write_text(
        table.read_text("utf-8") + "".join(f"{row}\n" for row in rows), "utf-8"
    )
    _add(target / "kz" / "parameters.toml", "national_rates.procedures", PARAMETERS)
    _add(target / "kz" / "preferences.toml", '"TARIFF"', PREFERENCE)
    _add(
        target / "kz" / "pack.toml",
        "national_rates.csv",
        'national_rates = ["kz/national_rates.csv"]\n',
    )
    return target


def _add(path: pathlib.Path, known: str, text: str) -> None:
    had = path.read_text("utf-8")
    if known not in had:
        path.write_text(had + text, "utf-8")


@functools.cache
def pack() -> Pack:
    with tempfile.TemporaryDirectory() as made:
        return load_pack("KZ", folder(pathlib.Path(made) / "law"))


@functools.cache
def edition(on: datetime.date = support.DAY) -> Edition:
    return pack().on(on)


@functools.cache
def exchange(on: datetime.date = support.DAY) -> Rates:
    return pack().exchange_on(on)
