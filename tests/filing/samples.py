"""Filings to search through: a sound one with a few fields changed, and ones of any strings
and numbers at all.
"""

from hypothesis import strategies as st

from openkeden.filing import declaration
from tests import support
from tests.filing.gate import FOREIGN, KAZAKH, filing

DOCUMENTS = [
    declaration.Document(code="04021", number="17/26", issued_on="2026-03-20"),
    declaration.Document(code="07011", number="A"),
    declaration.Document(code="99999", number="1"),
    declaration.Document(code="04021", number="", issued_on="2026-13-01"),
]
COSTS = [
    declaration.Cost(kind="transport", amount="500.00", currency="USD"),
    declaration.Cost(kind="inland_transport", amount="20.5", currency="EUR"),
    declaration.Cost(kind="gift", amount="x", currency="??"),
]
PARTIES = [
    KAZAKH,
    FOREIGN,
    support.replace(KAZAKH, name="Another LLP"),
    support.replace(KAZAKH, id="990140000018"),
    None,
]
NUMBERS = [
    "",
    "0",
    "0.00",
    "1",
    "1000",
    "1000.5",
    "1000.123456",
    "1000.1234567",
    "1e3",
    "-1",
    " 1",
    "٣",
]

#: Values that a field of an item may be changed to, sound and unsound.
ITEM = {
    "number": [1, 2, 0],
    "code": [
        "6403999600",
        "0201100008",
        "8701219011",
        "9503001009",
        "2519901000",
        "0000000000",
        "64",
    ],
    "description": [
        "Leather shoes",
        "goods",
        "",
        "Shoes\n",
        " Shoes of leather ",
        "12345",
        "Ботинки кожаные",
        "x" * 5000,
    ],
    "origin": ["CN", "UZ", "00", "XX"],
    "procedure": ["4000000", "4070000", "7000000", "40"],
    "gross_mass_kg": NUMBERS,
    "net_mass_kg": NUMBERS,
    "price": NUMBERS,
    "packages": [0, 50, -1],
    "package_kind": ["CT", "", "??"],
    "containers": [(), ("CSQU3054383",), ("CSQU3054383", "CSQU3054383"), ("CSQU3054384",)],
    "quota": ["", "5", "x"],
    "previous": [(), (DOCUMENTS[0],), (DOCUMENTS[3],)],
    "supplementary_quantity": NUMBERS,
    "supplementary_unit": ["", "pair", "pc", "1000pc"],
    "valuation_method": ["1", "6", "9"],
    "documents": [(), tuple(DOCUMENTS[:1]), tuple(DOCUMENTS[:2]), tuple(DOCUMENTS)],
    "customs_value": ["", "100.00", "x"],
    "statistical_value": ["", "100.00", "x"],
    "preferences": [
        declaration.Preferences(duty=code, vat=other)
        for code, other in [("", ""), ("AID", ""), ("FTA", "X")]
    ],
    "attributes": [
        {},
        {"engine_cm3": "2000"},
        {"pairs": "1000"},
        {"pairs": "7"},
        {"sex": "male"},
        {"pairs": "x"},
        {"q": "1"},
    ],
}

#: The same of the heading.
HEADER = {
    "reference": ["A-1", ""],
    "direction": ["IM", "EX", "TR", "??"],
    "procedure": ["40", "10", "70", "80", "99"],
    "office": ["57505", "1"],
    "declarant": PARTIES[:-1],
    "currency": ["USD", "KZT", "EUR", "XXX", "UZS"],
    "invoice_total": NUMBERS,
    "declared_on": ["2026-04-02", "2026-04-03", "2026-02-30"],
    "items_total": [1, 2, 3],
    "packages_total": [50, 100, 0],
    "exporter": PARTIES,
    "consignee": PARTIES,
    "financial": PARTIES,
    "dispatch_country": ["CN", "KZ", "XX", ""],
    "origin_country": ["CN", "", "VN", "EU", "XX"],
    "destination_country": ["KZ", "RU", "CN", ""],
    "departure_transport": ["1", ""],
    "border_transport": ["1", ""],
    "container": [True, False],
    "delivery_terms": ["DAP", "FCA", "???", ""],
    "exchange_rate": ["", "400", "x"],
    "nature": ["010", "999", ""],
    "border_mode": ["30", "71", ""],
    "border_office": ["57505", "10216170", "x", ""],
    "customs_value_total": ["", "100.00", "x"],
    "gross_mass_total_kg": ["", "1200", "1201", "2400", "9"],
    "additions": [(), tuple(COSTS[:1]), tuple(COSTS)],
    "deductions": [(), tuple(COSTS[1:2]), tuple(COSTS)],
    "amends": ["", "57505/010126/0000001", "x"],
}


@st.composite
def changes(draw, fields, most):
    names = draw(st.lists(st.sampled_from(sorted(fields)), max_size=most, unique=True))
    return {name: draw(st.sampled_from(fields[name])) for name in names}


@st.composite
def changed(draw):
    """A filing of one to three items with a few fields changed, its totals following the
    items unless changed too.
    """
    rows = [
        {"description": f"Leather shoes, model {n}"} for n in range(draw(st.integers(1, 3)))
    ]
    place = draw(st.integers(0, len(rows) - 1))
    rows[place] |= draw(changes(ITEM, 2))
    return filing(items=rows, **draw(changes(HEADER, 1)))


TEXT = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["KZ", "IM", "40", "1", "USD", "6403999600", "1000.5"]
)
COUNT = st.integers(-(10**40), 10**40) | st.integers(-1, 3)
ANY_PARTY = st.builds(declaration.Party, name=TEXT, country=TEXT, id=TEXT)
ANY_DOCUMENTS = st.lists(
    st.builds(declaration.Document, code=TEXT, number=TEXT, issued_on=TEXT), max_size=2
).map(tuple)
ANY_COSTS = st.lists(
    st.builds(declaration.Cost, kind=TEXT, amount=TEXT, currency=TEXT), max_size=2
).map(tuple)


def _fields(struct, special):
    return {name: special.get(name, TEXT) for name in struct.__struct_fields__}


ANY_PREFERENCES = st.builds(declaration.Preferences, **_fields(declaration.Preferences, {}))
ANY_ITEM = st.builds(
    declaration.Item,
    **_fields(
        declaration.Item,
        {
            "number": COUNT,
            "packages": COUNT,
            "containers": st.lists(TEXT, max_size=2).map(tuple),
            "previous": ANY_DOCUMENTS,
            "documents": ANY_DOCUMENTS,
            "preferences": ANY_PREFERENCES,
            "attributes": st.dictionaries(TEXT, TEXT, max_size=2),
        },
    ),
)
ANY_FILING = st.builds(
    declaration.Filing,
    **_fields(
        declaration.Filing,
        {
            "declarant": ANY_PARTY,
            "exporter": st.none() | ANY_PARTY,
            "consignee": st.none() | ANY_PARTY,
            "financial": st.none() | ANY_PARTY,
            "items": st.lists(ANY_ITEM, max_size=2).map(tuple),
            "items_total": COUNT,
            "packages_total": COUNT,
            "container": st.booleans(),
            "additions": ANY_COSTS,
            "deductions": ANY_COSTS,
        },
    ),
)
