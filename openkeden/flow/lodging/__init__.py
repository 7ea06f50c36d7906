"""Use cases of declarations: lodging, amending, acting on them, explaining them. Begin with
`lodge`.
"""
