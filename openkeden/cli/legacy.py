"""`keden recompute`."""
def recompute() -> None:
    """x"""
