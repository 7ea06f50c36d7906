"""All that commands and lodgers need, loaded where this is imported: in the process that the
others are forked from.
"""

from prove import warm
from tests import law_once, lodgers, one_key

__all__ = ["law_once", "lodgers", "one_key"]

warm.load()
