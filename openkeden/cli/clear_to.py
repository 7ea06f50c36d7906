"""`keden clear --to`: declarations handed in at a service elsewhere; the lines and the exit
codes are those of lodging here.
"""

import contextlib
import pathlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NoReturn

import msgspec
import typer

from openkeden import locale
from openkeden.base import calls
from openkeden.base.findings import Refused
from openkeden.cli import answered, input_files, options, show
from openkeden.flow.lodging import intake
from openkeden.flow.service import sending
from openkeden.flow.service.sending import SentAnswer, ServiceAddress, ServiceLine
from openkeden.views import answer_view, finding_view


def place(
    to: str, key_file: pathlib.Path | None, named: Mapping[str, str], language: str
) -> ServiceAddress:
    """The service that is meant; what only goes with lodging here is refused."""
    if not to or key_file is None:
        given, lacking = ("--to", "--key-file") if to else ("--key-file", "--to")
        raise show.wrong(calls.ONLY_WITH, given, value=given, option=lacking)
    for option, value in named.items():
        if value:
            raise show.wrong(calls.NOT_TOGETHER, option, value=option, option="--to")
    found = sending.address(to, key_file)
    if isinstance(found, Refused):
        show.refuse(found, language, json=False, code=show.UNUSABLE)
    return found


def send(
    files: list[pathlib.Path],
    to: ServiceAddress,
    out: pathlib.Path | None,
    message_bytes: int,
    lang: options.Language,
    *,
    json: bool,
) -> NoReturn:
    """Hand in what files hold, one declaration after the other, and end the command."""
    tally = answered.Tally()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_told_when_cut_short(tally, lang.value))
        line = stack.enter_context(contextlib.closing(ServiceLine(to, lang.value)))
        sink = answered.sink_of(out, stack, lang.value, json=json)
        for path, stream in input_files.streams(files, stack):
            if isinstance(stream, input_files.Unopened):
                unread = intake.unopened(str(path), stream.reason)
                _tell(SentAnswer(unread), path, sink, tally, lang.value, json=json)
                continue
            for message in sending.read(stream, message_bytes):
                sent = sending.send(message, line)
                if isinstance(sent, Refused):
                    show.refuse(sent, lang.value, json=False, code=show.UNUSABLE)
                _tell(sent, path, sink, tally, lang.value, json=json)
    if not json:
        tally.print(lang.value)
    raise typer.Exit(tally.exit_code)


@contextlib.contextmanager
def _told_when_cut_short(tally: answered.Tally, language: str) -> Iterator[None]:
    """Where a run ends before its time, say how many declarations are lodged."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, typer.Exit):
        lodged = f"{tally.lodged:,}".replace(",", " ")
        said = locale.names(language)["run"]["interrupted"].format(lodged=lodged)
        show.err.print(said, soft_wrap=True)
        raise


def _tell(
    sent: SentAnswer,
    path: pathlib.Path,
    sink: BinaryIO | None,
    tally: answered.Tally,
    language: str,
    *,
    json: bool,
) -> None:
    """Count an answer, write it to where answers go, and say it to people."""
    tally.add(sent.answer)
    if sink is not None:
        said = sent.said or answer_view.declined(sent.answer, language)
        sink.write(msgspec.json.encode(said) + b"\n")
    if not json:
        steps = finding_view.each(sent.next, language)
        told = answered.Reported(sent.answer, steps, sent.currency)
        answered.report(told, path, language, quiet=sink is not None)
