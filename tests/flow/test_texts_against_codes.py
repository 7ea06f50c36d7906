"""Text against code: what a trader is warned of before he files, what an officer is shown,
and what a model may look at.
"""

import io

import pytest
from msgspec.structs import replace

from openkeden.base.findings import Refused
from openkeden.flow import catalogue
from openkeden.flow.classification import lodged_texts, shipped_texts
from openkeden.flow.classification.shipped_texts import TextDistances
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import checking
from openkeden.flow.risk import (
    compared_lines,
    histories,
    model_files,
    model_register,
    recorded_lines,
)
from openkeden.risk.indicators.catalogue import TEXT_DISTANCE
from openkeden.risk.model import model_file
from openkeden.risk.model.tables import Axis, ScoreTable
from openkeden.views import agreement_view
from tests import founded
from tests.flow.test_targeting import by, selected
from tests.risk import tables

MOST = 1 << 24
TOMATOES = "Tomatoes, fresh, in boxes of 5 kg"


def checked(at, *filings):
    before = checking.Foregoing(shipped_texts.of(checking.law_pack(at)))
    stream = io.BytesIO(founded.lines(*filings))
    return list(checking.check_stream(stream, "", founded.MOMENT, at, MOST, before))


def told(answer):
    return [found for found in answer.findings if found.rule == "C.50"]


def called(text, filing):
    """A filing whose first item is called otherwise."""
    first, *others = filing.items
    return replace(filing, items=(replace(first, description=text), *others))


def wrong(reference="A-1"):
    return called(TOMATOES, founded.shirts(reference))


def test_a_code_far_from_its_text_is_a_warning_and_no_more(at):
    (answer,) = checked(at, wrong())
    (found,) = told(answer)
    assert (answer.status, found.severity, found.path) == (
        "passed",
        "warning",
        "items[0].code",
    )
    (right,) = checked(at, founded.shirts("A-1"))
    assert told(right) == []
    assert replace(answer, findings=right.findings) == right


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", f'Item 1: "{TOMATOES}" speaks for other goods than 6109100000 ('),
        ("ru", f"Товар 1: «{TOMATOES}» говорит о другом товаре, чем 6109100000 ("),
        ("kk", f"1-тауар: «{TOMATOES}» 6109100000 ("),
    ],
)
def test_c50_names_item_goods_and_likelier_codes_with_their_words(at, language, said):
    (found,) = told(checked(at, wrong())[0])
    text = catalogue.text(found, language).message
    assert text.startswith(said)
    assert "0702" in text
    assert "(Tomatoes" in text
    assert found.args["item"] == "1"


def test_of_the_samples_none_is_warned_of(at):
    found = checked(at, *founded.samples().values())
    assert not [(one.reference, said.path) for one in found for said in told(one)]


def test_what_would_be_refused_is_warned_of_too(at):
    bad = called(TOMATOES, founded.bad("A-2"))
    (answer,) = checked(at, bad)
    assert answer.status == "refused"
    assert len(told(answer)) == 1


def test_lodging_neither_warns_nor_refuses(at):
    founded.pay_in(at)
    answer = founded.lodge_one(at, wrong())
    assert answer.findings == founded.lodge_one(at, founded.shirts("A-2")).findings
    (again,) = checked(at, wrong())
    assert (again.status, told(again)) == ("lodged", [])


@pytest.mark.parametrize("text", ["", "qwxyz", "Goods", "12345", "\0\x1b[2J", "გამარჯობა"])
def test_a_text_that_is_not_enough_warns_of_nothing(at, text):
    assert told(checked(at, called(text, founded.shirts("A-1")))[0]) == []


@pytest.mark.parametrize("code", ["", "61", "ABCDEFGHIJ", "٦٤٠٣٩٩٩٦٠٠"])
def test_what_is_no_code_is_compared_with_nothing(at, code):
    first, *others = wrong().items
    filing = replace(wrong(), items=(replace(first, code=code), *others))
    assert told(checked(at, filing)[0]) == []


def test_an_officer_sees_each_text_against_its_code(at):
    founded.pay_in(at)
    founded.lodge_one(at, wrong())
    (item,) = lodged_texts.of("A-1", "inspector-1", at)
    shown = agreement_view.of(item, "en")
    assert (shown.number, shown.code, shown.text) == (1, "6109100000", TOMATOES)
    assert float(shown.distance) > 3
    assert shown.better[0].code.startswith("0702")
    assert shown.better[0].title == "Tomatoes, fresh or chilled"
    assert "speaks for 0702" in shown.line
    founded.lodge_one(at, founded.shirts("A-2"))
    (item,) = lodged_texts.of("A-2", "inspector-1", at)
    shown = agreement_view.of(item, "ru")
    assert (shown.better, shown.distance) == ((), "0")
    assert "другой товар не вероятнее" in shown.line


def test_a_text_that_says_nothing_is_said_to_be_not_enough(at):
    founded.pay_in(at)
    founded.lodge_one(at, called("qwxyz", founded.shirts("A-1")))
    (item,) = lodged_texts.of("A-1", "inspector-1", at)
    shown = agreement_view.of(item, "kk")
    assert (shown.distance, shown.better) == (None, ())
    assert "жеткіліксіз" in shown.line


def test_nobody_else_sees_it(at):
    founded.lodge_one(at, wrong())
    assert isinstance(lodged_texts.of("A-1", "nobody", at), Refused)
    assert isinstance(lodged_texts.of("no such", "inspector-1", at), Refused)


def test_a_history_says_how_far_codes_are_from_their_texts(at):
    founded.pay_in(at)
    far = founded.lodge_one(at, wrong()).registration
    near = founded.lodge_one(at, founded.shirts("A-2")).registration
    plain = histories.recorded("inspector-1", at)
    assert [line.observation.text_distance for line in plain.lines] == [None, None]
    lines = [line.observation for line in histories.compared(plain, at.pack).lines]
    away = {line.declaration: line.text_distance for line in lines}
    assert away[far] > 3_000 > away[near] == 0


def file() -> bytes:
    """A model that suspects goods whose code is far from their text."""
    axis = Axis(TEXT_DISTANCE, ends=(3_000,))
    table = ScoreTable((0,), (-1_000_000, 2_000_000, 0))
    made = tables.model("texts", {})
    return model_file.written(replace(made, axes=(axis,), tables=(table,)))


def put(at):
    made = model_register.propose(file(), "m", "champion", by("admin-1"), at)
    model_register.promote(made.name, by("chief-1"), at)


def test_a_model_that_looks_at_texts_sees_them_and_the_audit_repeats_it(at):
    founded.pay_in(at)
    put(at)
    far = selected(founded.lodge_one(at, wrong())).choice
    near = selected(founded.lodge_one(at, founded.shirts("A-2"))).choice
    vague = called("qwxyz", founded.shirts("A-3"))
    untold = selected(founded.lodge_one(at, vague)).choice
    assert far.probability_ppm > untold.probability_ppm > near.probability_ppm
    assert verification.verify(at).problem is None


def test_words_of_another_law_pack_leave_a_choice_as_it_was_recorded(at, monkeypatch):
    founded.pay_in(at)
    put(at)
    founded.lodge_one(at, wrong())
    texts = shipped_texts.of(at.pack)
    monkeypatch.setattr(type(texts), "distance", lambda self, text, code: 0)
    assert "choice" in str(verification.verify(at).problem)
    on = at.pack.on
    monkeypatch.setattr(at.pack, "on", lambda day: replace(on(day), version="other"))
    assert "choice" not in str(verification.verify(at).problem)


def test_a_model_that_looks_elsewhere_reads_no_texts(at):
    loaded = model_files.read(tables.file("m", {"61": 1}), "m")
    assert not loaded.compares_texts
    assert model_files.read(file(), "m").compares_texts


def test_past_cases_are_seen_with_their_texts(at):
    founded.lodge_one(at, wrong())
    (line,) = [line.observation for line in recorded_lines.lines(at, ())]
    away = TextDistances(at.pack)
    assert compared_lines.of(line, None) is line
    assert compared_lines.of(line, away).text_distance > 3_000
