"""Use cases of the law: look up, compare and audit it; import editions, rows and exchange
rates.
"""
