"""What somebody filed, the rules it must pass, and the declaration it becomes (gate 2)."""
