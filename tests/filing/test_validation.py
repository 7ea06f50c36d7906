"""Gate 2 as a whole: everything at once, in the order of the form, whatever is sent."""

import datetime

from hypothesis import HealthCheck, given, settings

from openkeden.assessment import assess, plans
from openkeden.base import findings
from openkeden.filing import declaration, rules, validation
from openkeden.tariff import duty
from tests import support
from tests.filing import gate, samples

PLAN = plans.Plan(support.edition(), support.exchange())
QUIET = settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


def validated(sent):
    return validation.validate(sent, b"", support.edition(), support.exchange())


def test_a_sound_filing_becomes_a_declaration():
    result = validated(gate.filing())
    assert result.findings == ()
    assert result.declaration is not None
    assert result.declaration.registered_on == support.DAY


def test_a_sound_export_becomes_a_declaration():
    result = validated(gate.export())
    assert result.findings == ()
    assert result.declaration is not None


def test_many_mistakes_are_told_at_once_in_the_order_of_the_form():
    sent = gate.filing(
        items=[
            {"code": "64", "net_mass_kg": "1300", "package_kind": "??"},
            {"number": 5, "description": "goods", "origin": "XX", "price": "1,5"},
        ],
        office="1",
        items_total=3,
        currency="ZZZ",
        consignee=support.replace(gate.KAZAKH, id="000000000000"),
        signatory="",
        declared_on="tomorrow",
        origin_country="",
    )
    result = validated(sent)
    assert result.declaration is None
    assert [finding.rule for finding in result.findings if finding.severity == "error"] == [
        *("GA.1", "G5.1", "G2.6", "G22.1", "G54.1", "G54.2"),
        *("G31.6", "G33.1", "G38.1"),
        *("G31.2", "G32.1", "G34.1", "G42.1"),
    ]


def test_warnings_do_not_refuse():
    result = validated(gate.filing(dispatch_country="DE"))
    assert result.declaration is not None
    assert [finding.severity for finding in result.findings] == ["warning"]


def test_deductions_and_zero_masses_pass_with_their_numbers():
    documented = {
        "documents": tuple(samples.DOCUMENTS[:1]),
        "net_mass_kg": "0",
        "statistical_value": "1.00",
    }
    result = validated(gate.filing(documented, deductions=samples.COSTS[1:2]))
    assert [finding.rule for finding in result.findings] == ["G38.3"]
    assert result.declaration.deductions == (
        declaration.Amount("inland_transport", 2050, "EUR"),
    )
    assert result.declaration.goods[0].quantities == {"pair": 1_000_000_000, "kg": 0}


@QUIET
@given(samples.ANY_FILING)
def test_nothing_that_is_sent_raises(sent):
    result = validated(sent)
    assert (result.declaration is None) == findings.refuses(list(result.findings))
    for finding in result.findings:
        assert finding.args["value"] is not None


@QUIET
@given(samples.changed())
def test_a_finding_says_all_that_its_sentence_needs_and_what_passes_can_be_assessed(sent):
    known = {rule.number: rule for rule in rules.RULES}
    result = validated(sent)
    for finding in result.findings:
        rule = known[finding.rule]
        told = rule.message.format_map(finding.args) + rule.fix.format_map(finding.args)
        assert "{" not in told
        assert (finding.severity, finding.basis) == (rule.severity, rule.basis)
        assert finding.box in rule.box.split(", ")
    if result.declaration is not None:
        assert assess.assess(result.declaration, PLAN).payable >= 0


def test_absurdly_large_numbers_are_told_apart_from_their_text():
    finding = gate.breach(
        "G6.1", "packages_total", "> 10^30", gate.filing(packages_total=10**5000)
    )
    assert finding.args["found"] == "50"


def test_the_law_of_the_day_counts():
    day = datetime.date(2026, 1, 15)
    sent = gate.filing(currency="KZT")
    errors = [
        found
        for found in gate.found(sent, support.edition(day))
        if found.severity == "error"
    ]
    assert [finding.rule for finding in errors] == ["G54.3"]


def test_one_context_serves_an_edition():
    edition, rates = support.edition(), support.exchange()
    assert validation.prepare(edition, rates) is validation.prepare(edition, rates)
    assert validation.prepare(edition, support.replace(rates)) is not validation.prepare(
        edition, rates
    )


def test_every_rate_of_the_tariff_can_be_given_its_quantity():
    context = validation.prepare(support.edition(), support.exchange())
    known = {"kg", *context.quantities.values()}
    lacking = {
        line.code: duty.needs(line.rate).units - known - set(context.given(line.unit))
        for line in support.edition().lines.values()
        if duty.needs(line.rate).units - known - set(context.given(line.unit))
    }
    assert lacking == {}
