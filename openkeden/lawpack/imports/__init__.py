"""Imports: editions of the tariff and rows of law that an installation adds to its pack."""

#: The folder of an installation that holds its law.
FOLDER = "law"
