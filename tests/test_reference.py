"""The reference says what the code says: each page made from it is the one that is kept."""

import re

import pytest

from docs import reference


@pytest.mark.parametrize("name", sorted(reference.PAGES))
def test_a_page_is_what_the_code_says(name: str) -> None:
    kept = (reference.FOLDER / name).read_text("utf-8")
    assert kept == reference.PAGES[name](), "`make docs` writes it anew"


def test_no_other_page_is_kept_there() -> None:
    assert {path.name for path in reference.FOLDER.glob("*.md")} == set(reference.PAGES)


def test_every_variable_of_the_environment_is_a_setting_told() -> None:
    root = reference.FOLDER.parent.parent
    read = {
        name
        for path in (root / "openkeden").rglob("*.py")
        for name in re.findall(r"KEDEN_[A-Z_]+", path.read_text("utf-8"))
    }
    assert read == set(re.findall(r"KEDEN_[A-Z_]+", reference.settings_page()))
