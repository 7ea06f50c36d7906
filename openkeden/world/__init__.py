"""A generated world with a known truth: traders, goods, fraud by a documented mechanism, and
the best that any engine could do in it. It proves the machinery, not the world.
"""
