"""Use cases of the register of people: enter, end, look up; and who may act."""
