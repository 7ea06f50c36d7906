"""Rows of law that an installation imports: read, judged with all findings at once, merged
over the pack, kept for good.
"""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.lawpack.imports import imported_files, law_rows, local_rows
from openkeden.lawpack.pack import NotCovered, Pack, load_pack
from openkeden.lawpack.review import check
from openkeden.tariff import duty
from openkeden.tariff.rate_book import RateBook
from tests import support

INDEX = """
[[parameters]]
values = { mci = "4500" }
unit = "KZT"
since = 2027-01-01
until = 2027-12-31
act = "Law on the budget"
source = "tests"
mark = "open"
"""

BEER = """
closes = ["excise.alcohol"]

[[charges]]
charge = "excise"
masks = ["2203"]
rate = "70 KZT/l"
since = 2026-01-01
act = "test act"
source = "tests"
mark = "open"
"""

TAIL = "2026-05-01,,test act,1,tests,open"
RATES = "charge,mask,origins,excluded,when,rate,since,until,act,article,source,mark"
LOWER = "code,rate,since,until,act,article,source,mark"
GOODS = "preference,mask,since,until,act,article,source,mark"
NOTES = "note,state,rate,since,until,status,act,mark"
MEMBERS = "list,code,name,mark,since,until,act,source"


def judged(*lines: str) -> law_rows.JudgedRows:
    return law_rows.judge("\n".join(lines).encode(), support.lean_pack())


def told(*lines: str) -> list[tuple[str, str]]:
    return [(one.rule, one.path) for one in judged(*lines).findings]


def pack(*lines: str) -> Pack:
    given = judged(*lines)
    assert not given.refused, given.findings
    return Pack(given.merged.sources)


def on(day: str) -> datetime.date:
    return datetime.date.fromisoformat(day)


def test_the_index_of_the_next_year_lets_the_next_year_be_assessed():
    with pytest.raises(NotCovered):
        support.lean_pack().on(on("2027-01-01"))
    law = pack(INDEX).on(on("2027-01-01"))
    assert law.parameter("mci").value == "4500"
    assert law.parameter("mci").id == "home:mci@2027-01-01"
    assert pack(INDEX).on(on("2026-12-31")).parameter("mci").id == "kz:mci@2026-01-01"


def test_a_row_ends_the_open_one_of_its_key_the_day_before():
    text = INDEX.replace('mci = "4500"', '"exchange.carry_over_days" = "7"').replace(
        "2027-01-01", "2026-06-01"
    )
    given = judged(text)
    assert given.merged.ended == ("kz:exchange.carry_over_days@2018-01-01",)
    laid = Pack(given.merged.sources)
    values = [
        laid.on(on(day)).parameter("exchange.carry_over_days").value
        for day in ("2026-05-31", "2026-06-01")
    ]
    assert values == ["10", "7"]


def test_a_row_over_one_with_a_known_end_is_refused():
    assert told(INDEX.replace("2027-01-01", "2026-06-01")) == [
        ("P.4", "home:mci@2026-06-01")
    ]


def test_what_is_held_already_changes_nothing():
    once = pack(INDEX)
    again = law_rows.judge(INDEX.encode(), once)
    assert (again.moves, again.merged.known, again.findings) == (False, 1, ())
    beer = pack(BEER)
    again = law_rows.judge(BEER.encode(), beer)
    assert (again.moves, again.findings) == (False, ())
    later = law_rows.judge(INDEX.replace("2027", "2028").encode(), once)
    assert later.merged.added == ("home:mci@2028-01-01",)


def test_rows_close_the_gap_that_they_fill():
    before, after = support.edition(on("2026-05-01")), pack(BEER).on(on("2026-05-01"))
    assert [gap.key for gap in before.gaps_of("2203000100")] == ["excise.alcohol"]
    assert after.gaps_of("2203000100") == []
    assert [rate.text for rate in RateBook(after).rates("excise", "2203000100")] == [
        "10% + 57 KZT/l",
        "70 KZT/l",
    ]
    assert told(BEER.replace("excise.alcohol", "no.gap")) == [("M.3", "closes")]


@pytest.mark.parametrize(
    ("head", "line", "added"),
    [
        (
            RATES,
            f"antidumping,640399,CN VN,,,20%,{TAIL}",
            "home:antidumping/640399/CN+1@2026-05-01",
        ),
        (
            RATES,
            (
                f'antidumping,640399,,KG,"sole_mm <= 5; producer = A, B",1 EUR/pair,{TAIL}'
            ).replace("A, B", "A B"),
            None,
        ),
        (LOWER, f"6403999600,5%,{TAIL}", "home:national_rate/6403999600@2026-05-01"),
        (GOODS, f"MEDF,3004,{TAIL}", "home:goods/MEDF/3004@2026-05-01"),
        (NOTES, "114,,0%,2026-05-01,2026-12-31,,test act,open", "note 114"),
        (
            MEMBERS,
            "feedlots,990140000017,Example LLP,open,2026-05-01,,test act,tests",
            "feedlots/990140000017",
        ),
    ],
)
def test_each_layout_of_csv_is_told_by_its_head(head, line, added):
    columns = ",".join(reversed(head.split(",")))
    assert local_rows.is_csv(f"{head}\n{line}\n".encode())
    assert local_rows.is_csv(columns.encode())
    given = judged(head, "# a comment", line, "")
    assert not given.refused, given.findings
    assert len(given.merged.added) == 1
    assert added in (None, given.merged.added[0])


def test_columns_may_stand_between_semicolons():
    head, line = LOWER.replace(",", ";"), f"6403999600,5%,{TAIL}".replace(",", ";")
    given = judged(head, line)
    assert not given.refused, given.findings
    assert given.merged.added == ("home:national_rate/6403999600@2026-05-01",)


@pytest.mark.parametrize(
    ("head", "reason"), [("a;b;c", "as CSV"), ("a,b,c", "as CSV"), ("a b", "as TOML")]
)
def test_a_file_of_no_layout_says_as_what_it_was_read(head, reason):
    (found,) = judged(head).findings
    assert found.args["reason"].startswith(reason)


def test_rows_of_csv_do_what_they_say():
    law = pack(RATES, f"antidumping,640399,CN VN,,,20%,{TAIL}").on(on("2026-05-01"))
    (rate,) = RateBook(law).rates("antidumping", "6403999600")
    assert rate.terms is not None
    concerned = [rate.terms.concerns(origin) for origin in ("VN", "IT")]
    assert (concerned, rate.open) == ([True, False], False)
    listed = pack(GOODS, f"MEDF,3004,{TAIL}").on(on("2026-05-01")).preferences["MEDF"]
    assert (listed.covers("3004900001"), listed.covers("3003900000")) == (True, False)
    noted = pack(NOTES, "114,,0%,2026-05-01,2026-12-31,,test act,open").on(on("2026-05-01"))
    assert duty.text(noted.lines["2710124110"].rate) == "0%"
    assert "2710124110" not in noted.unsettled
    read = f"{NOTES},source,remark"
    sourced = pack(read, "114,,0%,2026-05-01,,,test act,open,tests,a remark")
    basis = sourced.row(sourced.on(on("2026-05-01")).lines["2710124110"].row)
    assert (basis.source, basis.remark) == ("tests", "a remark")
    member = pack(
        MEMBERS, "feedlots,990140000017,Example LLP,open,2026-05-01,,test act,tests"
    )
    assert "990140000017" in member.on(on("2026-05-01")).lists["feedlots"]
    assert "990140000017" not in member.on(on("2026-04-30")).lists["feedlots"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("[[parameters]",), [("M.1", "file")]),
        (("a,b,c", "1,2,3"), [("M.1", "line 1")]),
        (('[[rates]]\nx = "1"',), [("M.1", "rates")]),
        (("[parameters]\nx = 1",), [("M.1", "parameters")]),
        (("closes = 5",), [("M.1", "closes")]),
        (("charges = [5]",), [("M.1", "charges[0]")]),
        (
            (INDEX.replace("since = 2027-01-01", 'since = "soon"'),),
            [("M.1", "parameters[0]")],
        ),
        ((INDEX.replace("act =", "acts ="),), [("M.1", "parameters[0]")]),
        (
            (INDEX.replace('act = "Law on the budget"', ""),),
            [("P.1", "home:mci@2027-01-01")],
        ),
        ((INDEX.replace('mark = "open"', 'mark = "A"'),), [("P.2", "home:mci@2027-01-01")]),
        (
            (INDEX.replace("until = 2027", "until = 2026"),),
            [("P.3", "home:mci@2027-01-01")],
        ),
        (
            (RATES, f"export_duty,2203,,,,many,{TAIL}"),
            [("P.6", "home:export_duty/2203@2026-05-01")],
        ),
        (
            (RATES, f"excise,9999,,,,1 KZT/l,{TAIL}"),
            [("P.7", "home:excise/9999@2026-05-01")],
        ),
        (
            (RATES, f"excise,2203,QQ,,,1 KZT/l,{TAIL}"),
            [("P.8", "home:excise/2203/QQ@2026-05-01")],
        ),
        (
            (RATES, f"exise,2203,,,,1 KZT/l,{TAIL}"),
            [("P.11", "home:exise/2203@2026-05-01")],
        ),
        (
            (RATES, f"excise,2203,,,proof_percent > much,1 KZT/l,{TAIL}"),
            [("P.11", "home:excise/2203/proof_percent=> much@2026-05-01")],
        ),
        (
            (RATES, f"excise,2203,,,proof,1 KZT/l,{TAIL}"),
            [("P.11", "home:excise/2203/proof@2026-05-01")],
        ),
        ((RATES, "excise,2203"), [("M.1", "line 2")]),
        (
            (LOWER, f"4011100003,99%,{TAIL}"),
            [("P.11", "home:national_rate/4011100003@2026-05-01")],
        ),
        ((GOODS, f"NONE,3004,{TAIL}"), [("P.11", "home:goods/NONE/3004@2026-05-01")]),
        ((NOTES, "114,,0%,soon,,,test act,open"), [("M.1", "line 2")]),
        (
            (MEMBERS, "feedlots,990140000017,A,open,2026-05-01,,test act,"),
            [("M.1", "line 2")],
        ),
        (
            (MEMBERS, "unknown,990140000017,A,open,2026-05-01,,test act,tests"),
            [("P.1", "unknown")],
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(lines, expected):
    given = judged(*lines)
    assert given.refused
    assert [(one.rule, one.path) for one in given.findings] == expected


def test_a_row_for_one_origin_does_not_end_that_of_several():
    held = pack(RATES, f"antidumping,640399,CN VN,,,20%,{TAIL}")
    one = (
        f"{RATES}\nantidumping,640399,CN,,,25%,{TAIL.replace('2026-05-01', '2026-06-01')}\n"
    )
    given = law_rows.judge(one.encode(), held)
    assert ([finding.rule for finding in given.findings], given.merged.ended) == (
        ["P.4"],
        (),
    )
    both = one.replace(",CN,", ",CN VN,")
    assert law_rows.judge(both.encode(), held).merged.ended == (
        "home:antidumping/640399/CN+1@2026-05-01",
    )


def test_a_long_list_is_laid_at_once():
    """The list of Kazakhstan's lower rates has some 3,500 rows: a row is looked up, not
    compared with every other.
    """
    codes = [
        line.code
        for line in support.edition().lines.values()
        if duty.text(line.rate) == "5%"
    ][:3000]
    given = judged(LOWER, *[f"{code},4%,{TAIL}" for code in codes])
    assert (given.refused, len(given.merged.added)) == (False, 3000)


def test_all_findings_come_at_once():
    wrong = (
        RATES,
        f"excise,9999,QQ,,,many,{TAIL}",
        "excise",
        f"exise,2203,,,,1 KZT/l,{TAIL.replace('tests', '')}",
    )
    assert sorted({rule for rule, _ in told(*wrong)}) == [
        "M.1",
        "P.1",
        "P.11",
        "P.6",
        "P.7",
        "P.8",
    ]


def test_bytes_that_are_no_text_name_their_line():
    found = law_rows.judge(b'[[parameters]]\nvalues = "\xff"', support.lean_pack()).findings
    assert [(one.rule, one.path) for one in found] == [("M.1", "line 2")]
    assert law_rows.judge(b" " * (law_rows.MAX_BYTES + 1), support.lean_pack()).refused


def test_what_an_installation_imports_is_laid_over_in_order_and_changes_the_version(
    tmp_path,
):
    folder = tmp_path / imported_files.FOLDER
    with imported_files.alone(folder):
        support.keep_law(folder, "index", INDEX.encode(), ".toml")
        support.keep_law(folder, "beer", BEER.encode(), ".toml")
    held = imported_files.merged(load_pack("KZ"), folder)
    assert held.version != support.pack().version
    assert held.on(on("2027-01-01")).parameter("mci").value == "4500"
    assert imported_files.names(folder, editions=False) == ("index", "beer")
    assert imported_files.names(folder, editions=True) == ()
    assert check.check(held) == []
    with pytest.raises(FileExistsError):
        support.keep_law(folder, "beer", b"", ".csv")
    given = law_rows.judge(BEER.replace("70", "71").encode(), support.pack())
    assert [
        one.rule
        for one in law_rows.named(given, "beer", imported_files.imported(folder)).findings
    ] == ["M.2"]


def test_a_file_that_was_changed_by_hand_is_told(tmp_path):
    folder = tmp_path / imported_files.FOLDER
    with imported_files.alone(folder):
        path = support.keep_law(folder, "index", INDEX.encode(), ".toml")
    path.write_text("[[parameters]")
    with pytest.raises(ValueError, match="0001-index"):
        imported_files.merged(load_pack("KZ"), folder)


SEEDS = [
    INDEX,
    BEER,
    (
        f"{RATES}\nantidumping,640399,CN VN,KG,producer = A; size_mm = 50..60; value > 5"
        f" EUR each pc,20% min 2 EUR/pair,{TAIL}\n"
    ),
    f"{LOWER}\n6403999600,5%,{TAIL}\n",
    f"{NOTES}\n114,,0%,2026-05-01,2026-12-31,,test act,open\n",
    f"{MEMBERS}\nfeedlots,990140000017,Example LLP,open,2026-05-01,,test act,tests\n",
    (
        '[[measures]]\nid = "m"\ntitle = "t"\nmasks = ["64"]\ndirection = "IM"\neffect ='
        ' "refuse"\nsince = 2026-05-01\n'
    ),
    (
        '[[quotas]]\nid = "q"\ntitle = "t"\nunit = "kg"\nvolume = "5"\nsince ='
        ' 2026-05-01\nact = "a"\nsource = "s"\n'
    ),
    (
        '[[regimes]]\ncode = "gift"\ntitle = "t"\nbase = "whole"\nrate = "5%"\nfree_value'
        ' = "9 EUR"\nsince = 2026-05-01\n'
    ),
    (
        '[[preferences]]\ncode = "P"\nname = "n"\ncharge = "duty"\nfactor_percent ='
        " 0\nlisted = true\nsince = 2026-05-01\n"
    ),
]
WORDS = (
    "",
    "open",
    "-1",
    "9" * 30,
    "2026-13-01",
    "[",
    "]]",
    "=",
    '"',
    "\n",
    ",",
    ";",
    "> ",
    "..",
    "\x00",
    "é",
    "64",
    "true",
)


@settings(max_examples=25, derandomize=True)
@given(
    st.sampled_from(SEEDS),
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(WORDS)),
        max_size=3,
    ),
)
def test_whatever_a_file_holds_is_taken_or_refused_with_reasons(seed, cuts):
    text = seed
    for place, length, word in cuts:
        text = text[: place % len(text)] + word + text[place % len(text) + length :] or "x"
    given_ = law_rows.judge(text.encode(), support.lean_pack())
    for one in given_.findings:
        rule = next(
            rule for rule in (*law_rows.RULES, *check.RULES) if rule.number == one.rule
        )
        assert rule.message.format_map(one.args)
    if not given_.refused and given_.moves:
        Pack(given_.merged.sources).on(on("2026-05-01"))
