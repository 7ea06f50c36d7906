"""The interface of an installation that has just been set up."""

import pytest

from openkeden.api import interface, routes
from openkeden.flow.access.callers import Caller
from tests.api.http import Client
from tests.founded import PAYER, at

__all__ = ["at"]

#: Who has which key here.
CALLERS = {"trader-1": Caller("trader-1", frozenset({PAYER}), frozenset(), "k1")}


@pytest.fixture
def http(at):
    """A client without a key."""
    return Client(interface.Application(at, routes.ROUTES, CALLERS.get))
