"""Texts of law are read once each, and no more of them are remembered than a bound says."""

import pytest

from openkeden.base import readings


def test_a_text_is_read_once_and_what_is_wrong_each_time():
    read: list[str] = []

    def number(text: str) -> int:
        read.append(text)
        return int(text)

    numbers = readings.Readings(number)
    assert [numbers("1"), numbers("1"), numbers("2")] == [1, 1, 2]
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            numbers("one")
    numbers.learn({"3": 3})
    assert numbers("3") == 3
    assert read == ["1", "2", "one", "one"]


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(readings, "MOST", 2)
    read: list[str] = []
    texts = readings.Readings(lambda text: read.append(text) or text)
    for text in ("a", "b", "c", "c", "a"):
        assert texts(text) == text
    assert read == ["a", "b", "c", "a"]
