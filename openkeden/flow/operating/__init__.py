"""Operation of an installation: whether all that it lives on is as it must be."""
