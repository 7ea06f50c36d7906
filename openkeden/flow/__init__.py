"""Use cases: the clock, the transaction, the order of calls; no rules of their own. Begin
with `lodging/lodge.py`.
"""
