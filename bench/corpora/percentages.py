"""Lines of the tariff that nothing touches and whose rates are percentages alone."""

from openkeden.tariff import duty
from openkeden.tariff.edition import Edition, TariffLine
from openkeden.world import untouched


def percent_lines(law: Edition) -> list[TariffLine]:
    """Those of one percentage for everybody, whatever the charge."""
    more = tuple([rate.mask for rate in untouched.charge_rates(law) if rate.mask])
    return [
        line
        for line in untouched.lines(law)
        if isinstance(line.rate, duty.Percent) and not line.code.startswith(more)
    ]
