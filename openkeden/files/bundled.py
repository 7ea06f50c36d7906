"""Folders that come with the package, as those of the law and of the words."""

import pathlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import Traversable

_PACKAGE = pathlib.Path(__file__).parent.parent


def folder(name: str) -> "Traversable":
    """A folder of the package by its name, also where the package lies in an archive."""
    here = _PACKAGE / name
    if here.is_dir():
        return here
    # It loads much that a package in a folder does without.
    from importlib import resources  # noqa: PLC0415

    return resources.files("openkeden") / name
