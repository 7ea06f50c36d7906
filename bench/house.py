"""An installation to measure in: a folder of its own, opened on the morning of one day."""

import contextlib
import datetime
import io
import pathlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from django.db import connections

from openkeden import formats
from openkeden.base.findings import Refused
from openkeden.flow import installation, installation_files
from openkeden.flow.lodging import answers, intake, lodge, workers

MORNING = datetime.datetime(2026, 4, 2, 5, 0, tzinfo=datetime.UTC)

#: Declarations that are committed together.
GROUP = lodge.GROUP


class House:
    """An opened installation with its law of the day."""

    def __init__(self, folder: pathlib.Path) -> None:
        opened = installation.open_installation(folder / "house")
        assert not isinstance(opened, Refused), opened
        day = opened.day(MORNING)
        assert not isinstance(day, Refused), day
        self.folder, self.opened, self.day = folder, opened, day

    @property
    def database(self) -> pathlib.Path:
        """The file that everything is kept in."""
        return self.opened.home / installation_files.DATABASE_FILE

    def lodge(self, messages: Sequence[bytes]) -> None:
        """Clear these messages; every one of them is registered."""
        self.lodge_file(io.BytesIO(b"\n".join(messages)))

    def lodge_file(self, file: BinaryIO) -> None:
        """Clear a file of messages; every one of them is registered."""
        _registered(
            lodge.lodge_all(formats.read(file), lodge.Actor(), MORNING, self.opened)
        )

    def lodge_beside(self, messages: Sequence[bytes], many: int, group: int) -> None:
        """Clear these messages, with so many workers that read ahead; none of them is
        lost.
        """
        file, opened = io.BytesIO(b"\n".join(messages)), self.opened
        with workers.Workers(many) as beside:
            _registered(
                intake.lodge_stream(file, "", MORNING, opened, beside=beside, group=group)
            )
        assert not beside.lost, f"{beside.lost} of {many} workers were lost"


def _registered(given: Iterable[answers.Answer]) -> None:
    refused = [answer for answer in given if answer.status != "registered"]
    assert not refused, f"{len(refused)} clean declarations refused: {refused[:1]}"


@contextlib.contextmanager
def opened() -> Iterator[House]:
    """An empty installation, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield House(pathlib.Path(folder))
        connections["default"].close()
