"""Programs that use the library: one that is type checked with the package, and the page of
documentation.
"""

import decimal
import doctest
import pathlib
import re
import tomllib

import openkeden
from tests import founded
from tests.library import program

PAGE = founded.ROOT / "docs" / "library.md"
SHOWN = re.compile(r"^```pycon\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_program_gives_what_its_types_say() -> None:
    assert isinstance(program.shoes(), decimal.Decimal)
    assert program.parcel() == decimal.Decimal("8265.90")
    assert list(program.consignment()) == ["6403999600", "6109100000"]
    assert "G33.1" in program.reasons()


def test_the_program_is_type_checked_with_the_package() -> None:
    settings = tomllib.loads((founded.ROOT / "pyproject.toml").read_text())
    checked = settings["tool"]["mypy"]["files"]
    assert str(pathlib.Path(program.__file__).relative_to(founded.ROOT)) in checked


def test_the_package_says_that_it_is_typed() -> None:
    assert (pathlib.Path(openkeden.__file__).parent / "py.typed").is_file()


def test_the_page_is_true() -> None:
    blocks = SHOWN.findall(PAGE.read_text("utf-8"))
    assert len(blocks) >= 4
    parsed = doctest.DocTestParser().get_doctest(
        "\n".join(blocks), {}, "library.md", str(PAGE), 0
    )
    told: list[str] = []
    ran = doctest.DocTestRunner(verbose=False).run(parsed, out=told.append)
    assert ran.failed == 0, "".join(told)
