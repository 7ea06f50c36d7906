"""Risk selection: which declarations are checked, how, and why; pure, reproducible and
recorded.

As a library, with the extra `train`: `fit` learns a risk model from a data frame of past
goods lines, `score` scores lines, `select` chooses some of them, `evaluate` judges engines.
"""

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openkeden.risk.learning.frames import Unusable, evaluate, fit, score, select

__all__ = ["Unusable", "evaluate", "fit", "score", "select"]


def __getattr__(name: str) -> object:
    """What the library gives, loaded when first asked for: the parts do not need it."""
    if name in __all__:
        learned = importlib.import_module("openkeden.risk.learning.frames")
        return getattr(learned, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
