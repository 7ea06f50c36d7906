"""`keden doctor`: what is told of an examination."""

import json

from openkeden.flow.operating import examination


def test_people_and_programs_are_told_the_same_and_exit_code_1_says_it(keden):
    people = keden("doctor", "--lang", "ru")
    programs = keden("doctor", "--json")
    assert (people.returncode, programs.returncode) == (1, 1), "the rates are of long ago"
    told = json.loads(programs.stdout)
    assert not told["well"]
    parts = {one["part"]: one["state"] for one in told["parts"]}
    assert list(parts) == [check.part for check in examination.CHECKS]
    wrong = [part for part, state in parts.items() if state == "wrong"]
    said = people.stdout.decode()
    assert (said.count("неладно "), "U.258" in said) == (len(wrong), "rates" in wrong)
