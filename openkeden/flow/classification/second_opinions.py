"""Second opinions on candidate codes, where the environment names who gives them."""

import urllib.parse
from collections.abc import Callable

import msgspec

from openkeden.base import findings, opinion_usage
from openkeden.base.findings import Refused
from openkeden.feeds import second_opinion
from openkeden.feeds.second_opinion import Endpoint, NamedCode
from openkeden.flow import settings
from openkeden.flow.classification.suggestions import Suggestion

#: The fewest codes that can be put in another order.
_FEWEST = 2

_SCHEMES = frozenset({"http", "https"})


def endpoint() -> Endpoint | Refused:
    """Who is asked, by the settings; nothing is asked where they do not say it all."""
    for needed in (settings.OPINION_URL, settings.OPINION_MODEL):
        if not needed.value:
            args = {"value": needed.variable}
            return findings.refused(opinion_usage.NO_OPINION, "--second-opinion", **args)
    url = settings.OPINION_URL.value
    if not _is_address(url):
        args = {"value": url}
        return findings.refused(opinion_usage.NO_ENDPOINT, "--second-opinion", **args)
    return Endpoint(url, settings.OPINION_MODEL.value, settings.OPINION_KEY.value)


def _is_address(url: str) -> bool:
    """Whether an address is one of HTTP with a host, and without a name or a password."""
    try:
        parts = urllib.parse.urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in url
    return plain and has_port and parts.scheme in _SCHEMES and bool(parts.hostname)


def asked(found: Suggestion, name: Callable[[str], str], endpoint: Endpoint) -> Suggestion:
    """A suggestion with its codes in the order of a second opinion, where one can be had;
    `name` tells what a code stands for. Without two codes there is nothing to ask.
    """
    codes = {one.candidate.code: one for one in found.codes}
    if len(codes) < _FEWEST:
        return found
    candidates = [NamedCode(code, name(code)) for code in codes]
    opinion = second_opinion.ask(found.text, candidates, endpoint)
    ordered = tuple([codes[code] for code in opinion.codes])
    return msgspec.structs.replace(found, codes=ordered, opinion=opinion)
