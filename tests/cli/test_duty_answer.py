"""What `keden duty` says to people: the total first, what was given, no figure that means
nothing, and where the shoe pinches by the option that was typed.
"""

import re

import pytest

from openkeden import locale
from openkeden.cli import show
from tests.cli.test_duty import SHOES, call

PARCEL = (
    *("duty", "--regime", "parcel", "--code", "6109100000", "--value", "300"),
    *("--currency", "EUR", "--net", "5", "--on", "2026-04-02"),
)

#: A box of the form, as texts of the three languages call it.
_BOX = re.compile(r"\bbox(es)? \d|\bграф(а|ы|е|у|ах) \d|\d-(баған|графа)")

CIGARETTES = (
    *("duty", "--code", "2402209000", "--value", "10000", "--currency", "EUR"),
    *("--origin", "DE", "--net", "900", "--qty", "5000", "--on", "2026-04-02"),
)


def lines(*words: str, code: int = 0) -> list[str]:
    ran = call(*words)
    assert ran.exit_code == code, ran.output
    return ran.output.splitlines()


def changed(words: tuple[str, ...], **values: str) -> list[str]:
    """The words of a call with other values of options."""
    now = list(words)
    for name, value in values.items():
        now[now.index(f"--{name}") + 1] = value
    return now


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_the_total_is_first_with_its_currency(language: str) -> None:
    said = lines(*SHOES, "--lang", language)
    words = locale.names(language)
    assert said[0] == f"{words['explain']['payable']}: 1 585 131.00 KZT"
    assert said[1].split()[:1] == ["2010"]
    assert said[1].endswith("688 825.00  1.25 EUR/pair")
    fee = {"en": "6 MCI", "ru": "6 МРП", "kk": "6 АЕК"}[language]
    assert said[3].endswith(f"25 950.00  {fee}")


def test_the_law_is_told_when_it_is_asked_for() -> None:
    short, whole = lines(*SHOES), lines(*SHOES, "-v")
    assert short[0] == whole[0]
    assert not [line for line in short if "[verified]" in line or "from memory" in line]
    assert [line for line in whole if "law: EEC Council decision 80" in line]
    assert lines(*SHOES, "--verbose") == whole
    assert short[-1] == "-v shows each figure with its row of law."


def test_what_was_given_is_said_again() -> None:
    said = lines(*SHOES)
    price = "price: 10 000.00 USD x 1 USD = 475.09 (2026-04-02, NBK) = 4 750 900.00"
    assert price in said
    assert "goods: 6403999600, CN, 2026-04-02" in said
    assert "mass and quantity: 1 000 pair, 1 000 kg" in said


def test_a_base_that_a_rate_takes_nothing_of_is_not_shown() -> None:
    """The duty on shoes is by pair: 2010 has no base; that of VAT is shown."""
    whole = "\n".join(lines(*SHOES, "-v"))
    duty, vat = whole.split("  2010 import duty\n")[1].split("  5060 value added tax\n")
    assert "base: " not in duty
    assert "base: " in vat


def test_a_rate_too_long_for_the_line_has_its_own(monkeypatch) -> None:
    monkeypatch.setattr(type(show.out), "width", 60)
    said = lines(*CIGARETTES)
    assert max(map(len, said[:5])) <= 60


def test_a_regime_is_named_and_shows_the_price_that_was_given() -> None:
    said = lines(*PARCEL)
    assert said[0] == "payable in all: 8 265.90 KZT"
    assert "price: 300.00 EUR x 1 EUR = 551.06 (2026-04-02, NBK) = 165 318.00" in said
    assert "free of charge: 110 212.00 KZT, 31 kg" in said
    assert not [line for line in said if "single_rate" in line]
    assert [line for line in said if "goods sent to a person by post or carrier" in line]


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_the_names_of_regimes_are_words(language: str) -> None:
    assert set(locale.names(language)["regimes"]) == {
        *("parcel", "luggage", "luggage_air", "car", "ecommerce"),
    }
    said = "\n".join(lines(*PARCEL, "--lang", language))
    assert locale.names(language)["regimes"]["parcel"] in said


def test_goods_of_a_person_and_goods_of_a_firm_lead_to_each_other() -> None:
    small = changed(SHOES, value="150.00", net="2", qty="2")
    assert "For the own use of a person: --regime parcel, luggage, luggage_air" in lines(
        *small
    )
    car = (
        *("duty", "--code", "8703239083", "--value", "90000", "--currency", "EUR"),
        *("--origin", "DE", "--net", "1400", "--qty", "1", "--on", "2026-04-02"),
        *("--attribute", "age_years=4", "--attribute", "engine_cm3=1998"),
    )
    assert "For the own use of a person: --regime car" in lines(*car)
    dear = changed(SHOES, value="90000.00")
    assert not [line for line in lines(*dear) if "--regime" in line]
    assert "For a firm, or for sale: leave --regime out." in lines(*PARCEL)


def test_all_missing_options_are_named_at_once() -> None:
    ran = call("duty", "--code", "6403999600", "--on", "2026-04-02")
    assert isinstance(ran.exception, show.UserError)
    (found,) = ran.exception.findings
    assert found.args["value"] == "--value, --currency, --origin, --net"
    ran = call("duty", "--regime", "parcel")
    assert ran.exception.findings[0].args["value"] == "--value, --currency, --net"


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--value", "1x", 2),
        ("--net", "x", 2),
        ("--qty", "x", 2),
        ("--currency", "USB", 2),
        ("--origin", "ZZ", 2),
        ("--code", "6403999999", 1),
        ("--transport", "x", 2),
        ("--procedure", "99", 2),
        ("--destination", "DE", 1),
        ("--mode", "xx", 2),
        ("--preference", "duty=XX", 1),
        ("--preference", "vat=LDC", 1),
        ("--preference", "duty=FTA", 1),
        ("--qty", "", 1),
        ("--qty", "0", 1),
        ("--unit", "xx", 1),
        ("--attribute", "pairs=7", 1),
    ],
)
@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_a_finding_names_the_option_and_no_box(
    option: str, value: str, code: int, language: str
) -> None:
    """What is no value of its kind cannot be asked; a code that the tariff lacks can."""
    ran = call(*SHOES, option, value, "--lang", language)
    assert ran.exit_code == code
    assert not _BOX.search(ran.stderr), ran.stderr
    heads = [
        line.split()[:2] for line in ran.stderr.splitlines() if not line.startswith("     ")
    ]
    assert option in [head[1].rstrip(":") for head in heads]
    assert "--gross" not in ran.stderr


def test_a_regime_of_one_rate_does_without_a_code() -> None:
    """Q.44: the same sum, and that limits are not known; Q.43 where the rate hangs on the
    code.
    """
    bare = [word for word in PARCEL if word not in ("--code", "6109100000")]
    said = lines(*bare)
    assert said[0] == lines(*PARCEL)[0] == "payable in all: 8 265.90 KZT"
    assert [line for line in said if "Q.44" in line]
    ran = call(*[word if word != "parcel" else "car" for word in bare])
    assert ran.exit_code == 1
    assert "Q.43 --code: " in ran.stderr
