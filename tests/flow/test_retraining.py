"""A model learned again from the ledger, and what keeps one from being learned."""

import datetime

import msgspec
import pytest

from openkeden.base.findings import Refused
from openkeden.flow import facts, recording, sealing
from openkeden.flow.lodging import actions, answers
from openkeden.flow.risk import model_files, model_register, recorded_lines, retraining
from openkeden.store import read
from tests import founded

pytest.importorskip("lightgbm", reason="pip install 'openkeden[train]'")


DAYS, A_DAY, ITEMS = 8, 5, 8


def retrained(at, actor: str = "admin-1", moment: datetime.datetime = founded.MOMENT):
    by = recording.By(actor, moment)
    return retraining.retrain("champion", 1, by, at, lambda _: None)


def rule(refused) -> str:
    assert isinstance(refused, Refused), refused
    return refused.findings[0].rule


def test_only_an_administrator_has_a_model_learned(at):
    assert rule(retrained(at, "inspector-1")) == "PE.4"


def test_without_declarations_nothing_is_learned(at):
    assert rule(retrained(at)) == "M.38"


def test_without_inspections_nothing_is_learned(at):
    founded.lodge_all(at, founded.lentils("A-1"), founded.lentils("A-2"))
    assert rule(retrained(at)) == "M.10"


def test_too_few_inspections_are_told(at):
    found_in(at, "A-1")
    (line,) = recorded_lines.lines(at, ())
    assert line.outcome is not None
    assert rule(retrained(at)) in ("M.11", "M.14")


def found_in(at, reference: str) -> None:
    """Documents show that a declaration must be amended."""
    asked = founded.lodge_one(at, founded.shoes(reference))
    for action, role, args in (
        ("supply_documents", "declarant", {"documents": asked.documents}),
        ("demand_amendment", "inspector", {"reason": "the price"}),
    ):
        who, moment = founded.BY_ROLE[role], founded.MOMENT
        done = actions.act(reference, action, role, who, moment, at, args)
        assert not isinstance(done, Refused), done


def consignment(number: int):
    """Shoes of several sizes and prices; each fourth consignment is far too cheap."""
    filing = founded.by_road(f"R-{number}", founded.shoes(f"A-{number}"))
    (shoes,) = filing.items
    items = []
    for place in range(1, ITEMS + 1):
        price = 9_000 + 31 * (place + ITEMS * number) - 4_000 * is_false(number)
        items.append(msgspec.structs.replace(shoes, number=place, price=f"{price}.00"))
    return msgspec.structs.replace(
        filing,
        items=tuple(items),
        items_total=ITEMS,
        packages_total=ITEMS * shoes.packages,
        invoice_total=f"{sum([int(item.price[:-3]) for item in items])}.00",
    )


def is_false(number: int) -> bool:
    return number % 4 == 0


def inspect(at, answer: answers.Answer, moment: datetime.datetime, *, breach: bool) -> None:
    """An inspection finds a breach, or none, and then the goods go back."""
    report = {"act": "ACT-1", "result": "breach" if breach else "conforms"}
    steps = [("supply_documents", "declarant", {"documents": answer.documents})]
    if answer.state != "inspection_ordered":
        steps.append(("order_inspection", "inspector", {}))
    steps.append(("report_inspection", "inspector", report))
    if not breach:
        steps.append(("withdraw", "declarant", {}))
    for action, role, args in steps:
        who = founded.BY_ROLE[role]
        done = actions.act(answer.registration, action, role, who, moment, at, args)
        assert not isinstance(done, Refused), (action, done)


def test_a_model_is_learned_from_what_officers_found_and_proposed_with_its_card(at):
    for day in range(DAYS):
        moment = founded.MOMENT + datetime.timedelta(day)
        numbers = range(day * A_DAY, (day + 1) * A_DAY)
        given = founded.lodge_all(at, *[consignment(n) for n in numbers], moment=moment)
        for number, answer in zip(numbers, given, strict=True):
            inspect(at, answer, moment, breach=is_false(number))
    moment = founded.MOMENT + datetime.timedelta(DAYS)
    made = retrained(at, moment=moment)
    assert not isinstance(made, Refused), made
    known = model_register.known(at)
    assert (known.proposed, known.in_force, known.wrong) == ((made.proposed,), (), ())
    model = model_files.load(at.home, made.proposed.digest)
    assert not isinstance(model, Refused)
    origins = model.model.origins
    lines, finds = DAYS * A_DAY * ITEMS, sum(map(is_false, range(DAYS * A_DAY))) * ITEMS
    assert (origins.lines, origins.inspected, origins.found) == (lines, lines, finds)
    assert sum(model.model.axes[0].lines) == lines
    assert made.proposed.figures["auc"] > 900_000
    assert made.proposed.digest.hex() in made.card.read_text()
    by = recording.By("chief-1", moment)
    assert model_register.promote(made.proposed.name, by, at) == made.proposed
    after = moment + datetime.timedelta(1)
    cheap, dear = founded.lodge_all(at, consignment(40), consignment(41), moment=after)
    assert probability(cheap) > 2 * probability(dear) > 0


def probability(answer: answers.Answer) -> int:
    """The probability of a finding that the model told of a declaration."""
    row = read.entries([answer.entry])[answer.entry]
    fact = facts.read(row.body)
    assert isinstance(fact, facts.Lodging)
    choice = sealing.opened_lodging(fact, row.sealed).selection.choice
    assert choice is not None
    return choice.probability_ppm
