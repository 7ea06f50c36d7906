"""The one question that decides: what to ask of goods whose text leaves codes open, and the
walk down the tree of the tariff with the answers.
"""
