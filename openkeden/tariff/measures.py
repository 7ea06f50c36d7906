"""Prohibitions, permits and quotas of one day in, those that touch one lot of goods out, the most specific first."""

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

import msgspec

from openkeden.base.validity import Provision
from openkeden.tariff import conditions
from openkeden.tariff.lot import Lot

#: refuse: not admitted; document: admitted with the named document; quota: admitted while the quota lasts; warn: the
#: filer is told; advise: who asks about goods is told, a declaration is not asked for it.
Effect = Literal["refuse", "document", "quota", "warn", "advise"]

#: Effects of our own measures that stop nothing.
ADVICE: frozenset[Effect] = frozenset({"warn", "advise"})

#: What measures come to for one lot.
Outcome = Literal["refused", "document", "quota", "warned", "advised", "free"]

#: The outcomes by weight: the first that any measure gives is the verdict.
WEIGHT: tuple[Outcome, ...] = ("refused", "document", "quota", "warned", "advised", "free")

#: The attribute by which goods state the region of the country that they come from or go to.
REGION = "region"

_CHAPTER = 2


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A non-tariff measure in force (EAEU Customs Code art. 7), one row of law.

    masks: leading digits of the codes it covers (`""`: all goods); direction: `IM`, `EX` or `TR` (empty: any);
    partners: countries it is limited to (empty: any), less `excluded_partners`; procedures: two-digit codes it is
    limited to (empty: any), less `excluded_procedures`; modes: transport modes at the border (empty: any);
    regions: regions of the country it is limited to (empty: any); registers: names of registers whose members it is
    limited to (empty: anybody), less the members of `excluded_registers`; when: what the goods must be
    (`sex = male`, `age_years < 2`); document: the kind of document that satisfies it;
    quota: the id of the quota it draws on; limit: what the act says of its volume and shares, in words; own: false for
    the measure of a partner country, which warns our exporter and never refuses.
    """

    id: str
    masks: tuple[str, ...]
    direction: str
    effect: Effect
    row: Provision
    own: bool = True
    partners: frozenset[str] = frozenset()
    excluded_partners: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    excluded_procedures: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    registers: frozenset[str] = frozenset()
    excluded_registers: frozenset[str] = frozenset()
    when: tuple[conditions.AttributeCondition, ...] = ()
    document: str = ""
    quota: str = ""
    limit: str = ""

    def longest(self, code: str) -> int:
        """Digits of the longest mask that `code` starts with; -1 when none does."""
        return max((len(mask) for mask in self.masks if code.startswith(mask)), default=-1)


class Verdict(msgspec.Struct, frozen=True):
    """What measures come to for one lot: those that make it so, and the lighter ones that touch it `also`.

    Both are in the order of `applicable`, the most specific first.
    """

    outcome: Outcome
    measures: tuple[Measure, ...] = ()
    also: tuple[Measure, ...] = ()


class Index(msgspec.Struct, frozen=True):
    """Measures by chapter: `everywhere` cover all goods and stand in each chapter's tuple as well.

    `personal` are the chapters with a measure that depends on a register of persons; few, if any.
    """

    chapters: Mapping[str, tuple[Measure, ...]]
    everywhere: tuple[Measure, ...]
    personal: frozenset[str]

    def candidates(self, code: str) -> tuple[Measure, ...]:
        """The measures that name the chapter of `code`: one look-up, empty for most goods."""
        return self.chapters.get(code[:_CHAPTER], self.everywhere)

    def asks_who(self, code: str) -> bool:
        """Whether a measure that may touch `code` depends on a register of persons; False for most goods."""
        return code[:_CHAPTER] in self.personal


def index(measures: Iterable[Measure]) -> Index:
    """Put measures under the chapters they name. A mask is empty or has at least the two digits of a chapter."""
    known = tuple(measures)
    everywhere = tuple(measure for measure in known if "" in measure.masks)
    chapters = {mask[:_CHAPTER] for measure in known for mask in measure.masks if mask}
    by_chapter = {
        chapter: tuple(
            m for m in known if any(mask[:_CHAPTER] in ("", chapter) for mask in m.masks)
        )
        for chapter in chapters
    }
    asking = {chapter for chapter, found in by_chapter.items() if any(map(_asks_who, found))}
    if any(map(_asks_who, everywhere)):
        asking |= {f"{chapter:02}" for chapter in range(100)}
    return Index(by_chapter, everywhere, frozenset(asking))


def applicable(
    measures: Iterable[Measure], lot: Lot, member_of: Collection[str] = ()
) -> tuple[Measure, ...]:
    """The measures that touch this lot, the longest mask first, then the narrower circle of partners.

    `member_of` names the registers that hold the person answerable for the lot (`membership`). What is not stated, or
    empty, does not exempt: a ban on male calves holds for calves of unstated sex, one on goods by road for goods whose
    transport is not known. `measures` is `Edition.measures`, or quicker `Index.candidates(code)`.
    """
    hits = []
    for measure in measures:
        if (
            not _covers(measure, lot)
            or not _fits(measure, lot)
            or not _concerns(measure, member_of)
        ):
            continue
        length = measure.longest(lot.code)
        if length >= 0:
            hits.append((length, measure))
    hits.sort(key=lambda hit: (-hit[0], len(hit[1].partners) or 1_000, hit[1].id))
    return tuple([measure for _, measure in hits])


def membership(
    measures: Iterable[Measure], person: str, lists: Mapping[str, Mapping[str, str]]
) -> frozenset[str]:
    """The registers that `measures` ask for and that hold `person`.

    A register is a code list of the edition whose codes are BINs or IINs, so each member has its own validity. The
    person is the consignee of an import or transit and the exporter of an export. A register that the edition lacks
    has no members.
    """
    asked = {
        name for measure in measures for name in (*measure.registers, *measure.excluded_registers)
    }
    return frozenset(name for name in asked if person and person in lists.get(name, ()))


def verdict(found: Iterable[Measure], documents: Collection[str] = ()) -> Verdict:
    """What the applicable measures come to for a lot with documents of these kinds.

    A document that is there satisfies the measure that asks for it or advises it, unless the goods also draw on a
    quota. A partner's measure only ever warns.
    """
    each = [(_outcome(measure, documents), measure) for measure in found]
    outcome = min([one for one, _ in each], key=WEIGHT.index, default=WEIGHT[-1])
    return Verdict(
        outcome,
        tuple([measure for one, measure in each if one == outcome]),
        tuple([measure for one, measure in each if one != outcome]),
    )


def missing(measure: Measure, documents: Collection[str]) -> bool:
    """Whether one's own measure asks for a document that is not among `documents`."""
    return measure.own and measure.document != "" and measure.document not in documents


def _asks_who(measure: Measure) -> bool:
    return bool(measure.registers or measure.excluded_registers)


def _outcome(measure: Measure, documents: Collection[str]) -> Outcome:
    if not measure.own:
        return "warned"
    if measure.effect in ADVICE:
        if measure.document and not missing(measure, documents):
            return "free"
        return "warned" if measure.effect == "warn" else "advised"
    if measure.effect == "refuse":
        return "refused"
    if missing(measure, documents):
        return "document"
    return "quota" if measure.effect == "quota" else "free"


def _covers(measure: Measure, lot: Lot) -> bool:
    """Whether direction, partner, procedure and mode are within the measure's scope."""
    partner, procedure = lot.partner, lot.procedure_code
    return (
        measure.direction in ("", lot.direction)
        and (not measure.partners or not partner or partner in measure.partners)
        and partner not in measure.excluded_partners
        and (not measure.procedures or not procedure or procedure in measure.procedures)
        and procedure not in measure.excluded_procedures
        and (not measure.modes or not lot.mode or lot.mode in measure.modes)
    )


def _fits(measure: Measure, lot: Lot) -> bool:
    """Whether no stated attribute differs from what the measure asks of the goods."""
    stated = lot.attributes
    if measure.regions and REGION in stated and stated[REGION] not in measure.regions:
        return False
    return conditions.fits(measure.when, stated, unstated=True)


def _concerns(measure: Measure, member_of: Collection[str]) -> bool:
    """Whether the person answerable for the lot is among those whom the measure concerns."""
    return (not measure.registers or not measure.registers.isdisjoint(member_of)) and (
        not measure.excluded_registers or measure.excluded_registers.isdisjoint(member_of)
    )
