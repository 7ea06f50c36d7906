"""Non-tariff measures: which prohibitions, permits and quotas of a day touch a lot of
goods.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Literal

import msgspec

from openkeden.base.validity import Provision
from openkeden.tariff import conditions, masks
from openkeden.tariff.lot import Lot
from openkeden.tariff.masks import Masks

#: refuse: not admitted; document: admitted with the named document; quota: admitted while
#: the quota lasts; warn: the filer is told; advise: who asks about goods is told, a
#: declaration is not asked for it.
Effect = Literal["refuse", "document", "quota", "warn", "advise"]

#: Effects of our own measures that stop nothing.
ADVICE: frozenset[Effect] = frozenset({"warn", "advise"})

#: What measures come to for one lot.
#: Unknown: what is not held of them may forbid the goods. Free: none that is known here
#: touches them.
Outcome = Literal["refused", "document", "quota", "unknown", "warned", "advised", "free"]

#: The outcomes by weight: the first that any measure gives is the verdict.
WEIGHT: tuple[Outcome, ...] = (
    "refused",
    "document",
    "quota",
    "unknown",
    "warned",
    "advised",
    "free",
)

#: The attribute by which goods state the region of the country that they come from or go
#: to.
REGION = "region"

_CHAPTER = 2

#: How many digits a mask may have, the longest first.
_MASK_LENGTHS = (10, 9, 8, 7, 6, 5, 4, 3, 2, 0)
_ALL_CHAPTERS = frozenset([f"{chapter:02}" for chapter in range(100)])


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """A non-tariff measure in force (EAEU Customs Code art. 7), one row of law.

    A field that limits it and is empty does not limit it.
    """

    #: The id by which findings name it.
    id: str

    #: Leading digits of the codes it covers; `""`: all goods.
    masks: frozenset[str]

    #: The directions it is limited to, of `IM`, `EX` and `TR`, with blanks between.
    direction: str

    #: What it does.
    effect: Effect

    #: The row of law.
    row: Provision

    #: False for the measure of a partner country, which warns our exporter and never
    #: refuses.
    own: bool = True

    #: The countries it is limited to.
    partners: frozenset[str] = frozenset()

    #: Countries that it does not touch.
    excluded_partners: frozenset[str] = frozenset()

    #: The two-digit procedures it is limited to.
    procedures: frozenset[str] = frozenset()

    #: Procedures that it does not touch.
    excluded_procedures: frozenset[str] = frozenset()

    #: The transport modes at the border it is limited to.
    modes: frozenset[str] = frozenset()

    #: The regions of the country it is limited to.
    regions: frozenset[str] = frozenset()

    #: The registers to whose members it is limited, by name.
    registers: frozenset[str] = frozenset()

    #: Registers whose members it does not touch.
    excluded_registers: frozenset[str] = frozenset()

    #: What the goods must be (`sex = male`, `age_years < 2`).
    when: tuple[conditions.AttributeCondition, ...] = ()

    #: The kind of document that satisfies it.
    document: str = ""

    #: Further kinds of documents that satisfy it.
    accepted: frozenset[str] = frozenset()

    #: The list of goods that adds to its masks, by name.
    goods: str = ""

    #: Whether the line of the tariff itself is only for goods that meet it: others are of
    #: another code.
    of_line: bool = False

    #: The code of goods that do not meet it, by their code under it.
    otherwise: Mapping[str, str] = {}

    #: The id of the quota that goods draw on.
    quota: str = ""

    #: What the act says of its volume and shares, in words.
    limit: str = ""

    @property
    def attributes(self) -> str:
        """What the goods must be, and of which regions, in one line; empty: whatever they
        are.
        """
        asked = [condition.text for condition in self.when]
        if self.regions:
            asked.append(f"{REGION} = {' | '.join(sorted(self.regions))}")
        return ", ".join(asked)

    def longest(self, code: str) -> int:
        """Digits of the longest mask that `code` starts with; -1 when none does."""
        for length in _MASK_LENGTHS:
            mask = code[:length]
            if mask in self.masks:
                return len(mask)
        return -1


class Verdict(msgspec.Struct, frozen=True):
    """What measures come to for one lot; its measures are in the order of `applicable`."""

    #: The weightiest outcome.
    outcome: Outcome

    #: The measures with this outcome.
    measures: tuple[Measure, ...] = ()

    #: The lighter measures that touch the lot too.
    also: tuple[Measure, ...] = ()


class Index(msgspec.Struct, frozen=True):
    """Measures by the masks of their goods."""

    #: All measures.
    measures: tuple[Measure, ...]

    #: Their places by the masks that they name.
    masks: Masks

    #: The chapters with a measure that depends on a register of persons; few, if any.
    personal: frozenset[str]

    #: The chapters with a measure that charges goods to a quota.
    rationed: frozenset[str]

    def candidates(self, code: str) -> tuple[Measure, ...]:
        """The measures that cover goods of `code`."""
        return tuple([self.measures[place] for place in self.masks.covering(code)])

    def asks_who(self, code: str) -> bool:
        """Whether a measure that may touch `code` depends on a register of persons."""
        return code[:_CHAPTER] in self.personal

    def may_charge_quota(self, code: str) -> bool:
        """Whether a measure that may touch `code` charges goods to a quota."""
        return code[:_CHAPTER] in self.rationed


def index(measures: Iterable[Measure]) -> Index:
    """Put measures under the masks of their goods.

    A mask is empty or has at least the two digits of a chapter.
    """
    held = tuple(measures)
    return Index(
        measures=held,
        masks=masks.of([measure.masks for measure in held]),
        personal=_chapters_with(_asks_who, held),
        rationed=_chapters_with(charges_quota, held),
    )


def _chapters_with(
    asked: Callable[[Measure], bool], measures: Iterable[Measure]
) -> frozenset[str]:
    """The chapters with a measure of which something is so."""
    named: set[str] = set()
    for measure in filter(asked, measures):
        named.update([mask[:_CHAPTER] for mask in measure.masks])
    return _ALL_CHAPTERS if "" in named else frozenset(named)


def charges_quota(measure: Measure) -> bool:
    """Whether goods under the measure are charged to a quota of this country."""
    return measure.own and measure.effect == "quota"


def applicable(
    measures: Iterable[Measure], lot: Lot, member_of: Collection[str] = ()
) -> tuple[Measure, ...]:
    """The measures that touch this lot, the longest mask first, then the fewest partners.

    `member_of` names the registers that hold the person answerable for the lot
    (`membership`). What is not stated, or empty, does not exempt: a ban on male calves
    holds for calves of unstated sex, one on goods by road for goods whose transport is not
    known. `measures` is `Edition.measures`, or quicker `Index.candidates(code)`.
    """
    hits = []
    for measure in measures:
        if _covers(measure, lot) and _fits(measure, lot) and _concerns(measure, member_of):
            length = measure.longest(lot.code)
            if length >= 0:
                hits.append((-length, len(measure.partners) or 1_000, measure.id, measure))
    hits.sort(key=lambda hit: hit[:3])
    return tuple([hit[3] for hit in hits])


def membership(
    measures: Iterable[Measure], person: str, lists: Mapping[str, Mapping[str, str]]
) -> frozenset[str]:
    """The registers that `measures` ask for and that hold `person`.

    A register is a code list of the edition whose codes are BINs or IINs, so each member
    has its own validity. The person is the consignee of an import or transit and the
    exporter of an export. A register that the edition lacks has no members.
    """
    if not person:
        return frozenset()
    registers: set[str] = set()
    for measure in measures:
        registers |= measure.registers | measure.excluded_registers
    return frozenset([name for name in registers if person in lists.get(name, ())])


def verdict(
    touching: Iterable[Measure], documents: Collection[str] = (), *, held: bool = True
) -> Verdict:
    """What the applicable measures come to for a lot with documents of these kinds.

    A document that is there satisfies the measure that asks for it or advises it, unless
    the goods also draw on a quota. A partner's measure only ever warns. Where not all
    measures on such goods are `held`, the verdict is at best that nothing is known.
    """
    weighed = [(measure, _outcome(measure, documents)) for measure in touching]
    least: Outcome = "free" if held else "unknown"
    outcome = min([least, *[own for _, own in weighed]], key=WEIGHT.index)
    decisive = [measure for measure, own in weighed if own == outcome]
    also = [measure for measure, own in weighed if own != outcome]
    return Verdict(outcome, tuple(decisive), tuple(also))


def missing(measure: Measure, documents: Collection[str]) -> bool:
    """Whether one's own measure asks for a document that is not among `documents`."""
    if not (measure.own and measure.document) or measure.document in documents:
        return False
    return measure.accepted.isdisjoint(documents)


def _asks_who(measure: Measure) -> bool:
    return bool(measure.registers or measure.excluded_registers)


def _outcome(measure: Measure, documents: Collection[str]) -> Outcome:
    if not measure.own:
        return "warned"
    if measure.effect == "refuse":
        return "refused"
    lacking = missing(measure, documents)
    if measure.effect in ADVICE:
        return _advice(measure, lacking)
    if lacking:
        return "document"
    return "quota" if measure.effect == "quota" else "free"


def _advice(measure: Measure, lacking: bool) -> Outcome:
    """What a measure that stops nothing comes to; a document that it names settles it."""
    if measure.document and not lacking:
        return "free"
    return "warned" if measure.effect == "warn" else "advised"


def _covers(measure: Measure, lot: Lot) -> bool:
    """Whether direction, partner, procedure and mode are within the measure's scope."""
    partner, procedure = lot.partner, lot.procedure_code
    return (
        _moves_so(measure, lot.direction)
        and _within(partner, measure.partners)
        and partner not in measure.excluded_partners
        and _within(procedure, measure.procedures)
        and procedure not in measure.excluded_procedures
        and _within(lot.mode, measure.modes)
    )


def _moves_so(measure: Measure, direction: str) -> bool:
    """Whether a direction is one of those that a measure is limited to."""
    return not measure.direction or direction in measure.direction.split()


def _within(stated: str, limits: frozenset[str]) -> bool:
    """Whether a code is one of the limits, or nothing is stated or limited."""
    return not limits or not stated or stated in limits


def _fits(measure: Measure, lot: Lot) -> bool:
    """Whether no stated attribute differs from what the measure asks of the goods."""
    stated = lot.attributes
    if measure.regions and REGION in stated and stated[REGION] not in measure.regions:
        return False
    return conditions.fits(measure.when, stated, unstated=True)


def _concerns(measure: Measure, member_of: Collection[str]) -> bool:
    """Whether the person answerable for the lot is among those whom the measure concerns."""
    if measure.registers and measure.registers.isdisjoint(member_of):
        return False
    return measure.excluded_registers.isdisjoint(member_of)
