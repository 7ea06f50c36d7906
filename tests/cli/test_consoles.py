"""Lines without marks say what the styled console says; the text of others stays as it is."""

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.text import Text

from openkeden.cli import consoles

WORDS = st.text(alphabet="ab[]/:x 1#@\nÄ", max_size=20)


@given(WORDS)
def test_text_of_others_comes_out_as_it_is(text):
    assert consoles.unmarked(f"[bold]{consoles.escape(text)}[/bold]") == text
    assert Text.from_markup(f"[bold]{consoles.escape(text)}[/]", emoji=False).plain == text


@given(WORDS, WORDS)
def test_a_line_without_marks_says_what_a_styled_one_does(before, text):
    line = f"{consoles.escape(before)} [red]{consoles.escape(text)}[/red]."
    assert consoles.unmarked(line) == Text.from_markup(line, emoji=False).plain


def test_a_pipe_gets_plain_lines_and_a_table_its_width(capsys):
    console = consoles.Console()
    console.print("[bold]one[/bold] :100: [x]", soft_wrap=True)
    console.print("[red]two[/red]", soft_wrap=True, markup=False)
    console.print(Text("three"), soft_wrap=True)
    assert capsys.readouterr().out == "one :100: \n[red]two[/red]\nthree\n"


def test_a_terminal_gets_styles(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("sys.stdout", terminal := Terminal())
    consoles.Console().print("[bold]one[/bold]", soft_wrap=True)
    assert terminal.getvalue() == "\x1b[1mone\x1b[0m\n"
    assert isinstance(consoles.Console().styled, Console)
