"""Files of an installation and files that commands write: whole or not at all, private
where they are nobody else's.
"""
