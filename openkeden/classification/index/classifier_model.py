"""A model of classification: what its parts, its joins and its calibrations are."""

from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from openkeden.classification.index.parts import Part, PartHead
from openkeden.classification.reading.vocabulary import GoodsVocabulary

#: The form of the files that this program reads and writes.
FORM: Final = 2


class Join(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the signs of a code are weighed into one score: a conditional logit.

    What the signs are: `openkeden.classification.index.signs`.
    """

    #: The digits of the codes that it ranks: 4, or 6 within and across headings.
    digits: Literal[4, 6]

    #: The language of the texts that it is for; empty: of any.
    language: str = ""

    #: The weight of each sign by its name; what is not named does not count.
    weights: Mapping[str, float]


class ShareCalibration(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """What chance a share means, as it was judged on texts with known codes: the log-odds
    of the chance are `slope` times those of the share, and `offset`.
    """

    #: The digits of the codes.
    digits: Literal[2, 4, 6]

    #: The language of the texts; empty: of any.
    language: str = ""

    slope: float
    offset: float


class ModelCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a model was made of and what it was measured at."""

    #: What it is called.
    title: str

    #: The SHA-256 of each source by its name.
    sources: Mapping[str, str] = {}

    #: Figures by name; the shipped model has none: it was judged on no declarations.
    figures: Mapping[str, float] = {}

    #: What a reader must know besides.
    remarks: tuple[str, ...] = ()


class ClassifierModel(msgspec.Struct, frozen=True, kw_only=True):
    """A model of classification."""

    card: ModelCard

    #: The codes by number. Further ones may be added behind those that there are.
    headings: tuple[str, ...]
    subheadings: tuple[str, ...]

    #: The subheadings for what no other of their heading takes.
    others: frozenset[str]

    vocabulary: GoodsVocabulary
    parts: tuple[Part, ...]
    joins: tuple[Join, ...]
    calibrations: tuple[ShareCalibration, ...] = ()

    #: Sections of the file that further engines read, by name.
    further: Mapping[str, memoryview] = {}


class ClassifierHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands before the sections of a file."""

    #: The form of the file.
    form: int

    card: ModelCard
    headings: tuple[str, ...]
    subheadings: tuple[str, ...]
    others: tuple[str, ...]
    parts: tuple[PartHead, ...]
    joins: tuple[Join, ...]
    calibrations: tuple[ShareCalibration, ...]

    #: The names and sizes of the sections, in their order.
    sections: tuple[tuple[str, int], ...]
