"""Exchange rates of the National Bank of Kazakhstan, read from its answer and judged.

The feed is `rates/date` and `item{title, description, quant, change}`: `description` tenge
for `quant` units of `title`, at two decimals with trailing zeros cut. An answer with any
error gives no quotes: it may value nothing.
"""

import datetime
import hashlib
import re
from collections.abc import Iterable, Mapping

import msgspec
from lxml import etree

from openkeden.base import bounded, findings, money, rates

AUTHORITY = "NBK"
#: The currency in which it quotes the others.
CURRENCY = "KZT"
DECIMALS = 2
#: Largest answer read, in bytes; a day's answer has about 15,000.
CAP = 1_000_000
#: Most quotes of an answer; a day's answer has about forty.
MOST_QUOTES = 1_000

_MOST_NOMINAL = 1_000_000
_DAY = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{4}")

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
CHANGED = findings.Rule(
    number="I.4",
    message="{currency} of {on} is {value} here and {known} in what was loaded before.",
    fix="Find out which is right; a rate that has valued declarations is not replaced.",
)
R27 = findings.Rule(
    number="R.27",
    message="These rates are in {value}, but values are counted in {currency} here.",
    fix="Rates of the National Bank of Kazakhstan go into an installation of Kazakhstan.",
)
RULES = (CHANGED, R1, R2, R3, R4, R5, R6, R7, R8, R9, R27)


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of the bank, read."""

    #: The SHA-256 of its bytes.
    digest: bytes

    #: Its day; None where it has none.
    on: datetime.date | None

    #: Its quotes; none when a finding is an error.
    quotes: tuple[rates.Quote, ...]

    #: The bank's differences from its day before, in the precision of the quotes.
    changes: Mapping[str, int]

    #: What is wrong with it.
    findings: tuple[findings.Finding, ...]


def load(body: bytes, asked_on: datetime.date | None = None) -> Load:
    """Read one answer and judge it. `asked_on` is the day that the bank was asked for."""
    digest = hashlib.sha256(body).digest()
    root = _root(body)
    if isinstance(root, str):
        return _unreadable(digest, findings.of(R1, "", value=root))
    written = (root.findtext("date") or "").strip()
    on = _day(written)
    if on is None:
        shown = bounded.beginning(written)
        return _unreadable(digest, findings.of(R2, "rates/date", value=shown))
    reader = _read(root, on)
    if asked_on not in (None, on):
        reader.wrong.add([findings.of(R3, "rates/date", value=on, asked=asked_on)])
    if not reader.quotes and not reader.wrong:
        reader.wrong.add([findings.of(R9, "rates", value=on)])
    found = reader.wrong.told()
    usable = not findings.refuses(found)
    return Load(
        digest=digest,
        on=on,
        quotes=tuple(reader.quotes.values()) if usable else (),
        changes=reader.changes,
        findings=found,
    )


def _unreadable(digest: bytes, finding: findings.Finding) -> Load:
    return Load(digest=digest, on=None, quotes=(), changes={}, findings=(finding,))


def _read(root: etree._Element, on: datetime.date) -> "_Reader":
    reader = _Reader(on)
    for position, item in enumerate(root.iterfind("item"), 1):
        fields = {str(child.tag): (child.text or "").strip() for child in item}
        reader.item(f"rates/item[{position}]", fields)
    return reader


def changed(
    quotes: Iterable[rates.Quote],
    known: Mapping[tuple[str, str, datetime.date], rates.Quote],
) -> tuple[findings.Finding, ...]:
    """The quotes that differ from those loaded before for the same authority, currency and
    day.
    """
    found = []
    for quote in quotes:
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


class _Reader:
    """Collects the quotes of one answer and everything wrong with them."""

    def __init__(self, on: datetime.date) -> None:
        self.on = on
        self.quotes: dict[str, rates.Quote] = {}
        self.changes: dict[str, int] = {}
        self.wrong = bounded.FindingList()

    def item(self, path: str, fields: Mapping[str, str]) -> None:
        """Keep the quote of one item, or say why it cannot be used."""
        currency, nominal = fields.get("title", ""), fields.get("quant", "")
        written = fields.get("description", "")
        value = _scaled(written)
        if not _is_currency(currency):
            shown = bounded.beginning(currency)
            self.wrong.add([findings.of(R6, f"{path}/title", value=shown)])
        elif not _is_nominal(nominal):
            shown = bounded.beginning(nominal)
            self.wrong.add(
                [findings.of(R4, f"{path}/quant", value=shown, currency=currency)]
            )
        elif not value:
            path, shown = f"{path}/description", bounded.beginning(written)
            self.wrong.add([findings.of(R5, path, value=shown, currency=currency)])
        else:
            quote = rates.Quote(currency, int(nominal), value, DECIMALS, self.on, AUTHORITY)
            self._keep(path, quote, fields.get("change", ""))

    def _keep(self, path: str, quote: rates.Quote, change: str) -> None:
        first = self.quotes.setdefault(quote.currency, quote)
        if first != quote:
            texts = {"value": first.text(), "other": quote.text()}
            self.wrong.add([findings.of(R8, path, currency=quote.currency, **texts)])
        elif first is not quote:
            self.wrong.add([findings.of(R7, path, value=quote.currency)])
        moved = _scaled(change.removeprefix("+").removeprefix("-"))
        if moved is not None:
            self.changes[quote.currency] = -moved if change.startswith("-") else moved


def _root(body: bytes) -> etree._Element | str:
    """The root element, or in words why there is none.

    No entity, document type or network is ever followed.
    """
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
    if root.tag != "rates":
        return f"the root is {bounded.beginning(root.tag)}"
    count = len(root.findall("item"))
    return root if count <= MOST_QUOTES else f"{count} quotes, over {MOST_QUOTES}"


def _day(text: str) -> datetime.date | None:
    if not _DAY.fullmatch(text):
        return None
    day, month, year = text.split(".")
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _scaled(text: str) -> int | None:
    try:
        return money.parse(text, DECIMALS)
    except ValueError:
        return None


def _is_currency(text: str) -> bool:
    return len(text) == 3 and text.isascii() and text.isalpha() and text.isupper()


def _is_nominal(text: str) -> bool:
    """Whether it is a power of ten within bounds."""
    if not text.isascii() or not text.isdigit():
        return False
    return text.rstrip("0") == "1" and len(text) <= len(str(_MOST_NOMINAL))


def signed(change: int) -> str:
    """A change as the bank writes it."""
    return ("+" if change > 0 else "") + money.text(change, DECIMALS)
