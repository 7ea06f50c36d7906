"""The tables: the facts of the ledger, its tiles and heads, and the state that facts add up
to.
"""
