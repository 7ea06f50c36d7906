"""Calls that cannot be used: what is said, in every language and to programs, with exit code 2."""

import json

import pytest

import openkeden
from openkeden import locale
from openkeden.cli import exit_codes
from tests import founded
from tests.cli.calling import caller
from tests.cli.conftest import AT


@pytest.fixture
def called(monkeypatch, capsysbinary, tmp_path):
    """Call `keden WORD...` in an empty folder, without an installation."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KEDEN_HOME", raising=False)
    monkeypatch.delenv("KEDEN_LANG", raising=False)
    return caller(monkeypatch, capsysbinary)


#: A call, the rule that it breaks, and what the finding names.
WRONG = (
    ("dutty", "U.70", "duty"),
    ("xyzzy", "U.71", "measures"),
    ("tariff sho", "U.70", "show"),
    ("law xyzzy", "U.71", "audit"),
    ("duty --cod 1", "U.72", "--code"),
    ("status A-1 --xyzzy", "U.73", "keden status --help"),
    ("duty --currency EUR", "U.74", "--code, --value, --origin"),
    ("status", "U.74", "reference"),
    ("status A-1 --lang de", "U.75", "en, ru, kk"),
    ("law audit --mark x", "U.75", "verified"),
    ("status A-1 A-2 A-3", "U.78", "A-2 A-3"),
    ("measures 0713400000 --direction import --on 2026-02-30", "U.80", "2026-02-30"),
    ("tariff show 0713400000 --on 2.4.26", "U.80", "2.4.26"),
    ("deposit 1 1 --document P --bank B --date soon --actor x", "U.80", "soon"),
    ("deposit 1 1e3 --document P --bank B --date soon --actor x", "U.82", "1e3"),
    ("status A-1 --home nowhere", "U.1", "keden demo"),
    (
        "measures 0713400000 --direction import --from 2026-04-02 --to 2026-04-01",
        "U.88",
        "",
    ),
    ("law audit --days 9999", "U.89", "3650"),
    ("duty --code", "U.90", "--code"),
    ("law import x.toml", "U.86", "x.toml"),
    ("law audit --country RU", "U.110", "KG, KZ"),
    ("tariff show 0713 --country RU", "U.110", "KG, KZ"),
    ("measures 0713400000 --direction import --country ../x", "U.110", "KG, KZ"),
)


#: The same of commands whose answer is a file, not JSON.
WRONG_IN_WORDS = (
    ("schema --template x", "--template", "import"),
    ("receipt get --entry x", "--entry", "whole number"),
    ("receipt get", "It is not said", "--entry"),
    ("receipt get A-1 --sealed x", "--sealed", "--officer"),
)


@pytest.mark.parametrize(("line", "said", "named"), WRONG_IN_WORDS)
def test_a_wrong_call_is_said_in_words(called, line, said, named):
    ran = called(*line.split())
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert said in ran.stderr.decode()
    assert named in ran.stderr.decode()


@pytest.mark.parametrize(("line", "rule", "named"), WRONG, ids=lambda text: text[:40])
def test_a_wrong_call_is_a_finding(called, line, rule, named):
    """In words and in JSON, which is on standard output."""
    said = called(*line.split())
    assert (said.returncode, said.stdout) == (2, b"")
    assert said.stderr.startswith(b"keden: ")
    assert named in said.stderr.decode()
    told = called(*_with_json(line))
    found = json.loads(told.stdout)["findings"]
    assert (told.returncode, told.stderr) == (2, b"")
    assert rule in [one["rule"] for one in found]


def _with_json(line: str) -> list[str]:
    """The call with `--json` in front of what may want a further word."""
    words = line.split()
    words.insert(1 if words[1:2] and words[1].startswith("--") else 2, "--json")
    return words


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_it_is_said_in_the_language_of_the_call(called, language):
    english = called("duty", "--net", "1").stderr
    for words in (["--lang", language], [f"--lang={language}"]):
        said = called("duty", "--net", "1", *words).stderr.decode()
        assert said.encode() != english
        assert "--code, --value, --currency" in said
        assert locale.sentences(language)["U.74"].fix.split("`")[0] in said


def test_all_that_is_missing_and_all_that_is_wrong_is_said_at_once(called):
    told = json.loads(called("deposit", "1", "--lang", "de", "--json").stdout)["findings"]
    assert [(one["rule"], one["value"]) for one in told] == [
        ("U.74", "amount, --document, --bank, --date, --actor"),
        ("U.75", "de"),
    ]


def test_the_version_and_the_short_form_of_help(called):
    for words in (["--version"], ["version"]):
        ran = called(*words)
        told = ran.stdout.decode().strip()
        assert (ran.returncode, told) == (0, openkeden.__version__)
    assert called("-h").stdout == called("--help").stdout == called("help").stdout
    for words in (["duty"], ["tariff"], ["tariff", "show"], ["law", "import"]):
        ran = called(*words, "-h")
        assert ran.returncode == 0
        assert ran.stdout == called(*words, "--help").stdout
        assert ran.stdout == called("help", *words).stdout


def test_help_of_what_is_no_command(called):
    ran = called("help", "dutty")
    assert ran.returncode == 2
    assert b"duty" in ran.stderr


def test_completion_stands_in_the_first_help_only(called):
    assert b"--install-completion" in called("--help").stdout
    for words in (["duty"], ["tariff"], ["tariff", "show"], ["rates"], ["rates", "import"]):
        assert b"completion" not in called(*words, "--help").stdout


def test_no_summary_of_a_list_is_cut(called):
    for words in ([], ["tariff"], ["law"], ["ledger"], ["receipt"]):
        listed = called(*words, "--help").stdout.decode().partition("Commands:")[2]
        assert listed.strip()
        assert "..." not in listed


MANDATE = "mandate give 1 --holder 2 --document M --actor x"


@pytest.mark.parametrize(
    "line",
    [
        "duty --code 6403999600 --currency EUR --origin IT --net 1 --value abc",
        "duty --code 6403999600 --currency EUR --origin IT --net abc --value 1",
        "duty --code 6403999600 --currency EUR --origin IT --net 1 --value 1 --rate EUR=abc",
        "duty --regime parcel --currency EUR --net 1 --value abc",
        "deposit 990140000017 abc --document P --bank B --date 2026-04-02 --actor x",
        f"{MANDATE} --since 2026-04-02 --until 2026-05-02 --limit abc",
        "act A-1 confirm_payment --arg amount=abc --actor demo-treasury",
    ],
)
def test_a_bad_amount_ends_every_command_alike(keden, line):
    ran = keden(*line.split())
    assert (ran.returncode, b"abc" in ran.stderr) == (exit_codes.UNUSABLE, True)


def test_the_table_of_exit_codes_names_each(called):
    told = called("help", "exit-codes").stdout.decode()
    for code, meaning in exit_codes.MEANINGS.items():
        assert f"{code:>4}  {meaning}" in told


@pytest.mark.parametrize("command", ["status", "explain", "receipt get"])
def test_an_unknown_reference_is_a_refusal_alike(keden, command):
    ran = keden(*command.split(), "NO-SUCH")
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert b"I.3" in ran.stderr


DEPOSIT = (
    f"deposit {founded.PAYER} 1 --document P --bank KKMFKZ2A --date 2026-04-01"
    " --actor treasury-1"
)


@pytest.mark.parametrize(
    "line",
    [
        "clear -",
        "status A-1",
        "act A-1 release --role inspector --actor inspector-1",
        DEPOSIT,
    ],
)
def test_findings_have_one_shape(keden, line):
    """Refused by a rule or of no use at all, of a declaration or of a call."""
    shape = set()
    for more in (["--at", AT], ["--at", "soon"], ["--lang", "de"]):
        words = [*line.split(), "--json", *more]
        if line.startswith("status"):
            words = [word for word in words if word not in ("--at", AT, "soon")]
        ran = keden(*words, stdin=founded.lines(founded.bad("A-2")))
        told = json.loads(ran.stdout.splitlines()[0])
        shape |= {tuple(one) for one in told.get("findings", [])}
    assert len(shape) == 1
