"""An open customs clearance platform. Start reading at `openkeden/flow/lodging/lodge.py`.

`openkeden.duty(...)` prices the clearance of goods, `openkeden.suggest(...)` finds codes by
what goods are said to be and `openkeden.ask(...)` asks what decides between them, with no
database and no web behind them.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openkeden.flow.pricing.questions import Unpriced
    from openkeden.library.code_questions import ask
    from openkeden.library.prices import GoodsItem, duty
    from openkeden.library.suggestions import Unsuggested, suggest
    from openkeden.views.consignment_view import ConsignmentPriceView
    from openkeden.views.price_view import PersonalPriceView, PriceView
    from openkeden.views.question_view import AskedView
    from openkeden.views.suggestion_view import SuggestionView

__version__ = "0.1.0"
__all__ = [
    "AskedView",
    "ConsignmentPriceView",
    "GoodsItem",
    "PersonalPriceView",
    "PriceView",
    "SuggestionView",
    "Unpriced",
    "Unsuggested",
    "__version__",
    "ask",
    "duty",
    "suggest",
]

#: Where each public name is defined.
_DEFINED = {
    "AskedView": "openkeden.views.question_view",
    "ConsignmentPriceView": "openkeden.views.consignment_view",
    "GoodsItem": "openkeden.library.prices",
    "PersonalPriceView": "openkeden.views.price_view",
    "PriceView": "openkeden.views.price_view",
    "SuggestionView": "openkeden.views.suggestion_view",
    "Unpriced": "openkeden.flow.pricing.questions",
    "Unsuggested": "openkeden.library.suggestions",
    "ask": "openkeden.library.code_questions",
    "duty": "openkeden.library.prices",
    "suggest": "openkeden.library.suggestions",
}


def __getattr__(name: str) -> object:
    """The public names, loaded when first asked for: the command line and the parts do not
    need them.
    """
    if name in _DEFINED:
        return getattr(importlib.import_module(_DEFINED[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, for shells and editors that ask before they are loaded."""
    return sorted([*globals(), *_DEFINED])
