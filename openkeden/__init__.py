"""openkeden: an open customs clearance platform. Start reading at `openkeden/flow/lodge.py`."""

__version__ = "0.1.0"
