"""Use cases of risk selection: the seeds of past days opened, and their draws repeated."""
