"""The text of a finding in the reader's language: what is wrong and what to do about it.

The English of a rule stands in its `Rule`; Russian and Kazakh stand in `ru.toml` and
`kk.toml` under the same number with the same arguments in braces. Names of states, lanes
and charges, and the words of tables, stand in all three.
"""

import functools
import pathlib
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import msgspec

from openkeden.base import codes, findings
from openkeden.files import bundled, kept
from openkeden.locale import law_words

LANGUAGES: Final = ("en", "ru", "kk")

#: Longest value of others shown whole, in characters; of a longer one the beginning is
#: shown, and how long it is. The finding itself keeps all of it.
LONGEST: Final = 80

#: The same of what a sentence says besides, as the lists of which the reader has to choose.
LONGEST_OWN: Final = 4_000

#: Arguments that hold what somebody sent.
_OF_OTHERS: Final = ("text", "value")

#: Arguments that name something by its key, which a sentence has by its name: by argument,
#: the table of names.
TABLES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("charge", "relieves"), "charge_keys"),
    **dict.fromkeys(("part", "this", "other"), "parts"),
    "mark": "marks",
}

#: Arguments that are words of the law, which rows have in English; and the reason of what
#: cannot be read.
_IN_ENGLISH = frozenset(
    [
        *("act", "article", "ask", "gap", "goods", "group", "importer", "kind", "part"),
        *("reason", "remark", "right_kind", "title"),
    ]
)

#: The box of commodity codes, and how many digits they have.
_BOX_OF_CODES: Final = "33"
_DIGITS_OF_CODES: Final = 10

Words = Mapping[str, str]

#: The name of the goods of a commodity code in a language; empty: none is known.
GoodsNaming = Callable[[str, str], str]
Names = Mapping[str, Words]


class Text(msgspec.Struct, frozen=True):
    """What a finding says."""

    #: What is wrong.
    message: str

    #: What to do about it; empty: nothing is known.
    fix: str


class _Language(msgspec.Struct, frozen=True, array_like=True):
    """The file of a language as it was read."""

    #: The sentences by rule number.
    sentences: dict[str, Text]

    #: The names by table and key.
    names: dict[str, dict[str, str]]


class Catalogue:
    """The rules of all parts by number.

    Raises ValueError when two rules have one number: a bug of ours.
    """

    def __init__(
        self, rules: Iterable[findings.Rule], goods: GoodsNaming | None = None
    ) -> None:
        self.rules: dict[str, findings.Rule] = {}
        self.goods = goods
        for rule in rules:
            if self.rules.setdefault(rule.number, rule) != rule:
                raise ValueError(f"two rules are numbered {rule.number}")

    def text(self, finding: findings.Finding, language: str = "en") -> Text:
        """The text of a finding; English where the language has none.

        A rule that no part knows any more (a finding of an old ledger) is shown as its
        number and arguments. So is what was recorded before the sentence named as much: the
        sentence with the name of what it lacks, and behind it what was recorded.
        """
        arguments = _arguments(finding, language)
        recorded = " ".join(
            [finding.rule, *[f"{name}={value}" for name, value in arguments.items()]]
        )
        sentence = self._sentence(finding.rule, language)
        if sentence is None:
            return Text(recorded, "")
        named = self._naming_goods(finding, arguments, language)
        message = sentence.message.format_map(named)
        fix = sentence.fix.format_map(arguments)
        lacking = arguments.lacking or named.lacking
        return Text(f"{message} ({recorded})" if lacking else message, fix)

    def _naming_goods(
        self, finding: findings.Finding, arguments: "_Arguments", language: str
    ) -> "_Arguments":
        """The arguments, commodity codes among them followed by the goods they are of."""
        named = _Arguments(arguments)
        if self.goods is None:
            return named
        for argument in _goods_codes(finding):
            goods = self.goods(arguments[argument], language)
            if goods:
                named[argument] = f"{arguments[argument]} ({goods})"
        return named

    def _sentence(self, number: str, language: str) -> "Text | findings.Rule | None":
        """What a rule says; None where no part knows it."""
        return sentences(language).get(number) or self.rules.get(number)


def text(finding: findings.Finding, language: str = "en", *, rules: Catalogue) -> Text:
    """The text of a finding in `en`, `ru` or `kk`: see `Catalogue.text`."""
    return rules.text(finding, language)


def names(language: str) -> Names:
    """The names of things by table and key, as `["lanes"]["red"]`.

    A name that the language lacks is there in English. Raises KeyError for an unknown
    language.
    """
    return _names(language)


def sentences(language: str) -> Mapping[str, Text]:
    """The translated sentences of a language by rule number; none for English.

    English sentences are the rules' own.
    """
    return _read(language)[0]


def shown(value: str, language: str = "en", longest: int = LONGEST) -> str:
    r"""A value as a person may safely see it.

    What does not print is written out; what is long ends with how long it is.

    >>> shown("8\u202e4\n"), shown("9" * 3000, longest=4)
    ('8\\u202e4\\n', '9999... (3 000 characters)')
    """
    if len(value) > longest:
        characters = names(language)["labels"]["characters"]
        length = f"{len(value):,}".replace(",", " ")
        value = f"{value[:longest]}... ({length} {characters})"
    if value.isprintable():
        return value
    return "".join(
        [
            character if character.isprintable() else ascii(character)[1:-1]
            for character in value
        ]
    )


class _Arguments(dict[str, str]):
    """Arguments of a sentence; one that a finding lacks stays visible in its braces."""

    #: Whether the sentence named one that the finding lacks.
    lacking = False

    def __missing__(self, name: str) -> str:
        self.lacking = True
        return f"{{{name}}}"


@functools.cache
def _names(language: str) -> Names:
    english = _read("en")[1]
    if language == "en":
        return english
    own = _read(language)[1]
    return {table: {**words, **own.get(table, {})} for table, words in english.items()}


@functools.cache
def _read(language: str) -> tuple[Mapping[str, Text], Names]:
    """The sentences and the tables of names in the file of a language."""
    if language not in LANGUAGES:
        raise KeyError(language)
    file = bundled.folder("locale") / f"{language}.toml"
    if not isinstance(file, pathlib.Path):
        read = _parsed(file.read_bytes())
        return read.sentences, read.names
    place = kept.place(file.parent, language)
    held = kept.found(place, _Language)
    if held is None:
        states = kept.states(place, [file, pathlib.Path(__file__)])
        held = _parsed(file.read_bytes())
        kept.keep(place, states, msgspec.msgpack.encode(held))
    return held.sentences, held.names


def _parsed(body: bytes) -> "_Language":
    tables = msgspec.toml.decode(body, type=dict[str, dict[str, Text | str]])
    rules = tables.pop("rules", {})
    texts = {
        number: sentence for number, sentence in rules.items() if isinstance(sentence, Text)
    }
    return _Language(texts, {table: _words(words) for table, words in tables.items()})


def _goods_codes(finding: findings.Finding) -> Iterable[str]:
    """The arguments of a finding that hold a commodity code."""
    names = ("code", "value") if finding.box == _BOX_OF_CODES else ("code",)
    for name in names:
        if codes.digits(finding.args.get(name, ""), _DIGITS_OF_CODES):
            yield name


def _words(table: Mapping[str, Text | str]) -> dict[str, str]:
    return {key: name for key, name in table.items() if isinstance(name, str)}


def _arguments(finding: findings.Finding, language: str) -> _Arguments:
    """The arguments of a finding as a person may see them, keys by their names."""
    words = names(language)
    arguments = _Arguments()
    for name, value in findings.arguments_in(finding, language).items():
        said = words[TABLES[name]].get(value, value) if name in TABLES else value
        longest = LONGEST if name in _OF_OTHERS else LONGEST_OWN
        if name not in _OF_OTHERS:
            said = _of_ours(name, said, language)
        text = shown(said, language, longest)
        arguments[name] = quoted(text) if name == "value" else text
    return arguments


def _of_ours(name: str, said: str, language: str) -> str:
    """An argument of ours, in the language where that is known: words, or a rate."""
    if name in _IN_ENGLISH:
        return law_words.told(said, language)
    return law_words.rate(said, language)


def quoted(text: str) -> str:
    """A value in quotation marks where its blanks would not be seen, or it is empty.

    >>> quoted("cn "), quoted(""), quoted("CN")
    ("'cn '", "''", 'CN')
    """
    return text if text and text == text.strip() else f"'{text}'"
