"""The code lists of the law: which are whole, how many codes they have, and what they call
them.
"""

import datetime
import re

import pytest

from openkeden.assessment import payment_codes
from openkeden.locale import law_words
from tests import support

#: Lists of Kazakhstan's pack that hold a part of their codes.
EXTRACTS = {
    "country_names",
    "deal_features",
    "features",
    "firm_signers",
    "feedlots",
    "gas_subsoil_users",
    "grain_elevators",
    "livestock_producers",
    "modes_unidentified",
    "natures",
    "offices",
    "party_numbers",
    "payment_codes",
    "payment_features",
    "payment_ways",
    "preference_letters",
    "previous_required",
    "procedure_codes",
    "procedure_features",
    "signing_uses",
    "transaction_documents",
    "transport_documents",
    "unit_names",
    "vague_descriptions",
    "wheat_processors",
}


def listed(name):
    return support.edition().lists[name]


def test_extracts_are_known():
    lists = support.pack().sources.lists
    assert {name for name, one in lists.items() if not one.complete} == EXTRACTS
    assert support.edition().extracts.keys() == EXTRACTS


def test_a_code_of_an_extract_has_the_form_of_its_codes():
    for name, form in support.edition().extracts.items():
        if form and name != "preference_letters":
            assert all(re.fullmatch(form, code) for code in listed(name)), name


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("documents", 297),
        ("transport_modes", 12),
        ("procedures", 17),
        ("offices", 9),
        ("directions", 3),
        ("valuation_methods", 6),
    ],
)
def test_as_many_codes_as_the_source_has(name, count):
    assert len(listed(name)) == count


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("01011", "licence for import or export"),
        ("04023", "bank or other payment paper for the goods"),
        ("04091", "accounts of the producer"),
        ("06013", "certificate of origin, form A"),
        ("06014", "non-preferential certificate of origin"),
        ("06019", "certificate of origin, form ST-3"),
        ("07011", "paper that grants a relief from payments"),
        ("07013", "agreement on central payment"),
        ("09015", "customs papers of other countries"),
        ("09023", "other graphic material"),
        ("11002", "contract with the customs representative"),
        ("11004", "power of attorney"),
    ],
)
def test_kinds_of_documents_are_those_of_the_classifier(code, name):
    assert listed("documents")[code] == name


@pytest.mark.parametrize("code", ["01010", "01012", "06012", "09014", "11005", "99999"])
def test_codes_beside_the_classifier_are_none(code):
    assert code not in listed("documents")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_kind_of_document_has_a_short_name(language):
    names = [law_words.translated(name, language) for name in listed("documents").values()]
    assert None not in names
    assert max(map(len, names)) <= 90


def test_short_names_of_documents_in_english_are_told_apart():
    names = listed("documents").values()
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 80


@pytest.mark.parametrize(
    ("charge", "code"),
    [
        ("1010", "1010"),
        ("2010", "2010"),
        ("2030", "2040"),
        ("2040", "2050"),
        ("2050", "2060"),
        ("3010", "3010"),
        ("4010", "44xx"),
        ("5010", "5060"),
        ("single_rate", "6010"),
    ],
)
def test_payments_are_named_as_kazakhstan_names_them(charge, code):
    first = support.edition(datetime.date(2024, 1, 1))
    for law in (first, support.edition()):
        assert payment_codes.of(law).codes[charge] == code
    assert (payment_codes.of(law).feature, payment_codes.of(law).way) == ("ИУ", "БН")


def test_another_country_has_no_codes_of_payments_here():
    assert payment_codes.of(support.edition(jurisdiction="KG")) == payment_codes.Payments()
