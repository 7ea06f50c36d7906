"""Rules on the parties of boxes 2, 8, 9 and 14: who they are, and that they agree."""
# ruff: noqa: ARG001 - every test takes the subject and the context, whether it needs both or not

import functools

from openkeden.base import codes, written
from openkeden.filing.context import Context, PartyNumber
from openkeden.filing.declaration import Party
from openkeden.filing.rules.rule import DATA, Breach, rule
from openkeden.filing.subjects import BOX_OF_ROLE, People

_BOXES = "2, 8, 9, 14"
_ID = "registers of firms and persons"
#: The rule of a check digit, in the list `party_numbers`.
_BIN = "bin"


@rule("G2.1", "name", box=_BOXES, basis=DATA)
def name_missing(party: Party, context: Context) -> Breach:
    """The name of a party is missing.

    Fix: give the full name of the person or firm.
    """
    return None if party.name.strip() else {"value": repr(party.name)}


@rule("G2.2", "name", box=_BOXES, basis=DATA)
def name_unprintable(party: Party, context: Context) -> Breach:
    """The name contains characters that cannot be printed: {value}.

    Fix: write the name on one line in letters, digits and punctuation.
    """
    odd = written.unprintable(party.name)
    return {"value": odd} if odd else None


@rule("G2.3", "country", box=_BOXES, basis=DATA)
def party_country_unknown(party: Party, context: Context) -> Breach:
    """{value} is not a valid country code.

    Fix: give the two-letter code of the country where the party is established.
    """
    return (
        None
        if party.country in context.lists["countries"]
        else {"value": party.country or "''"}
    )


@rule("G2.4", "id", box=_BOXES, basis=DATA)
def id_missing(party: Party, context: Context) -> Breach:
    """{name} is established in {value} but has no registration number.

    Fix: give the {digits} digits under which the firm or person is registered there (BIN,
    IIN, INN).
    """
    if party.id or party.country != context.edition.jurisdiction:
        return None
    form = context.party_numbers.get(party.country)
    return (
        {"value": party.country, "name": party.name, "digits": form.digits}
        if form
        else None
    )


@rule("G2.5", "id", box=_BOXES, basis=_ID)
def id_form(party: Party, context: Context) -> Breach:
    """{value} is not a valid number of a firm or person: it needs exactly {digits} digits.

    Fix: copy the number from the register, without spaces; leave it empty for a foreign
    party that has none.
    """
    forms = context.numbers_of(party.country)
    if not party.id or not forms or _form(party, forms):
        return None
    return {"value": party.id, "digits": forms[0].digits}


@rule("G2.6", "id", box=_BOXES, basis=_ID)
def id_zeros(party: Party, context: Context) -> Breach:
    """{value} is a placeholder, not the number of a firm or person.

    Fix: give the number of the firm or person; leave it empty for a foreign party that has
    none.
    """
    filled = _form(party, context.numbers_of(party.country)) and _is_filler(party.id)
    return {"value": party.id} if filled else None


@rule("G2.7", "id", box=_BOXES, basis=_ID)
def id_check_digit(party: Party, context: Context) -> Breach:
    """{value} is not a valid number of a firm or person: its check digit should be
    {expected}.

    Fix: look for a mistyped digit and copy the number from the register.
    """
    form = _form(party, context.numbers_of(party.country))
    if form is None or form.check != _BIN or _is_filler(party.id) or codes.is_bin(party.id):
        return None
    expected = codes.bin_check_digit(party.id)
    return {"value": party.id, "expected": "-" if expected is None else expected}


@rule("G14.2", "declarant", basis=DATA)
def same_id_other_name(people: People, context: Context) -> Breach:
    """{value} is the number of the declarant {declarant}, but box {box} gives it to
    {other}.

    Fix: if they are the same party, write it in box {box} exactly as in box 14; otherwise
    correct its number.
    """
    declarant = people.declarant
    for role, party in people.named()[:-1]:
        same = party.id and party.id == declarant.id
        if same and _name(party) != _name(declarant):
            named = {"declarant": declarant.name, "other": party.name}
            return {"value": party.id, **named, "box": BOX_OF_ROLE[role]}
    return None


@rule("G14.3", "declarant", basis=DATA, severity="warning")
def same_name_other_id(people: People, context: Context) -> Breach:
    """{value} has the number {id} in box {box}, but {declarant} in box 14.

    Fix: if they are the same firm, correct one of the two numbers.
    """
    declarant = people.declarant
    for role, party in people.named()[:-1]:
        other = party.id and declarant.id and party.id != declarant.id
        if other and _name(party) == _name(declarant):
            ids = {"id": party.id, "declarant": declarant.id}
            return {"value": party.name, **ids, "box": BOX_OF_ROLE[role]}
    return None


def _form(party: Party, forms: tuple[PartyNumber, ...]) -> PartyNumber | None:
    """The form that the number has by its digits; None where it has none of these."""
    for form in forms:
        if codes.digits(party.id, form.digits):
            return form
    return None


def _is_filler(number: str) -> bool:
    return not number.strip("0")


def _name(party: Party) -> str:
    """A name as it is compared: case, spaces and quotation marks aside."""
    return _letters(party.name)


@functools.lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    return "".join([letter for letter in name.casefold() if letter.isalnum()])


PARTY = (
    name_missing,
    name_unprintable,
    party_country_unknown,
    id_missing,
    id_form,
    id_zeros,
    id_check_digit,
)

PEOPLE = (same_id_other_name, same_name_other_id)
