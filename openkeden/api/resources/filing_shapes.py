"""What a declaration looks like: its schema, and templates to fill in."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from openkeden.api import caching
from openkeden.api.route import JSON, Asked, Reply, Route
from openkeden.base import bounded, findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow import schema

_CSV = "text/csv"


class TemplateForm(msgspec.Struct, frozen=True):
    """How a template is written."""

    #: JSON or a table.
    form: Literal["json", "csv"] = msgspec.field(name="format", default="json")


def filing_schema(asked: Asked) -> Reply | Refused:
    """The JSON Schema of a declaration; of a field `title` is the label, `x-box` the box."""
    return caching.of_law(schema.json_schema(asked.language))


def filing_template(asked: Asked) -> Reply | Refused:
    """A declaration of a kind to fill in, or a table of goods to price."""
    kind, as_csv = asked.path["kind"], asked.query.form == "csv"
    if kind not in schema.TEMPLATES:
        shown = bounded.beginning(kind)
        return findings.refused(service_usage.NO_PATH, "kind", value=shown)
    written = schema.template(kind, csv=as_csv)
    media_type = f"{_CSV}; charset=utf-8" if as_csv else JSON
    return caching.kept(written, caching.ASK_AGAIN, media_type)


ROUTES = (
    Route(
        method="GET",
        path="/schema/filing",
        does=filing_schema,
        gives=Mapping[str, Any],
        example="/schema/filing",
    ),
    Route(
        method="GET",
        path="/templates/{kind}",
        does=filing_template,
        query=TemplateForm,
        gives=(Any, _CSV),
        example=f"/templates/{schema.KINDS[0]}",
    ),
)
