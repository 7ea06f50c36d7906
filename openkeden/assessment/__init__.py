"""From a declaration to what it owes: customs value, then every charge in the order of law,
each figure traceable.
"""
