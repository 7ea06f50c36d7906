"""The command line `keden`: one edge among others, it calls `flow` and prints what comes
back.
"""
