"""Signatures of declarations: bytes in, a verdict out. Who checks them is a provider; the
built-in one checks CMS with RSA and ECDSA.
"""
