"""Findings: values made from a rule, kept and read back as JSON without loss."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base import findings

RULE = findings.Rule(
    number="X.1",
    message="{value} is above {limit}.",
    fix="Give at most {limit}.",
    severity="warning",
    box="38",
    basis="art. 1",
)


def test_of_takes_everything_but_the_sentences_from_the_rule() -> None:
    found = findings.of(RULE, "items[2].net_mass_kg", value=12, limit="10")
    assert found == findings.Finding(
        rule="X.1",
        path="items[2].net_mass_kg",
        severity="warning",
        box="38",
        basis="art. 1",
        args={"value": "12", "limit": "10"},
    )


def test_a_rule_refuses_unless_it_says_otherwise() -> None:
    plain = findings.Rule(number="X.2", message="", fix="")
    assert findings.of(plain, "").severity == "error"


@pytest.mark.parametrize(
    ("severities", "refused"),
    [
        ([], False),
        (["notice"], False),
        (["warning", "notice"], False),
        (["error"], True),
        (["notice", "error"], True),
    ],
)
def test_refuses(severities: list[findings.Severity], refused: bool) -> None:
    found = [
        findings.Finding(rule="X.1", path="", severity=severity) for severity in severities
    ]
    assert findings.refuses(found) is refused


def test_a_finding_is_never_changed() -> None:
    with pytest.raises(AttributeError):
        findings.of(RULE, "").rule = "X.2"  # type: ignore[misc]


@given(
    st.text(),
    st.sampled_from(["error", "warning", "notice"]),
    st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=4),
)
def test_json_gives_the_finding_back(
    path: str, severity: findings.Severity, args: dict[str, str]
) -> None:
    found = findings.Finding(rule="X.1", path=path, severity=severity, args=args)
    assert msgspec.json.decode(msgspec.json.encode(found), type=findings.Finding) == found
