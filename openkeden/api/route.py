"""A route: what can be asked at an address, who may ask it, and what comes back."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeVar

import msgspec

from openkeden.base.findings import Refused
from openkeden.flow.access.callers import NOBODY, Caller, Scope
from openkeden.flow.installation import Installation
from openkeden.flow.service.filing_queue import FilingQueue
from openkeden.flow.service.modes import Mode
from openkeden.flow.service.writer import AtOnce, Turns

T = TypeVar("T")

Method = Literal["GET", "POST", "DELETE"]

#: Where the interface begins; what changes a meaning begins another one.
BASE: Final = "/api/v1"

#: The largest body of a request that is no filing, in bytes.
SMALL: Final = 1024 * 1024

JSON: Final = "application/json"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request that was understood."""

    #: The installation that is asked.
    at: Installation

    #: When.
    now: datetime.datetime

    #: The language of sentences.
    language: str

    #: Who asks.
    caller: Caller = NOBODY

    #: What stands in the address, by the names that the route gives it.
    path: Mapping[str, str] = {}

    #: The parameters, of the type of the route.
    query: Any = None

    #: The body, of the type of the route; bytes where it has none.
    body: Any = None

    #: The headers, by their names in small letters.
    headers: Mapping[str, str] = {}

    #: All that can be asked.
    routes: tuple["Route", ...] = ()

    #: Whether what is filed here counts.
    mode: Mode = "live"

    #: Who writes for the service.
    turns: Turns = AtOnce()

    #: Where filings wait for their turn; None where none are taken.
    filings: FilingQueue | None = None

    def write(self, act: Callable[[], T]) -> T | Refused:
        """Do what writes when its turn comes, and wait for it; refused where too much waits."""
        return self.turns.do(act)


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What is answered."""

    #: A view that becomes JSON, or bytes that are sent as they are.
    body: Any = b""

    status: int = 200

    #: What it is where it is bytes.
    media_type: str = JSON

    #: Headers besides those that every answer has.
    headers: tuple[tuple[str, str], ...] = ()

    #: How many requests it counts for where they are limited.
    cost: int = 1


class Declined(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal whose kind its route knows better than its rules tell."""

    #: Why.
    refusal: Refused

    #: The kind of problem; empty: its findings tell it.
    kind: str = ""

    #: The index of the fact that records the refusal.
    entry: int | None = None

    #: What was to be changed, as it is now: a view.
    now: Any = None

    #: Headers of the answer.
    headers: tuple[tuple[str, str], ...] = ()


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """What can be asked at an address. The first sentence of what `does` it is its title."""

    method: Method

    #: The address after its base; a part in braces is a parameter of it, and one that ends in
    #: three points takes all that follows.
    path: str

    #: What does it.
    does: Callable[[Asked], Reply | Refused | Declined]

    #: What a key needs; None: anybody may ask.
    scope: Scope | None = None

    #: The type of the parameters; None: there are none.
    query: type[msgspec.Struct] | None = None

    #: The type of a body in JSON; None: there is none, or one of another type.
    takes: type[msgspec.Struct] | None = None

    #: Types of bodies that are handed over as bytes.
    media_types: tuple[str, ...] = ()

    #: What such a body is where it is JSON, for the description: its reader says what is wrong.
    read_as: Any = None

    #: The largest body, in bytes.
    most: int = SMALL

    #: The type of the answer: a view, or a media type of bytes.
    gives: Any = None

    #: The status of the answer where all is well.
    status: int = 200

    #: Further statuses where all is well, such as that of an answer given before.
    also: tuple[int, ...] = ()

    #: The headers that it reads beside those of every request.
    headers: tuple[str, ...] = ()

    #: What may be asked as it stands: an address after its base, with parameters.
    example: str = ""

    #: A body in JSON that may be sent as it stands.
    example_body: Mapping[str, Any] | None = None

    #: Where the address begins.
    base: str = BASE

    #: Whether it is limited how often it may be asked.
    limited: bool = True

    @property
    def address(self) -> str:
        """The whole address."""
        return f"{self.base}{self.path}"

    @property
    def name(self) -> str:
        """The name of the operation."""
        name = self.does.__name__.strip("_")
        return name if self.base == BASE else f"{name}_at_root"

    @property
    def segments(self) -> tuple[str, ...]:
        """The parts of the address."""
        return tuple(self.address.removeprefix("/").split("/"))
