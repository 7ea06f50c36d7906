"""Who asks: `python -m bench.web.asking PORT CONNECTIONS FILE` sends the declarations of a
file, a line each, over so many connections, and prints the seconds of all and of each.
"""

import asyncio
import json
import pathlib
import sys
import time
from collections.abc import Iterator

from bench.web import served_key


def _request(body: bytes) -> bytes:
    head = (
        "POST /api/v1/declarations HTTP/1.1\r\nHost: bench\r\n"
        f"Authorization: Bearer {served_key.KEY}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _ask(port: int, bodies: Iterator[bytes], seconds: list[float]) -> None:
    """Send one after the other over one connection; each must be registered."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for body in bodies:
        began = time.perf_counter()
        writer.write(_request(body))
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length: ")[2].partition(b"\r")[0]
        answer = await reader.readexactly(int(length))
        seconds.append(time.perf_counter() - began)
        assert b" 201 " in head[:20], head + answer
    writer.close()


async def _all(port: int, connections: int, lines: list[bytes]) -> None:
    bodies, seconds = iter(lines), list[float]()
    began = time.perf_counter()
    await asyncio.gather(*[_ask(port, bodies, seconds) for _ in range(connections)])
    print(json.dumps({"all": time.perf_counter() - began, "each": seconds}))


if __name__ == "__main__":
    _port, _connections, _file = sys.argv[1:]
    _lines = pathlib.Path(_file).read_bytes().splitlines()
    asyncio.run(_all(int(_port), int(_connections), _lines))
