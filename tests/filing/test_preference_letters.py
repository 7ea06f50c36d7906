"""Letters of box 36: the same letters mean different things in each of its parts."""

import pytest

from openkeden.assessment import assess, plans
from openkeden.filing import as_written, declaration, validation
from tests import support
from tests.filing.gate import breach, clean, filing, found, spoken


def claimed(origin="CN", direction="IM", **parts):
    claims = declaration.Preferences(**parts)
    item = {"preferences": claims, "origin": origin}
    return filing(item, origin_country=origin, direction=direction)


def read(sent):
    """The preferences of the declaration that a filing, as it was written, becomes."""
    filed, notices = as_written.read(sent)
    law, rates = support.edition(), support.exchange()
    validated = validation.validate(filed, b"digest", law, rates)
    assert notices == ()
    assert validated.declaration is not None
    return validated.declaration.goods[0].item.preferences


@pytest.mark.parametrize(
    "parts",
    [
        {"fee": "ОО", "duty": "ОО", "excise": "О", "vat": "ОО"},
        {"fee": "OO", "duty": "OO", "excise": "O", "vat": "OO"},
        {"fee": "-", "duty": "-", "excise": "-", "vat": "-"},
        {"duty": "Z", "excise": "Z", "vat": "Z"},
    ],
    ids=("Cyrillic", "Latin", "dashes", "not charged"),
)
def test_what_claims_nothing_is_nothing(parts):
    assert read(claimed(**parts)) == declaration.Preferences()


def test_nothing_written_is_told_of_nothing():
    assert found(as_written.read(claimed(duty="ОО", vat="ОО")).filing) == found(filing())


def test_a_tariff_preference_is_read_by_the_origin():
    sent = claimed("UZ", duty="ТП")
    (told,) = [one for one in found(sent) if one.args.get("read") == "FTA"]
    assert (told.rule, told.path) == ("F.50", "items[0].preferences.duty")
    assert (told.args["value"], told.box) == ("ТП", "36")
    spoken_of = [one.args["value"] for one in spoken("G36.4", sent)]
    assert spoken_of == ["FTA"]


def test_G36_20():
    sent = claimed(duty="БГ")
    told = breach("G36.20", "items[0].preferences.duty", "БГ", sent)
    assert (told.severity, told.args["charge"]) == ("warning", "duty")
    assert "FTA" in told.args["known"]
    breach("G36.20", "items[0].preferences.vat", "ТТ", claimed(vat="ТТ"))
    breach(
        "G36.20", "items[0].preferences.vat", "ТТ", claimed(vat="TT")
    )  # in Latin letters
    clean("G36.20", claimed(duty="ТТ"))
    clean("G36.1", sent)


def test_G36_21():
    told = breach("G36.21", "items[0].preferences.duty", "ТТ", claimed(duty="ТТ"))
    assert (told.severity, told.args["relieves"]) == ("error", "vat")
    breach("G36.21", "items[0].preferences.vat", "БГ", claimed(vat="БГ"))
    clean("G36.21", claimed(vat="ТТ"))
    clean("G36.21", claimed(duty="ПП", fee="ПП"))
    clean("G36.1", claimed(duty="ТТ"))


def test_G36_22():
    told = breach("G36.22", "items[0].preferences.duty", "ТП", claimed("CN", duty="ТП"))
    assert (told.severity, told.args["granted"]) == ("error", "-")
    clean("G36.22", claimed("UZ", duty="ТП"))


def test_G36_23():
    told = breach("G36.23", "items[0].preferences.duty", "ЖЖ", claimed(duty="ЖЖ"))
    assert told.severity == "warning"
    breach("G36.23", "items[0].preferences.excise", "Ж", claimed(excise="Ж"))
    for sent in (claimed(excise="ЖЖ"), claimed(duty="Ж"), claimed(duty="QQ")):
        clean("G36.23", sent)
        assert spoken("G36.1", sent)


def test_G36_24():
    told = breach("G36.24", "items[0].preferences.duty", "ВТ", claimed(duty="ВТ"))
    assert (told.severity, told.args["known"]) == ("warning", "БГ")
    clean("G36.24", claimed(duty="БГ"))
    clean("G36.24", claimed(excise="Б"))  # nothing is known of this part


@pytest.mark.parametrize(
    ("written", "direction"), [("ИМ", "IM"), ("ИM", "IM"), ("ЭК", "EX"), ("ЭK", "EX")]
)
def test_directions_are_read_in_letters_that_look_alike(written, direction):
    told = [one for one in found(filing(direction=written)) if one.path == "direction"]
    assert [one.args.get("read") for one in told] == [direction]


def test_a_nature_with_its_feature_is_read_with_a_blank_between():
    assert as_written.read(filing(nature="010 00")).filing.nature == "01000"


def test_letters_that_are_not_known_relieve_nothing():
    full, sent = filing(), claimed(duty="БГ", vat="ТТ")
    law, rates = support.edition(), support.exchange()
    owed = []
    for one in (full, sent):
        declared = validation.validate(one, b"digest", law, rates).declaration
        assert declared is not None
        owed.append(assess.assess(declared, plans.Plan(law, rates)).payable)
    assert owed[0] == owed[1]
