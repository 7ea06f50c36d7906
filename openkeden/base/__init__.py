"""The ground: money, rates, codes, working time, time limits, findings, the engine of a
case.

Imports nothing of ours.
"""
