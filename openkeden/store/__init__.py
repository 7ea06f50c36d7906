"""The tables: facts in the order of the ledger, the state they add up to, and the ledger's own tiles and heads."""
