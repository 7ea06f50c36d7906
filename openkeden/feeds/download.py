"""Answers fetched from a central bank over HTTP: within a time and a size, from its own
host, or a finding that says why not and what else to do.
"""

import http.client
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import IO, Final

from openkeden.base import findings
from openkeden.base.findings import Refused

_BY_HAND = (
    "Save {value} from a browser, on any computer, and load the file: `keden rates import"
    " FILE`."
)

R22 = findings.Rule(
    number="R.22",
    message="The bank cannot be reached: {reason}.",
    fix=f"Check the network, or name its proxy in HTTPS_PROXY. {_BY_HAND}",
)
R23 = findings.Rule(
    number="R.23",
    message="The bank answers {status} in place of rates.",
    fix=f"Try again later. {_BY_HAND}",
)
R24 = findings.Rule(
    number="R.24",
    message="The answer is sent elsewhere, to {target}, and that is not followed.",
    fix=f"Compare the address with the bank's site. {_BY_HAND}",
)
R25 = findings.Rule(
    number="R.25",
    message="The answer has more than {most} bytes, and rates of a day have far fewer.",
    fix=f"Compare the address with the bank's site. {_BY_HAND}",
)
R26 = findings.Rule(
    number="R.26",
    message="The answer did not come to its end: {reason}.",
    fix=f"Try again, with a longer --timeout. {_BY_HAND}",
)
RULES = (R22, R23, R24, R25, R26)

#: Bytes that are taken at once.
_PIECE: Final = 64 * 1024

_OK: Final = 200


class _Elsewhere(Exception):
    """A redirection to another host, or to one without encryption."""


class _OwnHost(urllib.request.HTTPRedirectHandler):
    """Follows redirections within a host, and up from HTTP to HTTPS."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        before, after = (urllib.parse.urlsplit(url) for url in (req.full_url, newurl))
        own = before.hostname == after.hostname
        if not own or after.scheme not in (before.scheme, "https"):
            raise _Elsewhere(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def get(address: str, seconds: float, most: int) -> bytes | Refused:
    """What an address of HTTP answers: at most `most` bytes, within so many seconds.

    A proxy is taken from the environment, as every program of a house does.
    """
    until = time.monotonic() + seconds
    opener = urllib.request.build_opener(_OwnHost)
    agent = {"User-Agent": "openkeden"}
    request = urllib.request.Request(address, headers=agent)  # noqa: S310 - the scheme is checked
    try:
        with opener.open(request, timeout=seconds) as answer:
            if answer.status != _OK:
                return _refused(R23, address, status=answer.status)
            return _whole(answer, address, until, most)
    except _Elsewhere as elsewhere:
        return _refused(R24, address, target=elsewhere)
    except urllib.error.HTTPError as error:
        error.close()
        return _refused(R23, address, status=error.code)
    except TimeoutError:
        return _refused(R26, address, reason=f"{seconds:g} seconds are over")
    except urllib.error.URLError as error:
        return _refused(R22, address, reason=error.reason)
    except (OSError, http.client.HTTPException) as error:
        return _refused(R26, address, reason=_said(error))


def _whole(
    answer: http.client.HTTPResponse, address: str, until: float, most: int
) -> bytes | Refused:
    """The body of an answer, piece by piece, so that one that drips is not waited for."""
    body = bytearray()
    while piece := answer.read1(_PIECE):
        body += piece
        if len(body) > most:
            return _refused(R25, address, most=most)
        if time.monotonic() > until:
            return _refused(R26, address, reason="its time is over")
    told = answer.getheader("Content-Length")
    if told is not None and told != str(len(body)):
        return _refused(R26, address, reason=f"{len(body)} of {told} bytes came")
    return bytes(body)


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


def _refused(rule: findings.Rule, address: str, **args: object) -> Refused:
    return findings.refused(rule, "address", value=address, **args)
