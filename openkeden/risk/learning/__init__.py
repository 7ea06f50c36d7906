"""Learning risk models from past inspections, and judging them honestly.

Needs the extra `train`; what it makes are tables of `openkeden.risk.model`, which need
nothing.
"""
