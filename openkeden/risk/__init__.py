"""Risk selection: which declarations are checked, how, and why; pure, reproducible and
recorded.
"""
