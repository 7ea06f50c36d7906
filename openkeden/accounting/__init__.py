"""Money and guarantees of payers: accounts, and the postings that move between them."""
