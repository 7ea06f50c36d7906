"""The tariff and the law of one day as an immutable edition: lines, duty rates, charges,
measures. Imports base only.
"""
