"""Learning from texts whose codes are known, and judging: what needs libraries of training."""
