"""A finding as programs see it, with its sentences in the language of the reader."""

from collections.abc import Iterable, Mapping

import msgspec

from openkeden import locale
from openkeden.base.findings import Finding, Refused, Severity, arguments_in
from openkeden.locale import law_words


class FindingView(msgspec.Struct, frozen=True, kw_only=True):
    """A breach of a numbered rule."""

    #: The number of the rule.
    rule: str

    #: An error refuses, a warning is to be looked at, a notice informs.
    severity: Severity

    #: The box of the declaration.
    box: str

    #: Where it is: a path of the filing, or a line of the input.
    path: str

    #: Row and column of the table that the declaration stood in; empty for another format.
    cell: str

    #: The offending value.
    value: str

    #: All values that the sentences name, the offending one among them.
    args: Mapping[str, str]

    #: What is wrong.
    message: str

    #: What to do about it.
    fix: str

    #: The law it rests on.
    basis: str

    #: The language of `message` and `fix`.
    language: str


class RefusedView(msgspec.Struct, frozen=True):
    """What did not happen, with every reason why."""

    #: The reasons.
    findings: tuple[FindingView, ...]


def of(
    finding: Finding, language: str, rules: locale.Catalogue | None = None
) -> FindingView:
    """The view of a finding of these rules, or of those of all parts."""
    text = (rules or _all_rules()).text(finding, language)
    return FindingView(
        rule=finding.rule,
        severity=finding.severity,
        box=finding.box,
        path=finding.path,
        cell="",
        value=finding.args.get("value", ""),
        args=dict(sorted(arguments_in(finding, language).items())),
        message=text.message,
        fix=text.fix,
        basis=law_words.told(finding.basis, language),
        language=language,
    )


def _all_rules() -> locale.Catalogue:
    # The rules of all parts are loaded only where one has to be told.
    from openkeden.flow import catalogue  # noqa: PLC0415

    return catalogue.catalogue()


def each(
    findings: Iterable[Finding], language: str, rules: locale.Catalogue | None = None
) -> tuple[FindingView, ...]:
    """The views of findings, in their order."""
    return tuple([of(finding, language, rules) for finding in findings])


def refused(refusal: Refused, language: str) -> RefusedView:
    """The view of a refusal."""
    return RefusedView(each(refusal.findings, language))
