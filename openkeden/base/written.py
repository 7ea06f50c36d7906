"""Values as people write them, read into the one form that the rules know.

What has one meaning is taken; where the reader has to know how it was taken, a note says
so. What has two meanings, or none, stays as it is, and a note says why. Every function is
linear in its text, and leaves a text longer than any value alone.
"""

import datetime
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from openkeden.base import findings, written_rules

#: No number, code or date is longer.
LONGEST: Final = 64

#: Letters of the code of a country.
_COUNTRY_CODE: Final = 2

#: A longer text of letters alone is a word in the place of a code.
_LONGEST_WORDLIKE: Final = 4

#: Blanks beside the ordinary one: no-break, narrow, figure, thin and the others of Unicode.
_BLANKS: Final = (
    "\u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
#: Characters that take no room: zero-width blanks and joiners, byte order mark, soft hyphen.
_UNSEEN: Final = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
_AS_BLANK: Final = {ord(blank): " " for blank in _BLANKS}
_AS_READ: Final = {**_AS_BLANK, **dict.fromkeys(map(ord, _UNSEEN))}
_EDGES: Final = " \t\r\n"


def _signs(alike: tuple[str, str]) -> list[tuple[str, str]]:
    latin, signs = alike
    return [(sign, latin) for sign in signs]


#: Letters and digits that look like others, by the Latin letter or digit they look like.
_LIKE: Final = {
    "A": "АΑ", "B": "ВΒ", "C": "СϹ", "E": "ЕΕ", "H": "НΗҺ", "I": "ІΙӀ", "J": "Ј", "K": "КΚҚ",
    "M": "МΜ", "N": "Ν", "O": "ОΟ", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "X": "ХΧ", "Y": "УΥҮ",
    "Z": "Ζ", "3": "З", "6": "б",
}  # fmt: skip
_LATIN: Final[Mapping[str, str]] = dict(
    itertools.chain.from_iterable(map(_signs, _LIKE.items()))
)
#: The Cyrillic letter that each of these Latin ones looks like.
_CYRILLIC: Final = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
#: The letters in a part of box 36 where nothing is claimed.
_NOTHING: Final = frozenset(("О", "ОО"))
#: What is written for a digit among digits.
_DIGITS: Final = {"O": "0", "I": "1", "l": "1", "О": "0", "о": "0", "o": "0"}

_NUMBER: Final = re.compile(
    r"(?P<whole>\d{1,3}(?:(?P<mark>[ '.,])\d{3})(?:(?P=mark)\d{3})*|\d+)"
    r"(?:(?P<point>[.,])(?P<part>\d+))?",
    re.ASCII,
)
_SHORTENED: Final = re.compile(r"\d+(?:[.,]\d+)?[eE]\+?\d+", re.ASCII)
_DATE: Final = re.compile(
    r"(?P<first>\d{1,4})(?P<mark>[-./])(?P<second>\d{1,2})(?P=mark)(?P<third>\d{1,4})",
    re.ASCII,
)
_FLAGS: Final = {
    **dict.fromkeys(("true", "1", "yes", "да", "истина", "иә", "ақиқат"), True),
    **dict.fromkeys(("false", "0", "no", "нет", "ложь", "жоқ", "жалған"), False),
}
#: Characters that Unicode gives no name.
_CONTROLS: Final = {"\n": "line break", "\r": "carriage return", "\t": "tab"}
_MIDNIGHT: Final = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?Z?", re.ASCII)


class Note(NamedTuple):
    """What is said about how a value was read."""

    #: The rule that says it.
    rule: findings.Rule
    #: The arguments of its sentence beside the value.
    args: Mapping[str, object] = {}

    def told(self, value: str, path: str) -> findings.Finding:
        """The finding on a value that stands there."""
        return findings.of(self.rule, path, value=value, **self.args)


class Written(NamedTuple):
    """A value as it was read."""

    #: The text in the form that the rules know, or as it was where it has no such form.
    text: str
    #: What is said about it.
    notes: tuple[Note, ...] = ()


def trimmed(text: str) -> Written:
    """A text without blanks at its ends, of any kind, and without characters of no width.

    >>> trimmed(" cn\\u00a0").text
    'cn'
    """
    return Written(_bare(text))


def phrase(text: str) -> Written:
    """Free text: blanks of any kind are blanks, characters of no width are none.

    >>> phrase("Leather\\u00a0shoes").text
    'Leather shoes'
    """
    return Written(text if text.isprintable() else text.translate(_AS_READ))


def code(text: str) -> Written:
    """A code of capital letters and digits: `usd` is `USD`. Letters of other alphabets that
    look like Latin ones are told.

    >>> code(" usd").text
    'USD'
    """
    bare = _bare(text)
    if not bare.isascii():
        return Written(bare, strange_letters(bare))
    is_word = len(bare) > _LONGEST_WORDLIKE and bare.isalpha()
    return Written(bare if is_word else bare.upper())


def country(text: str) -> Written:
    """A country by its code, or by a name, which stays: `cn` is `CN`. Letters of other
    alphabets are told where a code has them.

    >>> country("cn").text, country("Китай"), country("СN").notes[0].args["seen"]
    ('CN', Written(text='Китай', notes=()), 'C')
    """
    read = code(text)
    return read if len(read.text) <= _COUNTRY_CODE else read._replace(notes=())


def preference(text: str) -> Written:
    """A code of box 36, its letters in their own alphabet; those that claim nothing
    are none.

    >>> preference("ldc").text, preference("тп").text, preference("ОО").text
    ('LDC', 'ТП', '')
    """
    bare = _bare(text)
    if cyrillic(bare).upper() in _NOTHING:
        return Written("")
    latin = any(sign.isascii() and sign.isalpha() for sign in bare)
    return code(text) if latin or len(bare) > LONGEST else Written(bare.upper())


def cyrillic(text: str) -> str:
    """The text with Cyrillic letters for the Latin ones that look like them.

    >>> cyrillic("ИM"), cyrillic("GSP")
    ('ИМ', 'GSР')
    """
    return text.translate(_CYRILLIC)


def digits(text: str) -> Written:
    """A number of digits that people group with blanks, points or hyphens: a commodity code,
    a BIN.

    >>> digits("8471 50 000 0").text, digits("8471.50.0000").text, digits("'8471500000").text
    ('8471500000', '8471500000', '8471500000')
    """
    bare = _bare(text)
    if len(bare) > LONGEST or is_digits(bare):
        return Written(bare)
    if _SHORTENED.fullmatch(bare):
        return Written(bare, (Note(written_rules.SHORTENED),))
    joined = bare.lstrip("'’").translate({ord(mark): None for mark in " .-"})
    if not is_digits(joined):
        return Written(bare, strange_digits(bare))
    noted = bare[0] in "'’"
    return Written(
        joined, (Note(written_rules.READ_AS, {"read": joined}),) if noted else ()
    )


def joined(text: str) -> Written:
    """A number of capital letters and digits, such as that of a container.

    >>> joined("csqu 305438-3").text
    'CSQU3054383'
    """
    read = code(text)
    if len(read.text) > LONGEST:
        return read
    return read._replace(text=read.text.replace(" ", "").replace("-", ""))


def number(text: str) -> Written:
    """A decimal number: a comma before the decimals, marks between the thousands.

    `20,000` has two readings, and stays as it is.

    >>> number("20 000,50").text, number("1'234.5").text, number("20,000").text
    ('20000.50', '1234.5', '20,000')
    """
    bare = _bare(text)
    if not bare or len(bare) > LONGEST or is_number(bare):
        return Written(bare)
    if _SHORTENED.fullmatch(bare):
        return Written(bare, (Note(written_rules.SHORTENED),))
    found = _NUMBER.fullmatch(bare.replace("’", "'").lstrip("'"))
    if found is None:
        return Written(bare, strange_digits(bare))
    whole, mark, point, part = found.group("whole", "mark", "point", "part")
    plain = "".join([sign for sign in whole if sign.isdigit()])
    if part is None and mark in (".", ",") and whole.count(mark) == 1:
        return _one_mark(bare, whole, plain)
    if point is not None and point == mark:
        return Written(bare)
    return _read_as(f"{plain}.{part}" if part is not None else plain, bare)


def whole(text: str) -> Written:
    """A whole number, also with decimals that are zero.

    >>> whole("1 200").text, whole("3.0").text, whole("3.5").text
    ('1200', '3', '3.5')
    """
    read = number(text)
    units, point, part = read.text.partition(".")
    return read._replace(text=units) if point and part and not part.strip("0") else read


def name(text: str) -> str:
    """The form in which the name of a unit, a country or a direction is looked up.

    >>> name("Тыс. шт."), name("м²"), name(" Germany")
    ('тыс шт', 'м2', 'germany')
    """
    folded = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return " ".join(_bare(folded).replace(".", " ").replace("’", "'").split())


def flag(text: str) -> bool | None:
    """Whether a word says yes or no, in the languages of the readers and of spreadsheets;
    None where it says neither.

    >>> flag("TRUE"), flag("нет"), flag("maybe")
    (True, False, None)
    """
    return _FLAGS.get(_bare(text[:LONGEST]).lower())


def date(text: str) -> Written:
    """A day: `02.04.2026` is `2026-04-02`. `03/04/2026` has two readings, and stays.

    >>> date("2.4.2026").text, date("25/04/2026").text, date("03/04/2026").text
    ('2026-04-02', '2026-04-25', '03/04/2026')
    """
    bare = _bare(text)
    if not bare or len(bare) > LONGEST:
        return Written(bare)
    day = bare[: -len(time.group())] if (time := _midnight(bare)) else bare
    if is_digits(day) and len(day) == 8:
        day = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    found = _DATE.fullmatch(day)
    if found is None:
        return Written(bare)
    days = _days(found.group("first"), found.group("second"), found.group("third"), day)
    if len(days) == 2 and "." not in day:
        first, second = days
        return Written(
            bare, (Note(written_rules.TWO_READINGS, {"first": first, "second": second}),)
        )
    return _read_as(str(days[0]), bare) if days else Written(bare)


def is_number(text: str) -> bool:
    """Whether the text is in plain digits with at most one point."""
    return is_digits(text.replace(".", "", 1))


def strange_letters(text: str) -> tuple[Note, ...]:
    """The letters of a code that look like Latin ones and are none; none where the text is a
    word of another alphabet.
    """
    latin = "".join([_LATIN.get(sign.upper(), sign) for sign in text])
    if len(text) > LONGEST or not (latin.isascii() and latin.replace("-", "").isalnum()):
        return ()
    return tuple(_strange(text, _LATIN))


def strange_digits(text: str) -> tuple[Note, ...]:
    """The letters of a number that look like digits."""
    alike = {**_LATIN, **_DIGITS}
    seen = "".join([alike.get(sign, sign) for sign in text])
    if len(text) > LONGEST or not is_digits(
        "".join(seen.split()).replace(".", "").replace(",", "")
    ):
        return ()
    return tuple(_strange(text, alike))


def _strange(text: str, alike: Mapping[str, str]) -> Iterator[Note]:
    for place, sign in enumerate(text, 1):
        seen = alike.get(sign) or alike.get(sign.upper())
        if seen is not None:
            rule = written_rules.NO_DIGIT if seen.isdigit() else written_rules.LETTER
            named = {"place": place, "sign": sign, "name": sign_name(sign), "seen": seen}
            yield Note(rule, named)


def sign_name(sign: str) -> str:
    """A character in words.

    >>> sign_name("С"), sign_name("\\u00a0")
    ('Cyrillic capital letter Es, U+0421', 'no-break space, U+00A0')
    """
    known = _CONTROLS.get(sign, "control character")
    words = unicodedata.name(sign, known).lower()
    script, _, rest = words.partition(" ")
    kind, letter, own = rest.partition("letter ")
    if letter:
        words = f"{script.title()} {kind}{letter}{own.title()}"
    return f"{words}, U+{ord(sign):04X}"


def unprintable(text: str) -> str:
    """The first characters of a text that do not print, in words; none: all of them print.

    >>> unprintable("a\\tb"), unprintable("ab")
    ('tab, U+0009', '')
    """
    if text.isprintable():
        return ""
    odd = sorted({sign for sign in text if not sign.isprintable()})
    return ", ".join([sign_name(sign) for sign in odd[:8]])


def _bare(text: str) -> str:
    """Without blanks at the ends, every blank inside an ordinary one."""
    if text.isascii():
        return text.strip(_EDGES)
    return text.translate(_AS_READ).strip(_EDGES)


def is_digits(text: str) -> bool:
    """Whether the text is in plain digits alone, and in some."""
    return text.isascii() and text.isdigit()


def _read_as(read: str, bare: str) -> Written:
    if read == bare:
        return Written(read)
    return Written(read, (Note(written_rules.READ_AS, {"read": read}),))


def _one_mark(bare: str, whole: str, plain: str) -> Written:
    """`20,000`: the comma may stand before decimals or between thousands; not in `0,500`."""
    decimal = whole.replace(",", ".")
    if whole.startswith("0"):
        return _read_as(decimal, bare)
    return Written(
        bare, (Note(written_rules.TWO_READINGS, {"first": plain, "second": decimal}),)
    )


def _midnight(text: str) -> re.Match[str] | None:
    """The time of day behind a date, where it is none."""
    found = re.search(r"[T ]", text)
    return _MIDNIGHT.fullmatch(text, found.start()) if found else None


def _days(first: str, second: str, third: str, text: str) -> list[datetime.date]:
    """The days that three numbers may mean, day before month first."""
    if len(first) == 4:
        orders = [(first, second, third)]
    elif len(third) == 4:
        orders = (
            [(third, second, first)]
            if "." in text
            else [(third, second, first), (third, first, second)]
        )
    else:
        return []
    days = [_day(*map(int, order)) for order in orders]
    return list(dict.fromkeys([day for day in days if day is not None]))


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
