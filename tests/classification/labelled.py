"""Made-up texts of goods with codes, and a classifier that knows words by heart."""

import itertools
import random
from collections.abc import Iterable, Mapping

from openkeden.classification.candidate_codes import CandidateCode, Ranking
from openkeden.classification.labelled_text import LabelledText

#: Words of goods and their codes.
GOODS = {
    "kettle": "851679",
    "toaster": "851672",
    "umbrella": "660191",
    "hammer": "820520",
    "saucepan": "761510",
    "blanket": "630140",
    "candle": "340600",
    "violin": "920210",
}

_KINDS = ("steel", "red", "small", "travel", "garden", "antique", "striped", "heavy")
_PLACES = ("kitchen", "office", "hotel", "school", "cabin", "museum", "market", "harbour")


def texts() -> tuple[LabelledText, ...]:
    """Each kind of goods in each kind for each place."""
    return tuple(
        [
            LabelledText(f"{kind} {word} for the {place}", (code,), group=f"{word} {kind}")
            for (word, code), kind, place in itertools.product(
                GOODS.items(), _KINDS, _PLACES
            )
        ]
    )


#: Goods of which a declaration says one word that tells, and some that do not.
KINDS = {
    f"{begin}{end}ol": f"{40 + number}0{number % 9 + 1}10"
    for number, (begin, end) in enumerate(
        itertools.product(("ba", "de", "fi", "go", "lu"), ("rk", "lm", "nt", "sp"))
    )
}
_NOISE = [
    f"{begin}{end}"
    for begin, end in itertools.product(
        ("mor", "tav", "len", "kip", "zud"), ("ax", "em", "ig", "op")
    )
]


def many(count: int, seed: int = 1) -> list[LabelledText]:
    """Made-up declarations in groups of two; one in ten has any code."""
    drawn = random.Random(seed)
    found = []
    for number in range(count):
        word, code = drawn.choice(list(KINDS.items()))
        if drawn.random() < 0.1:
            code = drawn.choice(list(KINDS.values()))
        said = " ".join([*drawn.sample(_NOISE, 3), word])
        found += [LabelledText(said, (code,), "en", f"{seed}-{number}")] * 2
    return found


def table(rows: Iterable[LabelledText]) -> str:
    """Texts as a table in CSV."""
    lines = [f"{one.codes[0]},{one.text},{one.group}" for one in rows]
    return "\n".join(["code,text,group", *lines, ""])


class ByHeart:
    """Names the code of a word that it knows, and says how sure it is."""

    def __init__(self, known: Mapping[str, str], chance: int | None = 900_000) -> None:
        self._known = known
        self._chance = chance

    def rank(self, text: str, language: str = "", top: int = 60) -> Ranking:
        codes = [self._known[word] for word in text.split() if word in self._known]
        if not codes:
            return Ranking("en", (), (), 0)
        six = [CandidateCode(code, 1_000_000, self._chance) for code in codes]
        four = [CandidateCode(code[:4], 1_000_000, self._chance) for code in codes]
        return Ranking("en", tuple(four), tuple(six), 6)

    def shares(self, text: str, digits: int) -> Mapping[str, int]:
        ranked = self.rank(text)
        found = ranked.subheadings if digits == 6 else ranked.headings
        return {one.code: one.share for one in found}
