"""The countries that a folder of law has packs of."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.abc import Traversable


class NoPack(ValueError):
    """There is no folder of law for this jurisdiction; there are those of `known`."""

    def __init__(self, jurisdiction: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no law for {jurisdiction!r}; there are {', '.join(known)}")
        self.jurisdiction, self.known = jurisdiction, known


def folder_of(jurisdiction: str, law: "Traversable") -> str:
    """The name of the folder of a country (`KZ`). Raises NoPack when there is none."""
    name = jurisdiction.lower()
    plain = name.isascii() and name.isalpha()
    if not (plain and law.joinpath(name, "pack.toml").is_file()):
        raise NoPack(jurisdiction, known(law))
    return name


def known(law: "Traversable") -> tuple[str, ...]:
    """The countries that a folder of law has packs of."""
    if not law.is_dir():
        return ()
    folders = [one for one in law.iterdir() if one.joinpath("pack.toml").is_file()]
    return tuple(sorted([one.name.upper() for one in folders]))
