"""`keden clear`: lodge declarations, a line for each and the counts of all."""

import contextlib
import functools
import pathlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO, NoReturn

import typer

from openkeden import locale
from openkeden.cli import answered, input_files, options, show
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import answers, intake, workers
from openkeden.flow.risk import targeting
from openkeden.views import answer_view

if TYPE_CHECKING:
    from openkeden.flow import recording

_Out = Annotated[
    pathlib.Path | None,
    typer.Option(
        help=(
            "Write one JSON line a declaration to this file; it takes its place when the"
            " run ends."
        )
    ),
]
_HandedInBy = Annotated[
    str,
    typer.Option(
        help=(
            "The person of the register who hands them in, for whom the declarant"
            " answers; without it the filings speak for themselves."
        )
    ),
]
_Service = Annotated[
    str,
    typer.Option(
        help=(
            "Hand them in at the service with this address instead of here; what is"
            " not heard is sent again."
        )
    ),
]
_Signature = Annotated[
    pathlib.Path | None,
    typer.Option(
        help="The detached signature of the one file, which holds one declaration."
    ),
]
_KeyFile = Annotated[
    pathlib.Path | None,
    typer.Option(help="The file with the key that --to needs."),
]


def clear(
    files: options.FilesAndFolders,
    out: _Out = None,
    json: options.Json = False,
    actor: _HandedInBy = "",
    to: _Service = "",
    signature: _Signature = None,
    key_file: _KeyFile = None,
    max_bytes: options.MaxBytes = intake.MESSAGE_BYTES,
    many_workers: options.ManyWorkers = 0,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Lodge declarations: check, value, tax, target and decide on each, and record it in
    the ledger.

    Reads JSON, JSON lines, CSV, Excel workbooks and ASYCUDA World XML, told apart by
    content. Sending a file again gives the same answers. A run that is cut short leaves the
    file of --out as it was, and says where the answers so far are. Exit code 1: something
    was refused; 2: something could not be read.
    """
    files = input_files.listed(files)
    options.writable(out, home, lang.value, files)
    if signature is not None:
        alone = {"--to": to, "--out": out, "--workers": many_workers}
        by = options.by(actor, at, reason, home)
        _signed(files, signature, alone, max_bytes, by, lang.value, home, json=json)
    if to or key_file is not None:
        from openkeden.cli import clear_to  # noqa: PLC0415 - few commands use the network

        named = {"--actor": actor, "--at": at, "--reason": reason}
        named["--workers"] = str(many_workers or "")
        place = clear_to.place(to, key_file, named, lang.value)
        clear_to.send(files, place, out, max_bytes, lang, json=json)
    now, opened = options.moment(at, home), options.opened(home, lang.value, create=True)
    options.covered(opened, now, lang.value)
    tally = answered.Tally()
    with contextlib.ExitStack() as stack:
        stack.enter_context(_told_when_cut_short(tally, opened, lang.value))
        sink = answered.sink_of(out, stack, lang.value, json=json)
        lodging = functools.partial(
            _answered,
            actor=actor,
            now=now,
            at=opened,
            message_bytes=max_bytes,
            late=reason,
            beside=stack.enter_context(_beside(many_workers, lang.value)),
        )
        telling = functools.partial(_tell, at=opened, sink=sink, json=json, lang=lang)
        for path, stream in input_files.streams(files, stack):
            for answer in lodging(path, stream):
                telling(answer, path)
                tally.add(answer)
    if not json:
        tally.print(lang.value)
    raise typer.Exit(tally.exit_code)


def _signed(
    files: list[pathlib.Path],
    signature: pathlib.Path,
    alone: Mapping[str, object],
    max_bytes: int,
    by: "recording.By",
    language: str,
    home: pathlib.Path,
    *,
    json: bool,
) -> NoReturn:
    """Lodge one declaration with its signature, and end the command."""
    from openkeden.cli import clear_signed  # noqa: PLC0415 - few declarations are signed

    signed = clear_signed.given(files, signature, alone, max_bytes, language)
    clear_signed.hand_in(files[0], signed, by, language, home, json=json)


def _answered(
    path: pathlib.Path, stream: BinaryIO | input_files.Unopened, **how: Any
) -> Iterator[answers.Answer]:
    """The answers to what a file holds, or that it cannot be opened."""
    if isinstance(stream, input_files.Unopened):
        return iter([intake.unopened(str(path), stream.reason)])
    return intake.lodge_stream(stream, **how)


@contextlib.contextmanager
def _told_when_cut_short(
    tally: answered.Tally, at: Installation, language: str
) -> Iterator[None]:
    """Say before a run which model cannot be used; where it is interrupted, how many
    declarations are lodged and how to go on.
    """
    show.print_findings(targeting.in_force(at).wrong, language, show.err)
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        lodged = f"{tally.lodged:,}".replace(",", " ")
        said = locale.names(language)["run"]["interrupted"].format(lodged=lodged)
        show.err.print(said, soft_wrap=True)
        raise


def _tell(
    answer: answers.Answer,
    path: pathlib.Path,
    at: Installation,
    sink: BinaryIO | None,
    lang: options.Language,
    *,
    json: bool,
) -> None:
    """Write an answer to where answers go, and say it to people."""
    if sink is not None:
        answered.write(answer, sink, at, lang.value)
    if not json:
        steps = answer_view.steps(answer, at, lang.value)
        told = answered.Reported(answer, steps, at.currency)
        answered.report(told, path, lang.value, quiet=sink is not None)


@contextlib.contextmanager
def _beside(many: int, language: str) -> Iterator[workers.Workers | None]:
    """Workers, if any; where some were lost, say so once."""
    if not many:
        yield None
        return
    with workers.Workers(many) as beside:
        yield beside
    if beside.lost:
        show.err.print(locale.names(language)["run"]["worker_lost"], soft_wrap=True)
