"""Boxes 33, 34, 36, 37, 39-41, 43, 44 and 47 of an item: each rule beside its breach and a
clean neighbour.
"""

import datetime

import msgspec
import pytest

from openkeden.base import validity
from openkeden.base.validity import Provision
from openkeden.filing import declaration
from openkeden.tariff import conditions, duty, measures, preference_goods
from openkeden.tariff.edition import ChargeRate
from tests import support
from tests.filing.gate import breach, clean, export, filing, spoken
from tests.filing.test_transaction import official_rates

BEEF = {"code": "0201100008", "supplementary_quantity": "", "supplementary_unit": ""}
TRUCK = {"code": "8701219011", "supplementary_quantity": "1", "supplementary_unit": "pc"}
SHEEP = {"code": "0104103000", "supplementary_quantity": "300", "supplementary_unit": "pc"}
LICENCE = declaration.Document(code="01011", number="KZ-5", issued_on="2026-01-10")
QUOTA_DAY = datetime.date(2026, 1, 15)


def claim(**preferences):
    return {"preferences": declaration.Preferences(**preferences)}


def proved(*codes):
    return {
        "documents": tuple(declaration.Document(code=code, number="1") for code in codes)
    }


@pytest.mark.parametrize(
    "code", ["640399960", "64039996000", "6403 99 960 0", "640399960O", "٦٤٠٣٩٩٩٦٠٠", ""]
)
def test_G33_1(code):
    breach("G33.1", "items[0].code", code, filing({"code": code}))


def test_G33_1_clean():
    clean("G33.1", filing())
    clean("G33.1", filing({"code": "0000000000"}))


def test_G33_2():
    finding = breach("G33.2", "items[0].code", "6403999999", filing({"code": "6403999999"}))
    assert finding.args["begin"] == "64039999"[: len(finding.args["begin"])]
    assert int(finding.args["near"]) > 0
    breach("G33.2", "items[0].code", "9999999999", filing({"code": "9999999999"}))
    clean("G33.2", filing())


def test_G33_20():
    unknown = {"code": "8517130000"}
    early = support.edition(datetime.date(2025, 6, 15))
    finding = breach("G33.20", "items[0].code", "8517130000", filing(unknown), early)
    assert finding.args["held"] == "2025-09-21"
    clean("G33.2", filing(unknown), early)
    clean("G33.20", filing(unknown))


def test_G33_21():
    split = {"code": "8703800003"}
    before = support.edition(datetime.date(2026, 1, 21))
    finding = breach("G33.21", "items[0].code", "8703800003", filing(split), before)
    assert finding.args["since"] == "2026-01-22"
    clean("G33.2", filing(split), before)
    clean("G33.21", filing(split), support.edition(datetime.date(2026, 1, 22)))


def test_G33_3():
    law = support.edition()
    ended, successors = next((code, into) for code, into in law.ended.items() if into)
    assert (
        successors[0]
        in breach("G33.3", "items[0].code", ended, filing({"code": ended})).args[
            "successors"
        ]
    )
    clean("G33.3", filing({"code": successors[0]}))
    clean("G33.2", filing({"code": ended}))


def test_G33_4():
    gas = {"code": "2711129100"}
    assert gas["code"] in support.edition().lines
    finding = breach("G33.4", "items[0].code", gas["code"], export(gas))
    assert finding.args["measure"] == "kz-lpg-road-2025"
    assert finding.args["attributes"] == "–"
    assert "2025-10-10" in finding.args["since"]
    clean("G33.4", filing(gas))


def test_G33_4_on_the_days_around_a_ban():
    calf = {"code": "0102292900", "supplementary_quantity": "9", "supplementary_unit": "pc"}
    calf["attributes"] = {"sex": "male"}
    sent = export(calf, currency="KZT", declared_on="2025-11-01")
    last = support.edition(datetime.date(2026, 4, 30))
    found = breach("G33.4", "items[0].code", calf["code"], sent, law=last)
    assert found.args["until"] == "2026-04-30"
    assert found.args["attributes"] == "sex = male"
    clean("G33.4", sent, law=support.edition(datetime.date(2026, 5, 1)))
    clean(
        "G33.4",
        export({**calf, "attributes": {"sex": "female"}}),
        law=last,
    )


def test_G33_5():
    meat = {**SHEEP, "attributes": {"sex": "male"}}
    finding = breach(
        "G33.5", "items[0].code", SHEEP["code"], export(meat, destination_country="TR")
    )
    assert finding.severity == "warning"
    clean("G33.5", export(meat, destination_country="UZ"))


def test_G34_1():
    breach("G34.1", "items[0].origin", "XX", filing({"origin": "XX"}))
    for origin in ("CN", "EU", "00"):
        clean("G34.1", filing({"origin": origin}))


def test_G36_1():
    breach("G36.1", "items[0].preferences.duty", "ABC", filing(claim(duty="ABC")))
    clean("G36.1", filing(claim(duty="FTA")))


def test_G36_2():
    assert (
        breach("G36.2", "items[0].preferences.vat", "FTA", filing(claim(vat="FTA"))).args[
            "relieves"
        ]
        == "duty"
    )
    clean("G36.2", filing(claim(duty="FTA", vat="AIDV")))


def test_G36_3():
    breach("G36.3", "items[0].preferences.duty", "FTA", filing(claim(duty="FTA")))
    clean("G36.3", filing({**claim(duty="FTA"), "origin": "UZ"}))
    clean("G36.3", filing(claim(duty="AID")))


def test_G36_4():
    breach(
        "G36.4",
        "items[0].preferences.duty",
        "FTA",
        filing({**claim(duty="FTA"), **proved("04021")}),
    )
    clean("G36.4", filing({**claim(duty="FTA"), **proved("04021", "06011")}))


def test_G36_5():
    stored = {**claim(duty="AID"), **proved("07011"), "procedure": "7000000"}
    breach("G36.5", "items[0].preferences.duty", "AID", filing(stored, procedure="70"))
    clean("G36.5", filing({**stored, "procedure": "4000000"}))


@pytest.mark.parametrize("code", ["", "40", "40000000", "4000 00", "40-00-0"])
def test_G37_1(code):
    assert (
        breach("G37.1", "items[0].procedure", code, filing({"procedure": code})).args[
            "example"
        ]
        == "4000000"
    )


def test_G37_1_clean():
    clean("G37.1", filing())


def test_G37_2():
    breach("G37.2", "items[0].procedure", "70", filing({"procedure": "7000000"}))
    clean("G37.2", filing({"procedure": "7000000"}, procedure="70"))


def test_G37_3():
    breach("G37.3", "items[0].procedure", "99", filing({"procedure": "4099000"}))
    clean("G37.3", filing({"procedure": "4070000"}))


def test_G37_4():
    breach("G37.4", "items[0].procedure", "XYZ", filing({"procedure": "4000XYZ"}))
    clean("G37.4", filing({"procedure": "4000000"}))


def test_G37_5():
    breach(
        "G37.5",
        "items[0].procedure",
        "60",
        filing({"procedure": "6000000"}, procedure="60"),
    )
    clean("G37.5", filing({"procedure": "6010000"}, procedure="60"))


def test_G39_2():
    law = support.edition(QUOTA_DAY)
    lot = {**SHEEP, "documents": (LICENCE,), "attributes": {"sex": "male"}}
    finding = breach("G39.2", "items[0].quota", SHEEP["code"], export(lot), law=law)
    assert finding.args["quota"] == "KZ-SHEEP-2025"
    clean("G39.2", export({**lot, "quota": "500"}), law=law)
    clean("G39.2", export(lot), law=support.edition(datetime.date(2026, 5, 1)))


def test_G40_1():
    breach("G40.1", "items[0].previous", "70", filing({"procedure": "4070000"}))
    clean("G40.1", filing({"procedure": "4070000", "previous": (LICENCE,)}))
    clean("G40.1", filing())


def test_G41_1():
    bare = {"supplementary_quantity": "", "supplementary_unit": ""}
    assert (
        breach("G41.1", "items[0].supplementary_quantity", "6403999600", filing(bare)).args[
            "unit"
        ]
        == "pair"
    )
    clean("G41.1", filing(BEEF))


def test_G41_2():
    counted = {**BEEF, "supplementary_quantity": "5", "supplementary_unit": "pc"}
    breach("G41.2", "items[0].supplementary_unit", "pc", filing(counted))
    clean("G41.2", filing(BEEF))


def test_G41_3():
    breach(
        "G41.3", "items[0].supplementary_unit", "pc", filing({"supplementary_unit": "pc"})
    )
    clean("G41.3", filing({"supplementary_unit": "pair"}))


def test_G43_1():
    breach("G43.1", "items[0].valuation_method", "7", filing({"valuation_method": "7"}))
    clean("G43.1", filing({"valuation_method": "1"}))


def test_G43_2():
    bare = {"valuation_method": "6", "documents": ()}
    breach("G43.2", "items[0].valuation_method", "6", filing(bare))
    clean("G43.2", filing({"valuation_method": "6", **proved("04021")}))
    clean("G43.2", export({"valuation_method": "6"}))


def test_G44_5():
    law = support.edition(QUOTA_DAY)
    lot = {**SHEEP, "quota": "500", "attributes": {"sex": "male"}}
    assert (
        breach("G44.5", "items[0].documents", SHEEP["code"], export(lot), law=law).args[
            "document"
        ]
        == "01011"
    )
    clean("G44.5", export({**lot, "documents": (LICENCE,)}), law=law)


def test_G47_1():
    sent = filing(currency="KZT")
    assert (
        breach(
            "G47.1", "items[0].code", "6403999600", sent, rates=official_rates(EUR=None)
        ).args["currency"]
        == "EUR"
    )
    clean("G47.1", sent)
    stored = filing({"procedure": "7000000"}, currency="KZT", procedure="70")
    clean("G47.1", stored, rates=official_rates(EUR=None))


def test_G47_2():
    finding = breach("G47.2", "items[0].attributes", TRUCK["code"], filing(TRUCK))
    assert (finding.args["unit"], finding.args["attribute"]) == ("cm3", "engine_cm3")
    clean("G47.2", filing({**TRUCK, "attributes": {"engine_cm3": "12900"}}))
    clean("G47.2", filing({**TRUCK, "procedure": "7000000"}, procedure="70"))


def test_G47_2_knows_multiples_of_a_unit():
    cigars = {
        "code": "2402100000",
        "supplementary_quantity": "2",
        "supplementary_unit": "1000pc",
    }
    clean("G47.2", filing(cigars))


CIGARS = {
    "code": "2402100000",
    "supplementary_quantity": "1",
    "supplementary_unit": "1000pc",
}


def test_G31_13():
    finding = breach("G31.13", "items[0].attributes", CIGARS["code"], filing(CIGARS))
    assert finding.args["charge"] == "excise"
    assert finding.args["asked"] == "product cigar; product cigarillo"
    for product in ("cigar", "cheroot"):
        clean("G31.13", filing({**CIGARS, "attributes": {"product": product}}))
    clean("G31.13", filing({**CIGARS, "procedure": "7000000"}, procedure="70"))
    clean("G31.13", filing())


def test_G31_14():
    cheroot = filing({**CIGARS, "attributes": {"product": "Cigar"}})
    finding = breach("G31.14", "items[0].attributes", "Cigar", cheroot)
    assert (finding.severity, finding.args["known"]) == ("notice", "cigar, cigarillo")
    clean("G31.14", filing({**CIGARS, "attributes": {"product": "cigar"}}))
    clean("G31.14", filing(CIGARS))
    other = law_with(
        charge(
            "antidumping",
            "6403",
            "20%",
            when=(conditions.parse("sole = leather"),),
            origins=frozenset({"VN"}),
        )
    )
    clean("G31.14", filing({"attributes": {"sole": "rubber"}}), law=other)


def test_G31_13_asks_nothing_where_a_rate_for_all_others_follows():
    shoes = law_with(
        charge("antidumping", "6403", "20%", when=(conditions.parse("producer = Known"),)),
        charge("antidumping", "6403", "30%"),
    )
    clean("G31.13", filing(), law=shoes)
    one = law_with(
        charge("antidumping", "6403", "20%", when=(conditions.parse("producer = Known"),))
    )
    assert (
        breach("G31.13", "items[0].attributes", "6403999600", filing(), law=one).args[
            "names"
        ]
        == "producer"
    )
    far = law_with(
        charge(
            "antidumping",
            "6403",
            "20%",
            when=(conditions.parse("producer = Known"),),
            origins=frozenset({"VN"}),
        )
    )
    clean("G31.13", filing(), law=far)


def test_G34_2():
    chinese = law_with(
        charge("antidumping", "6403", "20%", origins=frozenset({"CN", "VN"}))
    )
    unknown = {"origin": "00"}
    finding = breach(
        "G34.2", "items[0].origin", "00", filing(unknown, origin_country=""), law=chinese
    )
    assert (finding.severity, finding.args["origins"], finding.args["rate"]) == (
        "warning",
        "CN, VN",
        "20%",
    )
    clean("G34.2", filing(), law=chinese)
    clean("G34.2", filing(unknown, origin_country=""))


def test_G36_6():
    finding = breach(
        "G36.6", "items[0].preferences.vat", "OFFSET", filing(claim(vat="OFFSET"))
    )
    listed = support.edition().preferences["OFFSET"].goods
    assert listed is not None
    assert finding.args["count"] == str(len(listed.rows))
    cattle = {
        "code": "0102294900",
        "supplementary_quantity": "2",
        "supplementary_unit": "pc",
    }
    clean("G36.6", filing({**claim(vat="OFFSET"), **cattle}))
    clean("G36.6", filing(claim(vat="AIDV")))


def test_G36_7():
    uzbek = {**claim(duty="FTA"), "origin": "UZ"}
    finding = breach(
        "G36.7", "items[0].preferences.duty", "FTA", filing({**uzbek, **proved("06011")})
    )
    assert finding.severity == "warning"
    clean("G36.7", filing(uzbek))
    clean("G36.7", filing({**uzbek, **proved("06011"), "origin": "CN"}))
    clean("G36.7", filing({**claim(vat="FTA"), "origin": "UZ", **proved("06011")}))
    clean("G36.7", filing(claim(duty="TARIFF")))


@pytest.mark.parametrize(
    ("code", "origin", "paper", "goods"),
    [
        ("FTA", "UZ", "06011", "6403999600"),
        ("GSP", "IN", "06013", "5602290000"),
        ("LDC", "BD", "06013", "5602290000"),
        ("AID", "CN", "07011", "6403999600"),
    ],
)
def test_G36_7_of_every_preference_whose_goods_are_not_settled(code, origin, paper, goods):
    lot = {**claim(duty=code), "origin": origin, **proved(paper), "code": goods}
    breach("G36.7", "items[0].preferences.duty", code, filing(lot))


@pytest.mark.parametrize(("mark", "speaks"), [("secondary", 0), ("open", 1)])
def test_G36_7_a_list_that_was_read_settles_what_was_from_memory(mark, speaks):
    law = support.edition()
    row = validity.Row(since=support.DAY, mark=mark).provision("test", "6403")
    rows = (preference_goods.CoveredGoods("GSP", row),)
    listed = msgspec.structs.replace(
        law.preferences["GSP"], goods=preference_goods.PreferenceList(rows, listed=True)
    )
    held = msgspec.structs.replace(law, preferences={"GSP": listed})
    lot = {**claim(duty="GSP"), "origin": "IN", **proved("06013")}
    assert len(spoken("G36.7", filing(lot), law=held)) == speaks


def test_G44_6():
    law = support.edition()
    advice = measures.Measure(
        id="test-advice",
        masks=frozenset({"6403"}),
        direction="IM",
        effect="warn",
        document="01191",
        row=row("advice"),
    )
    advised = msgspec.structs.replace(law, measures=(*law.measures, advice))
    finding = breach("G44.6", "items[0].documents", "6403999600", filing(), law=advised)
    assert (finding.severity, finding.args["document"]) == ("notice", "01191")
    clean("G44.6", filing(proved("01191")), law=advised)
    clean("G44.6", filing())


def row(value):
    return Provision(
        id=f"test:{value}", value=value, since=support.DAY, act="test", source="tests"
    )


def charge(key, mask, rate, **terms):
    return ChargeRate(charge=key, mask=mask, rate=duty.parse(rate), row=row(rate), **terms)


def law_with(*rates):
    """The law of the day with these rates of one charge in the place of its own."""
    law = support.edition()
    held = {
        **law.charge_rates,
        rates[0].charge: tuple(sorted(rates, key=lambda rate: rate.rank)),
    }
    return msgspec.structs.replace(law, charge_rates=held)
