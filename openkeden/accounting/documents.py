"""Payment documents: what a document that brings money must say, and when two of them are
one.
"""

import datetime
import unicodedata
from collections.abc import Iterator
from typing import Final

import msgspec

from openkeden.accounting import account_rules, chart
from openkeden.base import codes, findings, money
from openkeden.base.findings import Finding

#: The longest number of a document that is kept, in characters.
LONGEST: Final = 64

#: Letters of Cyrillic and Greek that look like Latin ones in capitals: whoever types a
#: number may use either.
_ALIKE: Final = str.maketrans(
    "АВЕКМНОРСТУХІЈЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXIJSABEZHIKMNOPTYX"
)

#: Lengths of a bank's code by ISO 9362: without and with a branch.
_BIC: Final = (8, 11)

#: Categories of characters that carry no meaning in a number: blanks, controls, marks of
#: direction.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})


class PaymentDocument(msgspec.Struct, frozen=True):
    """A document that brings a payer money or a guarantee."""

    payer: str

    #: `advance` or `guarantee`.
    kind: str

    #: In minor national units.
    amount: int

    #: Its number as it was given.
    document: str

    #: The bank by its code, or the guarantor by its code or number.
    bank: str

    #: The day of the document.
    issued: datetime.date

    @property
    def number(self) -> str:
        """Its number as it is compared."""
        return compared(self.document)


def compared(number: str) -> str:
    """A document's number as it is compared: spelled alike is the same number.

    Width, case, blanks, kinds of dashes and letters that look the same make no other one.

    >>> compared(" po–17 "), compared("РО-17"), compared("ＰＯ-１７")
    ('PO-17', 'PO-17', 'PO-17')
    """
    plain = unicodedata.normalize("NFKD", number).upper().translate(_ALIKE)
    kept: list[str] = []
    for letter in plain:
        category = unicodedata.category(letter)
        if category not in _UNSEEN:
            kept.append("-" if category == "Pd" else letter)
    return "".join(kept)


def is_bic(text: str) -> bool:
    """Whether the text has the form of a bank's code (ISO 9362): four letters or digits of
    the bank, two letters of the country, two of the place, and three of the branch or none.

    >>> is_bic("KKMFKZ2A"), is_bic("KKMFKZ2AXXX"), is_bic("KKMF"), is_bic("kkmfkz2a")
    (True, True, False, False)
    """
    form = text.isascii() and text.isalnum() and text == text.upper()
    return form and len(text) in _BIC and text[4:6].isalpha()


def wrong(said: PaymentDocument, today: datetime.date) -> tuple[Finding, ...]:
    """Everything that is wrong with a document."""
    return tuple(_wrong(said, today))


def _wrong(said: PaymentDocument, today: datetime.date) -> Iterator[Finding]:
    if not codes.is_bin(said.payer):
        yield findings.of(account_rules.NO_PAYER, "payer", value=said.payer)
    if said.amount <= 0:
        yield findings.of(account_rules.NO_AMOUNT, "amount", value=money.text(said.amount))
    if not 0 < len(said.number) <= LONGEST or len(said.document) > LONGEST:
        yield findings.of(
            account_rules.NO_NUMBER, "document", value=said.document, longest=LONGEST
        )
    guarantor = said.kind == chart.GUARANTEE and codes.is_bin(said.bank)
    if not (is_bic(said.bank) or guarantor):
        yield findings.of(account_rules.NO_BANK, "bank", value=said.bank)
    if said.issued > today:
        yield findings.of(account_rules.NOT_YET, "date", value=said.issued, today=today)
