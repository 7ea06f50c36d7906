"""ASYCUDA XML: the golden document as a filing and as an assessment, and real files where
they are at hand.
"""

import io
import json

import msgspec
import pytest

from openkeden import formats
from openkeden.comparison import legacy
from openkeden.filing import declaration, fields
from openkeden.formats import asycuda_paths, asycuda_taxes
from tests.formats import messages

SAD = (messages.GOLDEN / "sad.xml").read_bytes()
LIMITS = formats.Limits()
REAL = sorted(messages.LEGACY.glob("*.xml"))


def _declaration(body: bytes) -> legacy.LegacyDeclaration:
    declaration, found = asycuda_taxes.read(body, LIMITS)
    assert declaration is not None
    assert not found, found
    return declaration


def test_golden_filing() -> None:
    expected = json.loads((messages.GOLDEN / "sad.json").read_text())
    assert json.loads(msgspec.json.encode(messages.filing(SAD))) == expected
    received = messages.one(SAD)
    assert isinstance(received, formats.Received)
    assert (received.body, received.media_type, received.where) == (
        SAD,
        "application/xml",
        "document",
    )


def test_golden_assessment() -> None:
    first, second = _declaration(SAD).items
    assert [tax.code for tax in first.taxes] == ["DTY", "PCK", "VAT", ""]
    assert first.taxes[0] == legacy.LegacyTax(
        "DTY", 1_680_000_000, 100_000, 168_000_000, "1"
    )
    assert first.parts[0] == legacy.CalculatedPart(
        "invoice", 1_600_000_000, 800_000_000, "USD", 2_000_000
    )
    assert legacy.Quantity("packing", 2_510_000) in first.quantities
    assert second.quantities == (
        legacy.Quantity("net mass", 4_800_000),
        legacy.Quantity("gross mass", 6_000_000),
        legacy.Quantity("packing", 1_200_000),
        legacy.Quantity("packages", 500_000),
    )


@pytest.mark.parametrize(
    ("text", "millionths"),
    [
        ("", None),
        ("0", 0),
        ("1093.0", 1_093_000_000),
        ("1,093,000.5", 1_093_000_500_000),
        ("-0.5", -500_000),
        (".5", 500_000),
        ("0.0000005", 1),
        ("0.00000049", 0),
    ],
)
def test_numbers(text: str, millionths: int | None) -> None:
    assert asycuda_taxes.number(text) == millionths


@pytest.mark.parametrize(
    "text",
    [
        "1,09",
        "1e3",
        "NaN",
        "Infinity",
        "--1",
        "1.2.3",
        "٣",
        "1 000",
        "-",
        ".",
        "9" * 4301,
        "0x1",
        ",1",
    ],
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(ValueError):
        asycuda_taxes.number(text)


def test_a_figure_that_is_no_number_is_named_and_the_others_are_read() -> None:
    body = SAD.replace(b"<Duty_tax_Base>1680<", b"<Duty_tax_Base>many<")
    declaration, found = asycuda_taxes.read(body, LIMITS)
    assert declaration is not None
    assert declaration.items[0].taxes[0].base is None
    assert declaration.items[0].taxes[1].base == 3_000_000
    assert [(one.rule, one.path, one.args["value"]) for one in found] == [
        ("F.44", "item 1, tax line 1, duty_tax_base", "many")
    ]


def test_names_in_other_cases_and_a_namespace() -> None:
    other = SAD.replace(b"Gs_External_freight", b"GS_external_FREIGHT").replace(
        b"<ASYCUDA>", b'<ASYCUDA xmlns="urn:x">'
    )
    assert messages.filing(other) == messages.filing(SAD)


def test_counts() -> None:
    assert messages.refused(SAD.replace(b">12.0<", b">a dozen<", 1)) == [
        ("F.44", "property/nbers/total_number_of_packages")
    ]


def test_a_package_and_a_half_is_no_count() -> None:
    assert messages.refused(SAD.replace(b">12.0<", b">12.5<", 1)) == [
        ("F.44", "property/nbers/total_number_of_packages")
    ]


def test_too_many_items() -> None:
    assert messages.refused(SAD, formats.Limits(items=1)) == [("F.14", "items")]


@pytest.mark.skipif(
    not REAL, reason="no real declarations in ../shared/data/formats/asycuda-sad"
)
def test_real_declarations_are_read_whole() -> None:
    read = [messages.filing(path.read_bytes()) for path in REAL]
    assert sum(len(filing.items) for filing in read) == sum(
        path.read_bytes().count(b"<Item>") for path in REAL
    )
    for path in REAL:
        _declaration(path.read_bytes())


def test_a_document_is_read_from_a_pipe_in_pieces() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 1, 100))

    (received,) = formats.read(Slow(SAD))
    assert isinstance(received, formats.Received)
    assert received.body == SAD


@pytest.mark.parametrize(
    ("record", "places"),
    [(declaration.Filing, asycuda_paths.FILING), (declaration.Item, asycuda_paths.ITEM)],
)
def test_each_place_fills_a_field_of_its_type(
    record: type[msgspec.Struct], places: tuple[asycuda_paths.Place, ...]
) -> None:
    types = {field.name: field.type for field in fields.of(record)}
    kinds = {int: asycuda_paths.Kind.COUNT, bool: asycuda_paths.Kind.FLAG}
    texts = (asycuda_paths.Kind.TEXT, asycuda_paths.Kind.JOINED)
    assert len({place.field for place in places}) == len(places)
    for place in places:
        assert place.kind in (kinds.get(types[place.field]), *texts)
        assert (place.kind in texts) == (fields.longest(types[place.field]) is not None)
        assert all(path == path.lower() for path in place.paths)
