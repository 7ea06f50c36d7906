"""Cases of tests/cases: what a filing owes, or why it is refused, on a day; each read here and
held against a law.
"""

import datetime
import functools
import pathlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import yaml

import openkeden
from openkeden import locale
from openkeden.assessment import assess, charges, plans
from openkeden.base import findings, money, rates
from openkeden.filing import declaration, rules, validation
from openkeden.flow.pricing import admissibility, interest_questions, persons
from openkeden.flow.pricing.admissibility import SearchPeriod
from openkeden.lawpack.imports import law_rows
from openkeden.lawpack.pack import NotCovered, Pack
from openkeden.tariff import duty, measures
from tests import support

FOLDER = pathlib.Path(__file__).parent / "cases"
CODES = {kind.key: kind.code for kind in charges.CHARGES}
PARTNERS = {"import": "CN", "export": "TR", "transit": "KG"}

#: The movements of box 1 with their procedure.
MOVEMENTS = {"import": ("IM", "40"), "export": ("EX", "10"), "transit": ("TR", "80")}

#: Who receives an import that says so: a person, or one whose number does not tell.
IMPORTERS = {
    name: {"consignee": {"name": "A. Example", "country": "KZ", "id": number}}
    for name, number in {
        "person": "860315350502",
        "unknown": "990170000010",
    }.items()
}

#: `duty 2: (100.00 + 5.00) x 10 % = 10.50; a remark`: what is computed (of which item), the
#: arithmetic, the result.
REASON = re.compile(
    r"(?:(?P<label>[a-z][a-z_ ]*\d*): )?(?P<sum>[^=:]+) = (?P<result>[\d,]+(?:\.\d+)?)(?:$|; .*)"
)
Case = dict[str, Any]
Rates = tuple[tuple[str, str], ...]
Packs = Callable[[str], Pack]


@functools.cache
def known() -> tuple[tuple[str, Case], ...]:
    """Each case with the name of its file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return tuple(
        (path.stem, case)
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.load(path.read_text(), loader)
    )


class Law:
    """The law that cases are held against, by country; what a day takes is made once."""

    def __init__(self, packs: Packs) -> None:
        self.packs = packs
        self._plans: dict[Any, plans.Plan] = {}
        self._merged: dict[tuple[str, str], Pack] = {}

    def check(self, case: Case) -> None:
        """Hold a case against the law. Raises AssertionError where they differ."""
        if "expression" in case:
            assert self._duty(case) == case["expect"]
        elif "regime" in case:
            self._person(case)
        elif "uncovered" in case:
            self._uncovered(case)
        elif "moves" in case:
            self._moves(case)
        elif "interest" in case:
            self._interest(case)
        else:
            self._clear(case)

    def _uncovered(self, case: Case) -> None:
        """The law of the day lacks what the case names."""
        lacking: tuple[str, ...] = ()
        try:
            self.packs(jurisdiction_of(case)).on(case["day"])
        except NotCovered as error:
            lacking = error.keys
        assert list(lacking) == case["uncovered"]

    def _moves(self, case: Case) -> None:
        """The measures and the gaps of the law that touch goods which move on a day."""
        pack = self.packs(jurisdiction_of(case))
        question = admissibility.Question(**case["moves"])
        answered = admissibility.answer(pack, question, [case["day"]], SearchPeriod())
        assert not isinstance(answered, findings.Refused), answered
        (found,) = answered.days
        told = (*found.verdict.measures, *found.verdict.also)
        assert sorted(map(_measure, told)) == case.get("measures", [])
        assert found.verdict.outcome == case["verdict"]
        gaps = pack.on(case["day"]).gaps_of(question.code)
        unheld = [gap.key for gap in (*gaps, *found.unheld)]
        assert sorted(set(unheld)) == case.get("unknown", [])

    def _interest(self, case: Case) -> None:
        """What a deferral, or temporary admission for some months, costs; or the question is
        refused by the rules named.
        """
        pack, asked = self.packs(jurisdiction_of(case)), case["interest"]
        if "months" in asked:
            owed = interest_questions.of_admission(
                pack, asked["amount"], asked["months"], case["day"]
            )
        else:
            deferral = interest_questions.Deferral(
                asked["amount"], asked["released"], case["day"]
            )
            owed = interest_questions.of_deferral(pack, deferral)
        if isinstance(owed, findings.Refused):
            assert _rules(owed.findings, "error") == case.get("refused", [])
            return
        assert money.text(owed.owed) == case.get("expect")

    def _clear(self, case: Case) -> None:
        """Gate 2 says what the case says, by its quick and by its slow way; the assessment of
        what passes is as expected.
        """
        plan = self._plan(
            case["day"], _rates(case), jurisdiction_of(case), case.get("imported", "")
        )
        filing = _filing(case)
        validated = validation.validate(filing, bytes(32), plan.law, plan.exchange)
        assert validated == validation.examine(
            filing, bytes(32), validation.prepare(plan.law, plan.exchange)
        )
        told = [{**found.args, "rule": found.rule} for found in validated.findings]
        assert _rules(validated.findings, "error") == case.get("refused", []), told
        assert _rules(validated.findings, "warning") == case.get("warned", []), told
        if "noticed" in case:
            assert _rules(validated.findings, "notice") == case["noticed"], told
        if "documents" in case:
            asked = {str(found.args.get("document", "")) for found in validated.findings}
            assert sorted(asked - {""}) == case["documents"], told
        _says(case, validated.findings)
        if validated.declaration is None:
            return
        assessed = assess.assess(validated.declaration, plan)
        figures = dict(_figures(assessed))
        expected = case["expect"]
        assert {name: figures[name] for name in expected} == expected
        reasoned = {label: result for label, _, result in reasons(case) if label in figures}
        assert {label: figures[label] for label in reasoned} == reasoned
        for line in case.get("lines", []):
            _has(assessed, line)

    def _person(self, case: Case) -> None:
        """What goods of a person owe under a regime is as expected, or the question is refused
        by the rules named.
        """
        rates = {name: text.replace(" = ", ":") for name, text in _rates(case)}
        asked = {
            "regime": case["regime"],
            "on": case["day"],
            "rates": rates,
        }
        pack = self.packs(jurisdiction_of(case))
        refused: list[str] = []
        try:
            priced = persons.price_under(pack, **asked, **case["goods"])
        except openkeden.Unpriced as unpriced:
            refused = sorted({one.rule for one in unpriced.findings})
        assert refused == case.get("refused", [])
        if refused:
            return
        names = {code: name for name, code in CODES.items()} | {
            "single_rate": "single_rate"
        }
        figures = dict.fromkeys(names.values(), "0.00") | {
            "value": money.text(priced.customs_value)
        }
        figures |= {names[line.code]: money.text(line.amount) for line in priced.owed.lines}
        figures["total"] = money.text(priced.total)
        assert {name: figures[name] for name in case["expect"]} == case["expect"]
        reasoned = {label: result for label, _, result in reasons(case) if label in figures}
        assert {label: figures[label] for label in reasoned} == reasoned

    def _duty(self, case: Case) -> str:
        """The duty that an expression gives, in the currency of its specific part or in tenge
        at the case's rates.
        """
        quantities = {
            unit: money.parse(str(value), 6)
            for unit, value in case.get("quantities", {}).items()
        }
        expression = duty.parse(case["expression"])
        amount = duty.amount(
            expression,
            money.parse(case["value"]),
            quantities,
            self._exchange(case["day"], _rates(case)),
            {},
        )
        return money.text(amount)

    def _plan(
        self, on: datetime.date, quoted: Rates, jurisdiction: str, rows: str
    ) -> plans.Plan:
        key = (on, quoted, jurisdiction, rows)
        if key not in self._plans:
            law = self._pack(jurisdiction, rows).on(on)
            exchange = self._exchange(on, quoted, jurisdiction)
            self._plans[key] = plans.Plan(law, exchange)
        return self._plans[key]

    def _pack(self, jurisdiction: str, rows: str) -> Pack:
        """The law pack, with the rows that a case's installation imported merged over it."""
        pack = self.packs(jurisdiction)
        if not rows:
            return pack
        if (jurisdiction, rows) in self._merged:
            return self._merged[jurisdiction, rows]
        judged = law_rows.judge(rows.encode(), pack)
        assert judged.moves, "the rows of the installation change nothing"
        assert not judged.refused, judged.findings
        merged = self._merged[jurisdiction, rows] = Pack(judged.merged.sources)
        return merged

    def _exchange(
        self, on: datetime.date, quoted: Rates, jurisdiction: str = "KZ"
    ) -> rates.Rates:
        """The bundled rates of the day, or those the case gives: `520.00`, `100 = 3.93`,
        `520.00 on 2026-03-01`.
        """
        bundled = self._bundled(on, jurisdiction)
        quotes = dict(bundled.quotes)
        for currency, text in quoted:
            rate, _, since = text.partition(" on ")
            nominal, _, value = rate.rpartition("=")
            decimals = len(value.strip().partition(".")[2])
            day = datetime.date.fromisoformat(since) if since else on
            quotes[currency] = rates.Quote(
                currency,
                int(nominal or 1),
                money.parse(value.strip(), decimals),
                decimals,
                day,
                "case",
            )
        return msgspec.structs.replace(bundled, quotes=quotes)

    def _bundled(self, on: datetime.date, jurisdiction: str) -> rates.Rates:
        """The bundled rates; of a day that only the rows of an installation make whole, none."""
        try:
            return self.packs(jurisdiction).exchange_on(on)
        except NotCovered:
            return rates.Rates(
                on, self.packs(jurisdiction).on(support.DAY).currency, {}, 10, 50_000
            )


def jurisdiction_of(case: Case) -> str:
    """The country whose customs the case is before: Kazakhstan unless it says
    `jurisdiction: KG`.
    """
    return str(case.get("jurisdiction", "KZ"))


def _rates(case: Case) -> Rates:
    return tuple(sorted(case.get("rates", {}).items()))


def _filing(case: Case) -> declaration.Filing:
    """The filing of support.py with what the case says; totals follow the items unless the
    case gives them.
    """
    heading = _heading(case) | {"declared_on": str(case["day"])} | case.get("filing", {})
    items = [
        _item(number, given, heading) for number, given in enumerate(case["items"], start=1)
    ]
    origins = {item.origin for item in items}
    totals = {
        "items_total": len(items),
        "packages_total": sum(item.packages for item in items),
        "origin_country": origins.pop() if len(origins) == 1 else "",
    }
    if "invoice_total" not in heading:
        totals["invoice_total"] = money.text(sum(money.parse(item.price) for item in items))
    placed = support.placed(jurisdiction_of(case))
    fields = (
        msgspec.to_builtins(support.filing(items=tuple(items), **placed)) | totals | heading
    )
    return msgspec.convert(fields, declaration.Filing)


def _heading(case: Case) -> dict[str, Any]:
    """What the movement and the partner country of a case say: who sends to whom, from
    where, under which procedure.
    """
    movement = case.get("movement", "import")
    partner = case.get("partner", PARTNERS[movement])
    direction, procedure = MOVEMENTS[movement]
    abroad = {"name": "Example Partner Co", "country": partner}
    fields: dict[str, Any] = {
        "direction": direction,
        "procedure": procedure,
        "trading_country": partner,
    }
    if movement == "import":
        receiver = IMPORTERS[case["importer"]] if "importer" in case else {}
        return fields | {"exporter": abroad, "dispatch_country": partner} | receiver
    if movement == "transit":
        return fields | {
            "consignee": abroad,
            "destination_country": partner,
            "guarantee": "G-1",
        }
    here = jurisdiction_of(case)
    home = msgspec.to_builtins(support.filing(**support.placed(here)).declarant)
    sent = {
        "exporter": home,
        "dispatch_country": here,
        "consignee": abroad,
        "destination_country": partner,
    }
    return fields | sent


def _item(number: int, given: dict[str, Any], heading: dict[str, Any]) -> declaration.Item:
    """An item as the case gives it; `quantity: 1000 pair` is box 41, the gross mass is the
    net one unless given.
    """
    known = {field.name: field.type for field in msgspec.structs.fields(declaration.Item)}
    goods = dict(given)
    quantity, _, unit = goods.pop("quantity", "").partition(" ")
    fields: dict[str, Any] = {"number": number, "procedure": f"{heading['procedure']}00000"}
    fields |= {"supplementary_quantity": quantity, "supplementary_unit": unit}
    if heading["direction"] == "EX":
        fields["origin"] = heading["dispatch_country"]
    if "net_mass_kg" in goods:
        fields["gross_mass_kg"] = goods["net_mass_kg"]
    said = {name: msgspec.convert(value, known[name]) for name, value in goods.items()}
    made = support.item(**fields | said)
    papers = (*made.documents, support.INVOICE) if goods.get("documents") else None
    return msgspec.structs.replace(made, documents=papers) if papers else made


def _measure(measure: measures.Measure) -> str:
    """A measure with its effect and the documents that satisfy it:
    `eaeu-veterinary document 01201`.
    """
    accepted = [measure.document, *sorted(measure.accepted)]
    return " ".join([measure.id, measure.effect, *filter(None, accepted)])


def _rules(found: tuple[findings.Finding, ...], severity: str) -> list[str]:
    return sorted({finding.rule for finding in found if finding.severity == severity})


def _says(case: Case, found: tuple[findings.Finding, ...]) -> None:
    """A rule's sentence and remedy hold the words that the case names, in its language."""
    catalogue = locale.Catalogue(rules.RULES)
    texts = {finding.rule: finding for finding in found}
    for told in case.get("says", []):
        text = catalogue.text(texts[told["rule"]], told["language"])
        assert told["words"] in f"{text.message} {text.fix}"


def _figures(assessed: charges.Assessment) -> Iterator[tuple[str, str]]:
    """Every figure of an assessment by its name: `value`, `duty`, `total`, and of one item
    `value 2`, `duty 2`.
    """
    yield "value", money.text(assessed.customs_value)
    yield "total", money.text(assessed.payable)
    for valued in assessed.items:
        yield f"value {valued.number}", money.text(valued.value)
    for name, code in CODES.items():
        lines = [line for line in assessed.charges if line.code == code]
        yield name, money.text(sum(line.amount for line in lines))
        for valued in assessed.items:
            amount = sum(line.amount for line in lines if line.item == valued.number)
            yield f"{name} {valued.number}", money.text(amount)


def _has(assessed: charges.Assessment, expected: dict[str, Any]) -> None:
    """The charge line that `charge` and `item` name (0: the declaration) has the base,
    rate, rows ... of the case.
    """
    wanted = dict(expected)
    code, item = CODES[wanted.pop("charge")], wanted.pop("item", 1)
    (line,) = [line for line in assessed.charges if (line.code, line.item) == (code, item)]
    shown = msgspec.to_builtins({name: getattr(line, name) for name in wanted})
    for name in ("base", "computed", "amount"):
        if name in shown:
            shown[name] = money.text(shown[name])
    assert {
        name: list(value) if name == "rows" else value for name, value in shown.items()
    } == wanted


def reasons(case: Case) -> list[tuple[str, str, str]]:
    """The lines of `why` that compute: what, the arithmetic, and the result without
    separators.
    """
    found = [REASON.fullmatch(line) for line in case.get("why", []) if "=" in line]
    assert None not in found, case["why"]
    return [
        (one["label"] or "", one["sum"], one["result"].replace(",", ""))
        for one in found
        if one
    ]
