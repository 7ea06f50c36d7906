"""Review: checks of a law pack, its audit, and what it says of a code on a day."""
