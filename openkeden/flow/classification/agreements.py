"""Text against code in declarations: what a trader is warned of, what an officer is shown,
and how far each code is from its text.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from openkeden.base import bounded, codes, findings
from openkeden.base.findings import Finding
from openkeden.classification import agreement, agreement_rules
from openkeden.classification.agreement import Disagreement
from openkeden.classification.candidate_codes import CandidateCode, Classifier
from openkeden.filing import declaration
from openkeden.flow.law import goods_names
from openkeden.locale import LANGUAGES

#: Likelier codes that are named.
NAMED: Final = 3

#: Words that are named with each of them.
_WORDS: Final = 3


class ItemAgreement(msgspec.Struct, frozen=True):
    """The text of an item against its code."""

    #: Box 32.
    number: int

    #: The description of the goods.
    text: str

    #: The declared code.
    code: str

    #: What the text speaks for; None: it is not enough to tell.
    found: Disagreement | None


class TextsAgainstCodes:
    """Compares texts of goods with their codes; each pair once, as long as it is kept."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._distances = bounded.Remembered(self._distance)
        self._warned = bounded.Remembered(self._warn)
        self._compared = bounded.Remembered(self._compare)

    def _distance(self, told: tuple[str, str]) -> int | None:
        return agreement.distance(self._classifier, *told)

    def _warn(self, told: tuple[str, str]) -> tuple[CandidateCode, ...]:
        return agreement.warned(self._classifier, *told, NAMED)

    def _compare(self, told: tuple[str, str]) -> Disagreement | None:
        return agreement.compare(self._classifier, *told, NAMED)

    def distance(self, text: str, code: str) -> int | None:
        """How far a code is from a text, in thousandths; None: no word of the text is known,
        or the code is none.
        """
        return self._distances[text, code] if text and _is_code(code) else None

    def of(self, filing: declaration.Filing) -> tuple[ItemAgreement, ...]:
        """Each item of a filing."""
        return tuple([self._item(item) for item in filing.items])

    def _item(self, item: declaration.Item) -> ItemAgreement:
        text, code = item.description, item.code
        found = self._compared[text, code] if text and _is_code(code) else None
        return ItemAgreement(item.number, text, code, found)

    def warnings(self, filing: declaration.Filing) -> tuple[Finding, ...]:
        """What a trader is warned of: items whose text speaks for another chapter."""
        told = []
        for place, item in enumerate(filing.items):
            text, code = item.description, item.code
            better = self._warned[text, code] if text and _is_code(code) else ()
            if better:
                told.append(_warning(f"items[{place}].code", item, better))
        return bounded.listed(told)


def _is_code(code: str) -> bool:
    return codes.digits(code, len(code)) and len(code) >= agreement.HEADING


def _warning(path: str, item: declaration.Item, better: Sequence[CandidateCode]) -> Finding:
    said = {language: candidates(better, language) for language in LANGUAGES}
    return findings.of(
        agreement_rules.OTHER_GOODS,
        path,
        value=item.code,
        text=bounded.beginning(item.description),
        item=item.number,
        **findings.told("better", said),
    )


def candidates(better: Sequence[CandidateCode], language: str) -> str:
    """Codes as one sentence names them."""
    return "; ".join([_candidate(one, language) for one in better])


def _candidate(one: CandidateCode, language: str) -> str:
    """A code with the name of its goods and the words that spoke for it."""
    name = goods_names.short(one.code, language)
    typed = dict.fromkeys([spoken.typed for spoken in one.spoken])
    words = ", ".join(list(typed)[:_WORDS])
    told = f"{one.code} {name}".rstrip()
    return f"{told} ({words})" if words else told
