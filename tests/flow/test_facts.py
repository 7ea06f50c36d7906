"""Facts are frozen by version: their bytes and their shape are kept, and read for good.

A file under `tests/golden/facts/` is never changed once a ledger holds its version. Where a
test below fails because a struct was changed, keep what is recorded (`name=` of a field
renames it in Python alone), or add a version:
`docs/decisions/0011-facts-are-frozen-by-version.md` says how.
"""

import datetime
import json
import pathlib
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from openkeden.accounting.posting import Posting
from openkeden.assessment import charges
from openkeden.base import cases, findings, rates
from openkeden.clearance import decision
from openkeden.flow import facts, sealing
from openkeden.flow.ledger import receipts
from openkeden.ledger import entry
from openkeden.risk import budget, random_check, selection
from openkeden.risk.explained_choice import ExplainedChoice, SimilarCase, SmallestChange
from openkeden.tariff import quotas
from tests.ledger import shelf

GOLDEN = pathlib.Path(__file__).parent.parent / "golden" / "facts"
SHAPE = "shape.txt"

DAY = datetime.date(2026, 4, 2)
AT = datetime.datetime(2026, 4, 2, 4, 30, 0, 250, tzinfo=datetime.UTC)
DIGEST = bytes(range(32))
USD = rates.Quote("USD", 1, 50025, 2, DAY, "NBK")
UZS = rates.Quote("UZS", 100, 393, 2, datetime.date(2026, 3, 31), "NBK")

WARNING = findings.Finding(
    rule="V47.1",
    path="items[0].code",
    severity="warning",
    box="47",
    basis="EAEU CC art. 52",
    args={"value": "0202300004", "gap": "қорғау"},
)
ERROR = findings.Finding(rule="G5.1", path="items_total", box="5", args={"value": "7"})
EVENT = cases.Event(
    "order_inspection",
    "inspector",
    "Ә. Инспектор",
    AT,
    {"documents": ("01011", "02015"), "amount": 5, "items": (1, 2), "reason": "x"},
    "tablet 7",
)
ALLOCATED = quotas.Allocation(1, "beef-2026", "990140000017", 20_000_000, "historic")
TAKEN_BEFORE = quotas.Allocation(1, "beef-2026", "990140000017", 15_000_000)

ASSESSED = charges.Assessment(
    on=DAY,
    edition="KZ 2026-04-02",
    quotes=(USD, UZS),
    items=(
        charges.Valued(1, 5_002_500, 100_000, 2_500, 5_100_000),
        charges.Valued(2, 1_000, 0, 0, 1_000),
    ),
    charges=(
        charges.Charge(
            "2010", 1, 5_100_000, "15%", 765_000, 0, "OO", ("tariff:02", "pref:1")
        ),
        charges.Charge("5010", 1, 5_865_000, "16%", 938_400, 938_400, "", ("vat:2026",)),
        charges.Charge("1010", 0, 1, "20000", 2_000_000, 2_000_000, "", ("fee:2026",)),
    ),
    customs_value=5_101_000,
    payable=2_938_400,
    reduced=(charges.ReducedItem(1, "15%", 765_000, 765_000),),
    left_out=100_000,
    before=7,
)
SELECTED = selection.Selection(
    lane="red",
    score=640,
    hits=(selection.Hit("P-7", 1, 600), selection.Hit("model", 0, 40)),
    documents=("01011",),
    draw=random_check.RandomCheck(999_999, 20_000, False, "office 57505", 2),
    policy="2026.1",
    model=selection.Judgement("m1", 40, (("value", 30), ("age", 10))),
    earlier=("57505/010426/0000009",),
    earlier_count=3,
)
#: A selection while a model was in force; another while its file could not be used.
CHOSEN = msgspec.structs.replace(
    SELECTED,
    choice=budget.Choice(
        model=DIGEST,
        role="challenger",
        office="57505",
        probability_ppm=300_000,
        revenue=1_000_000,
        utility=2**50,
        bar=budget.Bar(utility=2**49, recent=500, left=1_500_000, to_come=40),
        chosen=True,
        stopped=False,
        inclusion_ppm=1_000_000,
    ),
    explained=ExplainedChoice(
        item=1,
        values={"hs2": "61", "trader.found": 3, "line.value": None},
        similar=(SimilarCase("57505/010426/0000009", 1, DAY, found=True),),
        change=SmallestChange("trader.found", 0, 2, unknown=True),
    ),
)
LACKING = msgspec.structs.replace(SELECTED, lacking=DIGEST)
DECIDED = decision.Decision(
    state="inspection_ordered",
    lane="red",
    events=(EVENT,),
    due=AT + datetime.timedelta(hours=4),
    debited=2_938_400,
    held=17,
    reasons=("inspection_ordered", "P-7"),
)

#: Moments of a fact of the present version, and those of a late one.
STAMP: dict[str, Any] = {
    "v": facts.VERSION,
    "at": AT,
    "recorded": AT + datetime.timedelta(seconds=3),
}
LATE = STAMP | {"late": "the line was down"}
POSTING = Posting("150240019999", "advance", "duties", 2_938_400, "57505/020426/0000001")

#: One fact of each kind, every field of it set, and one with as little set as can be.
FACTS: dict[str, facts.AnyFact] = {
    "lodging": facts.Lodging(
        **STAMP,
        actor="declarant",
        registration="57505/020426/0000001",
        version=2,
        declarant="990140000017",
        payer="150240019999",
        reference="A-1",
        office="57505",
        digest=DIGEST,
        media_type="application/json",
        direction="IM",
        trading_country="HK",
        dispatch_country="CN",
        destination_country="KZ",
        border_mode="30",
        inland_mode="20",
        items=(
            facts.RecordedItem(
                number=1,
                code="0202300004",
                origin="BR",
                procedure="4000000",
                gross_mass=21_000_000_000,
                net_mass=20_000_000_000,
                quantities={"kg": 20_000_000_000, "pc": 40_000_000},
                unit="pc",
                statistical_value=10_200_000,
            ),
            facts.RecordedItem(
                number=2,
                code="6109100000",
                origin="UZ",
                procedure="4000000",
                gross_mass=1_100_000,
                net_mass=1_000_000,
                quantities={"kg": 1_000_000},
                unit="",
                statistical_value=None,
            ),
        ),
        lots=(DIGEST,),
        containers=("MSKU1234565",),
        assessment=ASSESSED,
        decision=DECIDED,
        warnings=(WARNING,),
        law=1,
        sealed=DIGEST,
        postings=(POSTING,),
        consignee="990140000017",
        allocated=(ALLOCATED,),
        returned=(TAKEN_BEFORE,),
    ),
    "lodging-least": facts.Lodging(
        **STAMP,
        actor="declarant",
        registration="57505/020426/0000002",
        version=1,
        declarant="990140000017",
        payer="990140000017",
        reference="A-2",
        office="57505",
        digest=DIGEST,
        media_type="text/csv",
        direction="EX",
        trading_country="",
        dispatch_country="",
        destination_country="",
        border_mode="",
        inland_mode="",
        items=(),
        assessment=charges.Assessment(DAY, "KZ 2026-04-02", (), (), (), 0, 0),
        decision=decision.Decision("released", "green", ()),
    ),
    "refusal": facts.Refusal(
        **STAMP,
        actor="declarant",
        declarant="990140000017",
        reference="A-3",
        office="57505",
        digest=DIGEST,
        media_type="application/json",
        edition="KZ 2026-04-02",
        grounds=(ERROR, WARNING),
        law=1,
    ),
    "event": facts.CaseStep(
        **STAMP,
        actor="inspector",
        registration="57505/020426/0000001",
        version=2,
        events=(EVENT, cases.Event("release", "system", "openkeden", AT)),
        state="released",
        returned=(ALLOCATED,),
        sealed=DIGEST,
        postings=(POSTING,),
    ),
    "deposit": facts.Deposit(
        **STAMP,
        actor="treasury",
        payer="990140000017",
        kind="advance",
        amount=100_000_000,
        document="PO-1",
        bank="KKMFKZ2A",
        issued=DAY,
        postings=(POSTING,),
    ),
    "reversal": facts.Reversal(
        **STAMP, actor="a", entry=3, reason="typed", proposal=4, postings=(POSTING,)
    ),
    "mandate": facts.Mandate(
        **STAMP,
        actor="a",
        id="M-1",
        payer="990140000017",
        holder="150240019999",
        limit=5,
        since=DAY,
        until=DAY,
        document="P-1",
    ),
    "mandate_end": facts.MandateEnd(**STAMP, actor="a", id="M-1", reason="ended"),
    "appointment": facts.Appointment(
        **STAMP,
        actor="a",
        person="b",
        name="Ә. Инспектор",
        role="inspector",
        since=DAY,
        until=DAY,
        office="57505",
        firm="990140000017",
        document="ORDER-1",
    ),
    "appointment_end": facts.AppointmentEnd(
        **STAMP, actor="a", entry=5, person="b", until=DAY, reason="ORDER-2"
    ),
    "key_issued": facts.KeyIssued(
        **STAMP,
        actor="a",
        id="7fQ2abcd",
        person="b",
        scopes=("file", "read"),
        since=DAY,
        until=DAY,
        label="қойма",
        commitment=DIGEST,
        replaces="7fQ2abce",
    ),
    "key_revoked": facts.KeyRevoked(
        **STAMP, actor="a", entry=9, id="7fQ2abcd", person="b", reason="lost"
    ),
    "reading": facts.AuditorReading(
        **STAMP,
        actor="c",
        registration="57505/020426/0000001",
        what="status",
        purpose="complaint 7",
    ),
    "foundation": facts.Foundation(
        **STAMP, actor="openkeden", jurisdiction="KZ", key="keden.example/log+1+AQ=="
    ),
    "law": facts.LawInUse(
        **STAMP,
        actor="a",
        jurisdiction="KZ",
        pack=DIGEST,
        digest=DIGEST,
        files=(facts.LawFile("0001-x.csv", "edition", DIGEST),),
        program="0.1.0",
    ),
    "seed": facts.Seed(**STAMP, actor="openkeden", on=DAY, commitment=DIGEST),
    "seed_opened": facts.SeedOpened(**STAMP, actor="a", on=DAY, seed=DIGEST),
    "model_proposed": facts.ModelProposed(
        **STAMP,
        actor="a",
        digest=DIGEST,
        role="champion",
        version="m1",
        figures={"auc": 700},
    ),
    "model_promoted": facts.ModelPromoted(
        **STAMP, actor="b", proposal=3, digest=DIGEST, role="champion"
    ),
    "model_withdrawn": facts.ModelWithdrawn(
        **STAMP, actor="b", role="", reason="it drifts"
    ),
    "ruling": facts.RulingEntered(
        **STAMP,
        actor="b",
        number="KZ-1/26",
        code="8517130000",
        text="смартфон",
        reasons="note 5",
        decided="KGD",
        since=DAY,
        until=DAY,
        public=True,
    ),
    "ruling_withdrawn": facts.RulingWithdrawn(
        **STAMP, actor="b", entry=7, number="KZ-1/26", on=DAY, reason="another chapter"
    ),
    "paper": facts.Paper(
        **STAMP,
        actor="a",
        registration="57505/020426/0000007",
        kind="04021",
        sha256=DIGEST,
        size=1234,
        media_type="application/pdf",
        name="счёт.pdf",
    ),
    "signature": facts.DeclarationSigned(
        **STAMP,
        actor="a",
        registration="57505/020426/0000007",
        version=2,
        digest=DIGEST,
        signature=DIGEST,
        signer="Ә. Қол",
        number="850101300123",
        firm="990140000017",
        issuer="Common Name: a",
        serial="7f01",
        certificate=DIGEST,
        authority=DIGEST,
        provider="built-in",
        listed=True,
    ),
    "authority": facts.AuthorityTrusted(
        **STAMP, actor="a", name="CN=a", certificate=DIGEST, until=DAY
    ),
    "authority_end": facts.AuthorityEnded(
        **STAMP, actor="a", entry=5, certificate=DIGEST, reason="its key was lost"
    ),
    "rates_held": facts.RatesHeld(**STAMP, actor="a", digest=DIGEST, quotes=(USD, UZS)),
    "rates": facts.PublishedRates(
        **LATE, actor="keden", digest=DIGEST, quotes=(USD, UZS), proposal=17
    ),
}


#: What is sealed beside facts, each kind with every field set.
SEALED = {
    "sealed-lodging": sealing.SealedLodging(salt=bytes(16), selection=SELECTED),
    "sealed-lodging-choice": sealing.SealedLodging(salt=bytes(16), selection=CHOSEN),
    "sealed-lodging-lacking": sealing.SealedLodging(salt=bytes(16), selection=LACKING),
    "sealed-event": sealing.SealedStep(salt=bytes(16), arguments=({}, {"reason": "x"})),
}

#: The kinds of facts that each version had.
KINDS = {1: {"lodging", "refusal", "event", "deposit", "seed", "rates"}}
KINDS[2] = {kind.__struct_config__.tag for kind in facts.AnyFact.__args__}


def folder(version: int) -> pathlib.Path:
    return GOLDEN / f"v{version}"


def golden(name: str, version: int = facts.VERSION) -> bytes:
    """The bytes of a kept fact; the line feed at the end of the file is not part of them."""
    return (folder(version) / f"{name}.json").read_bytes().removesuffix(b"\n")


def kept() -> list[pathlib.Path]:
    paths = sorted(GOLDEN.glob("v*/*.json"))
    return [path for path in paths if not path.name.startswith("sealed-")]


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_written_as_ever(name):
    assert entry.canonical(FACTS[name]) == golden(name)


@pytest.mark.parametrize("name", SEALED)
def test_what_is_sealed_is_written_as_ever(name):
    assert entry.canonical(SEALED[name]) == golden(name)


@pytest.mark.parametrize("name", FACTS)
def test_a_fact_is_read_field_by_field(name):
    read = facts.read(golden(name))
    assert type(read) is type(FACTS[name])
    for field in read.__struct_fields__:
        assert getattr(read, field) == getattr(FACTS[name], field), field


@pytest.mark.parametrize("path", kept(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_kept_fact_can_be_read(path):
    body = path.read_bytes().removesuffix(b"\n")
    fact = facts.read(body)
    said = json.loads(body)
    assert f"v{said['v']}" == path.parent.name
    assert type(fact).__struct_config__.tag == said["fact"]
    assert fact.subject


def test_every_kind_of_fact_is_kept_in_every_version():
    for version in range(1, facts.VERSION + 1):
        paths = [path for path in kept() if path.parent == folder(version)]
        kinds = {json.loads(path.read_bytes())["fact"] for path in paths}
        assert kinds == KINDS[version]


def default(field: inspect.Field) -> object:
    """What a field holds that was not written: records leave out what is equal to it."""
    return (
        field.default
        if field.default_factory is msgspec.NODEFAULT
        else field.default_factory()
    )


def shape(of: inspect.Type, path: str) -> list[str]:
    """A line for each place of a record: its path and its type.

    Names of structs are not part of it.
    """
    match of:
        case inspect.StructType():
            form = "array" if of.array_like else "object"
            lines = [f"{path} {form}{f' {of.tag_field}={of.tag}' if of.tag else ''}"]
            for field in of.fields:
                name = field.name if of.array_like else field.encode_name
                if not field.required:
                    held = default(field)
                    lines.append(f"{path}.{name} is {held!r} where it is not written")
                lines += shape(field.type, f"{path}.{name}")
            return lines
        case inspect.VarTupleType():
            return shape(of.item_type, f"{path}[]")
        case inspect.TupleType():
            parts = enumerate(of.item_types)
            return [
                line for place, part in parts for line in shape(part, f"{path}[{place}]")
            ]
        case inspect.DictType():
            return shape(of.value_type, f"{path}{{}}")
        case inspect.UnionType():
            return [line for part in of.types for line in shape(part, f"{path}|")]
        case inspect.LiteralType() if isinstance(of.values[0], str):
            # Another word that may be said changes no record that was written.
            return [f"{path} str"]
        case inspect.LiteralType():
            return [f"{path} {of.values}"]
    return [f"{path} {type(of).__name__.removesuffix('Type').lower()}"]


def shapes() -> str:
    lines: list[str] = []
    for kind in facts.AnyFact.__args__:
        lines += shape(inspect.type_info(kind), kind.__struct_config__.tag)
    for kind in (sealing.SealedLodging, sealing.SealedStep):
        lines += shape(inspect.type_info(kind), f"sealed {kind.__struct_config__.tag}")
    return "\n".join([*lines, ""])


def test_a_lodging_of_version_1_is_read_in_the_records_of_today():
    fact = facts.read(golden("lodging", 1))
    assert isinstance(fact, facts.Lodging)
    assert (fact.v, fact.recorded, fact.sealed, fact.law) == (1, fact.at, b"", -1)
    deposit = facts.read(golden("deposit", 1))
    assert isinstance(deposit, facts.Deposit)
    assert (deposit.bank, deposit.postings) == ("", ())


def test_no_struct_that_is_recorded_has_changed():
    """A field renamed, added, removed, moved or retyped in any struct that a fact embeds."""
    assert shapes() == (folder(facts.VERSION) / SHAPE).read_text()


def test_a_change_of_any_embedded_struct_changes_the_shape():
    """The test above sees every struct that is recorded: each is walked down to plain
    values.
    """
    structs = {
        facts.RecordedItem: "quantities",
        charges.Charge: "preference",
        charges.Valued: "additions",
        charges.ReducedItem: "saved",
        rates.Quote: "effective_on",
        selection.Hit: "contribution",
        random_check.RandomCheck: "probability_ppm",
        selection.Judgement: "contributions",
        budget.Choice: "inclusion_ppm",
        budget.Bar: "to_come",
        cases.Event: "device",
        findings.Finding: "basis",
        quotas.Allocation: "holder",
    }
    said = shapes()
    for struct, field in structs.items():
        assert field in struct.__struct_fields__
        assert f".{field}" in said, struct


def with_version(version: Any) -> bytes:
    said = json.loads(golden("deposit"))
    return msgspec.json.encode(said | {"v": version})


def why_unproved(body: bytes) -> str:
    """What is said of a sound receipt of these bytes."""
    kept = shelf.of([entry.leaf_hash(body)])
    receipt = shelf.receipt(kept, 0, body).encode()
    refused = receipts.verify(receipt, shelf.KEY.verifier.text)
    assert isinstance(refused, findings.Refused)
    return refused.findings[0].args["value"]


def test_an_unknown_version_says_so():
    with pytest.raises(
        facts.UnknownVersion, match="version 3; this program knows versions 1 and 2"
    ):
        facts.read(with_version(3))
    assert "a fact of version 3" in why_unproved(with_version(3))


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b'{"v":"1"}', b'{"v":1}', b'{"v":true}']
)
def test_what_is_not_a_fact_is_refused(body):
    with pytest.raises(msgspec.DecodeError):
        facts.read(body)
    assert not body or "not a fact" in why_unproved(body)


def test_a_fact_without_its_version_is_refused():
    said = json.loads(golden("deposit"))
    del said["v"]
    with pytest.raises(msgspec.ValidationError, match="`v`"):
        facts.read(msgspec.json.encode(said))
