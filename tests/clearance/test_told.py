"""What a decision tells the trader: what to do, and nothing of profiles, score and chance."""

import msgspec

from openkeden.assessment import charges
from openkeden.clearance import decision
from openkeden.risk import selection
from tests.clearance import law
from tests.risk import samples

NUMBER = "57505/020426/0000001"
ASSESSED = charges.Assessment(law.NOON.date(), "KZ/2026-04-02/test", (), (), (), 0, 0)
CODES = ("6403999600", "6404110000", "6109100000", "8703231940", "8418108001", "8542319010")


def told(chosen: selection.Selection) -> decision.Decision:
    """The decision on a declaration that was selected so."""
    moment = decision.registration_at(law.office(), law.NOON)
    return decision.decide(moment, NUMBER, ASSESSED, chosen, decision.Funds())


def test_the_trader_is_told_what_to_do_and_never_why():
    policy = samples.kazakh()
    secrets = [profile.id for profile in policy.profiles]
    secrets += [
        text
        for row in [*policy.profiles, *policy.shares, *policy.thresholds]
        for text in row.title.values()
    ]
    secrets += ["random", "score", "model", policy.version]
    ready = selection.compile_profiles(policy, samples.EXCHANGE)
    stopped = 0
    for number in range(300):
        line = samples.item(code=CODES[number % 6], net_mass_kg=str(100 + 50 * number))
        declared = samples.declared(line, digest=samples.digest(number))
        chosen = samples.select(declared, ready)
        said = msgspec.json.encode(told(chosen)).decode()
        assert not [secret for secret in secrets if f'"{secret}"' in said]
        stopped += chosen.lane != "green"
    assert stopped > 50


def test_the_trader_cannot_tell_chance_from_a_profile():
    share = samples.chances(1_000_000, "yellow")
    by_chance = samples.select(samples.declared(), samples.compiled(share=share))
    by_profile = samples.select(samples.declared(), samples.compiled(samples.row()))
    assert by_chance.hits != by_profile.hits
    assert told(by_chance) == told(by_profile)
    assert told(by_chance).documents == ("04021",)
