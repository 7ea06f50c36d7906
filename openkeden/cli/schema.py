"""`keden schema`: what a declaration looks like, and templates to fill in."""

import sys
from enum import StrEnum
from typing import Annotated

import msgspec
import typer

from openkeden.base import calls
from openkeden.cli import options, show
from openkeden.flow.schema import TEMPLATES, header, json_schema, reference, template


class Form(StrEnum):
    """How the description is written."""

    json = "json"
    csv = "csv"
    md = "md"


def schema(
    form: Annotated[
        Form,
        typer.Option(
            "--format", help="JSON Schema, header of a CSV table, or Markdown reference."
        ),
    ] = Form.json,
    kind: Annotated[
        str,
        typer.Option(
            "--template",
            metavar="KIND",
            help=f"A file to fill in, as JSON or CSV, instead: {', '.join(TEMPLATES)}.",
        ),
    ] = "",
    lang: options.Lang = options.Language.en,
) -> None:
    """Describe what `keden clear` reads: every field with its box, label, type and length."""
    written = _template(kind, form) if kind else _description(form, lang.value)
    sys.stdout.buffer.write(written)
    sys.stdout.flush()


def _template(kind: str, form: Form) -> bytes:
    if kind not in TEMPLATES:
        kinds = ", ".join(TEMPLATES)
        said = {"option": "--template", "value": kind, "known": kinds}
        raise show.wrong(calls.NO_CHOICE, "--template", **said)
    if form is Form.md:
        raise show.wrong(
            calls.NOT_TOGETHER, "--format", option="--template", value="--format md"
        )
    return template(kind, csv=form is Form.csv)


def _description(form: Form, language: str) -> bytes:
    if form is Form.csv:
        return header()
    if form is Form.md:
        return reference(language).encode()
    return msgspec.json.format(msgspec.json.encode(json_schema(language)), indent=2) + b"\n"
