"""Rules of amending and withdrawing by a command: what it must be given."""

from openkeden.base import findings

ONE_MESSAGE = findings.Rule(
    number="I.35",
    message="An amendment is one declaration; the file has {value} or more.",
    fix="Give a file with the changed declaration alone.",
)
OTHER = findings.Rule(
    number="I.36",
    message="The file amends {value}, not {known}.",
    fix="Take `amends` out of the file, or name the declaration that it amends.",
)
UNCHANGED = findings.Rule(
    number="I.37",
    message="The file says what version {version} of {value} says: there is nothing to amend.",
    fix="Change the file first; the whole declaration stands in it, not the changes alone.",
)
NOT_LODGED = findings.Rule(
    number="I.38",
    message="{value} was refused registration: it counts as not filed.",
    fix="Mend the file and lodge it: `keden clear FILE`; `keden status {value}` says why.",
    basis="EAEU Customs Code art. 111(7)",
)
RULES = (ONE_MESSAGE, OTHER, UNCHANGED, NOT_LODGED)
