"""An answer of the National Bank of Kazakhstan comes in as bytes, quotes go out, or findings why none may be used.

The feed is `rates/date` and `item{title, description, quant, change}`: `description` tenge for `quant` units of
`title`, at two decimals with trailing zeros cut. An answer with any error gives no quotes: it may value nothing.
"""

import datetime
import hashlib
from collections.abc import Mapping

import msgspec
from lxml import etree

from openkeden.base import findings, money, rates

AUTHORITY = "NBK"
DECIMALS = 2
#: Largest answer read, in bytes; a day's answer has about 15,000.
CAP = 1_000_000

_MOST_NOMINAL = 1_000_000

R1 = findings.Rule(
    number="R.1",
    message="The answer is not the XML of the National Bank: {value}.",
    fix="Save the answer of get_rates.cfm as received and load that file.",
)
R2 = findings.Rule(
    number="R.2",
    message="The answer has no date in the form DD.MM.YYYY: {value}.",
    fix="Ask the bank again; rates without a date cannot be used.",
)
R3 = findings.Rule(
    number="R.3",
    message="The answer is dated {value}, but {asked} was asked for.",
    fix="Ask again, or load it as the rates of {value}.",
)
R4 = findings.Rule(
    number="R.4",
    message="{currency}: the quote is for {value} units, which is not a power of ten.",
    fix="Compare with the bank's site and ask again.",
)
R5 = findings.Rule(
    number="R.5",
    message="{currency}: {value} is not a rate above zero with at most two decimals.",
    fix="Compare with the bank's site and ask again.",
)
R6 = findings.Rule(
    number="R.6",
    message="{value} is not a three-letter currency code.",
    fix="Compare with the bank's site and ask again.",
)
R7 = findings.Rule(
    number="R.7",
    message="{value} is quoted twice at the same rate; one quote is kept.",
    fix="No action is needed.",
    severity="notice",
)
R8 = findings.Rule(
    number="R.8",
    message="{currency} is quoted twice: {value} and {other}.",
    fix="Compare with the bank's site and ask again.",
)
R9 = findings.Rule(
    number="R.9",
    message="The answer of {value} contains no quotes.",
    fix="Ask again for a day on which the bank set rates.",
)
R10 = findings.Rule(
    number="R.10",
    message="{value} was quoted on {before} but is missing now.",
    fix="Compare with the bank's site; the older quote stays in force for its days of grace.",
    severity="warning",
)
R11 = findings.Rule(
    number="R.11",
    message="{currency}: {value} is not the previous rate plus the change in the answer"
    " ({change}).",
    fix="Compare both days with the bank's site; a day between them may be missing.",
    severity="warning",
)
CHANGED = findings.Rule(
    number="I.4",
    message="{currency} of {on} is {value} here and {known} in what was loaded before.",
    fix="Find out which is right; a rate that has valued declarations is not replaced.",
)
RULES = (CHANGED, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11)


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: its quotes (none when a finding is an error), its day, and the SHA-256 of its bytes.

    `changes` are the bank's differences from its day before, in the precision of the quotes.
    """

    digest: bytes
    on: datetime.date | None
    quotes: tuple[rates.Quote, ...]
    changes: Mapping[str, int]
    findings: tuple[findings.Finding, ...]


def load(body: bytes, asked_on: datetime.date | None = None) -> Load:
    """Read one answer and judge it. `asked_on` is the day that the bank was asked for, where known."""
    digest = hashlib.sha256(body).digest()
    root = _root(body)
    if isinstance(root, str):
        found = findings.of(R1, "", value=root)
        return Load(digest=digest, on=None, quotes=(), changes={}, findings=(found,))
    told = (root.findtext("date") or "").strip()
    on = _day(told)
    if on is None:
        found = findings.of(R2, "rates/date", value=told)
        return Load(digest=digest, on=None, quotes=(), changes={}, findings=(found,))
    reader = _Reader(on)
    for position, item in enumerate(root.iterfind("item"), 1):
        reader.item(
            f"rates/item[{position}]",
            {str(child.tag): (child.text or "").strip() for child in item},
        )
    if asked_on not in (None, on):
        reader.found.append(findings.of(R3, "rates/date", value=on, asked=asked_on))
    if not reader.quotes and not reader.found:
        reader.found.append(findings.of(R9, "rates", value=on))
    usable = not findings.refuses(reader.found)
    return Load(
        digest=digest,
        on=on,
        quotes=tuple(reader.quotes.values()) if usable else (),
        changes=reader.changes,
        findings=tuple(reader.found),
    )


def changed(
    now: Load, known: Mapping[tuple[str, str, datetime.date], rates.Quote]
) -> tuple[findings.Finding, ...]:
    """The quotes that differ from those loaded before for the same authority, currency and day."""
    found = []
    for quote in now.quotes:
        before = known.get((quote.authority, quote.currency, quote.effective_on))
        if before is not None and before != quote:
            found.append(_changed(quote, before))
    return tuple(found)


def _changed(quote: rates.Quote, before: rates.Quote) -> findings.Finding:
    return findings.of(
        CHANGED,
        quote.currency,
        currency=quote.currency,
        on=quote.effective_on,
        value=quote.text(),
        known=before.text(),
    )


def compare(now: Load, before: Mapping[str, rates.Quote]) -> tuple[findings.Finding, ...]:
    """Warnings against the quotes of the bank's day before: currencies gone, and rates that do not follow by change."""
    quotes = {quote.currency: quote for quote in now.quotes}
    gone = [
        findings.of(R10, currency, value=currency, before=quote.effective_on)
        for currency, quote in before.items()
        if currency not in quotes
    ]
    jumped = [
        findings.of(
            R11,
            currency,
            currency=currency,
            value=quote.text(),
            change=_signed(now.changes[currency]),
        )
        for currency, quote in quotes.items()
        if currency in before
        and currency in now.changes
        and quote.nominal == before[currency].nominal
        and quote.value != before[currency].value + now.changes[currency]
    ]
    return tuple(gone + jumped)


class _Reader:
    """Collects the quotes of one answer and everything wrong with them."""

    def __init__(self, on: datetime.date) -> None:
        self.on = on
        self.quotes: dict[str, rates.Quote] = {}
        self.changes: dict[str, int] = {}
        self.found: list[findings.Finding] = []

    def item(self, path: str, fields: Mapping[str, str]) -> None:
        currency, nominal = fields.get("title", ""), fields.get("quant", "")
        value = _scaled(fields.get("description", ""))
        if not (
            len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()
        ):
            self.found.append(findings.of(R6, f"{path}/title", value=currency))
        elif not _is_nominal(nominal):
            self.found.append(findings.of(R4, f"{path}/quant", value=nominal, currency=currency))
        elif not value:
            told = fields.get("description", "")
            self.found.append(findings.of(R5, f"{path}/description", value=told, currency=currency))
        else:
            quote = rates.Quote(currency, int(nominal), value, DECIMALS, self.on, AUTHORITY)
            self._keep(path, quote, fields.get("change", ""))

    def _keep(self, path: str, quote: rates.Quote, change: str) -> None:
        known = self.quotes.setdefault(quote.currency, quote)
        if known != quote:
            found = findings.of(
                R8, path, currency=quote.currency, value=known.text(), other=quote.text()
            )
            self.found.append(found)
        elif known is not quote:
            self.found.append(findings.of(R7, path, value=quote.currency))
        moved = _scaled(change.removeprefix("+").removeprefix("-"))
        if moved is not None:
            self.changes[quote.currency] = -moved if change.startswith("-") else moved


def _root(body: bytes) -> etree._Element | str:
    """The root element, or in words why there is none: no entity, document type or network is ever followed."""
    if len(body) > CAP:
        return f"{len(body)} bytes, over {CAP}"
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return str(error)
    if root.getroottree().docinfo.doctype:
        return "a document type is declared"
    return root if root.tag == "rates" else f"the root is {root.tag}"


def _day(text: str) -> datetime.date | None:
    parts = text.split(".")
    if [len(part) for part in parts] != [2, 2, 4] or not all(
        part.isascii() and part.isdigit() for part in parts
    ):
        return None
    try:
        return datetime.date(int(parts[2]), int(parts[1]), int(parts[0]))
    except ValueError:
        return None


def _scaled(text: str) -> int | None:
    try:
        return money.parse(text, DECIMALS)
    except ValueError:
        return None


def _is_nominal(text: str) -> bool:
    return (
        text.isascii() and text.isdigit() and text.rstrip("0") == "1" and int(text) <= _MOST_NOMINAL
    )


def _signed(change: int) -> str:
    return ("+" if change > 0 else "") + money.text(change, DECIMALS)
