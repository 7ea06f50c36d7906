"""What a model learned from texts whose codes are known, and how it ranks by that: no library
of training is needed for it.
"""
