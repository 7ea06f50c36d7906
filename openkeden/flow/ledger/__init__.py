"""Use cases of the ledger: its receipts, and its verification against the tables."""
