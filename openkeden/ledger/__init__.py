"""The ledger: canonical bytes of facts, an RFC 6962 tree over them, signed heads, receipts.

Imports `base` only.
"""
