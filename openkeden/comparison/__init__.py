"""Comparison: declarations that another system assessed, checked against their own figures."""
