"""A filing that is told as plain by a few comparisons is one that reading leaves as it is."""

import msgspec
import pytest
from hypothesis import given, settings

from openkeden.filing import as_written, declaration
from tests.filing import gate, samples

ODD = (
    *(
        "",
        ".",
        "5",
        "5.",
        "1.2.3",
        "1 000",
        "1,5",
        "1e5",
        "'5",
        "\u0663",
        "a",
        "IM",
        "\u0418M",
    ),
    *(
        " x",
        "x\ty",
        "x y",
        "02.04.2026",
        "2026-04-02",
        "2026-4-2",
        "03/04/2026",
        "\u2013",
        "-",
    ),
)
ITEM = gate.filing().items[0]
ITEM = msgspec.structs.replace(
    ITEM,
    containers=("CSQU3054383",),
    documents=tuple(samples.DOCUMENTS[:1]),
    previous=tuple(samples.DOCUMENTS[:1]),
)
FILING = gate.filing(items=[], additions=tuple(samples.COSTS[:1]))
FILING = msgspec.structs.replace(FILING, items=(ITEM, ITEM))


def same(filing):
    read = as_written.read(filing)
    reader = as_written._FieldReader()
    asked = reader.record(filing, "")
    assert (read.filing, read.notices) == (asked, reader.notices.told())
    return asked == filing and not read.notices


def within(record):
    """The record with each of its texts in turn as each odd one."""
    for name in record.__struct_fields__:
        if isinstance(getattr(record, name), str):
            for text in ODD:
                yield msgspec.structs.replace(record, **{name: text})


def placed(struct):
    """A filing for each odd text of a record of this kind."""
    document, replace = samples.DOCUMENTS[0], msgspec.structs.replace
    if struct is declaration.Filing:
        yield from within(FILING)
    elif struct is declaration.Party:
        for party in within(FILING.declarant):
            yield replace(FILING, declarant=party)
            yield replace(FILING, financial=party)
    elif struct is declaration.Cost:
        for cost in within(FILING.additions[0]):
            yield replace(FILING, deductions=(cost,))
    else:
        items = list(within(ITEM)) if struct is declaration.Item else []
        if struct is declaration.Document:
            for found in within(document):
                items.append(replace(ITEM, documents=(document, found)))
                items.append(replace(ITEM, previous=(found,)))
        if struct is declaration.Preferences:
            items += [replace(ITEM, preferences=each) for each in within(ITEM.preferences)]
        for item in items:
            yield replace(FILING, items=(ITEM, item))


@pytest.mark.parametrize("struct", declaration.RECORDS)
def test_a_plain_filing_is_read_as_it_is_written(struct):
    left = [same(filing) for filing in placed(struct)]
    assert {True, False} == {*left}


@pytest.mark.parametrize("text", ODD)
def test_attributes_and_containers_are_texts_too(text):
    for changes in ({"attributes": {"size": text}}, {"containers": (text, "CSQU3054383")}):
        item = msgspec.structs.replace(ITEM, **changes)
        same(msgspec.structs.replace(FILING, items=(item,)))


@given(samples.ANY_FILING)
@settings(max_examples=200)
def test_any_filing_is_read_so(filing):
    same(filing)
