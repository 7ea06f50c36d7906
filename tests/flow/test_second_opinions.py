"""Who is asked for a second opinion: nobody, unless the environment says it all."""

import pytest

from openkeden.base.findings import Refused
from openkeden.flow.classification import second_opinions

URL, MODEL, KEY = (f"KEDEN_SECOND_OPINION_{name}" for name in ("URL", "MODEL", "KEY"))


def rules(answer) -> list[tuple[str, str]]:
    assert isinstance(answer, Refused), answer
    return [(one.rule, one.args["value"]) for one in answer.findings]


def test_u_166_nothing_is_asked_without_address_and_model(monkeypatch):
    for name in (URL, MODEL, KEY):
        monkeypatch.delenv(name, raising=False)
    assert rules(second_opinions.endpoint()) == [("U.166", URL)]
    monkeypatch.setenv(URL, "https://host.example/v1")
    assert rules(second_opinions.endpoint()) == [("U.166", MODEL)]
    monkeypatch.setenv(MODEL, "m-1")
    assert second_opinions.endpoint() == ("https://host.example/v1", "m-1", "")
    monkeypatch.setenv(KEY, "secret")
    assert second_opinions.endpoint().key == "secret"


@pytest.mark.parametrize(
    "url",
    [
        "host.example",
        "file:///etc/passwd",
        "ftp://host.example",
        "https://",
        "https://user:word@host.example",
        "http://host.example:port",
        "http://[host",
        "https://host.example/ v1",
    ],
)
def test_u_167_the_address_is_one_of_http(monkeypatch, url):
    monkeypatch.setenv(URL, url)
    monkeypatch.setenv(MODEL, "m-1")
    assert rules(second_opinions.endpoint()) == [("U.167", url)]
