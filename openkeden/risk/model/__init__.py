"""Risk models as tables: a score is a sum of whole numbers that are looked up, the same in
any order and on any machine, and each of them is a reason.
"""
