"""Who may sign: the person of box 54, for the declarant, by what the certificate says."""

import datetime

import msgspec
import pytest

from openkeden.lawpack import pack
from openkeden.signatures import signatory
from openkeden.signatures.provider import Signed
from openkeden.signatures.signatory import Declared

FIRM, OTHER, IIN = "990140000017", "150240019999", "850101300123"
HEAD, RIGHT, EMPLOYEE, FINANCE = (f"1.2.398.3.3.4.1.2.{one}" for one in (1, 2, 5, 3))
SIGNED = Signed(
    name="Иванов Иван",
    number=IIN,
    firm=FIRM,
    uses=("1.3.6.1.5.5.7.3.4", HEAD),
    issuer="x",
    serial="1",
    certificate=b"",
    authority=b"",
    provider="x",
    listed=True,
)
LISTS = pack.load_pack("KZ").on(datetime.date(2026, 4, 2)).lists
DECLARED = Declared(
    signatory="Иванов Иван",
    declarant=FIRM,
    represented=False,
    uses=LISTS["signing_uses"],
    signing=LISTS["firm_signers"],
)


def rules(signed: dict, declared: dict) -> list[str]:
    one = msgspec.structs.replace(SIGNED, **signed)
    against = signatory.against(one, msgspec.structs.replace(DECLARED, **declared))
    return [finding.rule for finding in against]


@pytest.mark.parametrize(
    "named",
    ["Иванов Иван", "иван  ИВАНОВ", f"Ivanov, IIN {IIN}", IIN],
)
def test_box_54_names_the_signer_by_name_or_number(named):
    assert rules({}, {"signatory": named}) == []


@pytest.mark.parametrize("named", ["", "  "])
def test_sg_15_box_54_has_to_name_somebody(named):
    assert rules({}, {"signatory": named}) == ["SG.15"]


@pytest.mark.parametrize(
    "named",
    [
        "Петров Иван",
        "Иванов",
        "Иванов Иван Иванович",
        "Ivanov Ivan",
        "Иванов Иван 850101300124",
        f"{IIN} и {OTHER}",
    ],
)
def test_sg_16_somebody_else_does_not_sign(named):
    assert rules({}, {"signatory": named}) == ["SG.16"]


def test_sg_17_a_signer_speaks_for_his_own_firm():
    assert rules({}, {"declarant": OTHER}) == ["SG.17"]
    assert rules({}, {"declarant": ""}) == ["SG.17"]
    assert rules({}, {"declarant": OTHER, "represented": True}) == []
    # Who has a certificate of a firm signs for it, and not for himself.
    assert rules({}, {"declarant": IIN}) == ["SG.17"]


def test_a_person_without_a_firm_signs_for_himself():
    alone = {"firm": "", "uses": ("1.2.398.3.3.4.1.1",)}
    assert rules(alone, {"declarant": IIN}) == []
    assert rules(alone, {}) == ["SG.17"]
    assert rules({"firm": "", "number": ""}, {"declarant": ""}) == ["SG.17"]


@pytest.mark.parametrize("use", [EMPLOYEE, FINANCE, "1.2.398.3.3.4.1.2"])
def test_sg_18_not_everybody_of_a_firm_signs_for_it(use):
    assert rules({"uses": (use,)}, {}) == ["SG.18"]
    assert rules({"uses": (use, RIGHT)}, {}) == []


def test_a_certificate_that_says_nothing_of_it_is_not_held_to_it():
    assert rules({"uses": ()}, {}) == []
    assert rules({"uses": ("1.3.6.1.5.5.7.3.4",)}, {}) == []
    assert rules({"uses": (EMPLOYEE,)}, {"uses": {}, "signing": {}}) == []


def test_all_reasons_are_told_at_once():
    wrong = rules({"uses": (EMPLOYEE,)}, {"signatory": "x", "declarant": OTHER})
    assert wrong == ["SG.16", "SG.17", "SG.18"]
