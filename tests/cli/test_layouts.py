"""The help of the imports has the layouts of the files that they read, and no message names
a file that only a checkout of the program has.
"""

import inspect
import re
from collections.abc import Iterator

import pytest

from docs import reference
from openkeden import locale
from openkeden.cli import law, tariff
from openkeden.flow import catalogue
from openkeden.lawpack.imports import local_rows, tariff_changes
from openkeden.lawpack.sources import NOTES, SOURCED_NOTES
from openkeden.library import prices
from openkeden.tariff import duty

#: A path of the checkout, or a page of its documentation.
_OF_CHECKOUT = re.compile(r"\b(docs|openkeden|tests|bench)/\w|\w\.md\b")


def helped(command: object) -> list[str]:
    """The lines of the help of a command."""
    return [line.strip() for line in inspect.getdoc(command).splitlines()]


def test_law_import_tells_every_head_and_table() -> None:
    heads = [layout.columns for layout in local_rows.LAYOUTS]
    heads.remove(NOTES)
    told = [tuple(line.split(",")) for line in helped(law.import_rows)]
    assert [words for words in told if len(words) > 6] == heads
    tables = ", ".join(local_rows.TABLES)
    assert f"has rows in tables: {tables}." in " ".join(helped(law.import_rows))


def test_law_import_shows_a_row_that_is_taken() -> None:
    lines = helped(law.import_rows)
    shown = "\n".join(lines[lines.index("[[parameters]]") :])
    (row,) = local_rows.read(shown.encode()).dated["parameters"]
    assert row.row.id == "home:mci@2027-01-01"


def test_tariff_import_tells_both_heads_and_rates_that_are_read() -> None:
    told = helped(tariff.import_edition)
    heads = [tuple(line.split(",")) for line in told if line.count(",") > 5]
    assert heads == [tariff_changes.COLUMNS, SOURCED_NOTES]
    forms = told[told.index("Forms of a rate:") + 1 :]
    assert len(forms) == 6
    assert [duty.text(duty.parse(form)) for form in forms] == forms


def messages(language: str) -> Iterator[str]:
    """Every sentence of a finding and every word of a table in a language."""
    own = locale.sentences(language)
    rules = catalogue.catalogue().rules
    for number, rule in rules.items():
        said = own.get(number) or locale.Text(rule.message, rule.fix)
        yield from (said.message, said.fix)
    yield str(locale.names(language))


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_no_message_names_a_path_of_the_checkout(language: str) -> None:
    assert [text for text in messages(language) if _OF_CHECKOUT.search(text)] == []


def test_no_help_names_a_path_of_the_checkout() -> None:
    told = [command.help for _, command in reference.commands()]
    for _, command in reference.commands():
        told += [getattr(one, "help", "") or "" for one in command.params]
    told += [inspect.getdoc(prices.duty) or ""]
    assert [text for text in told if _OF_CHECKOUT.search(text)] == []
