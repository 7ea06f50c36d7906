"""The interface against its own description: whatever is sent, the answer is one that the
description tells, and never a fault of ours.

`make fuzz` sends 200 examples an operation, the suite a few.
"""

import json
import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import config

from docs import openapi
from openkeden.api import interface, routes
from openkeden.flow.access.callers import SCOPES, Caller
from tests import founded

#: Examples an operation.
EXAMPLES = int(os.environ.get("EXAMPLES", "3"))

#: What fits the description, and what does not.
MODES = list(schemathesis.GenerationMode)

#: Keys by who has them: of everything, of nothing.
CALLERS = {
    "full": Caller("trader-1", frozenset({founded.PAYER}), frozenset(SCOPES), "k1"),
    "poor": Caller("trader-1", frozenset({founded.PAYER}), frozenset(), "k2"),
}


#: What fits the description may still be refused: 422 by the law and the rules, 412 and 428
#: by the state that an act was decided on.
ACCEPTED = [*config.PositiveDataAcceptanceConfig().expected_statuses, "412", "422", "428"]
CHECKS = config.ChecksConfig(
    positive_data_acceptance=config.PositiveDataAcceptanceConfig(expected_statuses=ACCEPTED)
)
DESCRIBED = schemathesis.openapi.from_dict(
    json.loads(openapi.text(openapi.described())),
    config=config.SchemathesisConfig(
        projects=config.ProjectsConfig(default=config.ProjectConfig(checks=CHECKS))
    ),
)


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    """The interface of an installation with a few facts."""
    at = founded.found(tmp_path_factory.mktemp("home"))
    founded.lodge_all(at, founded.lentils("L-1"), founded.shirts("S-1"))
    return interface.Application(at, routes.ROUTES, CALLERS.get)


@pytest.mark.parametrize("key", ["", *CALLERS])
@pytest.mark.parametrize("route", routes.ROUTES, ids=lambda one: one.address + one.method)
def test_every_answer_is_one_that_the_description_tells(application, route, key):
    DESCRIBED.app = application
    path, method = route.address.replace("...}", "}"), route.method
    # Whoever may not ask is told so whatever he sends, and a key changes nothing of what is
    # public: that needs few examples.
    suits = key == ("full" if route.scope else "")
    examples = EXAMPLES if suits else EXAMPLES // 20 + 1
    operation = DESCRIBED[path][method]
    headers = {"Accept-Encoding": "identity"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(*[operation.as_strategy(generation_mode=one) for one in MODES]))
    def sent(case):
        case.call_and_validate(headers=headers)

    sent()
