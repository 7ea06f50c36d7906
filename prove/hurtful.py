"""Inputs made to hurt: each is as large as it is asked to be, and would cost a reader that is
not linear hours.
"""

import io
import zipfile
from collections.abc import Callable

import openpyxl

from openkeden.formats import columns
from openkeden.lawpack import goods_rows
from openkeden.lawpack.imports import tariff_changes
from openkeden.ledger import proof

Make = Callable[[int], bytes]

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = ",".join([column.name for column in columns.COLUMNS if column.required])
EDITION = ",".join(tariff_changes.COLUMNS)


def repeated(piece: str, before: str = "", after: str = "") -> Make:
    """The same piece again and again."""

    def make(size: int) -> bytes:
        return (before + piece * (size // len(piece)) + after).encode()

    return make


def numbered(piece: str, before: str = "", after: str = "", between: str = "") -> Make:
    """Pieces that differ in a number of seven digits."""

    def make(size: int) -> bytes:
        count = size // (len(piece.format(0)) + len(between))
        pieces = [piece.format(number) for number in range(count)]
        return (before + between.join(pieces) + after).encode()

    return make


def long_paths(size: int) -> bytes:
    """XML of 200 elements in one another with long names, and many short ones inside."""
    name = "a" * (size // 800)
    inside = "".join([f"<b{number}>x</b{number}>" for number in range(size // 40)])
    text = f"<{name}>" * 200 + inside + f"</{name}>" * 200
    return f"<ASYCUDA>{text}</ASYCUDA>".encode()


def items_and_containers(size: int) -> bytes:
    count = size // 40
    text = "<Item/>" * count + "<Container><a>x</a></Container>" * count
    return f"<ASYCUDA>{text}</ASYCUDA>".encode()


def in_utf_16(made: Make) -> Make:
    """The same input in UTF-16, half as long."""

    def make(size: int) -> bytes:
        return made(size // 2).decode().encode("utf-16")

    return make


def workbook(part: str, piece: str, before: str, after: str) -> Make:
    """A workbook, not packed, whose `part` is the same piece again and again."""
    sample = io.BytesIO()
    openpyxl.Workbook().save(sample)

    def make(size: int) -> bytes:
        made = io.BytesIO()
        content = before + piece * (size // len(piece)) + after
        with zipfile.ZipFile(sample) as old, zipfile.ZipFile(made, "w") as new:
            for name in old.namelist():
                new.writestr(name, content if name == part else old.read(name))
        return made.getvalue()

    return make


def rows_of_one_code(size: int) -> bytes:
    """An edition whose rows are all of one code, each a day later than the other."""
    lines = [
        f"0713400000,,5%,,{2100 + number // 366:04}-01-{number % 28 + 1:02},,,a,b,open"
        for number in range(size // 50)
    ]
    return "\n".join([EDITION, *lines]).encode()


MESSAGES: dict[str, Make] = {
    "an object with one name twice": numbered('"{:07}":1', "{", ',"0000000":1}', ","),
    "names that do not exist": numbered('"' + "q" * 70 + '{:07}":1', "{", "}", ","),
    "lines of nothing": repeated("{}\n"),
    "a list of nothing": repeated("{},", "[", "{}]"),
    "items of nothing": repeated("{},", '{"items":[', "{}]}"),
    "attributes": numbered('"{:07}":1', '{"items":[{"attributes":{', "}}]}", ","),
    "brackets": repeated("["),
    "empty lines": repeated("\n", "{}\n"),
    "digits": repeated("1", '{"items_total":', "}"),
    "half letters": repeated("\\ud800", '{"reference":"', '"}'),
    "columns that do not exist": numbered("k{:07}", "reference,", "", ","),
    "one column again and again": repeated("reference,", "", "direction\n"),
    "empty rows": repeated("\n", f"{HEAD}\n"),
    "short rows": repeated("a\n", f"{HEAD}\n"),
    "short declarations": numbered("{:07}\n", f"{HEAD}\n"),
    "open quotation marks": repeated('"\n', f"{HEAD}\n"),
    "one wide row": repeated(",", f"{HEAD}\n"),
    "items and containers": items_and_containers,
    "long paths": long_paths,
    "deep elements": repeated("<a>", "<ASYCUDA>"),
    "attributes of XML": numbered('a{:07}="" ', "<ASYCUDA ", "/>"),
    "comments": repeated("x<!---->", "<ASYCUDA>", "</ASYCUDA>"),
    "documents": repeated(
        "<Attached_documents><a>x</a></Attached_documents>",
        "<ASYCUDA><Item>",
        "</Item></ASYCUDA>",
    ),
    "blanks": repeated(" \n"),
    "short declarations in UTF-16": in_utf_16(numbered("{:07}\n", f"{HEAD}\n")),
    "brackets in UTF-16": in_utf_16(repeated("[")),
    "names of a delimiter": repeated("sep=;\n"),
    "rows of a sheet": workbook(
        "xl/worksheets/sheet1.xml",
        "<row><c><v>1</v></c></row>",
        f'<worksheet xmlns="{SHEET}"><sheetData>',
        "</sheetData></worksheet>",
    ),
    "cells of a row": workbook(
        "xl/worksheets/sheet1.xml",
        "<c><v>1</v></c>",
        f'<worksheet xmlns="{SHEET}"><sheetData><row>',
        "</row></sheetData></worksheet>",
    ),
    "texts of a workbook": workbook(
        "xl/sharedStrings.xml",
        "<si><t>a</t></si>",
        f'<sst xmlns="{SHEET}">',
        "</sst>",
    ),
    "zeros": repeated("\0"),
}

LAW: dict[str, Make] = {
    "one key of many parts": repeated(".a", "a", "=1"),
    "one key of many quoted parts": repeated('."a"', '"a"', "=1"),
    "empty rows of law": repeated("[[charges]]\n"),
    "open brackets": repeated("[", "a="),
    "open tables": repeated("{a=", "a="),
    "digits of TOML": repeated("1", "a="),
    "hexadecimal digits": repeated("f", "closes=[0x", "]"),
    "open texts": repeated('"""\\"', "a="),
    "rows of CSV too short": repeated("a\n", ",".join(goods_rows.COVERED) + "\n"),
    "bytes that are no text": repeated("ÿ", "a='"),
}

CODES: dict[str, Make] = {
    "codes of a list": numbered(
        "register,{:07},x,,,open,act,source\n",
        "list,code,name,since,until,mark,act,source\n",
    ),
    "one code of a list": numbered(
        "register,a,{:07},,,open,act,source\n",
        "list,code,name,since,until,mark,act,source\n",
    ),
    "goods of one preference": numbered(
        "p,01,,,2026-01-01,,a{:07},,,s,open\n", ",".join(goods_rows.COVERED) + "\n"
    ),
}

EDITIONS: dict[str, Make] = {
    "columns not known": numbered("k{:07}", f"{EDITION},", "", ","),
    "rows too short": repeated("a\n", f"{EDITION}\n"),
    "rows of nothing": repeated(",,,,,,,,,\n", f"{EDITION}\n"),
    "rows of one code": rows_of_one_code,
    "codes of one heading": numbered(
        "010{:07},,5%,,2026-09-01,,,a,b,open\n", f"{EDITION}\n"
    ),
    "rates that go on": repeated(
        "5% min ", f"{EDITION}\n0713400000,,", "5%,,2026-09-01,,,a,b,open"
    ),
}

RATES: dict[str, Make] = {
    "quotes": repeated(
        "<item><title>USD</title><description>1.5</description><quant>1</quant></item>",
        "<rates><date>02.04.2026</date>",
        "</rates>",
    ),
    "quotes of nothing": repeated("<item/>", "<rates><date>02.04.2026</date>", "</rates>"),
    "a long name": repeated(
        "A", "<rates><date>02.04.2026</date><item><title>", "</title></item></rates>"
    ),
    "deep elements": repeated("<a>", "<rates>"),
}

RECEIPTS: dict[str, Make] = {
    "no receipt": repeated("A"),
    "index": repeated("9", f"{proof.HEADER}\nindex ", "\n\nx"),
    "path": repeated("AAAA\n", f"{proof.HEADER}\nindex 1\n", "\nx"),
    "signatures": repeated("— a AAAA\n", f"{proof.HEADER}\nindex 1\n\na\n1\nAAAA\n\n"),
}
