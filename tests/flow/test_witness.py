"""A witness signs the next head only where it holds all that the last one held."""

import datetime
import pathlib
import shutil
import subprocess
import sys

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow.ledger import export_writer, witnessing
from openkeden.ledger import checkpoint, proof
from openkeden.store import log
from tests import founded

NOW = datetime.datetime(2026, 4, 2, 6, 0, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=1)


@pytest.fixture
def day(at, tmp_path):
    """Lodge something, and export the ledger of that day into a folder of its own."""

    def lodged(name: str, count: int = 1) -> pathlib.Path:
        filings = [founded.lentils(f"{name}-{number}") for number in range(count)]
        founded.lodge_all(at, *filings)
        export_writer.write(at, tmp_path / name)
        return tmp_path / name

    return lodged


@pytest.fixture
def state(tmp_path):
    folder = tmp_path / "witness"
    made = witnessing.init(folder, "witness.example/w1", founded.key().verifier.text)
    assert isinstance(made, str)
    return folder


def verifier(state: pathlib.Path) -> checkpoint.Verifier:
    return checkpoint.read_verifier((state / witnessing.PUBLIC_FILE).read_text().strip())


def signed(state, export, at=NOW) -> witnessing.Cosigned:
    given = witnessing.cosign(state, export, at)
    assert isinstance(given, witnessing.Cosigned), given
    return given


def refusal(given) -> str:
    assert isinstance(given, Refused), given
    return given.findings[0].rule


def test_heads_are_signed_day_by_day(day, state):
    first = signed(state, day("one", 300))
    second = signed(state, day("two", 300), LATER)
    assert (first.before, second.before) == (0, first.size)
    assert second.size == log.size() == first.size + 300
    opened = checkpoint.open_note(second.note, [founded.key().verifier, verifier(state)])
    assert opened.size == second.size
    times = {signer.verifier.name: signer.time for signer in opened.signers}
    assert times == {"test.example/log": None, "witness.example/w1": int(LATER.timestamp())}


def test_the_same_head_may_be_signed_again(day, state):
    export = day("one")
    assert signed(state, export).size == signed(state, export, LATER).before


def test_a_receipt_with_a_cosigned_head_satisfies_a_quorum(at, day, state):
    export = day("one")
    note = signed(state, export).note
    receipt = proof.parse(log.receipt(log.size() - 1))
    cosigned = proof.write(proof.Receipt(receipt.index, receipt.path, note, receipt.body))
    key = at.key.verifier.text
    proved = proof.verify(cosigned, key, witnesses=[verifier(state).text], quorum=1)
    assert proved.index == log.size() - 1


def test_a_smaller_head_is_refused(day, state):
    one, two = day("one"), day("two")
    signed(state, two)
    assert refusal(witnessing.cosign(state, one, NOW)) == "U.58"
    assert signed(state, two, LATER).before == log.size(), "what was known stays known"


def test_a_fork_is_refused(day, state, tmp_path):
    signed(state, day("one", 3))
    connections["default"].close()
    other = founded.found(tmp_path / "other")
    founded.lodge_all(other, *[founded.shirts(f"X-{number}") for number in range(9)])
    export_writer.write(other, tmp_path / "fork")
    assert refusal(witnessing.cosign(state, tmp_path / "fork", NOW)) == "U.58"


def test_another_root_of_the_same_size_is_refused(day, state, tmp_path):
    signed(state, day("one", 3))
    connections["default"].close()
    other = founded.found(tmp_path / "other")
    founded.lodge_all(other, *[founded.shirts(f"X-{number}") for number in range(3)])
    export_writer.write(other, tmp_path / "fork")
    assert refusal(witnessing.cosign(state, tmp_path / "fork", NOW)) == "U.58"


def test_nothing_is_signed_without_a_proof(day, state):
    signed(state, day("one", 300))
    two = day("two", 300)
    shutil.rmtree(two / "tile")
    assert refusal(witnessing.cosign(state, two, NOW)) == "U.58"


def test_tiles_that_were_changed_prove_nothing(day, state):
    signed(state, day("one", 3))
    two = day("two", 3)
    (tile,) = [path for path in (two / "tile").rglob("*") if path.is_file()]
    whole = tile.read_bytes()
    tile.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert refusal(witnessing.cosign(state, two, NOW)) == "U.58"


def test_a_head_of_another_log_is_refused(day, state):
    export = day("one")
    stranger = checkpoint.generate("test.example/log")
    note = checkpoint.sign(stranger.name, 2, bytes(32), stranger)
    (export / "checkpoint").write_text(note)
    assert refusal(witnessing.cosign(state, export, NOW)) == "U.56"


def test_the_head_is_remembered_before_it_is_given(day, state):
    """A witness that cannot write its state signs nothing."""
    export = day("one")
    (state / witnessing.HEAD_FILE).mkdir()
    with pytest.raises(OSError, match=r"head"):
        witnessing.cosign(state, export, NOW)


def test_a_witness_is_made_once(state):
    key = (state / witnessing.SECRET_FILE).read_text()
    log_key = founded.key().verifier.text
    assert refusal(witnessing.init(state, "witness.example/w1", log_key)) == "U.57"
    assert (state / witnessing.SECRET_FILE).read_text() == key
    assert (state / witnessing.SECRET_FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "a b", "a+b"])
def test_a_name_that_is_none(tmp_path, name):
    given = witnessing.init(tmp_path / "w", name, founded.key().verifier.text)
    assert refusal(given) == "U.9"
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("file", ["witness.key", "log.vkey", "head"])
def test_a_damaged_witness_says_so(day, state, file):
    export = day("one")
    signed(state, export)
    (state / file).write_bytes(b"junk")
    assert refusal(witnessing.cosign(state, export, NOW)) == "U.57"


def test_two_runs_at_once_do_not_sign_a_fork(day, state, tmp_path):
    """Two exports that fork, many runs of both: one line of heads is signed."""
    one = day("one", 3)
    connections["default"].close()
    other = founded.found(tmp_path / "other")
    founded.lodge_all(other, *[founded.shirts(f"X-{number}") for number in range(3)])
    export_writer.write(other, tmp_path / "fork")
    calls = [
        ("witness", "cosign", export, "--state", state)
        for export in (one, tmp_path / "fork", one, tmp_path / "fork")
    ]
    codes = [ran.returncode for ran in founded.at_once(*calls, folder=tmp_path)]
    assert codes in ([0, 1, 0, 1], [1, 0, 1, 0])


def test_the_witness_loads_no_database_layer(day, state):
    export = day("one")
    program = (
        "import sys\n"
        "from openkeden.cli import main\n"
        f"sys.argv = ['keden', 'witness', 'cosign', {str(export)!r}, '--state', {str(state)!r}]\n"
        "try:\n    main.run()\nfinally:\n    assert 'django' not in sys.modules\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert b"witness.example/w1" in ran.stdout
