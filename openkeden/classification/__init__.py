"""Classification: commodity codes for what goods are said to be, offline, with the words that
spoke for each, and with a chance only where it has been judged.
"""
