"""An edition: the tariff and the law of one jurisdiction as they stand on one day, handed around as an argument.

Everything in it is a row of law with its validity and source; `Row.id` is what an assessment quotes. Editions are
made by `openkeden.feeds.lawpack`, never changed, and compared by `version`.
"""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.base import money
from openkeden.tariff import duty, measures
from openkeden.tariff.quotas import Quota


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One dated row of law. `until` is the last day in force (None: no end known); `mark` is V, S, M or ?.

    V was read in a primary source, S in a secondary one, M is from memory, ? was searched for and not settled.
    """

    id: str
    value: str
    since: datetime.date
    until: datetime.date | None = None
    unit: str = ""
    act: str = ""
    article: str = ""
    source: str = ""
    mark: str = "?"


class Line(msgspec.Struct, frozen=True):
    """A ten-digit line in force: its supplementary unit (empty: none) and the rate of import duty that applies.

    `row` names the row of law: the tariff's own rate, or the numbered note that replaces it for this day and state.
    """

    code: str
    unit: str
    rate: duty.Expression
    row: str


class ChargeRate(msgspec.Struct, frozen=True, kw_only=True):
    """A rate of one charge for goods whose code starts with `mask` (empty: all goods). The longest mask wins.

    `needs` names attributes of the goods that must be present and equal for the row to apply.
    """

    charge: str
    mask: str
    rate: duty.Expression
    row: Row
    needs: Mapping[str, str] = {}


class Preference(msgspec.Struct, frozen=True, kw_only=True):
    """A preference of box 36: it multiplies one charge by `factor_percent` when its conditions are met.

    `origins` limits it to countries of origin (empty: any); `document` is the kind of document it needs.
    """

    code: str
    charge: str
    factor_percent: int
    row: Row
    origins: frozenset[str] = frozenset()
    document: str = ""


class Exemption(msgspec.Struct, frozen=True):
    """A rate of duty below the common one that this jurisdiction alone may apply, and its row.

    Goods released at it are tied to the country: conditionally released (EAEU Customs Code art. 126(1)(3)).
    """

    rate: duty.Expression
    row: Row


class Edition(msgspec.Struct, frozen=True, kw_only=True):
    """The law of `jurisdiction` on the day `on`.

    `parameters` holds single values by key (`mci`, `fee.goods_declaration` ...); `lists` the code lists by name, each
    code mapped to its English name; `ended` the lines no longer in force, with the codes that succeed them;
    `exemptions` the lower rates of this jurisdiction by ten-digit code; `quotas` those that measures draw on, by id.
    """

    jurisdiction: str
    on: datetime.date
    version: str
    currency: str
    lines: Mapping[str, Line]
    ended: Mapping[str, tuple[str, ...]]
    parameters: Mapping[str, Row]
    charge_rates: Mapping[str, tuple[ChargeRate, ...]]
    preferences: Mapping[str, Preference]
    lists: Mapping[str, Mapping[str, str]]
    measures: tuple[measures.Measure, ...]
    exemptions: Mapping[str, Exemption] = {}
    quotas: Mapping[str, Quota] = {}

    def parameter(self, key: str) -> Row:
        """The row in force for `key`. Raises KeyError: a pack without it does not pass the loader's checks."""
        return self.parameters[key]

    @property
    def indices(self) -> Mapping[str, int]:
        """Indices that rates of this law are told in, in minor units: the list `indices` names them, and the parameter
        of the same name in lower case is the value (`MCI`: `mci`)."""
        return {code: money.parse(self.parameters[code.lower()].value) for code in self.lists.get("indices", ())}
