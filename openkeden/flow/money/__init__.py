"""Money and guarantees: documents that bring them, declarations that use them, mandates over
what is another's, and wrong entries reversed.
"""
