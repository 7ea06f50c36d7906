"""Tables of rates, lower rates and preferences in a law file come in, typed rows of law go out, not yet judged."""

from collections.abc import Iterator, Mapping

import msgspec

from openkeden.base.validity import Provision, Row
from openkeden.tariff.edition import Preference

#: The column that a table may leave out.
REMARK = "remark"

#: The columns of each table that is written as CSV; a table may go without remarks.
BASIS = ("since", "until", "act", "article", REMARK, "source", "mark")
CHARGES = (
    *("charge", "mask", "origins", "excluded", "needs", "when", "rate"),
    *BASIS,
)
EXEMPTIONS = ("code", "rate", *BASIS)
COVERED = ("preference", "mask", *BASIS)


class ChargeRow(msgspec.Struct, frozen=True):
    """A rate of one charge for codes under `mask`, as text in `row.value`; the rest is that of `edition.ChargeRate`.

    `when` are its conditions as text.
    """

    charge: str
    mask: str
    needs: Mapping[str, str]
    row: Provision
    origins: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    when: tuple[str, ...] = ()

    @property
    def scopes(self) -> Iterator[str]:
        """The keys under which only one row may hold on a day: one for each country of origin that it names."""
        needs = [f"{name}={self.needs[name]}" for name in sorted(self.needs)]
        rest = [*needs, *sorted(self.when)]
        for origin in sorted(self.origins) or [""]:
            yield "/".join([self.charge, self.mask or "all", *([origin] if origin else []), *rest])


class NationalRateRow(msgspec.Struct, frozen=True):
    """A lower rate of duty on one ten-digit code in this jurisdiction alone, as text in `row.value`."""

    code: str
    row: Provision


class CoveredGoods(msgspec.Struct, frozen=True):
    """Codes under a mask, the value of its row, to whose goods a preference is granted."""

    preference: str
    row: Provision


class _Charge(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    charge: str
    masks: tuple[str, ...]
    rate: str
    needs: Mapping[str, str] = {}
    origins: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    when: tuple[str, ...] = ()


class _Preference(Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    code: str
    name: str
    charge: str
    factor_percent: int
    origins: frozenset[str] = frozenset()
    listed: bool = False
    document: str = ""
    offset: bool = False


class RegimeRow(msgspec.Struct, frozen=True):
    """How goods of persons are charged, amounts and rate as text: see `edition.Regime`; the rate is that of the row."""

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
    one = msgspec.convert(table, _Regime)
    fields = {name: getattr(one, name) for name in RegimeRow.__struct_fields__ if name != "row"}
    return [RegimeRow(row=one.provision(f"{folder}:regime/{one.code}", one.rate), **fields)]


def charges_of(folder: str, table: object) -> Iterator[ChargeRow]:
    """The rates of one table: one for each mask. Raises msgspec.ValidationError."""
    group = msgspec.convert(table, _Charge)
    for mask in group.masks:
        yield _charge(folder, mask, group)


def charge_in(folder: str, cells: Mapping[str, str]) -> ChargeRow:
    """The rate of one line of CSV. Raises ValueError."""
    told = _stated(cells)
    mask = told.pop("mask")
    needs = dict(_need(text) for text in _split(told.pop("needs")))
    when = tuple(_split(told.pop("when")))
    circles = {name: frozenset(told.pop(name).split()) for name in ("origins", "excluded")}
    return _charge(
        folder,
        mask,
        msgspec.convert({**told, **circles, "needs": needs, "when": when, "masks": ()}, _Charge),
    )


def _split(cell: str) -> list[str]:
    return [text.strip() for text in cell.split(";") if text.strip()]


def _charge(folder: str, mask: str, group: _Charge) -> ChargeRow:
    fields = {
        name: getattr(group, name)
        for name in ChargeRow.__struct_fields__
        if name not in ("mask", "row")
    }
    nameless = ChargeRow(mask=mask, row=group.provision("", group.rate), **fields)
    scopes = list(nameless.scopes)
    name = scopes[0] if len(scopes) == 1 else f"{scopes[0]}+{len(scopes) - 1}"
    return msgspec.structs.replace(nameless, row=group.provision(f"{folder}:{name}", group.rate))


def exemption_in(folder: str, cells: Mapping[str, str]) -> NationalRateRow:
    """The lower rate of one line of CSV. Raises ValueError."""
    told = _stated(cells)
    code, rate = told.pop("code"), told.pop("rate")
    return NationalRateRow(
        code, msgspec.convert(told, Row).provision(f"{folder}:exemption/{code}", rate)
    )


def covered_in(folder: str, cells: Mapping[str, str]) -> CoveredGoods:
    """The goods of a preference in one line of CSV. Raises ValueError."""
    told = _stated(cells)
    preference, mask = told.pop("preference"), told.pop("mask")
    return CoveredGoods(
        preference,
        msgspec.convert(told, Row).provision(f"{folder}:goods/{preference}/{mask}", mask),
    )


def preferences_of(folder: str, table: object) -> list[Preference]:
    """The preference of one table; of one that covers listed goods the list is still empty. Raises as `charges_of`."""
    one = msgspec.convert(table, _Preference)
    return [
        Preference(
            code=one.code,
            charge=one.charge,
            factor_percent=one.factor_percent,
            row=one.provision(f"{folder}:preference/{one.code}", f"{one.factor_percent}%"),
            origins=one.origins,
            goods=() if one.listed else None,
            document=one.document,
            offset=one.offset,
        )
    ]


def _stated(cells: Mapping[str, str]) -> dict[str, str]:
    """The cells of a line by column, without an empty `until`."""
    return {name: cell for name, cell in cells.items() if cell or name != "until"}


def _need(text: str) -> tuple[str, str]:
    name, equals, asked = text.partition("=")
    if not (name.strip() and equals and asked.strip()):
        raise ValueError(
            f"{text.strip()!r} is no attribute: write name=value, with semicolons between"
        )
    return name.strip(), asked.strip()
