"""The price of temporary admission as programs see it: that of its declaration, and what the
months cost.
"""

from openkeden.flow.pricing.temporary_admission import Admission
from openkeden.views import interest_view, missing_view, price_view


class AdmissionPriceView(price_view.PriceView, frozen=True, kw_only=True):
    """What goods would cost to clear under temporary admission."""

    #: What the months cost, beside the total of the declaration.
    admission: interest_view.InterestView

    #: What is not known of the charges that the months are a share of.
    admission_missing: tuple[missing_view.MissingView, ...]


def of(priced: Admission, language: str) -> AdmissionPriceView:
    """The view of the price, names in a language."""
    view = price_view.of_goods(priced.landed, language)
    said = {name: getattr(view, name) for name in view.__struct_fields__}
    return AdmissionPriceView(
        **said,
        admission=interest_view.of(priced.owed, language),
        admission_missing=missing_view.of(priced.findings, language),
    )
