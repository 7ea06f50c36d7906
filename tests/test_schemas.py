"""Every public record of the pure parts has a JSON schema, so that it can be published and
decoded.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import msgspec
import pytest

import openkeden

PURE = (
    "base",
    "tariff",
    "classification",
    "filing",
    "assessment",
    "risk",
    "clearance",
    "comparison",
    "ledger",
)

#: Records that are no data, each with what it holds besides.
WITHOUT = {
    "openkeden.base.cases.Lifecycle": "the functions of its actions",
    "openkeden.filing.rules.Checks": "the functions of rules",
    "openkeden.filing.validation.Prepared": "the functions of rules",
    "openkeden.clearance.deadlines.Deadline": "the function that finds its end",
    "openkeden.filing.rules.rule.Check": "the function of a rule",
    "openkeden.ledger.checkpoint.Key": "a private key",
    "openkeden.tariff.edition.Edition": "lists of goods, which are read when asked for",
    "openkeden.tariff.edition.Preference": "a list of goods, which is read when asked for",
    "openkeden.classification.declared.official_texts.LoadedTexts": "postings, as bytes",
    "openkeden.classification.index.classifier_model.ClassifierModel": "postings, as bytes",
    "openkeden.classification.learning.training.Trained": "a model with its postings",
    "openkeden.risk.features.Feature": "the function that reads it",
    "openkeden.risk.observed_profiles.AskedProfiles": "profiles with their conditions",
    "openkeden.risk.profile_trial.ProfileYield": "a profile with its conditions",
    "openkeden.risk.profile_trial.Trial": "profiles with their conditions",
    "openkeden.risk.profiles.Policy": "conditions, which `conditions.read` tells apart",
    "openkeden.risk.profiles.Profile": "conditions, which `conditions.read` tells apart",
}


def records() -> list[type]:
    found: set[type] = set()
    for part in PURE:
        package = importlib.import_module(f"{openkeden.__name__}.{part}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            found |= set(public(module.name))
    return sorted(found, key=name_of)


def public(module: str) -> Iterator[type]:
    """The records that a module itself defines."""
    for name, kind in inspect.getmembers(importlib.import_module(module), inspect.isclass):
        own = kind.__module__ == module and not name.startswith("_")
        if own and issubclass(kind, msgspec.Struct):
            yield kind


def name_of(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


@pytest.mark.parametrize("kind", records(), ids=name_of)
def test_a_record_has_a_schema(kind):
    if name_of(kind) not in WITHOUT:
        assert msgspec.json.schema(kind)
