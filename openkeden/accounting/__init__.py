"""Money and guarantees of payers: accounts, the postings between them, the documents that
bring money, and mandates over what is another's.
"""
