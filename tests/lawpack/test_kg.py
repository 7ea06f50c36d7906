"""The law pack of Kyrgyzstan: another country is another folder; what differs in an
assessment are its rows.
"""

import datetime
import pathlib
import re
import shutil
from importlib import resources

import msgspec
import pytest
from typer import testing

from openkeden.assessment import assess, explain, plans
from openkeden.base import money, rates
from openkeden.cli import main
from openkeden.filing import declaration, validation
from openkeden.flow.law import review
from openkeden.lawpack.listed_codes import CodeList
from openkeden.lawpack.pack import NotCovered, Pack, load_pack
from openkeden.lawpack.review import check
from openkeden.tariff import duty
from tests import support

DATA = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data" / "fx"
DAY = datetime.date(2026, 5, 25)
#: A day that neither pack's own quotes reach: both are given the same ones.
EUR = rates.Quote("EUR", 1, 1_000_000, 4, DAY, "test")


def pack():
    return support.pack("KG")


def bundled_rates(day=DAY):
    return pack().exchange_on(day)


def coverage():
    """The day's plans of both countries, each with the one quote that values the filings of
    these tests.
    """
    packs = {name: support.pack(name).with_quotes([EUR]) for name in ("KZ", "KG")}
    return {
        name: plans.Plan(one.on(DAY), one.exchange_on(DAY)) for name, one in packs.items()
    }


def declared(plan, **changes):
    sent = support.filing(
        **({"currency": "EUR"} | support.placed(plan.law.jurisdiction) | changes)
    )
    found = validation.validate(sent, bytes(32), plan.law, plan.exchange)
    assert found.declaration is not None, found.findings
    return found.declaration


def test_the_pack_has_no_finding():
    assert check.check(pack()) == []


def test_every_row_of_national_law_is_marked_for_what_it_is():
    """The rows nobody read in an act say so: only the validity of the bank's weekly table
    is of a primary source.
    """
    own = [
        one.row
        for one in (
            *pack().sources.parameters,
            *pack().sources.charges,
            *pack().sources.preferences,
        )
    ]
    marks = {row.id.partition("@")[0]: row.mark for row in own if row.id.startswith("kg:")}
    assert {id_ for id_, mark in marks.items() if mark not in ("memory", "open")} == {
        "kg:exchange.carry_over_days"
    }
    assert marks["kg:fee.goods_declaration"] == "open"
    assert {"fee.goods_declaration", "fee.transit", "excise", "offices", "sources"} <= {
        gap.key for gap in pack().gaps
    }


def test_no_row_of_one_country_stands_in_the_pack_of_the_other():
    def folders(name):
        sources = support.pack(name).sources
        rows_ = [
            one.row
            for kind in ("parameters", "charges", "preferences", "measures")
            for one in getattr(sources, kind)
        ]
        return {row.id.partition(":")[0] for row in rows_}, {
            row.act for row in rows_ if row.id.startswith("eaeu:")
        }

    assert folders("KZ")[0] == {"eaeu", "kz"}
    assert folders("KG")[0] == {"eaeu", "kg"}
    assert [act for act in folders("KG")[1] if re.search("Kazakhstan|Kyrgyz", act)] == []


def test_the_tariff_is_the_unions():
    kyrgyz, kazakh = pack().on(DAY), support.edition(DAY)
    assert kyrgyz.lines == kazakh.lines
    assert len(kyrgyz.lines) > 13_000
    assert (kyrgyz.currency, kyrgyz.jurisdiction) == ("KGS", "KG")
    registers = {"grain_elevators", "wheat_processors", "gas_subsoil_users"}
    own = {"offices", "indices", "feedlots", "livestock_producers", *registers}
    own |= {"payment_codes", "payment_features", "payment_ways"}
    own |= {"firm_signers", "signing_uses"}
    shared = kyrgyz.lists.keys() - own
    assert shared == kazakh.lists.keys() - own
    assert all(kyrgyz.lists[name] == kazakh.lists[name] for name in shared)


def test_the_same_goods_owe_what_the_rows_of_each_country_say():
    plans = coverage()
    told = {name: assess.assess(declared(plan), plan) for name, plan in plans.items()}
    lines = {name: {line.code: line for line in one.charges} for name, one in told.items()}
    assert told["KZ"].customs_value == told["KG"].customs_value == 100_000_000
    assert lines["KZ"]["2010"] == lines["KG"]["2010"]
    assert lines["KG"]["2010"].amount == 1_000 * 125 * 100
    vat = {name: lines[name]["5010"] for name in lines}
    assert vat["KZ"].base == vat["KG"].base == 112_500_000
    assert {name: (line.rate, line.amount, line.rows) for name, line in vat.items()} == {
        "KZ": ("16%", 18_000_000, ("kz:vat/all@2026-01-01",)),
        "KG": ("12%", 13_500_000, ("kg:vat/all@2018-01-01",)),
    }
    fee = {name: lines[name]["1010"] for name in lines}
    assert {
        name: (line.base, line.rate, line.amount, line.rows) for name, line in fee.items()
    } == {
        "KZ": (
            0,
            "6 MCI",
            6 * 432_500,
            ("kz:fee.goods_declaration@2023-08-15", "kz:mci@2026-01-01"),
        ),
        "KG": (100_000_000, "0.25%", 250_000, ("kg:fee.goods_declaration@2018-01-01",)),
    }
    difference = (18_000_000 - 13_500_000) + (2_595_000 - 250_000)
    assert told["KZ"].payable - told["KG"].payable == difference


def test_a_fee_on_the_value_can_have_a_floor():
    plan = coverage()["KG"]
    row = plan.law.parameters["fee.goods_declaration"]
    floored = msgspec.structs.replace(row, value="0.25% min 40 EUR")
    law = msgspec.structs.replace(
        plan.law, parameters={**plan.law.parameters, "fee.goods_declaration": floored}
    )
    told = assess.assess(declared(plan, currency="KGS"), plans.Plan(law, plan.exchange))
    (fee,) = [line for line in told.charges if not line.item]
    assert (fee.computed, fee.amount, fee.base) == (400_000, 400_000, 1_000_000)
    assert told.quotes == (EUR,)


def test_every_figure_is_explained_before_either_customs():
    for plan in coverage().values():
        sent = declared(plan)
        lines = explain.explain(sent, assess.assess(sent, plan), plan.law, plan.exchange)
        assert explain.difference(lines) is None
        (fee,) = [
            line for line in lines if line.code == "1010" and line.figure == "computed"
        ]
        assert fee.steps[-1].amount == fee.stored


def test_a_measure_of_one_country_does_not_bind_the_other():
    assert support.edition(DAY).measures
    assert {one.row.id.partition(":")[0] for one in pack().on(DAY).measures} == {
        "eaeu",
        "kg",
    }


def noted(number):
    return {
        row.code for row in pack().sources.tariff if row.note == number and not row.until
    }


def test_a_note_for_another_member_state_does_not_apply():
    (code, *_) = noted("9")
    line = pack().on(DAY).lines[code]
    assert line.row.startswith(f"eaeu:{code}@")
    assert pack().row(line.row).value == duty.text(line.rate)


@pytest.mark.parametrize("state", ["KG", "KZ", "RU"])
def test_a_note_applies_in_the_state_it_names(state):
    """The note that the tariff limits to one state, named after each state in turn."""
    notes = tuple(
        msgspec.structs.replace(one, state=state) if one.note == "9" else one
        for one in pack().sources.notes
    )
    (code, *_) = noted("9")
    for name in ("KG", "KZ"):
        law = Pack(msgspec.structs.replace(support.pack(name).sources, notes=notes)).on(DAY)
        assert (law.lines[code].row == "eaeu:note/9.1") is (name == state)


def test_quotes_keep_their_nominal_and_four_decimals():
    quoted = {
        code: bundled_rates().quote(code).text()
        for code in ("USD", "EUR", "KZT", "JPY", "AMD", "TJS")
    }
    assert quoted == {
        "USD": "1 USD = 87.4500",
        "EUR": "1 EUR = 101.5076",
        "KZT": "1 KZT = 0.1859",
        "JPY": "10 JPY = 5.4969",
        "AMD": "10 AMD = 2.3773",
        "TJS": "1 TJS = 9.4148",
    }
    assert bundled_rates().convert(money.parse("1000.00"), "EUR") == money.parse(
        "101507.60"
    )
    assert bundled_rates().convert(money.parse("33.33"), "JPY") == money.parse("18.32")
    assert bundled_rates().quote("KGS") is None


@pytest.mark.parametrize("currency", ["UZS", "IRR"])
def test_a_quote_too_coarse_values_nothing(currency):
    with pytest.raises(rates.NoRate) as none:
        bundled_rates().convert(100, currency)
    assert (none.value.reason, none.value.quote.authority) == ("coarse", "NBKR")


def test_every_other_quote_values():
    quoted = {quote.currency for quote in pack().sources.quotes}
    assert len(quoted) == 44
    assert [
        code
        for code in quoted - {"UZS", "IRR"}
        if bundled_rates().convert(10_000_000, code) <= 0
    ] == []


@pytest.mark.parametrize(
    ("day", "reason"),
    [("2026-05-22", "missing"), ("2026-05-29", ""), ("2026-05-30", "stale")],
)
def test_the_weekly_table_holds_for_its_seven_days(day, reason):
    def refused():
        try:
            bundled_rates(datetime.date.fromisoformat(day)).quote("GBP")
        except rates.NoRate as none:
            return none.reason
        return ""

    assert refused() == reason


@pytest.mark.parametrize(
    ("name", "day"), [("nbkr_live_0_daily-xml.xml", 24), ("nbkr_live_1_weekly-xml.xml", 23)]
)
def test_the_recorded_answers_are_the_rows_of_the_pack(name, day):
    if not DATA.is_dir():
        pytest.skip("recorded answers are not beside this repository")
    text = (DATA / name).read_bytes().decode("windows-1251")
    assert f'Date="{day}.05.2026"' in text
    told = re.findall(
        r'ISOCode="(\w+)">\s*<Nominal>(\d+)</Nominal>\s*'
        r"(?:<ValidFor>7</ValidFor>\s*)?<Value>(.+?)</",
        text,
    )
    assert len(told) == text.count("<Currency ")
    on = datetime.date(2026, 5, day)
    ours = {quote.text() for quote in pack().sources.quotes if quote.effective_on == on}
    assert ours == {
        f"{nominal} {code} = {value.replace(',', '.')}"
        for code, nominal, value in told
        if code != "BYR"
    }


def test_the_clock_and_the_calendar_of_the_country():
    moment = datetime.datetime(2026, 5, 24, 18, 30, tzinfo=datetime.UTC)
    assert pack().local(moment).isoformat() == "2026-05-25T00:30:00+06:00"
    default = pack().calendars["default"]
    rests = [
        datetime.date(2026, 4, 7),
        datetime.date(2026, 5, 27),
        datetime.date(2026, 8, 31),
    ]
    assert [default.works_on(day) for day in (DAY, *rests)] == [True, False, False, False]
    assert support.pack().calendars["default"].works_on(datetime.date(2026, 4, 7))


def test_profiles_and_terms_are_there():
    assert {one.id.partition(".")[0] for one in pack().profiles.profiles} == {
        "KG",
        "measures",
    }
    assert pack().time_limits.on("release", DAY) == support.pack().time_limits.on(
        "release", DAY
    )


def test_a_pack_without_a_key_it_requires_is_told():
    left = tuple(one for one in pack().sources.parameters if one.key != "offices.digits")
    bare = Pack(msgspec.structs.replace(pack().sources, parameters=left))
    assert [(one.rule, one.args["value"]) for one in check.check(bare)] == [
        ("P.10", "offices.digits")
    ]
    with pytest.raises(NotCovered, match=r"KG.*offices\.digits"):
        bare.on(DAY)


def test_numbers_of_parties_by_country():
    plans = coverage()
    kazakh = support.filing().declarant
    kyrgyz = support.placed("KG")["declarant"]

    def spoken(name, party):
        sent = support.filing(
            currency="EUR",
            **(support.placed(name) | {"declarant": party, "signatory": "A. Example"}),
        )
        told = validation.validate(
            sent, bytes(32), plans[name].law, plans[name].exchange
        ).findings
        return sorted({one.rule for one in told if one.path == "declarant.id"})

    def numbered(party, number):
        return declaration.Party(name=party.name, country=party.country, id=number)

    assert [spoken(name, party) for name in plans for party in (kazakh, kyrgyz)] == [
        [],
        [],
        [],
        [],
    ]
    assert spoken("KG", numbered(kyrgyz, "")) == ["G2.4"]
    assert spoken("KG", numbered(kyrgyz, "990140000017")) == ["G2.5"]
    assert spoken("KG", numbered(kyrgyz, "0" * 14)) == ["G2.6"]
    assert spoken("KG", numbered(kazakh, "990140000018")) == ["G2.7"]
    assert spoken("KZ", numbered(kyrgyz, "990140000017")) == []
    assert spoken("KZ", numbered(kyrgyz, "0010120200001")) == ["G2.5"]


def test_lists_of_a_pack_may_be_empty():
    assert isinstance(pack().sources.lists["offices"], CodeList)
    assert pack().on(DAY).lists["offices"] == {}


@pytest.fixture
def law(tmp_path):
    """A copy of the folder of law, to be changed."""
    with resources.as_file(resources.files("openkeden.law")) as folder:
        return pathlib.Path(shutil.copytree(folder, tmp_path / "law"))


def called(*words):
    done = testing.CliRunner().invoke(main.app, ["law", *words])
    return done.exit_code, done.output


def checked(*words):
    return called("check", "--country", "KG", *words)


@pytest.mark.parametrize("command", ["check", "audit"])
def test_the_law_is_that_of_the_installation_unless_another_is_named(command, tmp_path):
    (tmp_path / "jurisdiction").write_text("KG\n")
    home = ("--home", str(tmp_path))
    day = ("--on", f"{DAY}") if command == "audit" else ()
    assert called(command, *home, *day)[1].startswith(f"KG {pack().version[:12]}")
    assert called(command, *home, *day, "--country", "KZ")[1].startswith("KZ ")
    (tmp_path / "jurisdiction").write_text("?\n")
    refused = review.check_law("", None, tmp_path)
    assert [one.rule for one in refused.findings] == ["U.40"]


def test_a_pack_is_checked_by_the_command(law):
    assert checked()[0] == 0
    assert f"KG {pack().version[:12]}: 0 findings" in checked("--law", str(law))[1]
    charges = law / "kg" / "charges.toml"
    charges.write_text(charges.read_text().replace('mark = "memory"', 'mark = "X"'))
    code, printed = checked("--law", str(law))
    assert (code, "P.2" in printed) == (1, True)


def test_a_pack_written_anew_needs_no_code(law):
    """A third country from the files of this one: its name, its currency, its own rate."""
    shutil.copytree(law / "kg", law / "am")
    for path in (law / "am").rglob("*.toml"):
        path.write_text(
            path.read_text()
            .replace("kg/", "am/")
            .replace('"KG"', '"AM"')
            .replace('"KGS"', '"AMD"')
        )
    charges = law / "am" / "charges.toml"
    charges.write_text(charges.read_text().replace("12%", "20%"))
    (law / "am" / "rates.csv").write_text(
        "authority,currency,nominal,value,decimals,effective_on\n"
    )
    made = load_pack("AM", law)
    assert check.check(made) == []
    edition = made.on(DAY)
    assert (edition.jurisdiction, edition.currency) == ("AM", "AMD")
    assert duty.text(edition.charge_rates["vat"][0].rate) == "20%"
    assert edition.charge_rates["vat"][0].row.id == "am:vat/all@2018-01-01"
