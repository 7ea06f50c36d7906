"""Rules of questions about goods and of the answers to them."""

from openkeden.base import findings

NO_ANSWER = findings.Rule(
    number="C.40",
    message="{value} is not among the answers to the question {question}.",
    fix="Write one of {known}.",
)
NOT_ASKED = findings.Rule(
    number="C.41",
    message="{value} answers a question that is not asked: {question} is.",
    fix="Give the answers in the order of the questions, each for the question asked.",
)
NOTHING_ASKED = findings.Rule(
    number="C.42",
    message="{value} answers a question that is not asked: nothing more is.",
    fix="Leave this answer out.",
)
NO_FIGURE = findings.Rule(
    number="C.43",
    message="No goods of the tariff are set apart by {value}.",
    fix="Name one of {known}.",
)
NO_UNIT = findings.Rule(
    number="C.44",
    message="{value} does not say its unit.",
    fix="Write the unit after the name: {known}.",
)
NO_NUMBER = findings.Rule(
    number="C.45",
    message="{name} cannot be {value}.",
    fix="Write a number without a unit, such as 1500 or 2.5.",
)
NONE_LEFT = findings.Rule(
    number="C.46",
    message="No goods that the text may mean fit {value}.",
    fix="Correct the figure, or leave it out and say more of the goods.",
)

RULES = (
    NO_ANSWER,
    NOT_ASKED,
    NOTHING_ASKED,
    NO_FIGURE,
    NO_UNIT,
    NO_NUMBER,
    NONE_LEFT,
)
