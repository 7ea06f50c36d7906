"""Use cases of the ledger: receipts of its facts, and verification of all that is stored."""
