"""The functions for Python programs; `openkeden` names them. What they take is checked at
this edge, what they give are the views that the command line prints.
"""
