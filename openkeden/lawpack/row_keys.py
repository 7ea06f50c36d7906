"""Rows that name their act, and the keys under which only one of them may hold on a day."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openkeden.base.validity import Provision
from openkeden.lawpack import charge_rows, limit_rows, procedure_rows
from openkeden.lawpack.sources import Parameter, Sources
from openkeden.tariff import measures
from openkeden.tariff.edition import CostRule, DeMinimis, Preference, ProcedureCharges
from openkeden.tariff.preference_goods import CoveredGoods
from openkeden.tariff.quotas import Quota
from openkeden.tariff.seasons import Season


class KeyedRow(NamedTuple):
    """A row of law under a key that only one row may have on a day.

    `kind` is the table that holds it.
    """

    kind: str
    key: str
    row: Provision


#: What of `Sources` holds rows which name their act; lines of the tariff rest on their
#: chapter's edition.
DATED = (
    "parameters",
    "procedures",
    "costs",
    "de_minimis",
    "charges",
    "preferences",
    "covered",
    "national_rates",
    "regimes",
    "limits",
    "measures",
    "quotas",
    "seasons",
)

DatedRow = (
    Parameter
    | ProcedureCharges
    | CostRule
    | DeMinimis
    | charge_rows.ChargeRow
    | Preference
    | CoveredGoods
    | charge_rows.NationalRateRow
    | charge_rows.RegimeRow
    | limit_rows.LimitRow
    | measures.Measure
    | Quota
    | Season
)


def rows_of(sources: Sources) -> Iterator[Provision]:
    """Every row that names its act, but for the goods of preferences."""
    for kind in DATED:
        if kind != "covered":
            yield from (dated.row for dated in getattr(sources, kind))


def keyed_rows(sources: Sources) -> Iterator[KeyedRow]:
    """Every row that names its act, under each of its keys."""
    for kind in DATED:
        for dated in getattr(sources, kind):
            yield from (KeyedRow(kind, key, dated.row) for key in sorted(keys_of(dated)))


#: What a row is called in its key, and the field that names it among those of its kind.
_NAMES: Mapping[type, tuple[str, str]] = {
    ProcedureCharges: ("procedure", "code"),
    CostRule: ("cost", "kind"),
    Preference: ("preference", "code"),
    charge_rows.NationalRateRow: ("national_rate", "code"),
    charge_rows.RegimeRow: ("regime", "code"),
    limit_rows.LimitRow: ("limit", "code"),
    measures.Measure: ("measure", "id"),
    Quota: ("quota", "id"),
    Season: ("season", "code"),
}


def keys_of(dated: DatedRow) -> frozenset[str]:
    """The keys under which only one row may hold on a day."""
    if isinstance(dated, Parameter):
        return frozenset({dated.key})
    if isinstance(dated, charge_rows.ChargeRow):
        return frozenset(dated.scopes)
    if isinstance(dated, CoveredGoods):
        return frozenset({f"goods/{dated.preference}/{dated.row.value}"})
    if isinstance(dated, DeMinimis):
        return frozenset({procedure_rows.DE_MINIMIS})
    kind, field = _NAMES[type(dated)]
    return frozenset({f"{kind}/{getattr(dated, field)}"})
