"""Lines of the tariff that are only for some of their goods, and goods that a ban may mean:
each rule beside its breach and a clean neighbour.
"""

import datetime

from openkeden.filing import declaration
from tests import support
from tests.filing.gate import breach, clean, export, filing

#: Goods that are counted in nothing but kilograms.
PLAIN = {"supplementary_quantity": "", "supplementary_unit": ""}
BEEF = {**PLAIN, "code": "0201100001", "description": "Beef carcasses, chilled"}
ENGINE = {"code": "8408209904", "supplementary_unit": "pc", "description": "Diesel engines"}
PIPES = {**PLAIN, "code": "7304110001", "description": "Pipes for gas"}
TOMATOES = {**PLAIN, "code": "0702000001", "description": "Fresh tomatoes"}


def papers(*codes):
    return {
        "documents": tuple([declaration.Document(code=code, number="1") for code in codes])
    }


def test_G33_30():
    april, march = datetime.date(2026, 4, 1), datetime.date(2026, 3, 31)
    sent = export(TOMATOES)
    found = breach(
        "G33.30", "items[0].code", "0702000001", sent, law=support.edition(april)
    )
    assert (found.severity, found.args["codes"]) == ("error", "0702000002")
    clean("G33.30", sent, law=support.edition(march))
    clean("G33.4", sent, law=support.edition(april))


def test_G33_31():
    nets = {**PLAIN, "code": "5608118000", "description": "Fishing nets of nylon"}
    found = breach("G33.31", "items[0].code", "5608118000", filing(nets))
    assert found.severity == "warning"
    assert found.args["measure"] == "eaeu-licence-1.7-part"
    clean("G33.31", filing({**nets, "code": "5608113000"}))
    clean("G44.6", filing(nets))


def test_G44_40():
    chilled = BEEF | papers("01201")
    found = breach("G44.40", "items[0].documents", "0201100001", filing(chilled))
    said = found.args["document"], found.args["otherwise"], found.args["rate"]
    assert said == ("01011", "0201100008", "50% min 1 EUR/kg")
    clean("G44.5", filing(chilled))
    clean("G44.40", filing(BEEF | papers("01201", "01011")))
    clean("G44.40", filing(chilled | {"origin": "RU"}))


def test_G44_41():
    found = breach("G44.41", "items[0].documents", "8408209904", filing(ENGINE))
    said = found.severity, found.args["document"], found.args["otherwise"]
    assert said == ("warning", "01244", "8408209907")
    clean("G44.41", filing(ENGINE | papers("01244")))
    clean("G44.41", filing({**ENGINE, "code": "8408209907"}))
    clean("G44.6", filing(ENGINE))


def test_G44_42():
    found = breach("G44.42", "items[0].code", "7304110001", filing(PIPES))
    assert (found.severity, found.args["otherwise"]) == ("warning", "7304110008")
    clean("G44.42", filing({**PIPES, "code": "7304110008"}))
