"""`keden clear --signature`: one declaration handed in with its signature."""

import pathlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import answered, options, show
from openkeden.flow.signing import signed_filing

if TYPE_CHECKING:
    from openkeden.flow.recording import By


def given(
    files: Sequence[pathlib.Path],
    signature: pathlib.Path,
    named: Mapping[str, object],
    message_bytes: int,
    language: str,
) -> signed_filing.SignedFile:
    """The file with its signature; what does not go with one is refused."""
    for option, value in named.items():
        if value:
            raise show.wrong(calls.NOT_TOGETHER, option, value=option, option="--signature")
    if len(files) != 1:
        show.refuse(signed_filing.not_alone(len(files)), language, json=False)
    body = options.content(files[0], language)
    return signed_filing.SignedFile(
        body, options.content(signature, language), message_bytes
    )


def hand_in(
    path: pathlib.Path,
    signed: signed_filing.SignedFile,
    by: "By",
    language: str,
    home: pathlib.Path,
    *,
    json: bool,
) -> NoReturn:
    """Lodge it, say what became of it, and end the command."""
    opened = options.opened(home, language, create=True)
    options.covered(opened, by.now, language)
    answer = signed_filing.clear(signed, by, opened)
    if isinstance(answer, Refused):
        show.refuse(answer, language, json=json)
    answered.show_one(answer, path, opened, language, json=json)
