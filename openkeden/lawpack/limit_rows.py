"""Tables of a law file on the quantities of goods that persons may bring."""

from collections.abc import Mapping

import msgspec

from openkeden.base.validity import Provision, Row


class LimitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A limit of quantity, its numbers and its rate as text: see
    `tariff.personal_limits`.

    The rate is that of the row.
    """

    code: str
    row: Provision
    goods: Mapping[str, str]
    ask: Mapping[str, str]
    masks: tuple[str, ...]
    regimes: frozenset[str] = frozenset()
    unit: str = ""
    free: str = ""
    most: str = ""


class _Limit(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    goods: dict[str, str]
    ask: dict[str, str]
    masks: tuple[str, ...]
    regimes: frozenset[str] = frozenset()
    unit: str = ""
    free: str = ""
    most: str = ""
    rate: str = ""


def limits_of(folder: str, table: object) -> list[LimitRow]:
    """The limit of one table. Raises msgspec.ValidationError."""
    limit = msgspec.convert(table, _Limit)
    named = [name for name in LimitRow.__struct_fields__ if name != "row"]
    fields = {name: getattr(limit, name) for name in named}
    row = limit.provision(f"{folder}:limit/{limit.code}", limit.rate)
    return [LimitRow(row=row, **fields)]
