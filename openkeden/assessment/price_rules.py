"""Rules of prices: why goods cannot be priced as a question puts it, and what to ask
instead.
"""

from openkeden.base import findings

UNREADABLE = findings.Rule(
    number="Q.1",
    message="{value} is not a valid exchange rate.",
    fix=(
        "Write EUR=600.00, or UZS=100:3.93 for a quote of 100 units; national units a unit, at "
        "most four decimals."
    ),
)
UNQUOTED = findings.Rule(
    number="Q.2",
    message=(
        "No exchange rate of {value} is in force on {on}; rates are held here of {held}."
    ),
    fix=(
        "`keden rates fetch {on}` brings those of the National Bank of Kazakhstan, or"
        " `keden rates import FILE` where there is no network. Or ask for a day with a rate"
        " (--on {last}), or give the rate yourself ({given})."
    ),
    basis="EAEU CC art. 38(8), 52(6)",
)
NOT_COVERED = findings.Rule(
    number="Q.3",
    message="The law pack does not hold the law of {value}: no row is in force for {keys}.",
    fix="Ask for another day (--on).",
)
UNDECIDED = findings.Rule(
    number="Q.4",
    message=(
        "The low-value exemption could not be checked: {value} has no exchange rate on {on}."
    ),
    fix="Give its rate yourself (--rate {value}=...).",
    severity="warning",
    basis="EAEU CC art. 136(2)",
)
NEVER_QUOTED = findings.Rule(
    number="Q.5",
    message="No exchange rate of {value} is known here, on {on} or any other day.",
    fix=(
        "Give the rate yourself (--rate {value}=...), or the price in a currency that is"
        " quoted."
    ),
    basis="EAEU CC art. 38(8), 52(6)",
)
NO_REGIME = findings.Rule(
    number="Q.6",
    message="{value} is not a regime in force on {on}; there are {known}.",
    fix="Ask for one of these, or for a day on which it is in force (--on).",
)
NOT_TAKEN = findings.Rule(
    number="Q.7",
    message="Goods of code {value} are not charged under the regime {regime}.",
    fix=(
        "Ask for the charges of a goods declaration, without a regime, or for another"
        " regime."
    ),
)
UNUSABLE = findings.Rule(
    number="Q.8",
    message="{value} cannot be used as {what} on {on}.",
    fix="Write numbers with digits and a point, currencies with three letters.",
)
ASKED = findings.Rule(
    number="Q.9",
    message="The rate of the regime {value} depends on what is not stated: {names}.",
    fix=(
        "State it: units as a quantity (--qty, --unit) or an attribute, the others as attributes "
        "(--attribute)."
    ),
)
COARSE = findings.Rule(
    number="Q.10",
    message="The published exchange rate of {value} on {on} is too coarse to value anything.",
    fix=(
        "Give a rate of more digits yourself (--rate {value}=100:...), or the price in another "
        "currency."
    ),
    basis="EAEU CC art. 38(8), 52(6)",
)
UNFIT = findings.Rule(
    number="Q.11",
    message="No rate of the regime {value} fits the goods.",
    fix=(
        "Check their attributes; a rate that the law pack lacks is added with `keden law"
        " import`."
    ),
)
MIXED = findings.Rule(
    number="Q.40",
    message="The procedure {value} is another than that of the first goods, {first}.",
    fix="Ask for goods of one procedure together, as one declaration holds them.",
)
TOO_MANY = findings.Rule(
    number="Q.20",
    message=(
        "{value} {unit} of {goods} are more than the {most} {unit} that one person may bring"
        " for personal use ({act}; {mark})."
    ),
    fix="Bring no more than {most} {unit}, or ask for {ask}: without a regime.",
    basis="EAEU CC art. 256",
)
NOT_BROUGHT = findings.Rule(
    number="Q.21",
    message="Goods of code {value} are not taken under the regime {regime}: {goods}.",
    fix="Do not bring or send them so; ask for {ask}.",
    basis="EAEU CC art. 256",
)
LIMITED = findings.Rule(
    number="Q.22",
    message=(
        "Of {goods} one person brings {free} {unit} free and at most {most} {unit}, all of"
        " them together; {value} {unit} were counted ({act}; {mark})."
    ),
    fix="Add what the same person brings besides.",
    severity="notice",
    basis="EAEU CC art. 256",
)
NOT_ASKED = findings.Rule(
    number="Q.23",
    message="No rate on goods of persons depends on the attribute {value}.",
    fix="Leave it out, or correct its name; there are {known}.",
)
NOT_YET = findings.Rule(
    number="Q.24",
    message="The regime {value} is not in force on {on}; it begins on {since}.",
    fix="Ask for a day from then on (--on), or for another regime.",
)
UNSAID = findings.Rule(
    number="Q.41",
    message="The goods have no {value}, and without it no price.",
    fix=(
        "Fill it in; currency and origin may be said of all goods instead, with --currency and"
        " --origin."
    ),
)
NO_GOODS = findings.Rule(
    number="Q.42",
    message="The file lists no goods to price ({value}).",
    fix=(
        "Give a table with a row for each lot of goods, or JSON with `items`; `keden schema"
        " --template items --format csv` begins one."
    ),
)
CODE_NEEDED = findings.Rule(
    number="Q.43",
    message="What goods owe under the regime {value} depends on their commodity code.",
    fix="Give it (--code); `keden tariff show` lists the codes of a heading.",
)
LIMITS_UNKNOWN = findings.Rule(
    number="Q.44",
    message=(
        "Without a commodity code it is not known whether such goods are taken under the"
        " regime {value}, and how much of them; alcohol, tobacco and arms are not, or not"
        " beyond a limit."
    ),
    fix="Give the code (--code); `keden tariff show` lists the codes of a heading.",
    severity="warning",
    basis="EAEU CC art. 256",
)
RULES = (
    UNREADABLE,
    UNQUOTED,
    NOT_COVERED,
    UNDECIDED,
    NEVER_QUOTED,
    NO_REGIME,
    NOT_TAKEN,
    UNUSABLE,
    ASKED,
    COARSE,
    UNFIT,
    TOO_MANY,
    NOT_BROUGHT,
    LIMITED,
    NOT_ASKED,
    NOT_YET,
    MIXED,
    UNSAID,
    NO_GOODS,
    CODE_NEEDED,
    LIMITS_UNKNOWN,
)
