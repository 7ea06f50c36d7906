"""Views: every one has a JSON schema, and what is the same thing has the same shape
wherever it is shown.
"""

import importlib
import inspect
import pkgutil

import msgspec
import pytest

from openkeden import views
from openkeden.base import findings, usage
from openkeden.flow.law import codes, duty_texts, editions
from openkeden.lawpack.pack import load_pack
from openkeden.views import finding_view, row_view

OTHERS = (codes.Below, codes.Absent, duty_texts.FileCoverage, editions.Editions)


def _views() -> list[type[msgspec.Struct]]:
    """Every struct that is defined in a module of views."""
    found = []
    for module in pkgutil.iter_modules(views.__path__, f"{views.__name__}."):
        for _, kind in inspect.getmembers(
            importlib.import_module(module.name), inspect.isclass
        ):
            if issubclass(kind, msgspec.Struct) and kind.__module__ == module.name:
                found.append(kind)
    return found


@pytest.mark.parametrize("view", [*_views(), *OTHERS], ids=lambda view: view.__name__)
def test_every_view_has_a_schema(view: type[msgspec.Struct]) -> None:
    assert "$defs" in msgspec.json.schema(view)


def test_every_view_is_named_as_one() -> None:
    assert len(_views()) > 20
    assert all(view.__name__.endswith("View") for view in _views())


def test_a_finding() -> None:
    found = findings.of(usage.NO_CODE, "code", value="12")
    assert finding_view.of(found, "ru") == finding_view.FindingView(
        rule="U.10",
        severity="error",
        box="",
        path="code",
        cell="",
        value="12",
        args={"value": "12"},
        message="12 не является кодом тарифа.",
        fix="Дайте от четырёх до десяти цифр, например 0713400000 или 0713.",
        basis="",
        language="ru",
    )


def test_a_row_of_law_that_is_held_and_one_that_is_not() -> None:
    pack = load_pack("KZ")
    id_ = next(iter(pack.sources.parameters)).row.id
    held, unknown = row_view.by_id(
        [id_, "kz:nothing@2020-01-01"], {id_: pack.row(id_)}, "en"
    )
    assert (held.id, bool(held.act), bool(held.mark), held.since is None) == (
        id_,
        True,
        True,
        False,
    )
    assert unknown == row_view.RowView(id="kz:nothing@2020-01-01")
