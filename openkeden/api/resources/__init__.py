"""What there is to ask, one module a kind of thing."""
