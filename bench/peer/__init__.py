"""A peer: a plain service of Django and pydantic that takes in the same declarations and does
less. It asks some twenty-five checks instead of all rules, charges duty as a percentage and
VAT, keeps rows instead of a fact with reasons, and chains hashes without proofs; it knows no
dates of law, no measures, no risk profiles, no quotas and no accounts.
"""
