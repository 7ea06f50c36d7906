"""Commands and groups of commands as people meet them: all mistakes of a call at once, what
may have been meant, summaries that are whole, and examples under the help of each.
"""

import shlex
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


def wording() -> Any:
    """What words a call that cannot be read: most calls do without."""
    from openkeden.cli import wrong_use  # noqa: PLC0415

    return wrong_use


class HelpfulCommand(TyperCommand):
    """A command that says all that is wrong with its words, and shows examples."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, list(args))
        except typer.BadParameter:
            wrong = self._wrong(ctx, list(args))
            raise wording().of_words(ctx.command_path, wrong) from None
        except typer.TyperException as error:
            # The parser of options does not say of which command they are.
            error.ctx = ctx  # type: ignore[attr-defined]
            raise

    def _wrong(self, ctx: Any, args: list[str]) -> list[Any]:
        """Each option and argument that is missing or has a value that is not taken."""
        values, _, _ = self.make_parser(ctx).parse_args(args=args)
        wrong = []
        for parameter in self.get_params(ctx):
            try:
                parameter.handle_parse_result(ctx, values, [])
            except typer.BadParameter as error:
                given = values.get(parameter.name or "") or parameter.value_from_envvar(ctx)
                wrong.append(wording().WrongWord(error, given))
        return wrong

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        from openkeden.cli import examples  # noqa: PLC0415 - help alone shows them

        shown = examples.of(ctx.command_path)
        if not shown:
            return
        with formatter.section("Examples"):
            for example in shown:
                formatter.write(_folded(example.line, formatter.width))


class CommandGroup(TyperGroup):
    """A group that proposes what may have been meant, and whose list is not cut."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        word, known = args[0], self.list_commands(ctx)
        if word not in known and not word.startswith("-") and not ctx.resilient_parsing:
            raise wording().no_command(ctx.command_path, word, known)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        listed = [(name, self.summary(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(listed)

    def summary(self, ctx: Any, name: str) -> str:
        """What a command of the group does, in the sentence that its help begins with."""
        return _first_sentence(self.get_command(ctx, name))


def made_of(module_part: Any, name: str) -> Any:
    """The command of a function or of a group, with the manners of this module."""
    if not isinstance(module_part, typer.Typer):
        single = typer.Typer(rich_markup_mode=None, add_completion=False)
        single.command(name=name, cls=HelpfulCommand)(module_part)
        return typer.main.get_command(single)
    _prepare(module_part)
    group = typer.main.get_group(module_part)
    group.name = name
    return group


def _prepare(group: typer.Typer) -> None:
    """Give a group and all below it these classes, where they name none of their own."""
    group.rich_markup_mode = None
    if not isinstance(group.info.cls, type):
        group.info.cls = CommandGroup
    for command in group.registered_commands:
        command.cls = HelpfulCommand
    for below in group.registered_groups:
        if below.typer_instance is not None:
            _prepare(below.typer_instance)


def _first_sentence(command: Any) -> str:
    """The first sentence of the help, whole."""
    first = " ".join((command.help or "").split("\n\n")[0].split())
    sentence, stop, _ = first.partition(". ")
    return f"{sentence}." if stop else first


def _folded(line: str, width: int) -> str:
    """An example as it may be typed, on several lines where it is longer than one."""
    folded, current = [], " "
    for word in shlex.split(line):
        quoted = shlex.quote(word)
        if len(current) + len(quoted) + 3 > width:
            folded.append(f"{current} \\\n")
            current = "     "
        current += f" {quoted}"
    return "".join([*folded, current, "\n"])
