"""Clearance: the lifecycle of a goods declaration, its deadlines, and the automatic
decision.
"""
