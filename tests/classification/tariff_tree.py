"""The tree of the tariff in force, and rankings made by hand, for tests of questions."""

import csv
import functools

from openkeden.classification.candidate_codes import CandidateCode, Ranking
from openkeden.classification.questions.nomenclature import Nomenclature
from openkeden.files import bundled
from openkeden.flow.law import goods_names


@functools.cache
def tree() -> Nomenclature:
    """The codes without a last day, with the words and figures that the program holds."""
    body = (bundled.folder("law") / "eaeu" / "tariff.csv").read_text("utf-8")
    rows = csv.DictReader(body.splitlines())
    codes = {row["code"] for row in rows if not row["until"]}
    names = goods_names.held()
    return Nomenclature(codes, names.words, names.figures, names.own)


def ranked(*shares: tuple[str, int], chance: int | None = None) -> Ranking:
    """A ranking of codes with their parts in percent; headings are those of four digits."""
    found = [CandidateCode(code, part * 10_000, chance) for code, part in shares]
    headings = [one for one in found if len(one.code) == len("8703")]
    subheadings = [one for one in found if len(one.code) > len("8703")]
    return Ranking("en", tuple(headings), tuple(subheadings), 6)
