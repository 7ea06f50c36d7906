"""Signed notes and checkpoints: published vectors of Go's sumdb/note, every rule of the
format, and alterations.
"""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.ledger import checkpoint, merkle
from openkeden.ledger.checkpoint import BadKey, BadNote
from tests.ledger.shelf import KEY, LEAVES, ORIGIN

# Test vectors of golang.org/x/mod/sumdb/note.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = (
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
)
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what"
    " your problem is.\n"
)
PETER_LINE = (
    "— PeterNeumann"
    " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6Ry"
    "yBwJnAM=\n"
)
ENOCH_LINE = (
    "— EnochRoot"
    " rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1"
    "RvMc+QQ=\n"
)

WITNESS = checkpoint.read_key(
    "PRIVATE+KEY+witness.example/w1+468d99bb+BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g"
)
ROOT = merkle.root_of(LEAVES[:7])
NOTE = checkpoint.sign(ORIGIN, 7, ROOT, KEY)
TRUSTED = (KEY.verifier,)


def verifiers(*keys):
    return [checkpoint.read_verifier(key) for key in keys]


def names(signers):
    return [signer.verifier.name for signer in signers]


# Keys.


def test_keys_of_go_are_read_and_printed():
    key = checkpoint.read_key(PETER_PRIVATE)
    assert key.text == PETER_PRIVATE
    assert key.verifier.text == PETER
    assert checkpoint.read_verifier(PETER) == key.verifier
    assert key.verifier.id.hex() == "c74f20a3"


@pytest.mark.parametrize("kind", [checkpoint.LOG, checkpoint.WITNESS])
def test_a_new_key_is_read_back_from_its_text(kind):
    key = checkpoint.generate("keden.example/new", kind)
    again = checkpoint.read_key(key.text)
    assert (again.text, again.verifier, again.kind) == (key.text, key.verifier, kind)
    assert checkpoint.read_verifier(key.verifier.text) == key.verifier
    assert checkpoint.generate("keden.example/new", kind).text != key.text


def test_a_private_key_does_not_show_itself():
    secret = KEY.text.rpartition("+")[2]
    assert secret not in repr(KEY)
    with pytest.raises(BadKey) as caught:
        checkpoint.read_key(KEY.text.replace("+21e7955b+", "+21e7955c+"))
    assert secret not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "read"),
    [(PETER, checkpoint.read_verifier), (PETER_PRIVATE, checkpoint.read_key)],
)
def test_no_mangled_key_is_read(text, read):
    mangled = {
        text[low:high] for low in range(len(text)) for high in range(low + 1, len(text) + 1)
    } - {text}
    mangled |= {
        text[:at] + chr(ord(text[at]) + 1) + text[at + 1 :] for at in range(len(text))
    }
    for one in mangled:
        with pytest.raises(BadKey):
            read(one)


@pytest.mark.parametrize(
    "text",
    [
        # A wrong length, the id adjusted.
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        # An unknown type, the id adjusted.
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "\ud800" + PETER,
        "",
    ],
)
def test_keys_of_other_kinds_are_refused(text):
    with pytest.raises(BadKey):
        checkpoint.read_verifier(text)


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "a\x01"])
def test_a_key_needs_a_proper_name(name):
    with pytest.raises(BadKey):
        checkpoint.generate(name)


# Notes.


def test_signing_gives_the_note_of_go_to_the_byte():
    assert (
        checkpoint.sign_note(TEXT, checkpoint.read_key(PETER_PRIVATE))
        == f"{TEXT}\n{PETER_LINE}"
    )


@pytest.mark.parametrize(
    ("lines", "trusted", "signed"),
    [
        (PETER_LINE + ENOCH_LINE, [PETER], ["PeterNeumann"]),
        (PETER_LINE + ENOCH_LINE, [PETER, ENOCH], ["PeterNeumann", "EnochRoot"]),
        (ENOCH_LINE + PETER_LINE, [PETER], ["PeterNeumann"]),
        (PETER_LINE * 16, [PETER], ["PeterNeumann"]),
        (PETER_LINE * 100, [PETER], ["PeterNeumann"]),
        (
            PETER_LINE + ENOCH_LINE[:60] + "ABCD" + ENOCH_LINE[60:],
            [PETER],
            ["PeterNeumann"],
        ),  # unknown: ignored
        (
            PETER_LINE.replace("PeterNeumann", "Other") + PETER_LINE,
            [PETER],
            ["PeterNeumann"],
        ),  # the id alone
    ],
)
def test_notes_with_several_signatures(lines, trusted, signed):
    text, signers = checkpoint.verify_note(f"{TEXT}\n{lines}", verifiers(*trusted))
    assert (text, names(signers)) == (TEXT, signed)
    assert checkpoint.verify_note(f"{TEXT}\n{lines}".encode(), verifiers(*trusted)) == (
        text,
        signers,
    )


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        (TEXT, "a text, an empty line and signatures"),
        (TEXT + "\n", "a text, an empty line and signatures"),
        ("", "a text, an empty line and signatures"),
        (f"{TEXT}\n{PETER_LINE}"[:-1], "a text, an empty line and signatures"),
        (f"{TEXT}\n{PETER_LINE}\n", "a text, an empty line and signatures"),
        (f"\x01{TEXT}\n{PETER_LINE}", "control characters"),
        (f"{TEXT}\n{PETER_LINE}".replace("\n", "\r\n"), "control characters"),
        (f"\ud800{TEXT}\n{PETER_LINE}", "UTF-8"),
        (b"\xff" + f"{TEXT}\n{PETER_LINE}".encode(), "UTF-8"),
        (f"{TEXT}\n{PETER_LINE}Unexpected line.\n", "not a signature line"),
        (
            f"{TEXT}\n{PETER_LINE}" + PETER_LINE.replace("PeterNeumann", "Bad Name"),
            "base64",
        ),
        (
            f"{TEXT}\n{PETER_LINE}" + PETER_LINE.replace("PeterNeumann", "Bad+Name"),
            "not a signature line",
        ),
        (f"{TEXT}\n{PETER_LINE}— \n", "not a signature line"),
        (f"{TEXT}\n{PETER_LINE}— Other x08gow==\n", "is empty"),
        (f"{TEXT}\n" + PETER_LINE.replace("— ", "- "), "not a signature line"),
        (f"{TEXT}\n" + PETER_LINE.replace("nAM=", "nAN="), "base64"),
        (f"{TEXT}\n" + PETER_LINE * 101, "more than 100"),
        (f"{TEXT}\n" + PETER_LINE[:60] + "ABCD" + PETER_LINE[60:], "does not fit the text"),
        (
            f"{TEXT}\n" + PETER_LINE + PETER_LINE[:60] + "ABCD" + PETER_LINE[60:],
            "does not fit the text",
        ),
        (f"{TEXT}\n{ENOCH_LINE}", "no key that is trusted"),
        (f"{TEXT.replace('answer', 'ansver')}\n{PETER_LINE}", "does not fit the text"),
        (f"{TEXT}\n\n{PETER_LINE}", "does not fit the text"),
    ],
)
def test_notes_that_prove_nothing(note, reason):
    with pytest.raises(BadNote, match=reason) as caught:
        checkpoint.verify_note(note, verifiers(PETER))
    assert caught.value.reason == str(caught.value)


def test_two_trusted_keys_cannot_share_a_name_and_an_id(monkeypatch):
    monkeypatch.setattr(checkpoint, "key_id", lambda *_: b"same")
    other = checkpoint.Verifier(KEY.name, bytes(32))
    with pytest.raises(BadNote, match="two trusted keys"):
        checkpoint.open_note(NOTE, (KEY.verifier, other))


def test_a_text_may_hold_empty_lines():
    text = "one\n\n\ntwo\n\n"
    assert checkpoint.verify_note(checkpoint.sign_note(text, KEY), TRUSTED)[0] == text


@pytest.mark.parametrize("text", ["", "no line feed", "tab\t\n", "return\r\n"])
def test_what_is_no_note_is_not_signed(text):
    with pytest.raises(ValueError, match="line feed"):
        checkpoint.sign_note(text, KEY)


# Checkpoints.


def test_a_checkpoint_is_read_back():
    read = checkpoint.open_note(NOTE, TRUSTED)
    assert (read.origin, read.size, read.root, names(read.signers)) == (
        ORIGIN,
        7,
        ROOT,
        [ORIGIN],
    )
    assert NOTE.startswith(f"{ORIGIN}\n7\n{base64.b64encode(ROOT).decode()}\n\n— {ORIGIN} ")


@given(st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32))
@settings(max_examples=50)
def test_any_head_is_read_back(size, root):
    read = checkpoint.open_note(checkpoint.sign(ORIGIN, size, root, KEY), TRUSTED)
    assert (read.origin, read.size, read.root) == (ORIGIN, size, root)


def test_every_altered_byte_of_a_checkpoint_is_refused():
    note = NOTE.encode()
    for at in range(len(note)):
        for change in (0x01, 0x20, 0x80):
            with pytest.raises(BadNote):
                checkpoint.open_note(
                    note[:at] + bytes([note[at] ^ change]) + note[at + 1 :], TRUSTED
                )
        with pytest.raises(BadNote):
            checkpoint.open_note(note[:at], TRUSTED)


@given(st.binary(max_size=200) | st.text(max_size=200))
@settings(max_examples=100)
def test_anything_else_is_a_bad_note_and_never_a_crash(junk):
    with pytest.raises(BadNote):
        checkpoint.open_note(junk, TRUSTED)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{ORIGIN}\n7\n", "three lines"),
        (f"\n7\n{base64.b64encode(ROOT).decode()}\n", "three lines"),
        (f"{ORIGIN}\n7\n{base64.b64encode(ROOT).decode()}\n\n", "three lines"),
        (f"{ORIGIN}\n07\n{base64.b64encode(ROOT).decode()}\n", "plain number"),
        (f"{ORIGIN}\n-7\n{base64.b64encode(ROOT).decode()}\n", "plain number"),
        (f"{ORIGIN}\n+7\n{base64.b64encode(ROOT).decode()}\n", "plain number"),
        (f"{ORIGIN}\n7 \n{base64.b64encode(ROOT).decode()}\n", "plain number"),
        (f"{ORIGIN}\n٧\n{base64.b64encode(ROOT).decode()}\n", "plain number"),
        (f"{ORIGIN}\n{10**30}\n{base64.b64encode(ROOT).decode()}\n", "plain number"),
        (f"{ORIGIN}\n{2**63}\n{base64.b64encode(ROOT).decode()}\n", "too large"),
        (f"{ORIGIN}\n7\n{base64.b64encode(ROOT[:31]).decode()}\n", "31 bytes long"),
        (f"{ORIGIN}\n7\n{base64.b64encode(ROOT).decode().rstrip('=')}\n", "not base64"),
        (f"{ORIGIN}\n7\n{ROOT.hex()}\n", "48 bytes long"),
    ],
)
def test_a_signed_text_that_is_no_checkpoint(text, reason):
    with pytest.raises(BadNote, match=reason):
        checkpoint.open_note(checkpoint.sign_note(text, KEY), TRUSTED)


def test_extension_lines_are_read_over():
    text = f"{ORIGIN}\n7\n{base64.b64encode(ROOT).decode()}\nsomething else\n"
    assert checkpoint.open_note(checkpoint.sign_note(text, KEY), TRUSTED).size == 7


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [
        ("", 7, ROOT),
        ("a\nb", 7, ROOT),
        (ORIGIN, -1, ROOT),
        (ORIGIN, 7, ROOT[:31]),
        (ORIGIN, 2**63, ROOT),
    ],
)
def test_no_head_is_signed_that_could_not_be_read(origin, size, root):
    with pytest.raises(ValueError, match="no checkpoint"):
        checkpoint.sign(origin, size, root, KEY)


# Witnesses.


def test_a_witness_adds_its_line_and_its_time():
    note = checkpoint.cosign(NOTE, WITNESS, 1_775_000_000)
    read = checkpoint.open_note(note, (KEY.verifier, WITNESS.verifier))
    assert [(one.verifier.name, one.time) for one in read.signers] == [
        (ORIGIN, None),
        ("witness.example/w1", 1_775_000_000),
    ]
    assert names(checkpoint.open_note(note, TRUSTED).signers) == [ORIGIN]
    assert names(checkpoint.open_note(note, (WITNESS.verifier,)).signers) == [
        "witness.example/w1"
    ]


def test_what_a_witness_signs_is_the_message_of_the_specification():
    text = NOTE.partition("\n\n")[0] + "\n"
    line = checkpoint.cosign(NOTE, WITNESS, 1_679_315_147).split("\n")[-2]
    signature = base64.b64decode(line.rpartition(" ")[2])[4:]
    assert signature[:8] == (1_679_315_147).to_bytes(8, "big")
    message = f"cosignature/v1\ntime 1679315147\n{text}".encode()
    WITNESS.private.public_key().verify(signature[8:], message)


def test_every_altered_byte_of_a_cosignature_is_refused():
    note = checkpoint.cosign(NOTE, WITNESS, 1_775_000_000).encode()
    trusted = (KEY.verifier, WITNESS.verifier)
    whole = checkpoint.open_note(note, trusted)
    for at in range(len(NOTE.encode()), len(note)):
        altered = note[:at] + bytes([note[at] ^ 0x01]) + note[at + 1 :]
        try:
            found = checkpoint.open_note(altered, trusted)
        except BadNote:
            continue
        assert (
            found.signers == whole.signers[:1]
        )  # its name or id became another's: it counts for nobody


def test_a_log_and_a_witness_sign_different_things():
    with pytest.raises(ValueError, match="signs no notes"):
        checkpoint.sign(ORIGIN, 7, ROOT, WITNESS)
    with pytest.raises(ValueError, match="witness"):
        checkpoint.cosign(NOTE, KEY, 1)
    with pytest.raises(ValueError, match="witness"):
        checkpoint.cosign(NOTE, WITNESS, -1)
    late = base64.b64encode(
        WITNESS.verifier.id + (2**63).to_bytes(8, "big") + bytes(64)
    ).decode()
    with pytest.raises(BadNote, match="no possible time"):
        checkpoint.open_note(
            f"{NOTE}— {WITNESS.name} {late}\n", (KEY.verifier, WITNESS.verifier)
        )
