"""Comparison: the figures of another system's declarations against their own bases and rates."""
