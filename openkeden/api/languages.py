"""The language of an answer: what `Accept-Language` likes best of those there are."""

from openkeden import locale


def best(header: str) -> str:
    """The language that a header asks for; English where it asks for none of ours."""
    wanted = []
    for place, part in enumerate(header.split(",")):
        name, _, weight = part.partition(";")
        language = name.strip().lower().partition("-")[0]
        if language in locale.LANGUAGES:
            wanted.append((-_weight(weight), place, language))
    wanted = [one for one in sorted(wanted) if one[0] < 0]
    return wanted[0][2] if wanted else "en"


def _weight(text: str) -> float:
    name, _, value = text.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
