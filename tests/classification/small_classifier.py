"""A small classifier for tests: headings by the names and words that the law holds."""

import collections
import functools
import math
import re
from collections.abc import Mapping

from openkeden.classification.candidate_codes import CandidateCode, Ranking, Spoken
from openkeden.flow.law import goods_names

MILLION = 1_000_000


class SmallClassifier:
    """Counts the words of a text that a heading is known by, rare words the most."""

    @functools.cached_property
    def documents(self) -> Mapping[str, frozenset[str]]:
        """The words of each heading."""
        held = goods_names.held()
        words = {}
        for code, names in held.own.items():
            if len(code) == 4:
                said = " ".join([*names, *held.search_words.get(code, ())])
                words[code] = frozenset(_words(said))
        return words

    @functools.cached_property
    def weights(self) -> Mapping[str, float]:
        known = collections.Counter[str]()
        for words in self.documents.values():
            known.update(words)
        whole = len(self.documents)
        return {word: math.log(whole / many) for word, many in known.items()}

    def rank(self, text: str, language: str = "", top: int = 60) -> Ranking:
        shares = self.shares(text, 4)
        words = _words(text)
        found = sorted(shares, key=lambda code: (-shares[code], code))[:top]
        headings = []
        for code in found:
            spoken = [word for word in words if word in self.documents[code]]
            told = tuple([Spoken(word, "words", 0) for word in spoken])
            headings.append(CandidateCode(code, shares[code], None, told))
        return Ranking(language or "en", tuple(headings), (), 4 if headings else 0)

    def shares(self, text: str, digits: int) -> Mapping[str, int]:
        assert digits == 4
        words = _words(text)
        scores = {
            code: sum([self.weights[word] for word in words if word in document])
            for code, document in self.documents.items()
        }
        best = max(scores.values())
        if not best:
            return {}
        parts = {code: math.exp(12 * score / best) for code, score in scores.items()}
        whole = sum(parts.values())
        return {code: round(MILLION * part / whole) for code, part in parts.items()}


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"[^\W\d_]{2,}", text.lower())))


SMALL = SmallClassifier()
