"""Receipts: what they prove, every alteration of one, and a log rewritten by the holder of
its key.
"""

import base64
import functools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.ledger import checkpoint, entry, merkle, proof
from openkeden.ledger.checkpoint import BadKey
from openkeden.ledger.proof import BadReceipt
from tests.ledger import shelf
from tests.ledger.shelf import KEY, ORIGIN

TRUST = KEY.verifier.text
BODIES = [
    entry.canonical({"kind": "lodging", "reference": f"A-{index}", "payable": 100 * index})
    for index in range(300)
]
WITNESSES = [
    checkpoint.read_key(text)
    for text in (
        "PRIVATE+KEY+witness.example/w1+468d99bb+BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g",
        "PRIVATE+KEY+witness.example/w2+de159b94+BAIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh",
    )
]
NAMES = [witness.verifier.text for witness in WITNESSES]


@functools.cache
def log(size):
    return shelf.of([entry.leaf_hash(body) for body in BODIES[:size]])


@functools.cache
def receipt(index, size, with_body=True):
    if with_body:
        return shelf.receipt(log(size), index, BODIES[index])
    return shelf.receipt(log(size), index, None)


# What a receipt proves.


@given(st.integers(1, 300), st.data())
@settings(max_examples=60)
def test_a_receipt_proves_its_fact(size, data):
    index = data.draw(st.integers(0, size - 1))
    for text in (receipt(index, size), receipt(index, size).encode()):
        found = proof.verify(text, TRUST)
        assert (found.index, found.body, found.checkpoint.size) == (
            index,
            BODIES[index],
            size,
        )
        assert proof.verify(text, TRUST, BODIES[index]) == found
        assert proof.write(proof.parse(text)) == receipt(index, size)


def test_the_form_is_that_of_the_specification():
    lines = receipt(2, 7).split("\n")
    assert lines[:3] == [
        "c2sp.org/tlog-proof@v1",
        f"extra {base64.b64encode(BODIES[2]).decode()}",
        "index 2",
    ]
    assert [base64.b64decode(line) for line in lines[3:6]] == merkle.inclusion(
        2, 7, log(7).read
    )
    assert lines[6:] == ["", *shelf.head(log(7)).split("\n")]
    assert (
        receipt(0, 1, with_body=False)
        == f"c2sp.org/tlog-proof@v1\nindex 0\n\n{shelf.head(log(1))}"
    )


def test_without_its_fact_a_receipt_needs_it_brought():
    text = receipt(2, 7, with_body=False)
    assert proof.verify(text, TRUST, BODIES[2]).body == BODIES[2]
    with pytest.raises(BadReceipt, match="carries no fact"):
        proof.verify(text, TRUST)
    with pytest.raises(BadReceipt, match="altered"):
        proof.verify(text, TRUST, BODIES[3])


def test_another_fact_than_the_one_in_the_receipt_is_refused():
    with pytest.raises(BadReceipt, match="another fact"):
        proof.verify(receipt(2, 7), TRUST, BODIES[3])


def test_another_ledger_s_key_and_a_witness_s_key_do_not_open_it():
    other = checkpoint.generate("other.example/log")
    with pytest.raises(BadReceipt, match="no key that is trusted"):
        proof.verify(receipt(2, 7), other.verifier.text)
    with pytest.raises(BadReceipt, match="no key that is trusted"):
        proof.verify(receipt(2, 7), checkpoint.generate(ORIGIN).verifier.text)
    foreign = proof.parse(shelf.receipt(log(7), 2, BODIES[2], other))
    with pytest.raises(
        BadReceipt, match=f"the head is of {ORIGIN} and not signed by other.example/log"
    ):
        proof.verify(proof.write(foreign), other.verifier.text)
    with pytest.raises(BadKey, match="witness"):
        proof.verify(receipt(2, 7), NAMES[0])


# Alterations.


@pytest.mark.parametrize("brought", [None, BODIES[41]])
def test_every_altered_byte_is_refused(brought):
    text = receipt(41, 300).encode()
    for at in range(len(text)):
        for change in (0x01, 0x20, 0x80):
            with pytest.raises(BadReceipt):
                proof.verify(
                    text[:at] + bytes([text[at] ^ change]) + text[at + 1 :], TRUST, brought
                )


def test_every_removed_or_repeated_byte_is_refused():
    text = receipt(41, 300).encode()
    for at in range(len(text)):
        for altered in (text[:at] + text[at + 1 :], text[:at], text[: at + 1] + text[at:]):
            with pytest.raises(BadReceipt):
                proof.verify(altered, TRUST)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: "", "begins with"),
        (lambda text: text.replace("@v1", "@v2"), "begins with"),
        (lambda text: text.replace("\n", "\r\n"), "begins with"),
        (lambda text: text.partition("\n\n")[0], "an empty line"),
        (lambda text: text.replace("index 2\n", ""), "does not say the index"),
        (lambda text: text.replace("index 2", "index 02"), "plain number"),
        (lambda text: text.replace("index 2", "index 3"), "altered"),
        (lambda text: text.replace("index 2", "index 7"), "not in a ledger of 7"),
        (lambda text: text.replace("extra ", "extra !"), "base64"),
        (lambda text: text.replace("\n\n", "\n" + "A" * 40 + "\n\n", 1), "30 bytes long"),
        (
            lambda text: text.replace("\n\n", ("\n" + "A" * 43 + "=") * 64 + "\n\n", 1),
            "too long",
        ),
        (lambda text: text.replace("\n\n", "\n" + "A" * 43 + "=\n\n", 1), "altered"),
        (lambda text: text.replace("\n7\n", "\n8\n"), "does not fit the text"),
        (lambda text: text + "more\n", "not a signature line"),
    ],
)
def test_reasons_are_told_in_words(change, reason):
    with pytest.raises(BadReceipt, match=reason) as caught:
        proof.verify(change(receipt(2, 7)), TRUST)
    assert caught.value.reason == str(caught.value)


@given(st.binary(max_size=300) | st.text(max_size=300))
@settings(max_examples=100)
def test_anything_else_is_a_bad_receipt_and_never_a_crash(junk):
    text = junk if isinstance(junk, bytes) else junk.encode(errors="surrogatepass")
    for one in (
        text,
        b"c2sp.org/tlog-proof@v1\n" + text,
        receipt(2, 7).encode() + text + b"\n",
    ):
        with pytest.raises(BadReceipt):
            proof.verify(one, TRUST)


# Witnesses.


def test_a_quorum_of_witnesses_may_be_asked_for():
    signed_by_one = checkpoint.cosign(receipt_note(), WITNESSES[0], 1_775_000_000)
    signed_by_two = checkpoint.cosign(signed_by_one, WITNESSES[1], 1_775_000_001)
    for note, count in ((receipt_note(), 0), (signed_by_one, 1), (signed_by_two, 2)):
        text = proof.write(with_note(note))
        assert (
            len(proof.verify(text, TRUST, witnesses=NAMES, quorum=count).checkpoint.signers)
            == count + 1
        )
        with pytest.raises(BadReceipt, match=f"{count} of the witnesses"):
            proof.verify(text, TRUST, witnesses=NAMES, quorum=count + 1)


def test_one_witness_counts_once():
    twice = checkpoint.cosign(
        checkpoint.cosign(receipt_note(), WITNESSES[0], 1), WITNESSES[0], 2
    )
    renamed = checkpoint.Key(
        "witness.example/other", WITNESSES[0].private, checkpoint.WITNESS
    )
    thrice = checkpoint.cosign(twice, renamed, 3)
    with pytest.raises(BadReceipt, match="1 of the witnesses"):
        proof.verify(
            proof.write(with_note(thrice)),
            TRUST,
            witnesses=[*NAMES, renamed.verifier.text],
            quorum=2,
        )


def test_a_log_is_no_witness_of_itself():
    own = checkpoint.Key(ORIGIN, KEY.private, checkpoint.WITNESS)
    note = checkpoint.cosign(receipt_note(), own, 1)
    with pytest.raises(BadReceipt, match="0 of the witnesses"):
        proof.verify(
            proof.write(with_note(note)), TRUST, witnesses=[own.verifier.text], quorum=1
        )


def test_witnesses_alone_do_not_make_a_head():
    text, _, lines = checkpoint.cosign(receipt_note(), WITNESSES[0], 1).partition("\n\n")
    note = f"{text}\n\n" + lines.partition("\n")[2]
    with pytest.raises(BadReceipt, match="not signed by"):
        proof.verify(proof.write(with_note(note)), TRUST, witnesses=NAMES, quorum=1)


# A log rewritten by the holder of its key.


def rewritten(at, size):
    """The log of `size` with the fact `at` forged, and a valid signature over it."""
    bodies = [
        *BODIES[:at],
        BODIES[at].replace(b'"payable":', b'"payable":9'),
        *BODIES[at + 1 : size],
    ]
    return shelf.of([entry.leaf_hash(body) for body in bodies])


def opened(kept):
    return checkpoint.open_note(shelf.head(kept), (KEY.verifier,))


@pytest.mark.parametrize("old", [51, 64, 100, 128, 255, 256])
def test_a_rewrite_is_refused_by_an_older_checkpoint(old):
    before, honest, forged = opened(log(old)), log(300), rewritten(50, 300)
    assert proof.extends(before, opened(honest), merkle.consistency(old, 300, honest.read))
    for path in (
        merkle.consistency(old, 300, forged.read),
        merkle.consistency(old, 300, honest.read),
        [],
    ):
        assert not proof.extends(before, opened(forged), path)


def test_a_rewrite_of_the_same_size_is_refused_by_its_checkpoint():
    assert not proof.extends(opened(log(300)), opened(rewritten(50, 300)), [])


def test_a_rewrite_is_contradicted_by_the_receipt_of_the_forged_fact():
    forged = rewritten(50, 300)
    kept = proof.verify(receipt(50, 51), TRUST)
    path = merkle.inclusion(50, 300, forged.read)
    assert not merkle.verify_inclusion(
        entry.leaf_hash(kept.body), 50, 300, path, forged.frontier.root()
    )
    assert not proof.extends(
        kept.checkpoint, opened(forged), merkle.consistency(51, 300, forged.read)
    )


def test_a_checkpoint_older_than_the_fact_says_nothing_of_it():
    forged = rewritten(50, 300)
    assert proof.extends(
        opened(log(50)), opened(forged), merkle.consistency(50, 300, forged.read)
    )


def test_a_log_that_shrank_or_is_another_does_not_extend():
    large, small = opened(log(300)), opened(log(100))
    assert not proof.extends(large, small, merkle.consistency(100, 300, log(300).read))
    stranger = checkpoint.Checkpoint("other.example/log", 300, large.root)
    assert not proof.extends(small, stranger, merkle.consistency(100, 300, log(300).read))


def receipt_note():
    return proof.parse(receipt(2, 7)).note


def with_note(note):
    whole = proof.parse(receipt(2, 7))
    return proof.Receipt(whole.index, whole.path, note, whole.body)
