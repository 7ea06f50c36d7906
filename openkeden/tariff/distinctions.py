"""What sets the goods of one line apart from others of its heading, as figures."""

from typing import NamedTuple

#: The kind of a figure that is a span of days in every year.
SEASON = "season"


class Figure(NamedTuple):
    """A span of a quantity, or of days, that the goods of a line are in."""

    #: What is measured, as `engine` or `fat`; `SEASON`: days.
    kind: str

    #: The lower bound with its sign, as `>1500` or `>=80`; of a season the first day, as
    #: `11-01`. Empty: none.
    low: str

    #: The upper bound with its sign, as `<=1800`; of a season the last day. Empty: none.
    high: str

    #: The unit; of a season none.
    unit: str
