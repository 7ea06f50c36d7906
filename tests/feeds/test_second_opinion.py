"""A second opinion, asked of an endpoint on this machine: it orders candidates, or nothing."""

import http.server

import pytest

from openkeden.feeds.second_opinion import Endpoint, NamedCode, ask
from tests.opinion_endpoint import Model, address, opinions

__all__ = ["opinions"]

CANDIDATES = [
    NamedCode("640399", "footwear of leather"),
    NamedCode("640411", "sports footwear of textile"),
    NamedCode("640219", "sports footwear of plastics"),
]
OWN = tuple([one.code for one in CANDIDATES])


def at(server, path: str, key: str = "") -> Endpoint:
    return Endpoint(address(server, path), "m-1", key)


def rules(opinion) -> list[str]:
    return [one.rule for one in opinion.notes]


def test_candidates_are_put_in_its_order(opinions):
    opinion = ask("running shoes", CANDIDATES, at(opinions, "good"))
    assert opinion.codes == ("640219", "640411", "640399")
    assert opinion.followed


def test_c_60_it_is_told_that_the_text_left(opinions):
    opinion = ask("running shoes", CANDIDATES, at(opinions, "good"))
    (note,) = opinion.notes
    assert (note.rule, note.args["value"], note.severity) == (
        "C.60",
        "127.0.0.1",
        "notice",
    )


def test_text_candidates_model_and_key_are_sent_and_no_more(opinions):
    ask("running shoes", CANDIDATES, at(opinions, "good/", key="secret"))
    ((path, headers, said),) = opinions.asked
    assert path == "/good/chat/completions"
    assert headers["Authorization"] == "Bearer secret"
    assert said["model"] == "m-1"
    told = said["messages"][1]["content"]
    assert told.startswith("---\nrunning shoes\n---\n")
    assert told.splitlines()[-1] == "640219 sports footwear of plastics"
    assert set(said) == {"model", "messages", "temperature", "max_tokens"}


def test_without_a_key_none_is_sent(opinions):
    ask("x" * 100_000, CANDIDATES, at(opinions, "good"))
    ((_, headers, said),) = opinions.asked
    assert "Authorization" not in headers
    assert len(said["messages"][1]["content"]) < 3_000


def test_candidates_that_it_does_not_name_stay_behind(opinions):
    opinion = ask("shoes", CANDIDATES, at(opinions, "some"))
    assert opinion.codes == ("640411", "640399", "640219")


def test_what_is_no_candidate_is_dropped(opinions):
    opinion = ask("shoes", CANDIDATES, at(opinions, "invented"))
    assert opinion.codes == ("640411", "640399", "640219")
    assert opinion.followed


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("only_invented", "C.65"),
        ("prose", "C.65"),
        ("numbers", "C.65"),
        ("nothing", "C.65"),
        ("null", "C.65"),
        ("html", "C.65"),
        ("deep", "C.65"),
        ("bytes", "C.65"),
        ("denied", "C.62"),
        ("moved", "C.63"),
        ("downwards", "C.63"),
        ("large", "C.64"),
        ("hung_up", "C.61"),
    ],
)
def test_where_none_can_be_had_our_own_ranking_stands(opinions, path, rule):
    opinion = ask("shoes", CANDIDATES, at(opinions, path))
    assert opinion.codes == OWN
    assert not opinion.followed
    assert rules(opinion) == ["C.60", rule]


@pytest.mark.parametrize("path", ["silent", "drip"])
def test_it_is_not_waited_for_longer_than_said(opinions, path):
    opinion = ask("shoes", CANDIDATES, at(opinions, path), seconds=0.2)
    assert (opinion.codes, rules(opinion)) == (OWN, ["C.60", "C.61"])


def test_a_redirection_carries_no_text_further(opinions):
    ask("shoes", CANDIDATES, at(opinions, "moved", key="secret"))
    assert [path for path, _, _ in opinions.asked] == ["/moved/chat/completions"]


def test_where_nobody_listens_our_own_ranking_stands():
    closed = http.server.HTTPServer(("127.0.0.1", 0), Model)
    port = closed.server_address[1]
    closed.server_close()
    opinion = ask("shoes", CANDIDATES, Endpoint(f"http://127.0.0.1:{port}", "m", ""))
    assert rules(opinion) == ["C.60", "C.61"]


def test_no_note_tells_the_key(opinions):
    opinion = ask("shoes", CANDIDATES, at(opinions, "denied", key="secret"))
    assert "secret" not in repr(opinion)
