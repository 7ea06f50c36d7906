"""What is cut is told: findings beyond the first, messages beyond the first, and an input
that is given up.
"""

import io
import random

import msgspec
import pytest

from openkeden import formats
from openkeden.base import bounded, findings
from openkeden.feeds import nbk
from openkeden.flow.lodging import action_arguments
from openkeden.formats import table
from openkeden.lawpack.imports import (
    law_rows,
    local_rows,
    row_merge,
    tariff_edition,
    toml_text,
)
from openkeden.tariff import dialects, duty
from prove import hurtful
from tests import support
from tests.formats import messages

WARNING = findings.Rule(number="ZZ.1", message="{value}", fix="", severity="warning")
ERROR = findings.Rule(number="ZZ.2", message="{value}", fix="")

BODY = msgspec.json.encode(support.filing())


def read(body: bytes, **limits: int) -> list[formats.Received | formats.Unread]:
    return list(formats.read(io.BytesIO(body), formats.Limits(**limits)))


def rules(message: formats.Received | formats.Unread) -> list[str]:
    assert isinstance(message, formats.Unread)
    return [finding.rule for finding in message.findings]


@pytest.mark.parametrize(
    ("given", "severity"), [([WARNING] * 5, "warning"), ([WARNING] * 4 + [ERROR], "error")]
)
def test_e1_counts_what_is_not_listed_and_is_as_severe_as_the_worst(given, severity):
    told = bounded.listed([findings.of(rule, "", value=1) for rule in given], 3)
    assert [one.rule for one in told] == ["ZZ.1"] * 3 + ["E.1"]
    assert told[-1].args == {"value": "2"}
    assert told[-1].severity == severity
    assert findings.refuses(told) == (severity == "error")


def test_findings_up_to_the_limit_are_all_told():
    found = tuple([findings.of(ERROR, "", value=1)] * 3)
    assert bounded.listed(found, 3) == found


def test_f19_counts_messages_and_no_readable_one_is_lost():
    bad, good = b"{}\n", BODY + b"\n"
    answers = read((bad + good) * 5, findings=11)
    assert [isinstance(one, formats.Received) for one in answers].count(True) == 5
    assert rules(answers[0])[0] == "F.9"
    assert rules(answers[-1]) == ["F.19"]
    assert answers[-1].findings[0].args == {"value": "4"}
    assert answers[-1].where == "line 3 to line 9"


def test_f30_an_input_of_nothing_else_is_given_up():
    answers = read(b"{}\n" * 50 + BODY + b"\n", findings=11, unread=5)
    assert rules(answers[-1]) == ["F.19", "F.30"]
    assert answers[-1].findings[1].args == {"value": "6", "read": "0"}
    assert not [one for one in answers if isinstance(one, formats.Received)]


def test_f31_brackets_without_end():
    (answer,) = read(b'{"items":[' + b"{}," * 50 + b"{}]}", elements=50)
    assert rules(answer) == ["F.31"]


def test_f32_a_declaration_of_rows_without_end():
    rows = f"{hurtful.HEAD}\n" + "a\n" * 50
    (answer,) = read(rows.encode(), items=3, unread=5)
    assert rules(answer) == ["F.14", "F.32", "F.24", "F.24", "F.24"]
    (whole,) = read(b"".join(table.write(messages.filings()[:1])), items=2, unread=1)
    assert isinstance(whole, formats.Received)


def test_paths_longer_than_any_are_left_out_with_what_is_below():
    name = b"a" * 500
    body = b"<ASYCUDA><Item/><%b><Item/></%b></ASYCUDA>" % (name, name)
    (answer,) = read(body)
    assert isinstance(answer, formats.Received)
    assert len(answer.filing.items) == 1


def test_too_many_quotes_are_no_answer_of_a_bank():
    whole = hurtful.RATES["quotes of nothing"](8 * 1001)
    assert [finding.rule for finding in nbk.load(whole).findings] == ["R.1"]


@pytest.mark.parametrize("text", ["9" * 5000, "٣", "1,٣", "-1", "", "1e2"])
def test_numbers_of_an_action_are_plain_and_short(text):
    given = action_arguments.read("release_items", [f"items={text}"])
    assert isinstance(given, findings.Refused)
    assert len(given.findings[0].args["value"]) < 100


def test_numbers_of_an_action():
    given = action_arguments.read("release_items", ["items=1, 2"])
    assert given == {"items": (1, 2)}


@pytest.mark.parametrize(
    "text",
    [
        'a = ".................."',
        "'.'.'.' = 1",
        "a = 1 # .............",
        "a.b.c = 1",
        "x=[[[1]]]",
    ],
)
def test_toml_of_usual_depth_is_read(text):
    assert toml_text.read(text)


@pytest.mark.parametrize("text", ["a" + ".a" * 9 + "=1", "a=" + "[" * 33 + "]" * 33])
def test_toml_too_deep_is_refused(text):
    with pytest.raises(ValueError, match="more than"):
        toml_text.read(text)


def test_rows_of_law_are_counted_before_they_are_merged(monkeypatch):
    monkeypatch.setattr(local_rows, "MOST_ROWS", 2)
    for make in (hurtful.CODES["codes of a list"], hurtful.LAW["empty rows of law"]):
        (wrong,) = local_rows.read(make(150)).unreadable
        assert wrong.reason == "it has more than 2 rows"


def test_findings_of_rows_of_law_are_listed_up_to_a_number():
    rows = local_rows.read(hurtful.LAW["empty rows of law"](24_000))
    assert len(rows.unreadable) == 2000
    judged = law_rows.judge(hurtful.LAW["empty rows of law"](24_000), support.pack())
    assert judged.findings[-1].rule == "E.1"
    assert judged.refused


def test_rows_of_a_code_in_an_edition_are_counted():
    judged = tariff_edition.judge(
        hurtful.rows_of_one_code(50 * 210), support.pack().sources
    )
    wrong = [finding for finding in judged.findings if "at most 200" in str(finding.args)]
    assert len(wrong) == 10


def test_codes_of_a_list_are_ended_as_one_by_one():
    """Beside the plain way: each row of the code that is open and earlier ends."""
    draw = random.Random(7)
    for _ in range(50):
        rows = [_listed(draw) for _ in range(12)]
        table_ = row_merge.ListMerge(())
        plain: list[local_rows.ListedCode] = []
        for row in rows:
            assert table_.add(row) == (row not in plain)
            if row not in plain:
                plain = [_ended(old, row) for old in plain] + [row]
        assert table_.rows == plain


def _listed(draw: random.Random) -> local_rows.ListedCode:
    day = support.DAY.replace(day=draw.randrange(1, 9))
    return local_rows.ListedCode(code=draw.choice("ab"), name="x", mark="open", since=day)


def _ended(old: local_rows.ListedCode, new: local_rows.ListedCode) -> local_rows.ListedCode:
    if old.code != new.code or old.until or old.since >= new.since:
        return old
    return msgspec.structs.replace(old, until=new.since - row_merge.DAY)


@pytest.mark.parametrize(
    "text",
    ["5%" + "min 5%" * 60, "5%" + "-5%" * 60, "5%" + "of[a]" * 60, "5% + " * 300, "(" * 60],
)
def test_a_rate_without_end_is_refused(text):
    with pytest.raises(duty.Malformed):
        duty.parse(text)


@pytest.mark.parametrize("dialect", ["eaeu", "uk", "eu", "us"])
@pytest.mark.parametrize("text", ["(" + "A" * 400, "5" + ", либо 5" * 100, "5" * 2000])
def test_a_text_of_another_tariff_without_end_is_refused(dialect, text):
    with pytest.raises(dialects.UnreadableExpression):
        dialects.read(text, dialect)
