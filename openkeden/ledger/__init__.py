"""Facts made undeniable: canonical bytes, an RFC 6962 tree over them, signed heads, receipts. Imports `base` only."""
