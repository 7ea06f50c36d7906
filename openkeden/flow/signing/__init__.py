"""Signatures of declarations at an installation: whom it trusts, what it asks for, and what
it records.
"""
