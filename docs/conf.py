"""The settings of the site that `make docs` builds from these pages."""

import re
from typing import Any

import openkeden

project = "openkeden"
copyright = "the authors of openkeden"  # noqa: A001 - the name that Sphinx reads
release = version = openkeden.__version__

extensions = ["myst_parser"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"openkeden {release}"
html_show_sphinx = False
html_static_path = ["_static"]
html_css_files = ["site.css"]

#: Languages of code blocks that are shown as they are.
suppress_warnings = ["misc.highlighting_failure"]

#: A page beside the rows of law, which the site shows among its own.
_LAW = re.compile(r"\]\((?:\.\./)+openkeden/law/README\.md")


def setup(app: Any) -> None:
    """Let links to the page beside the law lead to it within the site."""
    app.connect("source-read", _within_the_site)


def _within_the_site(_app: Any, name: str, source: list[str]) -> None:
    up = "../" * name.count("/")
    source[0] = _LAW.sub(f"]({up}law-rows.md", source[0])
