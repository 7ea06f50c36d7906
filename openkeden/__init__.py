"""An open customs clearance platform. Start reading at `openkeden/flow/lodging/lodge.py`.

`openkeden.duty(...)` prices the clearance of goods, with no database and no web behind it.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openkeden.flow.pricing.price import Landed, Unpriced, duty

__version__ = "0.1.0"
__all__ = ["Landed", "Unpriced", "__version__", "duty"]


def __getattr__(name: str) -> object:
    """The public names, loaded when first asked for: the command line and the parts do not
    need them.
    """
    if name in __all__:
        return getattr(importlib.import_module("openkeden.flow.pricing.price"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
