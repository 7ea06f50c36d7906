"""Tables of a law file on charges: rates, lower national rates, preferences, goods of
persons.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from openkeden.base.validity import Provision, Row
from openkeden.tariff import conditions
from openkeden.tariff.edition import Preference

#: The column that a table may leave out.
REMARK = "remark"

#: The columns of each table that is written as CSV; a table may go without remarks.
BASIS = ("since", "until", "act", "article", REMARK, "source", "mark")
CHARGES = (
    *("charge", "mask", "origins", "excluded", "when", "rate"),
    *BASIS,
)
NATIONAL_RATES = ("code", "rate", *BASIS)
COVERED = ("preference", "mask", *BASIS)


class ChargeRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rate of one charge for the codes under a mask, its rate and conditions not yet
    read.
    """

    #: The key of the charge.
    charge: str

    #: The digits that the codes of the goods begin with (empty: all goods).
    mask: str

    #: The row of law, with the rate as its value.
    row: Provision

    #: Countries of origin that it is limited to (empty: any).
    origins: frozenset[str] = frozenset()

    #: Countries of origin that it leaves out.
    excluded: frozenset[str] = frozenset()

    #: Its conditions as text: see `openkeden.tariff.conditions`.
    when: tuple[str, ...] = ()

    @property
    def scopes(self) -> Iterator[str]:
        """The keys under which only one row may hold on a day: one for each country of
        origin.
        """
        keys = [(conditions.key(text) == text, conditions.key(text)) for text in self.when]
        asked = [key for _, key in sorted(keys)]
        for origin in sorted(self.origins) or [""]:
            parts = [self.charge, self.mask or "all", *([origin] if origin else []), *asked]
            yield "/".join(parts)


class NationalRateRow(msgspec.Struct, frozen=True):
    """A lower rate of duty on a ten-digit code in this country alone, as text in
    `row.value`.
    """

    code: str
    row: Provision


class CoveredGoods(msgspec.Struct, frozen=True):
    """Codes under a mask, the value of its row, to whose goods a preference is granted."""

    preference: str
    row: Provision


class _Preference(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    name: str
    name_ru: str = ""
    name_kk: str = ""
    charge: str
    factor_percent: int
    origins: frozenset[str] = frozenset()
    listed: bool = False
    document: str = ""
    offset: bool = False
    goods_held: bool = True


class RegimeRow(msgspec.Struct, frozen=True):
    """How goods of persons are charged, amounts and rate as text: see `edition.Regime`.

    The rate is that of the row.
    """

    code: str
    base: str
    row: Provision
    free_value: str = ""
    free_mass: str = ""
    vat: bool = False
    masks: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


class _Regime(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    title: str
    base: str
    rate: str = ""
    free_value: str = ""
    free_mass: str = ""
    vat: bool = False
    masks: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def regimes_of(folder: str, table: object) -> list[RegimeRow]:
    """The regime of one table. Raises msgspec.ValidationError."""
    regime = msgspec.convert(table, _Regime)
    fields = {
        name: getattr(regime, name) for name in RegimeRow.__struct_fields__ if name != "row"
    }
    return [
        RegimeRow(
            row=regime.provision(f"{folder}:regime/{regime.code}", regime.rate), **fields
        )
    ]


def charges_of(folder: str, table: object) -> list[ChargeRow]:
    """The rates of one table: one for each mask. Raises msgspec.ValidationError."""
    columns = msgspec.convert(table, dict[str, Any])
    masks = msgspec.convert(columns.pop("masks", None), tuple[str, ...])
    return [_charge(folder, {**columns, "mask": mask}) for mask in masks]


def charge_in(folder: str, cells: Mapping[str, str]) -> ChargeRow:
    """The rate of one line of CSV. Raises ValueError."""
    columns: dict[str, Any] = dict(stated(cells))
    columns |= {name: columns[name].split() for name in ("origins", "excluded")}
    when = [text.strip() for text in columns["when"].split(";")]
    return _charge(folder, {**columns, "when": [text for text in when if text]})


def _charge(folder: str, columns: Mapping[str, Any]) -> ChargeRow:
    """The row that a table tells, with the id that its scope gives it."""
    of_row = Row.__struct_fields__
    held = msgspec.convert({name: columns[name] for name in columns if name in of_row}, Row)
    rate = msgspec.convert(columns.get("rate"), str)
    limits = {name: columns[name] for name in columns if name not in (*of_row, "rate")}
    nameless = msgspec.convert({"row": held.provision("", rate), **limits}, ChargeRow)
    scopes = list(nameless.scopes)
    name = scopes[0] if len(scopes) == 1 else f"{scopes[0]}+{len(scopes) - 1}"
    return msgspec.structs.replace(nameless, row=held.provision(f"{folder}:{name}", rate))


def national_rate_in(folder: str, cells: Mapping[str, str]) -> NationalRateRow:
    """The lower rate of one line of CSV. Raises ValueError."""
    columns = stated(cells)
    code, rate = columns.pop("code"), columns.pop("rate")
    return NationalRateRow(
        code,
        msgspec.convert(columns, Row).provision(f"{folder}:national_rate/{code}", rate),
    )


def covered_in(folder: str, cells: Mapping[str, str]) -> CoveredGoods:
    """The goods of a preference in one line of CSV. Raises ValueError."""
    columns = stated(cells)
    preference, mask = columns.pop("preference"), columns.pop("mask")
    return CoveredGoods(
        preference,
        msgspec.convert(columns, Row).provision(
            f"{folder}:goods/{preference}/{mask}", mask
        ),
    )


def preferences_of(folder: str, table: object) -> list[Preference]:
    """The preference of one table; of one that covers listed goods the list is still empty.

    Raises as `charges_of`.
    """
    stated = msgspec.convert(table, _Preference)
    return [
        Preference(
            code=stated.code,
            charge=stated.charge,
            factor_percent=stated.factor_percent,
            row=stated.provision(
                f"{folder}:preference/{stated.code}", f"{stated.factor_percent}%"
            ),
            origins=stated.origins,
            goods=() if stated.listed else None,
            document=stated.document,
            offset=stated.offset,
            goods_held=stated.goods_held,
            names={
                "en": stated.name,
                "ru": stated.name_ru or stated.name,
                "kk": stated.name_kk or stated.name,
            },
        )
    ]


def stated(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a line by column, without an empty `until`."""
    return {name: cell for name, cell in cells.items() if cell or name != "until"}
