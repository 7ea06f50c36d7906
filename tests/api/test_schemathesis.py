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
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from docs import openapi
from openkeden.api import interface, routes
from openkeden.flow.access.callers import SCOPES, Caller
from tests import founded

#: Examples an operation.
EXAMPLES = int(os.environ.get("EXAMPLES", "3"))

#: What fits the description, and what does not.
MODES = list(schemathesis.GenerationMode)

#: What fits the description may still be refused: 422 by the law and the rules, 412 and 428
#: by the state that an act was decided on.
ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "412", "422", "428", "429"]
CHECKS = config.ChecksConfig.from_dict(
    {
        "positive_data_acceptance": {"expected-statuses": ACCEPTED},
        "missing_required_header": {"expected-statuses": ["4xx"]},
    }
)
DESCRIBED = schemathesis.openapi.from_dict(
    json.loads(openapi.text(openapi.described())),
    config=config.SchemathesisConfig(
        projects=config.ProjectsConfig(default=config.ProjectConfig(checks=CHECKS))
    ),
)


class Subject:
    """An interface with declarations that are there, and keys of whom they belong to."""

    def __init__(self, home):
        at = founded.found(home)
        founded.lodge_all(at, founded.lentils("L-1"), founded.shirts("S-1"))
        firms = frozenset([row.declarant for row in founded.declarations()])
        scopes = {"full": frozenset(SCOPES), "poor": frozenset()}
        keys = {key: Caller("trader-1", firms, of, key) for key, of in scopes.items()}
        self.application = interface.Application(at, routes.ROUTES, keys.get)

    def lead(self, case, which):
        """Let a case be about a declaration that is there, in the state that it is in."""
        row = founded.declarations()[which]
        office, day, serial = row.registration.split("/")
        there = {"office": office, "day": day, "serial": serial, "version": "1"}
        there |= {"entry": str(row.latest), "action": "withdraw"}
        for name in case.path_parameters.keys() & there.keys():
            case.path_parameters[name] = there[name]
        if "If-Match" in case.headers:
            case.headers["If-Match"] = f'"entry-{row.latest}"'


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    return Subject(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize("key", ["", "full", "poor"])
@pytest.mark.parametrize("route", routes.ROUTES, ids=lambda one: one.address + one.method)
def test_every_answer_is_one_that_the_description_tells(subject, route, key):
    DESCRIBED.app = subject.application
    path, method = route.address.replace("...}", "}"), route.method
    # Whoever may not ask is told so whatever he sends, and a key changes nothing of what is
    # public: that needs few examples.
    suits = key == ("full" if route.scope else "")
    examples = EXAMPLES if suits else EXAMPLES // 20 + 1
    operation = DESCRIBED[path][method]
    # What a table or XML must be like no schema of JSON says, and of a list each is answered.
    unsaid = [positive_data_acceptance, negative_data_rejection]
    unsaid = unsaid if route.media_types else []
    headers = {"Accept-Encoding": "identity"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=st.one_of(*[operation.as_strategy(generation_mode=one) for one in MODES]),
        which=st.sampled_from([None, 0, 1]),
    )
    def sent(case, which):
        if which is not None:
            subject.lead(case, which)
        if "wait" in case.query:
            case.query["wait"] = 0
        case.call_and_validate(headers=headers, excluded_checks=unsaid)

    sent()
