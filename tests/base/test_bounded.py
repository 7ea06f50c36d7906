"""What is found out of a subject is found out once, and no more of it is remembered than a
bound says.
"""

import pytest

from openkeden.base import bounded


def test_a_subject_is_asked_once_and_what_is_wrong_each_time():
    asked: list[str] = []

    def number(text: str) -> int:
        asked.append(text)
        return int(text)

    numbers = bounded.Remembered(number)
    assert [numbers[text] for text in ("1", "1", "2")] == [1, 1, 2]
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            numbers["one"]
    numbers.learn({"3": 3})
    assert numbers["3"] == 3
    assert asked == ["1", "2", "one", "one"]


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(bounded, "REMEMBERED", 2)
    asked: list[str] = []
    texts = bounded.Remembered(lambda text: asked.append(text) or text)
    for text in ("a", "b", "c", "c", "a"):
        assert texts[text] == text
    assert asked == ["a", "b", "c", "a"]
    texts.learn({"d": "d", "e": "e"})
    assert {**texts} == {"d": "d", "e": "e"}
