"""Rules on a preference claimed in box 36: that it exists, and fits charge, goods and
documents.
"""

from openkeden.filing import preference_letters
from openkeden.filing.context import Context
from openkeden.filing.rules import preference_lists
from openkeden.filing.rules.rule import Breach, rule
from openkeden.filing.subjects import PreferenceClaim
from openkeden.tariff.edition import Preference

_PREFERENCES = "EAEU CC art. 53(2)"
_LETTERS = "EEC classifier of reliefs, decision 378 of 2010-09-20"

#: The act of a row that no law sets: a setting of this system.
SETTING = "none"

#: The marks of rows that were not read anywhere.
UNREAD = ("memory", "open")


@rule("G36.1", "", basis=_PREFERENCES)
def preference_unknown(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} is not a preference in force on {on}.

    Fix: remove the claim, or claim one of {known} for {charge}.
    """
    in_force = context.edition.preferences
    if claim.code in in_force or _are_letters(claim, context):
        return None
    return {
        "value": claim.code,
        "on": context.on,
        "charge": claim.charge,
        "known": _codes_for(claim.charge, context),
    }


@rule("G36.2", "", basis=_PREFERENCES)
def preference_of_other_charge(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} relieves {relieves}, but is claimed for {charge}.

    Fix: claim it for {relieves}.
    """
    row = context.edition.preferences.get(claim.code)
    if row is None or row.charge == claim.charge:
        return None
    return {"value": claim.code, "relieves": row.charge, "charge": claim.charge}


@rule("G36.3", "", basis=_PREFERENCES)
def preference_of_other_origin(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} is not granted to goods of origin {origin}.

    Fix: remove the claim, or correct the origin; the preference is for {origins}.
    """
    row = context.edition.preferences.get(claim.code)
    if row is None or not row.origins or claim.line.origin in row.origins:
        return None
    return {
        "value": claim.code,
        "origin": claim.line.origin or "''",
        "origins": ", ".join(sorted(row.origins)),
    }


@rule("G36.4", "", basis=_PREFERENCES)
def preference_unproved(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} needs document {document} ({kind}), but box 44 does not name it.

    Fix: name that document in box 44 with its number and date, or remove the claim.
    """
    row = context.edition.preferences.get(claim.code)
    documents = claim.line.documents
    if row is None or not row.document or row.document in documents:
        return None
    if not row.mistaken.isdisjoint(documents):
        return None
    kind = context.lists["documents"].get(row.document, "-")
    return {"value": claim.code, "document": row.document, "kind": kind}


@rule("G36.5", "", basis=_PREFERENCES, severity="warning")
def preference_of_nothing(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} is claimed for {charge}, which is not charged under procedure {procedure}.

    Fix: remove the claim; there is nothing to relieve.
    """
    procedure = claim.line.heading_procedure
    arising = [key.partition(".")[0] for key in context.book.charges(procedure)]
    if claim.charge in arising or procedure not in context.lists["procedures"]:
        return None
    return {"value": claim.code, "charge": claim.charge, "procedure": procedure}


@rule("G36.6", "", basis=_PREFERENCES)
def preference_of_other_goods(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} is not granted to goods of code {code}: none of the {count} code beginnings
    in its list of goods matches.

    Fix: remove the claim, or correct the code. If the list is incomplete, add to it with
    `keden law import`.
    """
    row = context.edition.preferences.get(claim.code)
    code = claim.line.code
    if row is None or row.goods is None or row.covers(code) or row.goods_of(code):
        return None
    return {"value": claim.code, "code": code, "count": len(row.goods.rows)}


@rule("G36.7", "", basis=_PREFERENCES, severity="warning")
def preference_unsettled(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} is claimed, but whether it covers goods of code {code} is not settled here:
    {act}, {article}.

    Fix: check in the act that it applies to these goods; relief given wrongly is owed later
    with interest.
    """
    row = context.edition.preferences.get(claim.code)
    if row is None or row.row.act == SETTING or _settled(row, claim.line.code):
        return None
    conditions = (
        preference_of_other_charge,
        preference_of_nothing,
        preference_of_other_origin,
        preference_unproved,
        preference_of_other_goods,
        preference_lists.paper_of_other_kind,
        preference_lists.goods_left_out,
    )
    if any(condition.test(claim, context) is not None for condition in conditions):
        return None
    act, article = row.row.act, row.row.article or "-"
    return {"value": claim.code, "code": claim.line.code, "act": act, "article": article}


@rule("G36.20", "", basis=_LETTERS, severity="warning")
def letters_of_unknown_meaning(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} stands in the part of box 36 for {charge}, but what it relieves is not known
    here: {charge} is charged in full.

    Fix: if the relief is one of {known}, claim it by that code; otherwise what is owed may
    be less.
    """
    said = preference_letters.meaning(claim.charge, claim.code, context)
    if said != preference_letters.UNKNOWN:
        return None
    known = _codes_for(claim.charge, context)
    return {"value": claim.code, "charge": claim.charge, "known": known}


@rule("G36.21", "", basis=_LETTERS)
def letters_of_other_part(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} means nothing in the part of box 36 for {charge}; it has a meaning in the
    part for {relieves}.

    Fix: move it to that part, or give the letters of this one; ОО ОО О ОО claims nothing.
    """
    if claim.code in context.edition.preferences:
        return None
    parts = preference_letters.parts_with(claim.code, context)
    if not parts or claim.charge in parts:
        return None
    return {"value": claim.code, "charge": claim.charge, "relieves": parts[0]}


@rule("G36.22", "", basis=_LETTERS)
def letters_undecided(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} claims a preference by origin, but goods of origin {origin} have not exactly
    one here: {granted}.

    Fix: give the code of the preference: one of {known} for {charge}.
    """
    said = preference_letters.meaning(claim.charge, claim.code, context)
    if said is None or said in (preference_letters.NOTHING, preference_letters.UNKNOWN):
        return None
    origin = claim.line.origin
    granted = preference_letters.granted(claim.charge, claim.code, origin, context)
    return {
        "value": claim.code,
        "origin": origin or "''",
        "granted": ", ".join(granted) or "-",
        "known": ", ".join(said.split()),
        "charge": claim.charge,
    }


@rule("G36.23", "", basis=_LETTERS, severity="warning")
def letters_not_held(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} is not among the letters held here for the part of box 36 for {charge}, which
    are an extract: {charge} is charged in full.

    Fix: look it up in the classifier of reliefs; if it is there, what is owed may be less.
    """
    letters, name = claim.code, preference_letters.LETTERS
    held = preference_letters.parts_with(letters, context)
    sought = preference_letters.key(claim.charge, letters)
    if held or letters in context.edition.preferences or not context.doubts(name, sought):
        return None
    return {"value": letters, "charge": claim.charge}


@rule("G36.24", "", basis=_LETTERS, severity="warning")
def letters_unused(claim: PreferenceClaim, context: Context) -> Breach:
    """{value} is not among the letters known to go with {direction} {procedure} in the part
    of box 36 for {charge}: {known}.

    Fix: check the letters of that part; the table is an extract.
    """
    said = preference_letters.meaning(claim.charge, claim.code, context)
    if said != preference_letters.UNKNOWN:
        return None
    direction, procedure = claim.line.direction, claim.line.heading_procedure
    known = context.unused(direction, procedure, claim.charge, claim.code)
    if not known:
        return None
    return {
        "value": claim.code,
        "direction": direction,
        "procedure": procedure,
        "charge": claim.charge,
        "known": known,
    }


def _are_letters(claim: PreferenceClaim, context: Context) -> bool:
    """Whether the code is of the classifier's letters, of which other rules speak: those
    that claim nothing have been read before.
    """
    said = preference_letters.meaning(claim.charge, claim.code, context)
    if said == preference_letters.NOTHING:
        return False
    sought = preference_letters.key(claim.charge, claim.code)
    held = preference_letters.parts_with(claim.code, context)
    return bool(held) or context.doubts(preference_letters.LETTERS, sought)


def _codes_for(charge: str, context: Context) -> str:
    """The codes of the preferences of a charge."""
    in_force = context.edition.preferences.items()
    return ", ".join([code for code, row in in_force if row.charge == charge]) or "-"


def _settled(preference: Preference, code: str) -> bool:
    """Whether its row was read somewhere, and its goods are known; a list of goods that was
    read settles what was from memory.
    """
    mark, goods = preference.row.mark, preference.goods_of(code)
    read = goods is not None and goods.row.mark not in UNREAD
    held = preference.goods is not None or preference.goods_held
    return mark != "open" and held and (read or mark != "memory")


CHECKS = (
    preference_unknown,
    preference_of_other_charge,
    preference_of_other_origin,
    preference_unproved,
    preference_of_nothing,
    preference_of_other_goods,
    preference_unsettled,
    *preference_lists.CHECKS,
    letters_of_unknown_meaning,
    letters_of_other_part,
    letters_undecided,
    letters_not_held,
    letters_unused,
)
