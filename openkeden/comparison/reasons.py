"""Why a line of tax came out as it did: keys, whose words are those of the reader's
language.
"""

from typing import Final, Literal

import msgspec

#: Base times rate; a quantity times rate; what relieves; what is lacking or wrong; what an
#: amount looks like that nothing explains.
Key = Literal[
    "ad_valorem",
    "specific",
    "mode",
    "preference",
    "procedure",
    "unread",
    "no_code",
    "no_amount",
    "negative",
    "no_base_or_rate",
    "nothing_charged",
    "thousandfold",
    "hundredfold",
    "tenfold",
    "tenth",
    "hundredth",
    "thousandth",
    "of_value",
    "of_value_and_taxes",
    "another_amount",
]


class LineReason(msgspec.Struct, frozen=True):
    """A reason, with what it names."""

    #: Which one it is.
    key: Key

    #: The quantity, or the code of the mode of payment, preference or procedure; empty for
    #: the others.
    of: str = ""


AD_VALOREM: Final = LineReason("ad_valorem")
UNREAD: Final = LineReason("unread")
NO_CODE: Final = LineReason("no_code")
NO_AMOUNT: Final = LineReason("no_amount")
NEGATIVE: Final = LineReason("negative")
NO_BASE_OR_RATE: Final = LineReason("no_base_or_rate")
NOTHING_CHARGED: Final = LineReason("nothing_charged")
OF_VALUE: Final = LineReason("of_value")
OF_VALUE_AND_TAXES: Final = LineReason("of_value_and_taxes")
ANOTHER_AMOUNT: Final = LineReason("another_amount")
