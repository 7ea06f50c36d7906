"""The tables: the facts of the ledger with its tiles and heads, and the state that they add up to."""
