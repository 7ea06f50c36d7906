"""A newcomer's walk: from an empty folder to a declaration of one's own that is checked,
mended, lodged, paid, proved, amended and withdrawn, by commands that README and `--help`
name.
"""

import csv
import io
import json
import pathlib
import re

import pytest

from tests import founded

ROOT = pathlib.Path(__file__).resolve().parents[2]
AT = ("--at", "2026-04-02T10:00")
LATER = ("--at", "2026-04-02T10:30")
TRADER, FIRM = "990140000017", "Example Trade LLP"
PARTY = {"name": FIRM, "country": "KZ", "id": TRADER, "address": "1 Abay, Almaty"}
PAPERS = [
    {"code": "02013", "number": "CMR-88", "issued_on": "2026-03-25"},
    {"code": "03011", "number": "K-2026-7", "issued_on": "2026-02-10"},
    {"code": "04021", "number": "INV-551", "issued_on": "2026-03-12"},
]

#: What the newcomer types into the columns of the template, as he is used to write it.
TYPED = {
    "reference": "OWN-1",
    "procedure": "40",
    "office": "57505",
    "declared_on": "02.04.2026",
    "currency": "usd",
    "invoice_total": "12 000,00",
    "packages_total": "100",
    "exporter.name": "Kettle Works",
    "exporter.country": "cn",
    "trading_country": "CN",
    "dispatch_country": "CN",
    "destination_country": "KZ",
    "departure_transport": "123ABC02",
    "border_transport": "456DEF02",
    "delivery_terms": "FCA",
    "delivery_place": "Yiwu",
    "nature": "010",
    "border_mode": "30",
    "inland_mode": "30",
    "border_office": "57505",
    "goods_location": "Almaty, warehouse 4",
    "additions": json.dumps([{"kind": "transport", "amount": "900", "currency": "USD"}]),
    "signatory": "A. Example",
    "item.code": "8516 79 700 0",
    "item.description": "Electric kettles of steel, 1.7 litres, model KW-17",
    "item.origin": "CN",
    "item.procedure": "4000000",
    "item.gross_mass_kg": "1050",
    "item.net_mass_kg": "1100",
    "item.price": "12000",
    "item.packages": "100",
    "item.package_kind": "CT",
    "item.documents": json.dumps(PAPERS),
}
TYPED |= {
    f"{who}.{field}": value
    for who in ("declarant", "consignee", "financial")
    for field, value in PARTY.items()
}

#: The two mistakes, mended.
MENDED = TYPED | {
    "item.gross_mass_kg": "1 250",
    "item.supplementary_quantity": "100",
    "item.supplementary_unit": "шт",
}


class Newcomer:
    """Somebody at a terminal in an empty folder, and the commands that he used."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.used: set[str] = set()

    def types(self, *words: str, exit_code: int = 0) -> str:
        """Run `keden` and give all that it prints; it must end with this exit code."""
        ran = founded.keden(*words, folder=self.folder)
        told = (ran.stdout + ran.stderr).decode()
        assert ran.returncode == exit_code, told
        self.used.add(words[0])
        return told

    def reads(self, *words: str) -> dict:
        """Run `keden` and give its one answer of JSON."""
        return json.loads(self.types(*words, "--json"))

    def fills_in(self, name: str, typed: dict[str, str]) -> str:
        """Fill the template of an import in, as a table, and keep it as a file."""
        template = self.types("schema", "--template", "import", "--format", "csv")
        header, row = list(csv.reader(io.StringIO(template)))[:2]
        known = dict(zip(header, row, strict=True))
        assert typed.keys() <= known.keys()
        filled = {**known, **typed}
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows([header, list(filled.values())])
        return name


@pytest.fixture
def newcomer(tmp_path) -> Newcomer:
    return Newcomer(tmp_path)


def appoint(newcomer: Newcomer) -> None:
    """Enter the people whom the walk needs."""
    at = ("--at", "2026-04-02T09:00")
    for person, role, more in (
        ("a.root", "administrator", ()),
        ("t.book", "treasury", ()),
        ("d.broker", "declarant", ("--firm", TRADER)),
    ):
        words = ("--name", person, "--role", role, "--document", "order", *more)
        newcomer.types("person", "add", person, *words, "--actor", "a.root", *at)


def lodge(newcomer: Newcomer, name: str, typed: dict[str, str]) -> dict:
    """Lodge a declaration; it waits for its money."""
    file = newcomer.fills_in(name, typed)
    lodged = newcomer.reads("clear", file, *AT)
    assert lodged["status"] == "registered"
    return lodged


def test_from_nothing_to_a_receipt(newcomer):
    file = newcomer.fills_in("own.csv", TYPED)
    told = newcomer.types("check", file, *AT, exit_code=1)
    assert "G38.1" in told
    assert "row 2, column item.net_mass_kg" in told
    assert "G41.1" in told
    assert len(re.findall(r"^ *G\d", told, re.MULTILINE)) == 2, told
    file = newcomer.fills_in("own.csv", MENDED)
    assert "OWN-1: passes" in newcomer.types("check", file, *AT)
    assert not (newcomer.folder / ".keden").exists(), "a check records nothing"

    appoint(newcomer)
    lodged = lodge(newcomer, "own.csv", MENDED)
    order = ("--document", "PO-1", "--bank", "EXMPKZKA", "--date", "2026-04-02")
    newcomer.types(
        *("deposit", TRADER, lodged["payable"], *order, "--actor", "t.book"), *LATER
    )
    status = newcomer.reads("status", "OWN-1")
    assert status["paid"] == lodged["payable"]
    assert status["state"] == ("released" if status["lane"] == "green" else "under_check")
    newcomer.types("explain", "OWN-1")
    assert "OWN-1" in newcomer.types("list", "--all", *LATER)
    newcomer.types("receipt", "get", "OWN-1", "--lodging", "--out", "own.tlog-proof")
    proof = ("own.tlog-proof", "--key", ".keden/log.vkey", "--declaration", "own.csv")
    assert "verified" in newcomer.types("receipt", "verify", *proof)
    named_by_help_and_readme(newcomer)


def test_to_amend_and_to_withdraw(newcomer):
    appoint(newcomer)
    lodged = lodge(newcomer, "own.csv", MENDED)
    dearer = MENDED | {"invoice_total": "13 000", "item.price": "13 000"}
    changed = newcomer.fills_in("changed.csv", dearer)
    by = ("--actor", "d.broker", *LATER)
    newcomer.types("amend", "OWN-1", changed, *by, "--dry-run")
    amended = newcomer.reads("amend", "OWN-1", changed, *by)
    assert (amended["registration"], amended["version"]) == (lodged["registration"], 2)
    assert float(amended["payable"]) > float(lodged["payable"])
    newcomer.types("withdraw", "OWN-1", *by, "--note", "ordered twice")
    assert newcomer.reads("status", "OWN-1")["state"] == "withdrawn"
    assert "everything fits" in newcomer.types("ledger", "verify")
    named_by_help_and_readme(newcomer)


def named_by_help_and_readme(newcomer: Newcomer) -> None:
    """Each command that was used is one that a newcomer is told of."""
    told = newcomer.types("--help")
    readme = (ROOT / "README.md").read_text("utf-8")
    for command in newcomer.used - {"--help"}:
        assert re.search(rf"^ +{command} ", told, re.MULTILINE), command
        assert f"keden {command}" in readme, command
