"""Why a receipt, a key or a signed head is refused: every reason that the code gives has its
Russian and Kazakh, whatever stands in it.
"""

import ast
import itertools
import pathlib
from collections.abc import Iterator

import pytest

import openkeden
from openkeden import locale
from openkeden.flow import catalogue
from openkeden.flow.ledger import public_keys, receipts
from openkeden.locale import law_words
from openkeden.views import ledger_view
from tests.locale import english

ROOT = pathlib.Path(openkeden.__file__).parent

#: What gives a reason: exceptions, and functions that refuse.
GIVING = {
    *("BadNote", "BadKey", "BadReceipt", "BadExport", "Damaged"),
    *("_proves_nothing", "bad", "_bad"),
}

#: What may stand in a reason: a number, a name, something quoted, another reason.
FILLED = ("7", "keden.example/log", "'x'", "a note is UTF-8")

#: The public key of a ledger.
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"

OTHERS = tuple(language for language in locale.LANGUAGES if language != law_words.ENGLISH)


def reasons() -> Iterator[tuple[str, ...]]:
    """The parts of each reason between what is filled in."""
    folders = (ROOT / "ledger", ROOT / "flow" / "ledger")
    paths = [path for folder in folders for path in sorted(folder.glob("*.py"))]
    for path in [*paths, ROOT / "flow" / "sealing.py"]:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and call.args and _name(call.func) in GIVING:
                yield from _parts(call.args[-1])


def _name(called: ast.expr) -> str:
    return getattr(called, "attr", getattr(called, "id", ""))


def _parts(said: ast.expr) -> Iterator[tuple[str, ...]]:
    """The parts of a text or of one with places; of another expression none are known."""
    if isinstance(said, ast.Constant):
        yield (str(said.value),)
    elif isinstance(said, ast.JoinedStr):
        parts = [
            part.value if isinstance(part, ast.Constant) else "\0" for part in said.values
        ]
        yield tuple("".join(map(str, parts)).split("\0"))


REASONS = sorted(set(reasons()))


def test_reasons_are_found() -> None:
    assert len(REASONS) > 40
    assert ("the receipt does not say the index of its entry",) in REASONS


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("parts", REASONS)
def test_a_reason_is_told_in_every_language(parts: tuple[str, ...], language: str) -> None:
    told = []
    for filled in itertools.product(FILLED, repeat=len(parts) - 1):
        places = [*filled, ""]
        text = "".join([part + place for part, place in zip(parts, places, strict=True)])
        told.append(law_words.told(text, language))
    assert [text for text in told if not english.within(text) and "(en)" not in text], told


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_of_the_answer_is_english(language: str) -> None:
    refused = receipts.verify(b"no receipt", KEY)
    view = ledger_view.of_no_proof(refused, language)
    (found,) = refused.findings
    text = catalogue.text(found, language)
    assert view.reason in text.message
    assert not english.within(text.message)
    bad = public_keys.bad("this is a log's key, not a witness's")
    assert not english.within(catalogue.text(bad.findings[0], language).message)
