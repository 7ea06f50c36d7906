"""`keden amend` and `keden withdraw`: what a declarant changes of a lodged declaration."""

import pathlib
from typing import Annotated

import typer

from openkeden.base.findings import Refused
from openkeden.cli import answered, check, options, show, status
from openkeden.flow.lodging import actions, changed_filing, checking, intake


def amend(
    reference: options.Reference,
    file: Annotated[
        pathlib.Path,
        typer.Argument(
            help="A file with the whole declaration as it shall be, in any format.",
            show_default=False,
        ),
    ],
    actor: options.Actor,
    own: Annotated[
        str,
        typer.Option(
            "--new-reference",
            help="The reference of the amendment; without it a free one is given.",
        ),
    ] = "",
    dry_run: options.DryRun = False,
    max_bytes: options.MaxBytes = intake.MESSAGE_BYTES,
    json: options.Json = False,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Amend a lodged declaration: the file takes its place as a new version under the same
    number.

    Only the declarant's people do it. The registration number that is amended and a
    reference of its own are written into the message. Exit code 1: it is refused, with
    every reason; 2: the file cannot be read.
    """
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    options.covered(opened, now, lang.value)
    with file.open("rb") as stream:
        made = changed_filing.of(reference, stream, own, max_bytes)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=json)
    if dry_run:
        tried = checking.check_message(made, actor, now, opened)
        check.show_one(tried, file, opened, lang.value, json=json)
        raise typer.Exit(check.exit_code(tried))
    answer = changed_filing.amend(made, actor, now, opened, reason)
    answered.show_one(answer, file, opened, lang.value, json=json)


def withdraw(
    reference: options.Reference,
    actor: options.Actor,
    note: Annotated[
        str, typer.Option("--note", help="Why; it becomes part of the history.")
    ] = "",
    json: options.Json = False,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Withdraw a declaration before it is released; what was paid for it is free again.

    Only the declarant's people do it. Exit code 1 and every reason when it is not possible.
    """
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    options.covered(opened, now, lang.value)
    not_lodged = changed_filing.not_lodged(reference)
    if not_lodged is not None:
        show.refuse(not_lodged, lang.value, json=json)
    said = {"reason": note} if note else {}
    done = actions.act(
        reference, "withdraw", actions.DECLARANT, actor, now, opened, said, late=reason
    )
    if isinstance(done, Refused):
        show.refuse(done, lang.value, json=json)
    status.show_case(done, opened, now, lang.value, officer=False, json=json)
