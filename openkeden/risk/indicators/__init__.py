"""Risk indicators: what is known of a goods line at its registration that may say whether an
inspection would find something; the same for a file of history and for a live declaration.
"""
