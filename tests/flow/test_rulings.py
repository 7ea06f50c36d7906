"""Advance rulings in the flow: entered and withdrawn by a chief, found by all, audited."""

import datetime

from openkeden.base.findings import Refused
from openkeden.flow import recording
from openkeden.flow.classification import ruling_register, ruling_search
from openkeden.flow.ledger import verification
from tests import founded

DAY = founded.MOMENT.date()
FIRST, LAST = datetime.date(2026, 1, 1), datetime.date(2028, 12, 31)


def by(actor: str = "chief-1", days: int = 0) -> recording.By:
    return recording.By(actor, founded.MOMENT + datetime.timedelta(days=days))


def new(number: str = "KZ-1/26", **changes) -> ruling_register.NewRuling:
    said = {
        "number": number,
        "code": "8517130000",
        "text": "смартфон с двумя SIM-картами",
        "reasons": "примечание 5 к группе 85",
        "decided": "КГД",
        "since": FIRST,
        "until": LAST,
        "public": True,
    }
    return ruling_register.NewRuling(**(said | changes))


def entered(at, number: str = "KZ-1/26", **changes):
    made = ruling_register.enter(new(number, **changes), by(), at)
    assert not isinstance(made, Refused), made
    return made


def rules(answer) -> list[str]:
    assert isinstance(answer, Refused), answer
    return [one.rule for one in answer.findings]


def numbers(at, words: str = "", *, officer: bool = False, on=DAY) -> list[str]:
    found = ruling_search.search(words, on, at.home, officer=officer)
    assert not isinstance(found, Refused), found
    return [one.ruling.number for one in found.found]


def sound(at) -> None:
    verdict = verification.verify(at)
    assert verdict.problem is None, verdict.problem


def test_a_chief_of_all_offices_enters_rulings(at):
    assert rules(ruling_register.enter(new(), by("inspector-1"), at)) == ["PE.4"]
    assert rules(ruling_register.enter(new(), by("nobody"), at)) == ["PE.3"]
    made = entered(at, " KZ-1  /26 ")
    assert made.number == "KZ-1 /26"
    assert ruling_search.of_home(at.home).counting(DAY, officer=False) == (made,)
    assert rules(ruling_register.enter(new("KZ-1 /26"), by(), at)) == ["C.2"]
    sound(at)


def test_all_that_is_wrong_is_told_at_once(at):
    wrong = new(code="85171", until=datetime.date(2025, 1, 1), reasons=" ")
    assert rules(ruling_register.enter(wrong, by(), at)) == ["C.1", "C.3", "C.4"]


def test_c_7_the_code_stands_in_the_tariff_of_the_first_day(at):
    assert rules(ruling_register.enter(new(code="8517139999"), by(), at)) == ["C.7"]
    assert rules(ruling_register.enter(new(code="9999"), by(), at)) == ["C.7"]
    assert entered(at, code="851713").code == "851713"


def test_a_ruling_is_withdrawn_from_a_day_on(at):
    made = entered(at)
    assert rules(ruling_register.withdraw("KZ-1/26", "", by(), at)) == ["C.6"]
    assert rules(ruling_register.withdraw("KZ-2/26", "x", by(), at)) == ["C.5"]
    assert rules(ruling_register.withdraw("KZ-1/26", "x", by("admin-1"), at)) == ["PE.4"]
    gone = ruling_register.withdraw("KZ-1/26", "another chapter", by(), at)
    assert (gone.entry, gone.withdrawn) == (made.entry, DAY)
    assert numbers(at) == []
    assert numbers(at, on=DAY - datetime.timedelta(days=1)) == ["KZ-1/26"]
    assert rules(ruling_register.withdraw("KZ-1/26", "again", by(), at)) == ["C.5"]
    sound(at)


def test_rulings_are_found_by_words_and_by_day(at):
    entered(at)
    entered(at, "KZ-2/26", code="6403", text="кроссовки мужские из кожи", public=False)
    assert numbers(at, "smartphones") == ["KZ-1/26"]
    assert numbers(at, "кожаные кроссовки") == []
    assert numbers(at, "кожаные кроссовки", officer=True) == ["KZ-2/26"]
    assert numbers(at, officer=True) == ["KZ-2/26", "KZ-1/26"]
    assert numbers(at, on=LAST + datetime.timedelta(days=1)) == []


def test_where_there_is_no_installation_there_are_no_rulings(tmp_path):
    assert len(ruling_search.of_home(tmp_path)) == 0
    assert ruling_search.search("tea", DAY, tmp_path, officer=True).found == ()


def test_the_audit_sees_a_ruling_that_may_not_stand(at, monkeypatch):
    entered(at)
    monkeypatch.setattr(
        "openkeden.classification.advance_rulings.RulingRegister.against", lambda *_: ()
    )
    entered(at)
    monkeypatch.undo()
    problem = verification.verify(at).problem
    assert (problem.column, problem.expected) == ("number", "see C.2")


def test_the_audit_sees_a_withdrawal_as_of_another_day(at, monkeypatch):
    entered(at)
    monkeypatch.setattr(at, "local", lambda moment: moment + datetime.timedelta(days=1))
    ruling_register.withdraw("KZ-1/26", "x", by(), at)
    monkeypatch.undo()
    problem = verification.verify(at).problem
    assert (problem.column, problem.expected) == ("on", str(DAY))
