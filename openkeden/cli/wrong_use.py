"""What went wrong outside of us, as findings: a call that cannot be read, a file, a database."""

import difflib
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import typer

from openkeden import locale
from openkeden.base import calls
from openkeden.base.findings import Finding, of
from openkeden.cli import show

#: How alike two words are of which one may be meant.
_ALIKE = 0.6

#: Commands or options that are proposed.
_PROPOSED = 3


class WrongWord(NamedTuple):
    """An option or argument that is missing or whose value is not taken."""

    #: What the parser says.
    error: typer.BadParameter

    #: What was given; None where nothing was.
    value: object


def asks_for_json() -> bool:
    """Whether the call asks for JSON, also where it could not be read."""
    return "--json" in _before_dashes()


def language() -> str:
    """The language that the call names, also where it could not be read."""
    words = _before_dashes()
    named = [
        word.removeprefix("--lang=") for word in words if word.startswith("--lang=")
    ] + [words[at + 1] for at, word in enumerate(words[:-1]) if word == "--lang"]
    wanted = named[-1] if named else os.environ.get("KEDEN_LANG", "")
    return wanted if wanted in locale.LANGUAGES else locale.LANGUAGES[0]


def _before_dashes() -> list[str]:
    words = sys.argv[1:]
    return words[: words.index("--")] if "--" in words else words


def near(word: str, known: Sequence[str]) -> str:
    """The known words that may be meant, empty where none is like it."""
    bare = {one.lstrip("-"): one for one in known}
    alike = difflib.get_close_matches(word.lower().lstrip("-"), bare, _PROPOSED, _ALIKE)
    return ", ".join([bare[one] for one in alike])


def no_command(command: str, word: str, known: Sequence[str]) -> show.UserError:
    """That a group has no such command, and which one may be meant."""
    meant = near(word, known)
    if meant:
        return show.wrong(
            calls.NEARLY_A_COMMAND, "", value=word, command=command, near=meant
        )
    listed = ", ".join(known)
    return show.wrong(calls.NO_COMMAND, "", value=word, command=command, known=listed)


def of_parser(error: typer.TyperException) -> show.UserError:
    """What the parser of a command could not take."""
    context: Any = getattr(error, "ctx", None)
    command = context.command_path if context else "keden"
    return show.UserError(_of_one(error, command))


def of_words(command: str, wrong: Sequence[WrongWord]) -> show.UserError:
    """All that is missing or not valid among the words of a command, what is missing in
    one finding.
    """
    missing = [_name(word.error) for word in wrong if _is_missing(word.error)]
    found = [_bad_value(word, command) for word in wrong if not _is_missing(word.error)]
    if missing:
        names = ", ".join(missing)
        found.insert(0, of(calls.MISSING, names, value=names, command=command))
    return show.UserError(*found)


def of_system(error: OSError) -> show.UserError:
    """What the system refused: a file, a folder."""
    reason, value = error.strerror or str(error), error.filename or ""
    if isinstance(value, bytes):
        value = os.fsdecode(value)
    return show.wrong(calls.NOT_USABLE, "", value=value, reason=reason)


def of_database(error: Exception) -> show.UserError:
    """What the database could not do."""
    return show.wrong(calls.NO_DATABASE, "", value=error)


def _of_one(error: typer.TyperException, command: str) -> Finding:
    if isinstance(error, typer.BadParameter):
        return _bad_value(WrongWord(error, ""), command)
    if hasattr(error, "possibilities"):
        return _no_option(error, command)
    option = getattr(error, "option_name", "")
    if option:
        return of(calls.VALUE_LEFT_OUT, option, value=option, command=command)
    words = error.format_message().partition("argument(s) (")[2].removesuffix(")")
    return of(calls.TOO_MANY_WORDS, "", value=words, command=command)


def _no_option(error: Any, command: str) -> Finding:
    name = error.option_name
    meant = near(name, error.possibilities or ())
    if meant:
        return of(calls.NEARLY_AN_OPTION, name, value=name, command=command, near=meant)
    return of(calls.NO_OPTION, name, value=name, command=command)


def _bad_value(word: WrongWord, command: str) -> Finding:
    """A value that an option does not take: it names those it takes, where it has a list."""
    error, option, value = word.error, _name(word.error), word.value
    kind: Any = getattr(error.param, "type", None)
    choices = getattr(kind, "choices", ())
    if choices:
        known = ", ".join([str(getattr(one, "value", one)) for one in choices])
        return of(calls.NO_CHOICE, option, option=option, value=value, known=known)
    if hasattr(kind, "min"):
        bounds = {"least": kind.min, "most": kind.max}
        return of(calls.NOT_IN_RANGE, option, option=option, value=value, **bounds)
    if getattr(kind, "name", "").startswith("int"):
        return of(calls.NO_NUMBER, option, option=option, value=value)
    reason = error.message.removeprefix("Value error, ").rstrip(".")
    return _no_value(option, value, reason, command)


def _no_value(option: str, value: object, reason: str, command: str) -> Finding:
    said = {"option": option, "value": value, "reason": reason, "command": command}
    return of(calls.NO_VALUE, option, **said)


def _is_missing(error: typer.TyperException) -> bool:
    return type(error).__name__ == "MissingParameter"


def _name(error: typer.BadParameter) -> str:
    """An option as it is written, an argument as the help names it."""
    parameter = error.param
    return "" if parameter is None else max(parameter.opts, key=len)
