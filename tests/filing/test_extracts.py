"""Codes outside an extract of a list: each rule beside its breach and a clean neighbour."""

from openkeden.filing import declaration
from tests import support
from tests.filing.gate import breach, clean, filing


def extract(name, form=""):
    """The law of the day with a list that is an extract."""
    law = support.edition()
    return support.replace(law, extracts={**law.extracts, name: form})


def whole(name):
    """The law of the day with a list that holds every code."""
    law = support.edition()
    others = {known: form for known, form in law.extracts.items() if known != name}
    return support.replace(law, extracts=others)


def moved(procedure):
    paper = declaration.Document(code="09999", number="57505/150126/0000123")
    return filing({"procedure": procedure, "previous": (paper,)})


def papers(code):
    return filing({"documents": (declaration.Document(code=code, number="1"),)})


def test_GA_10():
    told = breach("GA.10", "office", "57508", filing(office="57508"))
    assert (told.severity, told.args["count"]) == ("warning", "9")
    clean("GA.10", filing(office="57507"))
    clean("GA.10", filing(office="99999"))  # of no form of this country: GA.1


def test_G29_10():
    breach("G29.10", "border_office", "55999", filing(border_office="55999"))
    clean("G29.10", filing(border_office="55302"))
    clean("G29.10", filing(border_office="10702030"))  # of another member


def test_G7_5():
    assert breach("G7.5", "feature", "XYZ", filing(feature="XYZ")).severity == "warning"
    clean("G7.5", filing(feature="PRE"))
    clean("G7.5", filing(feature=""))
    clean("G7.5", filing(feature="XY"))
    breach("G7.1", "feature", "XYZ", filing(feature="XYZ"), whole("features"))


def test_G24_5():
    assert breach("G24.5", "nature", "999", filing(nature="999")).severity == "warning"
    breach("G24.5", "nature", "999", filing(nature="99900"))
    clean("G24.5", filing(nature="021"))
    clean("G24.5", filing(nature="99"))
    breach("G24.1", "nature", "999", filing(nature="999"), whole("natures"))


def test_G24_6():
    breach("G24.6", "nature", "0", filing(nature="0100"))
    clean("G24.6", filing(nature="01000"))
    clean("G24.6", filing(nature="010"))


def test_G24_7():
    assert breach("G24.7", "nature", "06", filing(nature="01006")).severity == "warning"
    clean("G24.7", filing(nature="01000"))
    clean("G24.7", filing(nature="010"))


def test_G25_5():
    law = extract("transport_modes", "[0-9]{2}")
    breach("G25.5", "border_mode", "60", filing(border_mode="60"), law)
    clean("G25.1", filing(border_mode="60"), law)
    clean("G25.5", filing(border_mode="6"), law)
    breach("G25.1", "border_mode", "6", filing(border_mode="6"), law)
    clean("G25.5", filing(border_mode="60"))


def test_G26_5():
    law = extract("transport_modes", "[0-9]{2}")
    breach("G26.5", "inland_mode", "60", filing(inland_mode="60"), law)
    clean("G26.5", filing(inland_mode="60"))


def test_lorries_with_trailers_move_by_road():
    for mode in ("30", "31", "32"):
        sent = filing(border_mode=mode, inland_mode=mode)
        clean("G25.1", sent)
        clean("G26.1", sent)
    breach("G25.1", "border_mode", "33", filing(border_mode="33"))


def test_G37_10():
    told = breach("G37.10", "items[0].procedure", "123", moved("4000123"))
    assert told.severity == "warning"
    clean("G37.10", moved("4000002"))
    clean("G37.10", moved("40000"))
    breach("G37.4", "items[0].procedure", "ABC", moved("4000ABC"))
    clean("G37.10", moved("4000ABC"))


def test_G37_11():
    told = breach("G37.11", "items[0].procedure", "002", moved("4000002"))
    assert (told.severity, told.args["known"]) == ("warning", "000, 001")
    clean("G37.11", moved("4000001"))
    clean("G37.11", moved("4000123"))  # in no list at all: G37.10


def test_G37_12():
    released = moved("6040000")
    breach("G37.12", "items[0].procedure", "40", released)
    for before in ("10", "21", "23"):
        clean("G37.12", moved(f"60{before}000"))
    clean("G37.12", moved("4070000"))


def test_G44_31():
    law = extract("documents", "[0-9]{5}")
    breach("G44.31", "items[0].documents[0].code", "12345", papers("12345"), law)
    clean("G44.1", papers("12345"), law)
    breach("G44.1", "items[0].documents[0].code", "1234", papers("1234"), law)
    clean("G44.31", papers("12345"))
    breach("G44.1", "items[0].documents[0].code", "12345", papers("12345"))
    clean("G44.1", papers("11004"))
