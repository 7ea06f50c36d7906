"""Use cases before filing: what goods owe and need, what persons owe, how a filing may be
split.
"""
