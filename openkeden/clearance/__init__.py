"""The life of a goods declaration: a table of what may happen, the terms, the fold of events, the automatic decision."""
