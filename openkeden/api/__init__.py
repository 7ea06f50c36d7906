"""The interface for programs over HTTP: requests to use cases, and views back.

`routes.ROUTES` lists every address; permission, description and tests are made from it.
"""
