"""The register of advance rulings: what counts, what is refused, what speaks of a text."""

import datetime

import msgspec

from openkeden.base.findings import Finding
from openkeden.classification.advance_rulings import (
    LONG,
    AdvanceRuling,
    RulingRegister,
    fitting,
)
from tests.classification.read_texts import our_reader

DAY = datetime.date(2026, 4, 2)
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)


def ruling(entry: int = 1, **changes) -> AdvanceRuling:
    said = {
        "number": f"KZ-{entry}",
        "code": "8517130000",
        "text": "смартфон с двумя SIM-картами",
        "reasons": "примечание 5 к группе 85",
        "decided": "КГД",
        "since": FIRST,
        "until": LAST,
        "public": True,
    }
    return AdvanceRuling(entry=entry, **(said | changes))


def register(*rulings: AdvanceRuling) -> RulingRegister:
    found = RulingRegister()
    for one in rulings:
        found.enter(one)
    return found


def rules(findings) -> list[tuple[str, str]]:
    return [(one.rule, one.path) for one in findings]


def test_a_ruling_counts_from_its_first_day_to_its_last():
    one = ruling()
    day = datetime.timedelta(days=1)
    assert [one.counts(on) for on in (FIRST - day, FIRST, LAST, LAST + day)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_ruling_that_is_withdrawn_counts_no_more():
    known = register(ruling())
    gone = known.withdraw(1, DAY)
    assert gone.withdrawn == DAY
    assert known.counting(DAY, officer=True) == ()
    before = DAY - datetime.timedelta(days=1)
    assert known.counting(before, officer=True) == (gone,)


def test_what_is_not_public_is_for_officers():
    public, closed = ruling(1), ruling(2, public=False)
    known = register(public, closed)
    assert known.counting(DAY, officer=False) == (public,)
    assert known.counting(DAY, officer=True) == (closed, public)


def test_c_1_what_it_must_say_is_said():
    wrong = ruling(number="", text="x" * (LONG + 1), reasons="", decided="")
    assert rules(register().against(wrong)) == [
        ("C.1", "number"),
        ("C.1", "text"),
        ("C.1", "reasons"),
        ("C.1", "decided"),
    ]
    assert register().against(ruling(text="x" * LONG)) == ()


def test_c_2_a_number_stands_once():
    known = register(ruling())
    (wrong,) = known.against(ruling(2, number="KZ-1"))
    assert (wrong.rule, wrong.args["entry"]) == ("C.2", "1")
    known.withdraw(1, DAY)
    assert known.against(ruling(2, number="KZ-1")) == ()


def test_c_3_a_code_has_four_six_or_ten_digits():
    known = register()
    for code in ("8517", "851713", "8517130000"):
        assert known.against(ruling(code=code)) == ()
    for code in ("", "85", "85171", "851713000", "85171300000", "8517130000a", "٨٥١٧"):
        assert rules(known.against(ruling(code=code))) == [("C.3", "code")]


def test_c_4_the_last_day_is_not_before_the_first():
    known = register()
    assert known.against(ruling(since=DAY, until=DAY)) == ()
    before = DAY - datetime.timedelta(days=1)
    assert rules(known.against(ruling(since=DAY, until=before))) == [("C.4", "until")]


def test_c_5_c_6_what_stands_is_withdrawn_for_a_reason():
    known = register(ruling())
    assert known.against_withdrawal(" KZ-1 ", "another chapter") == ()
    wrong = known.against_withdrawal("KZ-2", " ")
    assert rules(wrong) == [("C.5", "number"), ("C.6", "why")]
    assert isinstance(known.standing("KZ-2"), Finding)


def fits(text: str, *rulings: AdvanceRuling) -> list[tuple[int, int]]:
    read = our_reader().read
    return [(one.ruling.entry, one.fit) for one in fitting(read(text), rulings, read)]


def test_a_ruling_that_says_what_a_text_says_fits():
    phone, shoe = ruling(1), ruling(2, text="кроссовки мужские из кожи")
    assert fits("смартфоны", phone, shoe) == [(1, 1000)]
    assert fits("кроссовки кожаные", phone, shoe) == [(2, 500)]
    assert fits("кожаный чехол для планшета", phone, shoe) == []


def test_the_most_fitting_comes_first_and_then_by_number():
    one = ruling(1, text="чайник электрический стеклянный")
    other = ruling(2, text="чайник")
    assert fits("чайник электрический", other, one) == [(1, 1000), (2, 500)]
    same = msgspec.structs.replace(other, entry=3, number="KZ-0")
    assert fits("чайник", other, same) == [(3, 1000), (2, 1000)]


def test_a_kazakh_text_finds_a_ruling_in_russian():
    kettle = ruling(1, text="чайник электрический")
    sewing = ruling(2, text="машина швейная")
    assert fits("электр шәйнектер", kettle, sewing) == [(1, 1000)]
    assert fits("кір жуғыш машина", kettle, sewing) == []


def test_a_name_of_goods_finds_a_ruling_in_another_language():
    kettle, lamp = ruling(1, text="чайник электрический"), ruling(2, text="лампа")
    assert fits("electric kettle", kettle, lamp) == [(1, 1000)]
    assert fits("kettle holder of wood", kettle, lamp) == []


def test_words_that_fit_are_told_as_they_were_typed():
    read = our_reader().read
    (found,) = fitting(read("Смартфоны NoName"), [ruling()], read)
    assert found.words == ("Смартфоны",)


def test_a_vague_text_finds_no_ruling():
    assert fits("товар", ruling(text="товар")) == []
    assert fits("", ruling()) == []
