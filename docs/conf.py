"""The settings of the site that `make docs` builds from these pages."""

import openkeden

project = "openkeden"
copyright = "the authors of openkeden"  # noqa: A001 - the name that Sphinx reads
release = version = openkeden.__version__

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"openkeden {release}"
html_show_sphinx = False
exclude_patterns = ["Thumbs.db"]

#: Every page counts: a warning fails the build (`-W` in the Makefile).
nitpicky = True
