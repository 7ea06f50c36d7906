"""Views: what programs are shown, one frozen shape for each thing; every `--json` prints
them.

Money and quantities are decimal text, days and moments are ISO 8601 text. A module makes
its views of what a use case gave.
"""
