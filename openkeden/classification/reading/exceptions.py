"""What a text says that goods are not: "excl. ...", "other than ...", "кроме ..."."""

import re
from collections.abc import Iterable, Mapping

from openkeden.classification.reading.vocabulary import QueryWords

#: What ends a clause.
_ENDS = ",;.()"
_TO_END = re.compile(r"[^;()\n]*")

#: The endings of what Kazakh excepts: it stands before the word that says so.
_EXCEPTED = ("дан", "ден", "тан", "тен", "нан", "нен", "ны", "ні", "ды", "ді", "ты", "ті")


class Exceptions:
    """Cut from texts what they except."""

    def __init__(self, queries: Mapping[str, QueryWords]) -> None:
        behind: list[str] = []
        for language, known in queries.items():
            if language != "kk":
                behind += known.excepts
        kazakh = queries["kk"].excepts if "kk" in queries else ()
        self._behind, self._before = _phrases(behind), _phrases(kazakh)

    def cut(self, text: str) -> str:
        """The text without what it excepts."""
        return self._cut_before(self._cut_behind(text))

    def _cut_behind(self, text: str) -> str:
        found = self._behind.search(text)
        while found:
            end = _TO_END.match(text, found.end())
            text = f"{text[: found.start()]} {text[end.end() if end else found.end() :]}"
            found = self._behind.search(text, found.start())
        return text

    def _cut_before(self, text: str) -> str:
        start = 0
        while found := self._before.search(text, start):
            said = text[: found.start()].rstrip()
            start = found.end()
            if said.lower().endswith(_EXCEPTED):
                begin = max([said.rfind(sign) for sign in _ENDS]) + 1
                text = f"{text[:begin]} {text[found.end() :]}"
                start = begin
        return text


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(phrases, key=len, reverse=True)
    if not ordered:
        return re.compile(r"(?!)")
    choice = "|".join([re.escape(phrase) for phrase in ordered])
    return re.compile(rf"(?<!\w)(?:{choice})(?!\w)", re.IGNORECASE)
