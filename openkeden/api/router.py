"""Find the route of an address: fixed parts before parameters, and last the parameter that
takes all that follows.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from openkeden.api.route import Route

#: How the name of a parameter ends that takes all that follows.
REST: Final = "..."


class Address(NamedTuple):
    """Routes of one address by method, with what stands in it."""

    #: Routes by method; none: there is nothing at the address.
    routes: Mapping[str, Route]

    #: Its parameters, as text.
    path: Mapping[str, str]


class Router:
    """All routes as a tree of the parts of addresses."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for route in routes:
            node = self._root
            for segment in route.segments:
                node = node.grown(segment)
            assert route.method not in node.routes, (route.method, route.path)
            node.routes[route.method] = route

    def find(self, path: str) -> Address:
        """The routes of an address, in which nothing is escaped any more."""
        segments = path.removeprefix("/").split("/")
        return self._root.find(segments, {}) or Address({}, {})


class _Node:
    """A place in the tree."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self._fixed: dict[str, _Node] = {}
        self._named: dict[str, _Node] = {}
        self._rest: dict[str, _Node] = {}

    def grown(self, segment: str) -> "_Node":
        """The place one part further, made where there is none."""
        name = segment.strip("{}")
        if name == segment:
            places = self._fixed
        else:
            places = self._rest if name.endswith(REST) else self._named
        return places.setdefault(name.removesuffix(REST), _Node())

    def find(self, segments: list[str], path: dict[str, str]) -> Address | None:
        """What lies that far below."""
        if not segments:
            return Address(self.routes, path) if self.routes else None
        first, rest = segments[0], segments[1:]
        fixed = self._fixed.get(first)
        found = fixed.find(rest, path) if fixed is not None else None
        if found is not None or not first:
            return found
        for name, node in self._named.items():
            found = node.find(rest, {**path, name: first})
            if found is not None:
                return found
        for name, node in self._rest.items():
            return node.find([], {**path, name: "/".join(segments)})
        return None
