"""The written form of duty expressions: `text` prints one line, `parse` reads it back.

5%    33 1/3%    0.08 EUR/kg    171 USD/1000 kg    0.037 USD/kg[drained]
6 MCI    free    exempt
10% + 0.08 EUR/kg          the sum; `-` the difference
25% min 0.2 EUR/kg         not less than; `max` not more than; both bind
                           weaker than `+`
lower(15%, 12.5% min 0.6 EUR/cm3)
season(13% on 01-01..02-14 06-16..12-31, 0% on 02-15..06-15)
6% of [case]               on another value
free if [under bond: 1]    under a condition
rate of [heading: 2009]    the rate of another line
table EA                   a table kept elsewhere
claim(free for A* AU, 2.5% for JP)    preference programmes
"""

import math

from openkeden.base import money
from openkeden.tariff.duty import nodes
from openkeden.tariff.duty.nodes import Expression
from openkeden.tariff.duty.scanner import Malformed, Scanner, fitting

__all__ = ["Malformed", "parse", "text"]

#: How tightly a printed expression holds together: bounds, sums and terms.
_BOUND, _SUM, _TERM = 1, 2, 3

#: More parentheses than any rate has; reading them must not exhaust the stack.
_DEEPEST = 50


def text(expression: Expression) -> str:
    """Print an expression in its one canonical form."""
    match expression:
        case nodes.Percent():
            return _percent(expression)
        case nodes.Specific():
            return _specific(expression)
        case nodes.Fixed(amount, currency):
            return f"{_amount(amount)} {currency}"
        case nodes.Free():
            return "free"
        case nodes.Exempt():
            return "exempt"
        case nodes.Table(name):
            return f"table {name}"
        case nodes.Reference(to, codes):
            return f"rate of [{_coded(to, codes)}]"
        case _:
            return _compound(expression)


def _compound(expression: Expression) -> str:
    """Print an expression that is made of others."""
    match expression:
        case nodes.Sum(terms):
            return _joined(terms)
        case nodes.Difference(rate, less):
            return f"{_within(rate, _SUM)} - {_within(less, _TERM)}"
        case nodes.Floor(rate, minimum):
            return f"{text(rate)} min {_within(minimum, _SUM)}"
        case nodes.Cap(rate, maximum):
            return f"{text(rate)} max {_within(maximum, _SUM)}"
        case nodes.On(rate, part):
            return f"{_within(rate, _TERM)} of [{part}]"
        case nodes.Conditional(rate, condition, codes):
            return f"{_within(rate, _TERM)} if [{_coded(condition, codes)}]"
        case _:
            return _listing(expression)


def _listing(expression: Expression) -> str:
    """Print an expression that lists rates in parentheses."""
    match expression:
        case nodes.Lower(alternatives):
            return _call("lower", [text(rate) for rate in alternatives])
        case nodes.Seasonal(periods):
            return _call("season", [_dated(period) for period in periods])
        case nodes.Programmes(claims):
            return _call("claim", [_claimed(claim) for claim in claims])
    raise TypeError(expression)


def _call(name: str, members: list[str]) -> str:
    return f"{name}({', '.join(members)})"


def _dated(period: nodes.Period) -> str:
    return f"{text(period.rate)} on {_windows(period)}"


def _claimed(claim: nodes.ProgrammeClaim) -> str:
    return f"{text(claim.rate)} for {' '.join(claim.programmes)}"


def _joined(terms: tuple[Expression, ...]) -> str:
    """Print a sum; a sum that is its first term keeps its parentheses."""
    first = terms[0]
    printed = [_within(first, _TERM if isinstance(first, nodes.Sum) else _SUM)]
    printed += [_within(term, _TERM) for term in terms[1:]]
    return " + ".join(printed)


def _within(expression: Expression, level: int) -> str:
    """Print a part, in parentheses where it would not hold together as tightly as `level`."""
    match expression:
        case nodes.Floor() | nodes.Cap():
            own = _BOUND
        case nodes.Sum() | nodes.Difference():
            own = _SUM
        case _:
            own = _TERM
    return text(expression) if own >= level else f"({text(expression)})"


def _specific(specific: nodes.Specific) -> str:
    number = f"{specific.per} " if specific.per != 1 else ""
    amount = _amount(specific.amount)
    return f"{amount} {specific.currency}/{number}{specific.measure}"


def _percent(percent: nodes.Percent) -> str:
    if percent.over == 1:
        return money.short(percent.rate, nodes.PERCENT_DIGITS) + "%"
    whole, rest = divmod(percent.rate // 10**nodes.PERCENT_DIGITS, percent.over)
    return f"{whole} {rest}/{percent.over}%"


def _amount(amount: int) -> str:
    return money.short(amount, nodes.AMOUNT_DIGITS)


def _coded(phrase: str, codes: tuple[str, ...]) -> str:
    return f"{phrase}: {' '.join(codes)}" if codes else phrase


def _windows(period: nodes.Period) -> str:
    return " ".join([f"{_day(first)}..{_day(last)}" for first, last in period.windows])


def _day(day: int) -> str:
    return f"{day // 100:02}-{day % 100:02}"


def parse(written: str) -> Expression:
    """Read the canonical form. Raises Malformed with the position and what was expected."""
    scanner = Scanner(fitting(written))
    if written.count("(") > _DEEPEST:
        raise scanner.fail(f"at most {_DEEPEST} parentheses")
    expression = _bounds(scanner)
    scanner.finish()
    return expression


def _bounds(scanner: Scanner) -> Expression:
    rate = _sum(scanner)
    while True:
        if scanner.word("min"):
            rate = nodes.Floor(scanner.within(rate), _sum(scanner))
        elif scanner.word("max"):
            rate = nodes.Cap(scanner.within(rate), _sum(scanner))
        else:
            return rate


def _sum(scanner: Scanner) -> Expression:
    rate = _postfix(scanner)
    added = [rate]
    while True:
        if scanner.take("+"):
            added.append(_postfix(scanner))
        elif scanner.take("-"):
            rate = nodes.Difference(scanner.within(_total(added)), _postfix(scanner))
            added = [rate]
        else:
            return _total(added)


def _total(added: list[Expression]) -> Expression:
    return added[0] if len(added) == 1 else nodes.Sum(tuple(added))


def _postfix(scanner: Scanner) -> Expression:
    rate = _primary(scanner)
    while True:
        if scanner.word("of"):
            part, at = _brackets(scanner)
            rate = nodes.On(scanner.within(rate), _phrase(scanner, part, at))
        elif scanner.word("if"):
            rate = nodes.Conditional(scanner.within(rate), *_phrase_and_codes(scanner))
        else:
            return rate


def _primary(scanner: Scanner) -> Expression:
    word = scanner.peek()
    if word[:1].isdigit():
        return _quantified(scanner)
    if scanner.take("("):
        inner = _bounds(scanner)
        scanner.expect(")")
        return inner
    reader = _WORDS.get(word)
    if reader is None:
        raise scanner.fail("a rate")
    scanner.at += len(word)
    return reader(scanner)


def _quantified(scanner: Scanner) -> Expression:
    """A term that starts with a number: a percentage, also with a fraction, or an amount."""
    start = scanner.at
    amount = scanner.number(nodes.AMOUNT_DIGITS)
    if scanner.take("%"):
        return _exact(scanner, start, amount, 1)
    if scanner.peek()[:1].isdigit():
        above, below = _fraction(scanner)
        scanner.expect("%")
        total = amount * below + above * 10**nodes.AMOUNT_DIGITS
        return _exact(scanner, start, total, below)
    return _money(scanner, amount)


def _fraction(scanner: Scanner) -> tuple[int, int]:
    above = scanner.number(0)
    scanner.expect("/")
    below = scanner.number(0)
    if not 0 < above < below:
        raise scanner.fail("a proper fraction")
    return above, below


def _exact(scanner: Scanner, start: int, amount: int, over: int) -> nodes.Percent:
    """The percentage `amount / over`: an exact decimal, or a fraction in lowest terms."""
    surplus = 10 ** (nodes.AMOUNT_DIGITS - nodes.PERCENT_DIGITS)
    if amount % (surplus * over) == 0:
        return nodes.Percent(amount // (surplus * over))
    whole, rest = divmod(amount, 10**nodes.AMOUNT_DIGITS)
    if rest:
        raise scanner.fail(
            f"a percentage of at most {nodes.PERCENT_DIGITS} decimals", start
        )
    common = math.gcd(whole, over)
    return nodes.Percent(whole // common * 10**nodes.PERCENT_DIGITS, over // common)


def _money(scanner: Scanner, amount: int) -> nodes.Specific | nodes.Fixed:
    currency = scanner.peek()
    if not nodes.is_currency(currency):
        raise scanner.fail("% or a currency in capital letters")
    scanner.at += len(currency)
    if not scanner.take("/"):
        return nodes.Fixed(amount, currency)
    per, unit = 1, scanner.peek()
    if unit.isdigit():
        per = scanner.number(0)
        unit = scanner.peek()
    if not nodes.is_unit(unit) or per < 1:
        raise scanner.fail("a unit of quantity")
    scanner.at += len(unit)
    qualifier = ""
    if scanner.text.startswith("[", scanner.at):
        qualifier = _phrase(scanner, *_brackets(scanner))
    return nodes.Specific(amount, currency, per, unit, qualifier)


def _brackets(scanner: Scanner) -> tuple[str, int]:
    scanner.expect("[")
    at = scanner.at
    return scanner.until("]"), at


def _phrase(scanner: Scanner, written: str, at: int) -> str:
    if not nodes.is_phrase(written):
        raise scanner.fail("lower-case words in brackets", at)
    return written


def _phrase_and_codes(scanner: Scanner) -> tuple[str, tuple[str, ...]]:
    """The inside of `[phrase: code code]`."""
    written, at = _brackets(scanner)
    phrase, colon, listed = written.partition(":")
    codes = tuple(listed.split())
    if bool(colon) != bool(codes) or not all(nodes.is_code(code) for code in codes):
        raise scanner.fail("codes after the colon", at)
    return _phrase(scanner, phrase, at), codes


def _free(_: Scanner) -> Expression:
    return nodes.Free()


def _exempt(_: Scanner) -> Expression:
    return nodes.Exempt()


def _table(scanner: Scanner) -> Expression:
    name = scanner.peek()
    if not nodes.is_unit(name):
        raise scanner.fail("the name of a table")
    scanner.at += len(name)
    return nodes.Table(name)


def _reference(scanner: Scanner) -> Expression:
    if not scanner.word("of"):
        raise scanner.fail("'of'")
    return nodes.Reference(*_phrase_and_codes(scanner))


def _lower(scanner: Scanner) -> Expression:
    scanner.expect("(")
    alternatives = [_bounds(scanner)]
    scanner.expect(",")
    alternatives.append(_bounds(scanner))
    while scanner.take(","):
        alternatives.append(_bounds(scanner))
    scanner.expect(")")
    return nodes.Lower(tuple(alternatives))


def _season(scanner: Scanner) -> Expression:
    scanner.expect("(")
    periods = [_period(scanner)]
    while scanner.take(","):
        periods.append(_period(scanner))
    scanner.expect(")")
    return nodes.Seasonal(tuple(periods))


def _period(scanner: Scanner) -> nodes.Period:
    rate = _bounds(scanner)
    if not scanner.word("on"):
        raise scanner.fail("'on'")
    windows = [_window(scanner)]
    while scanner.peek().isdigit():
        windows.append(_window(scanner))
    return nodes.Period(rate, tuple(windows))


def _window(scanner: Scanner) -> tuple[int, int]:
    first = _month_and_day(scanner)
    scanner.expect("..")
    return first, _month_and_day(scanner)


def _month_and_day(scanner: Scanner) -> int:
    scanner.skip()
    month, dash, day = scanner.text[scanner.at : scanner.at + 5].partition("-")
    digits = month + day
    written = dash and len(month) == len(day) == 2 and digits.isdigit() and digits.isascii()
    if not (written and nodes.is_day(int(digits))):
        raise scanner.fail("a day of the year as 06-16")
    scanner.at += 5
    return int(digits)


def _claims(scanner: Scanner) -> Expression:
    scanner.expect("(")
    claims = [_claim(scanner)]
    while scanner.take(","):
        claims.append(_claim(scanner))
    scanner.expect(")")
    return nodes.Programmes(tuple(claims))


def _claim(scanner: Scanner) -> nodes.ProgrammeClaim:
    rate = _bounds(scanner)
    if not scanner.word("for"):
        raise scanner.fail("'for'")
    programmes: list[str] = []
    while scanner.peek():
        programmes.append(_programme(scanner))
    if not programmes:
        raise scanner.fail("a programme")
    return nodes.ProgrammeClaim(rate, tuple(programmes))


def _programme(scanner: Scanner) -> str:
    """A word and the `*` or `+` behind it."""
    start = scanner.at
    scanner.at += len(scanner.peek())
    while scanner.text.startswith(("*", "+"), scanner.at):
        scanner.at += 1
    programme = scanner.text[start : scanner.at]
    if not nodes.is_programme(programme):
        raise scanner.fail("a programme")
    return programme


_WORDS = {
    "free": _free,
    "exempt": _exempt,
    "table": _table,
    "rate": _reference,
    "lower": _lower,
    "season": _season,
    "claim": _claims,
}
