"""The layers of the package: the import contracts of pyproject.toml hold, and each of them
refuses what it must.
"""

import functools
import pathlib
import subprocess
import sys

import grimp
import pytest
from importlinter import api
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.domain.contract import Contract

ROOT = pathlib.Path(__file__).resolve().parent.parent
KINDS: dict[str, type[Contract]] = {
    "layers": LayersContract,
    "forbidden": ForbiddenContract,
}

#: A wrong import of each sort, by the contract that has to refuse it.
WRONG = [
    ("data flows one way", "openkeden.assessment.assess", "openkeden.store.write"),
    ("data flows one way", "openkeden.base.money", "openkeden.tariff.edition"),
    ("data flows one way", "openkeden.locale", "openkeden.formats"),
    ("data flows one way", "openkeden.flow.installation", "openkeden.cli"),
    ("data flows one way", "openkeden.feeds.nbk", "openkeden.store.write"),
    (
        "pure parts know no clock, file, network or database",
        "openkeden.base.money",
        "django",
    ),
    (
        "pure parts know no clock, file, network or database",
        "openkeden.risk.selection",
        "random",
    ),
    (
        "pure parts know no clock, file, network or database",
        "openkeden.ledger.merkle",
        "sqlite3",
    ),
    (
        "the ledger knows no customs",
        "openkeden.ledger.entry",
        "openkeden.filing.declaration",
    ),
    ("data flows one way", "openkeden.flow.catalogue", "openkeden.views.finding_view"),
    (
        "edges import use cases, views and the ground only",
        "openkeden.cli.act",
        "openkeden.store.models",
    ),
    (
        "edges import use cases, views and the ground only",
        "openkeden.cli.status",
        "openkeden.clearance.lifecycle",
    ),
]


@functools.cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("openkeden", include_external_packages=True, cache_dir=None)


def _contract(name: str) -> Contract:
    configuration = api.read_configuration(str(ROOT / "pyproject.toml"))
    options = next(row for row in configuration["contracts_options"] if row["name"] == name)
    return KINDS[options["type"]](name, configuration["session_options"], options)


def test_contracts_hold() -> None:
    command = pathlib.Path(sys.executable).with_name("lint-imports")
    ran = subprocess.run(
        [command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize(("name", "importer", "imported"), WRONG)
def test_contract_refuses(name: str, importer: str, imported: str) -> None:
    graph = _graph().__deepcopy__({})
    for module in (importer, imported):
        if module not in graph.modules:
            graph.add_module(module, is_squashed=not module.startswith("openkeden"))
    assert not graph.direct_import_exists(importer=importer, imported=imported), (
        f"{importer} imports {imported}"
    )
    graph.add_import(
        importer=importer, imported=imported, line_number=1, line_contents="import wrong"
    )
    assert not _contract(name).check(graph, verbose=False).kept


def _circles(graph: grimp.ImportGraph) -> list[list[str]]:
    """For each module that can be reached from what it imports: the way back."""
    ways = [
        graph.find_shortest_chain(importer=imported, imported=module)
        for module in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(module))
    ]
    return [list(way) for way in ways if way]


def test_no_circle() -> None:
    """No module imports itself through others, imports for types alone counted."""
    graph = grimp.build_graph(
        "openkeden", exclude_type_checking_imports=False, cache_dir=None
    )
    assert _circles(graph) == []


def test_a_circle_is_found() -> None:
    graph = grimp.ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")):
        graph.add_import(importer=importer, imported=imported)
    assert len(_circles(graph)) == 3


def test_exhaustive() -> None:
    layers = _contract("data flows one way")
    listed = {
        part.strip()
        for layer in layers.contract_options["layers"]
        for part in layer.split("|")
    }
    folders = {path.parent.name for path in (ROOT / "openkeden").glob("*/__init__.py")}
    assert listed - folders == set(), "layers without a folder"
    assert folders - listed == set(), (
        "folders without a layer: put them into pyproject.toml (samples hold no code)"
    )
