"""The law pack: dated rows of law read from files, reviewed, and extended by imports."""
