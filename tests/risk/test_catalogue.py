"""The catalogue of risk indicators."""

import pytest

from openkeden import locale
from openkeden.risk.indicators import catalogue


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_indicator_has_words_for_officers(language):
    words = locale.names(language)
    subjects = {indicator.subject for indicator in catalogue.INDICATORS}
    tells = {indicator.tells for indicator in catalogue.INDICATORS}
    assert set(words["indicator_subjects"]) == subjects
    assert set(words["indicator_tells"]) == tells
